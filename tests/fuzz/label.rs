//! Of the labels' layer, what opens a picture and reads the code in it.

#[path = "../../src/label/error.rs"]
mod error;
#[path = "../../src/label/picture.rs"]
mod picture;
#[path = "../../src/label/read.rs"]
pub mod read;

pub use error::Error;
