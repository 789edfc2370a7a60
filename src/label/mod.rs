//! Labels: a QR text as a symbol, a printed picture of it, and back from a photograph.
//!
//! ```text
//! Label (what is printed) + Size (how large a module is)
//!     -> Symbol (modules) -> Layout (dots) -> png | svg | terminal
//! a photograph -> picture (grey, bounded) -> scan (tries) -> the QR text
//! ```
//!
//! Every file is read back before it is handed out: a label that a machine
//! cannot read is an error here, not a surprise at the market.

mod design;
mod error;
mod ink;
mod inline;
mod layout;
mod lettering;
pub mod mask;
mod matrix;
mod picture;
mod png;
pub mod read;
mod reread;
mod scan;
mod size;
mod svg;
mod symbol;
mod terminal;
pub mod trial;

pub use design::{CAPTION, DEMONSTRATION, Label};
pub use error::Error;
pub use inline::inline_svg;
pub use matrix::Matrix;
pub use size::{QUIET_ZONE, Size};
pub use symbol::Symbol;
