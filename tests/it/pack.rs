//! The pack for verifiers without a network: made, kept small, brought up to date, refused.

mod door;
mod figures;
mod independent;
pub mod made;
mod office;
mod opened;
mod refused;
