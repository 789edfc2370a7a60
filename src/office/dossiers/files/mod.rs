//! Pictures and documents of a dossier: what each is by its content, and where it lies.
//!
//! ```text
//! chunks -> Incoming (a draft on the disk, hashed) -> content (what it is) -> name
//!        -> files/ab/abc… (durable) -> a row and a line of the trail
//! ```

mod add;
mod content;
mod incoming;
mod name;
mod pdf;
mod picture;
mod remove;
mod see;
mod sound;

use std::path::{Path, PathBuf};

pub use incoming::Incoming;
pub use see::{DossierFileView, StoredFile};

/// Bytes of a file that are taken.
pub const LARGEST_FILE: u64 = 20 * 1024 * 1024;
/// Files of a dossier.
pub const MOST_FILES: i64 = 30;

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

/// The folder of the contents in the data folder.
fn folder(data: &Path) -> PathBuf {
    data.join("files")
}

/// Where a content lies: `files/ab/abc…`, by its SHA-256.
fn place(data: &Path, hash: &[u8; 32]) -> PathBuf {
    let hex: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    folder(data).join(&hex[..2]).join(hex)
}

/// Where the small form of a picture lies, for pages that show many.
fn small(place: &Path) -> PathBuf {
    place.with_extension("small.jpg")
}
