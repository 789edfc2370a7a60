//! Searching: which certificates or dossiers hold some words and pass some filters, newest first
//! or in the order of the book, page by page; and how many there are of each kind.
//!
//! ```text
//! a word, a filter -> Clause (a field, ranges of terms) -> blocks of Members -> and, and not
//!     -> the things of a page (find) | all of them (gather) -> how many of each kind (tally)
//! ```

mod certificates;
mod fill;
mod find;
mod listed;
mod members;
mod shelve;
mod term;

pub use find::{Asked, Gathered};
pub use listed::ListedCertificate;
pub use term::{Clause, Field, Shelf, Term};
