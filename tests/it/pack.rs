//! The pack for verifiers without a network: made, kept small, brought up to date, refused.

mod figures;
mod made;
mod opened;
mod refused;
