//! Runs of labels with serials: a producer, or a secretary for one, has some labels of a
//! certificate counted, and gets their texts and files.
//!
//! ```text
//! begin (printable, counts and trail in one entry) -> texts (made again from the key, at any time)
//!       -> csv, for printing with variable data
//!       -> job (parts, then one ZIP), where files were ordered
//! ```

mod begin;
mod csv_lines;
mod files;
mod job;
mod list;
mod reach;
mod refused;
mod texts;
mod view;
mod wanted;

pub use begin::NewLabelRun;
pub use csv_lines::RunCsv;
pub use files::LabelFiles;
pub use job::{LabelFile, LabelJob};
pub use list::{LabelRunPage, LabelRunQuery};
pub use refused::LabelRunRefused;
pub use texts::{RunText, RunTexts};
pub use view::{LabelRunView, RunState};
pub use wanted::WantedFiles;

/// Labels of the largest run.
pub const MOST_OF_A_RUN: u64 = 1_000_000;

/// As the trail names a run.
fn subject(id: i64) -> String {
    format!("label run {id}")
}
