//! A proof that something is in the log (C2SP tlog-proof): its index, the way to the root, and
//! the checkpoint, as one text.

use std::fmt;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use super::submission::number;
use super::{Checkpoint, Hash, Note, NoteKey, Refused, is_included};

/// The first line.
const KIND: &str = "c2sp.org/tlog-proof@v1";
/// Most hashes: a tree of 2^63 leaves.
const MOST: usize = 63;

/// A proof of inclusion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// The leaf's bytes, for readers who cannot make them themselves. Nobody vouches for them
    /// but the proof.
    pub leaf: Vec<u8>,
    /// The leaf's index.
    pub index: u64,
    /// From the leaf's sibling up.
    pub hashes: Vec<Hash>,
    /// The checkpoint, with all its signatures.
    pub checkpoint: Note,
}

impl Proof {
    /// Reads a proof.
    ///
    /// # Errors
    /// [`Refused::Proof`] with what is wrong, or what is wrong with its checkpoint.
    pub fn read(text: &str) -> Result<Self, Refused> {
        let (head, checkpoint) = text
            .split_once("\n\n")
            .ok_or(Refused::Proof("no checkpoint follows"))?;
        let mut lines = head.split('\n');
        if lines.next() != Some(KIND) {
            return Err(Refused::Proof("it is of another kind"));
        }
        let leaf = lines
            .next()
            .and_then(|line| BASE64_STANDARD.decode(line.strip_prefix("extra ")?).ok())
            .ok_or(Refused::Proof("it does not hold the leaf"))?;
        let index = lines
            .next()
            .and_then(|line| number(line.strip_prefix("index ")?))
            .ok_or(Refused::Proof("it does not say the leaf's index"))?;
        let hashes: Option<Vec<Hash>> = lines.map(Hash::from_base64).collect();
        let hashes = hashes
            .filter(|hashes| hashes.len() <= MOST)
            .ok_or(Refused::Proof("a line is no hash"))?;
        Ok(Self {
            leaf,
            index,
            hashes,
            checkpoint: Note::read(checkpoint.as_bytes())?,
        })
    }

    /// Checks that one of the log's keys signed the checkpoint, and that the leaf is in its
    /// tree.
    ///
    /// # Errors
    /// When the checkpoint is not the log's, or [`Refused::NotIncluded`].
    pub fn check(&self, keys: &[NoteKey]) -> Result<Checkpoint, Refused> {
        let checkpoint = Checkpoint::signed(&self.checkpoint, keys)?;
        let leaf = Hash::of_leaf(&self.leaf);
        let (size, root) = (checkpoint.size, checkpoint.root);
        if is_included(leaf, self.index, size, &self.hashes, root) {
            Ok(checkpoint)
        } else {
            Err(Refused::NotIncluded(self.index))
        }
    }
}

impl fmt::Display for Proof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{KIND}")?;
        writeln!(f, "extra {}", BASE64_STANDARD.encode(&self.leaf))?;
        writeln!(f, "index {}", self.index)?;
        for hash in &self.hashes {
            writeln!(f, "{hash}")?;
        }
        write!(f, "\n{}", self.checkpoint)
    }
}
