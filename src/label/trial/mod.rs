//! The self-test of a label: what a camera would see of it, and whether it is read.
//!
//! ```text
//! Printed (a printer's dots) -> Surface (fine dots) -> View (worn, leaning, blurred)
//!     -> a picture -> the reader -> Report
//! ```
//!
//! The same print gives the same report on every machine of a kind: neither clock
//! nor chance takes part.

mod camera;
mod chance;
mod course;
mod report;
mod surface;
mod view;
mod words;

use super::{Error, Extent, Label, Printed, read};
use chance::Chance;
pub use report::{LEAST_READ, Outcome, Report, Trial};
pub use surface::Surface;
pub use view::{Scuff, View, Wear};

impl Label {
    /// The self-test of the label as the printer prints it at that size.
    ///
    /// # Errors
    ///
    /// What keeps the label from being made. A label that is not read is no error
    /// but a report that says so.
    pub fn self_test(&self, extent: &Extent) -> Result<Report, Error> {
        run(&self.printed(extent)?, &self.text)
    }
}

/// Takes forty pictures of what was printed, distorted as in use, and reads each for
/// `text`: every distortion at 2.5 and at 3 pixels a module.
///
/// # Errors
///
/// Those of [`Surface::of`].
pub fn run(printed: &Printed, text: &str) -> Result<Report, Error> {
    let surface = Surface::of(printed, text)?;
    let trials = course::views().into_iter().map(|view| {
        let picture = surface.photograph(&view);
        let words = view.words();
        let read = read::read_luma(picture.width(), picture.height(), picture.as_raw());
        Trial {
            pixels: view.pixels,
            vi: words.vi.into_owned(),
            en: words.en.into_owned(),
            outcome: match read {
                Ok(read) if read == text => Outcome::Read,
                Ok(_) => Outcome::Wrong,
                Err(_) => Outcome::Unread,
            },
        }
    });
    Ok(Report::of(trials.collect()))
}
