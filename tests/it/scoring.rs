//! Scoring: sessions, sheets, conclusions, and what may be certified after them.

mod certifying;
mod conclusions;
mod door;
mod editions;
mod random;
mod sheets;
mod stage;
