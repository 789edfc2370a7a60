//! Pictures and documents of a dossier: arriving, looked at and named.
//!
//! ```text
//! chunks -> Incoming (a draft on the disk, hashed) -> contents (what it is) -> name
//!        -> an entry: still taken? -> files/ab/abc… (durable) -> a row and a line of the trail
//! ```
//!
//! A content stays when its file is taken away. So what a producer may add in a day is counted
//! with it, and what is refused never comes to its place.

mod add;
mod name;
mod refused;
mod remove;
mod see;

pub use see::{DossierFileView, StoredFile};

/// Bytes of a file that are taken.
pub const LARGEST_FILE: u64 = 20 * 1024 * 1024;
/// Files of a dossier.
pub const MOST_FILES: i64 = 30;
/// Files that are added in a day to all dossiers of a producer, also those taken away again.
pub const MOST_FILES_A_DAY: i64 = 200;
/// Their bytes: more than a village sends, and not enough to fill a disk.
pub const MOST_BYTES_A_DAY: i64 = 1024 * 1024 * 1024;

/// What a file is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// Shows the product: JPEG or PNG.
    Picture,
    /// Proves something: PDF, JPEG or PNG.
    Document,
}

impl FileKind {
    /// Every kind.
    pub const ALL: [Self; 2] = [Self::Picture, Self::Document];

    /// The name in data.
    pub fn name(self) -> &'static str {
        match self {
            Self::Picture => "picture",
            Self::Document => "document",
        }
    }

    /// The kind of a name in data.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}
