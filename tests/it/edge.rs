//! Verifying by the pack alone, without register: the same verdicts as the main service, and none
//! when the pack cannot be believed.

mod agreement;
mod door;
mod figures;
mod limits;
mod program;
mod running;
mod slow;
mod source;
mod stage;
mod taking;

pub use running::running;
