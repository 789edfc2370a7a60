//! What became of the entries that devices sent since the process began.

use std::sync::atomic::{AtomicU64, Ordering};

use super::TakenIn;
use crate::office::{Error, Office};

/// What became of entries, in figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JournalFigures {
    /// New, and kept.
    pub kept: u64,
    /// Kept before: sent again.
    pub known: u64,
    /// Not kept: their request was refused.
    pub refused: u64,
}

/// The counts.
#[derive(Default)]
pub struct Counts {
    kept: AtomicU64,
    known: AtomicU64,
    refused: AtomicU64,
}

impl Counts {
    /// Counts the entries of a request.
    pub(super) fn add(&self, sent: usize, taken: &Result<TakenIn, Error>) {
        let add = |count: &AtomicU64, more: usize| count.fetch_add(more as u64, Ordering::Relaxed);
        match taken {
            Ok(taken) => {
                add(&self.kept, taken.kept);
                add(&self.known, taken.known);
            }
            Err(_) => {
                add(&self.refused, sent);
            }
        }
    }
}

impl Office {
    /// What became of the entries of journals since the process began.
    pub fn journal_figures(&self) -> JournalFigures {
        let read = |count: &AtomicU64| count.load(Ordering::Relaxed);
        let counts = &self.journals;
        JournalFigures {
            kept: read(&counts.kept),
            known: read(&counts.known),
            refused: read(&counts.refused),
        }
    }
}
