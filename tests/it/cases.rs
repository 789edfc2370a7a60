//! Cases of false claims: opened from what inspectors found, told to councils, written down, and
//! checked again by anybody.

mod checked;
mod door;
mod file;
mod listed;
mod moves;
mod opened;
pub mod stage;
