//! Labels: a QR text as a symbol, a printed picture of it, and back from a photograph.
//!
//! ```text
//! Label (what is printed) + Extent (how large)
//!     -> Symbol (modules) -> Layout (dots) -> svg | pdf | png | zpl
//! many labels + SheetOrder -> one PDF
//! blocks of words, pictures and codes -> pages of a PDF
//! a photograph -> picture (grey, bounded) -> reader (tries) -> the QR text
//! Printed (dots) -> trial (simulated photographs) -> reader -> Report
//! ```
//!
//! Every file is read back before it is handed out: a label that a machine
//! cannot read is an error here, not a surprise at the market.

mod design;
mod error;
mod extent;
mod ink;
mod inline;
mod layout;
mod lettering;
pub mod mask;
mod matrix;
mod meter;
mod pages;
mod pdf;
mod picture;
mod png;
mod printed;
mod printers;
mod proof;
pub mod read;
mod reread;
mod sheet;
mod sheets;
mod size;
mod svg;
mod symbol;
mod terminal;
pub mod trial;
mod zpl;

pub use design::{Design, Format, Wording};
pub use error::Error;
pub use extent::Extent;
pub use inline::inline_svg;
pub use matrix::Matrix;
pub use meter::{Meter, NamesCost, Shorter, token_digits};
pub use pages::{Block, write_pages};
pub use printed::{DEMONSTRATION, Facts, Label, Printed};
pub use printers::{GS1_MM, Printer};
pub use proof::print_proof;
pub use sheet::{Paper, Sheet};
pub use sheets::{MOST_LABELS, SheetOrder, print_sheets};
pub use size::{QUIET_ZONE, Size};
pub use symbol::Symbol;
