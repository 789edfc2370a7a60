//! Assessment: from the sheets of a council's scorers to stars, and to what follows from them.
//!
//! ```text
//! sheets -> average of each part -> total -> band -> a confirmation between two bands
//!        -> the mandatory criteria's cap -> stars -> outcome, by edition and level
//! ```

mod average;
mod outcome;
mod rating;

pub use average::average;
pub use outcome::{Certifying, NotAnOutcome, Outcome};
pub use rating::{NotRated, rate};
