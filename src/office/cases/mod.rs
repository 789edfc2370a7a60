//! Cases of false claims: opened and worked on by inspectors, told to the councils concerned.
//!
//! ```text
//! entries of a journal | codes | a shopper's report -> gather -> evidence, with what was known
//! open -> begin -> refer | close (with a result) -> reopen
//! a case file -> whoever holds it -> check: its codes are judged again
//! ```

mod acting;
mod add;
mod assign;
mod change;
mod check;
mod facts;
mod file;
mod gather;
mod list;
mod open;
mod photograph;
mod refused;
mod repeated;
mod seen;
mod sight;
mod step;
mod strike;
mod tell;
mod view;

pub use check::{CaseCheck, CheckedAgain};
pub use facts::{TypedCase, TypedEvidence};
pub use file::CaseFileContents;
pub use list::{CaseCounts, CaseLine, CasePage, CaseQuery};
pub use refused::CaseRefused;
pub use step::TypedStep;
pub use view::{
    CaseView, EntryView, EvidenceView, HandedOut, MadeView, NamedAccount, StruckView, ToldView,
};

/// As the trail names a case.
pub(in crate::office) fn subject(id: i64) -> String {
    format!("case {id}")
}
