//! How entries follow each other.

use super::Entry;
use super::identity::EntryHash;

/// How far a journal has grown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// How many entries it has.
    pub size: u64,
    /// The hash of the last; `None` before the first.
    pub hash: Option<EntryHash>,
}

/// Why an entry does not follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    /// It is not the next one.
    #[error("the next entry has the counter {next}")]
    Gap {
        /// Which one is.
        next: u64,
    },
    /// It is the next one of another chain: it names another entry before it.
    #[error("entry {counter} follows another than the last")]
    Forked {
        /// Which one.
        counter: u64,
    },
}

impl Head {
    /// The head after one more entry, whose text has this hash.
    ///
    /// # Errors
    /// When the entry does not follow this head.
    pub fn after(self, entry: &Entry, hash: EntryHash) -> Result<Self, Broken> {
        let next = self.size + 1;
        if entry.counter != next {
            return Err(Broken::Gap { next });
        }
        if entry.previous != self.hash {
            return Err(Broken::Forked { counter: next });
        }
        Ok(Self {
            size: next,
            hash: Some(hash),
        })
    }
}
