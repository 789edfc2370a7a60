//! Checkpoints: what a log says of its tree (C2SP tlog-checkpoint), and the cosignatures of
//! witnesses (C2SP tlog-cosignature).

use std::fmt;

use chrono::{DateTime, Utc};

use super::note::signature;
use super::{Hash, Note, NoteKey, NoteSignature, Refused};
use crate::scheme::seal::PublicKey;

/// The state of a log's tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// Which log.
    pub origin: String,
    /// How many leaves.
    pub size: u64,
    /// The tree's root.
    pub root: Hash,
}

impl Checkpoint {
    /// Reads the text of a note. Lines after the third are the log's own affair.
    ///
    /// # Errors
    /// [`Refused::Checkpoint`] with the part that is wrong.
    pub fn of(text: &str) -> Result<Self, Refused> {
        let mut lines = text.split('\n');
        let mut line = |name| {
            let line = lines.next().filter(|line| !line.is_empty());
            line.ok_or(Refused::Checkpoint(name))
        };
        let (origin, size, root) = (line("origin")?, line("size")?, line("root")?);
        let number = super::submission::number(size).ok_or(Refused::Checkpoint("size"))?;
        let root = Hash::from_base64(root).ok_or(Refused::Checkpoint("root"))?;
        // The text ends with a newline, and so with one empty line here.
        let mut extensions = lines.rev();
        if extensions.next() != Some("") || extensions.any(str::is_empty) {
            return Err(Refused::Checkpoint("extension lines"));
        }
        Ok(Self {
            origin: origin.to_owned(),
            size: number,
            root,
        })
    }

    /// Reads a note that a log's key signed.
    ///
    /// # Errors
    /// When it is not signed by one of the keys, or is another log's.
    pub fn signed(note: &Note, keys: &[NoteKey]) -> Result<Self, Refused> {
        let checkpoint = Self::of(&note.text)?;
        let mut outcome = Err(Refused::Unsigned);
        for key in keys {
            match note.check(key) {
                Ok(()) if key.name == checkpoint.origin => outcome = Ok(()),
                Ok(()) => return Err(Refused::OtherOrigin(checkpoint.origin)),
                Err(Refused::Unsigned) => {}
                Err(refused) => return Err(refused),
            }
        }
        outcome.map(|()| checkpoint)
    }
}

impl fmt::Display for Checkpoint {
    /// The text that is signed.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}\n{}\n{}", self.origin, self.size, self.root)
    }
}

/// What a witness signs: that this is the largest tree that it saw of the log, at an instant.
pub fn to_be_cosigned(text: &str, at: DateTime<Utc>) -> String {
    cosigned_at(text, seconds(at))
}

fn cosigned_at(text: &str, seconds: u64) -> String {
    format!("cosignature/v1\ntime {seconds}\n{text}")
}

fn seconds(at: DateTime<Utc>) -> u64 {
    u64::try_from(at.timestamp()).unwrap_or(0)
}

/// A witness's line.
pub fn cosignature(witness: &NoteKey, at: DateTime<Utc>, signature: &[u8; 64]) -> NoteSignature {
    witness.line(&[&seconds(at).to_be_bytes()[..], signature].concat())
}

/// Whether a witness's signature, with its time before it, holds.
pub(super) fn holds(text: &str, timed: &[u8], key: &PublicKey) -> bool {
    let Some((time, signature)) = timed.split_first_chunk() else {
        return false;
    };
    let message = cosigned_at(text, u64::from_be_bytes(*time));
    signature
        .try_into()
        .is_ok_and(|signature| key.verifies(message.as_bytes(), signature))
}

/// The lines of a witness's answer that its key made.
///
/// # Errors
/// [`Refused::Unsigned`] when there is none, [`Refused::Signature`] when one does not hold.
pub fn cosigned(
    text: &str,
    answer: &str,
    witness: &NoteKey,
) -> Result<Vec<NoteSignature>, Refused> {
    let lines = answer.lines().filter_map(signature);
    let own: Vec<NoteSignature> = lines
        .filter(|line| witness.signature(line).is_some())
        .collect();
    let note = Note {
        text: text.to_owned(),
        signatures: own,
    };
    note.check(witness)?;
    Ok(note.signatures)
}
