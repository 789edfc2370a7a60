//! The self-test of a label: what a camera would see of it, and whether it is read.
//!
//! ```text
//! Print (a printer's dots) -> Paper (fine dots) -> View (worn, leaning, blurred, ...)
//!     -> a picture -> the reader -> Report
//! ```
//!
//! The same print gives the same report on every machine of a kind: neither clock
//! nor chance takes part.

mod camera;
mod chance;
mod course;
mod print;
mod report;
mod view;
mod words;

use super::{Error, read};
use chance::Chance;
pub use print::{Paper, Print};
pub use report::{LEAST_READ, Outcome, Report, Trial};
pub use view::{Scuff, View, Wear};

/// Takes forty pictures of a print, distorted as in use, and reads each: every
/// distortion at 2.5 and at 3 pixels a module.
///
/// # Errors
///
/// Those of [`Print::paper`]. A label that is not read is no error but a report
/// that says so.
pub fn run(print: &Print<'_>) -> Result<Report, Error> {
    let paper = print.paper()?;
    let trials = course::views().into_iter().map(|view| {
        let picture = paper.photograph(&view);
        let read = read::read_luma(picture.width(), picture.height(), picture.as_raw());
        Trial {
            pixels: view.pixels,
            vi: view.vi(),
            en: view.en(),
            outcome: match read {
                Ok(text) if text == print.text => Outcome::Read,
                Ok(_) => Outcome::Wrong,
                Err(_) => Outcome::Unread,
            },
        }
    });
    Ok(Report::of(trials.collect()))
}
