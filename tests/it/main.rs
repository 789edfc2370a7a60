//! The integration tests: one binary, one entrance (`support::Office`).

mod browser;
mod independent;
mod label;
mod scheme;
mod signer;
mod tidy;
mod vectors;
