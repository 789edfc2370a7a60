//! Dossiers: written and lodged by producers, taken in and handed back by councils.
//!
//! ```text
//! draft -> lodge -> take in -> (sessions, decisions)
//!            ^         |
//!            +- return +          withdraw: until it is decided
//! ```

mod choices;
mod facts;
mod files;
mod history;
mod list;
mod lodge;
mod receive;
mod refused;
mod renewal;
mod sight;
mod step;
mod view;
mod withdraw;
mod write;

pub use facts::TypedDossier;
pub use files::{DossierFileView, FileKind, LARGEST_FILE, MOST_FILES, StoredFile};
pub use list::{DossierPage, DossierQuery};
pub use refused::DossierRefused;
pub use view::{DossierLine, DossierView, ProducerOf};

/// As the trail names a dossier.
pub(in crate::office) fn subject(id: i64) -> String {
    format!("dossier {id}")
}
