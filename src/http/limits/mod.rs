//! How much the door takes at once: of everybody, of one address, and of a slow client.
//!
//! ```text
//! a request -> addresses (429) -> gate of its class (503, after a short wait) -> its body, within
//!     a pace and a budget (408, 503) -> its handler, within a time (503)
//! ```

mod addresses;
mod body;
mod gate;
mod lag;
mod neighbours;
mod pace;
mod stalling;

pub use addresses::Addresses;
pub use body::{Budget, Cut, Intake, Limits, Paced};
pub use gate::Gate;
pub use lag::Lag;
pub use neighbours::{Neighbour, Neighbours};
pub use stalling::Stalling;
