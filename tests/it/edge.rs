//! Verifying by the pack alone, without register: the same verdicts as the main service, and none
//! when the pack cannot be believed.

mod agreement;
mod door;
mod program;
mod stage;
mod taking;
