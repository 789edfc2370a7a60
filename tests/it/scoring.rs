//! Scoring: sessions, sheets, conclusions, and what may be certified after them.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot set its stage fails there"
)]

mod certifying;
mod conclusions;
mod door;
mod editions;
mod lapsing;
mod random;
mod sheets;
mod stage;
