//! The integration tests: one binary, one entrance (`support::Office`).

mod scheme;
mod signer;
mod vectors;
