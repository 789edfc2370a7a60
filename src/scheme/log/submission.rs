//! What a log hands to a witness (C2SP tlog-witness): the size that the witness saw last, why
//! the new tree begins with the old one, and the new checkpoint.

use std::fmt;

use super::{Hash, Note, Refused};

/// Most hashes of a proof, by the protocol.
const MOST: usize = 63;

/// The body of `add-checkpoint`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Submission {
    /// The size that the witness is believed to have cosigned last.
    pub old: u64,
    /// The consistency proof.
    pub hashes: Vec<Hash>,
    /// The new checkpoint.
    pub checkpoint: Note,
}

impl Submission {
    /// Reads a body.
    ///
    /// # Errors
    /// [`Refused::Submission`] with what is wrong, or what is wrong with the checkpoint.
    pub fn read(bytes: &[u8]) -> Result<Self, Refused> {
        let text = std::str::from_utf8(bytes).map_err(|_| Refused::Submission("not UTF-8"))?;
        let (head, checkpoint) = text
            .split_once("\n\n")
            .ok_or(Refused::Submission("no checkpoint follows"))?;
        let mut lines = head.split('\n');
        let old = lines
            .next()
            .and_then(|line| number(line.strip_prefix("old ")?))
            .ok_or(Refused::Submission("the old size"))?;
        let hashes: Option<Vec<Hash>> = lines.map(Hash::from_base64).collect();
        let hashes = hashes
            .filter(|hashes| hashes.len() <= MOST)
            .ok_or(Refused::Submission("the proof"))?;
        Ok(Self {
            old,
            hashes,
            checkpoint: Note::read(checkpoint.as_bytes())?,
        })
    }
}

impl fmt::Display for Submission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "old {}", self.old)?;
        for hash in &self.hashes {
            writeln!(f, "{hash}")?;
        }
        write!(f, "\n{}", self.checkpoint)
    }
}

/// A number as C2SP writes it: decimal digits without leading zeroes.
pub(super) fn number(text: &str) -> Option<u64> {
    let number: u64 = text.parse().ok()?;
    (number.to_string() == text).then_some(number)
}
