//! The integration tests: one binary, one entrance (`support::Office`).

mod independent;
mod label;
mod scheme;
mod signer;
mod tidy;
mod vectors;
