//! The integration tests: one binary, one entrance (`support::Office`).

mod api;
mod browser;
mod door;
mod independent;
mod label;
mod pages;
mod scheme;
mod signer;
mod tidy;
mod vectors;
