//! Photographs that prove something: taken in within bounds, without what they tell of who took
//! them, and read again by those whom their area lets.
//!
//! ```text
//! bytes -> take (decoded whole, encoded anew) or keep_as_it_is (its hash stands elsewhere)
//!       -> files/ab/abc… (durable) -> Photograph -> entry.add_photograph -> a link of the area
//! ```

mod refused;
mod see;
mod take;

pub use refused::PhotographRefused;
pub use see::{PhotographView, StoredPhotograph};
pub(in crate::office) use take::too_large_sent;

/// Bytes of a photograph that is sent to be encoded anew, as telephones make them.
pub const LARGEST_SENT: usize = 10 * 1024 * 1024;
/// Bytes of a photograph that stays as it is.
pub const LARGEST_PHOTOGRAPH: usize = 5 * 1024 * 1024;
