//! The integration tests: one binary, one entrance (`support::Office`).

mod label;
mod scheme;
mod signer;
mod vectors;
