//! The integration tests: one binary, one entrance (`support::Office`).

mod api;
mod browser;
mod cli;
mod crash;
mod door;
mod independent;
mod issue;
mod label;
mod office;
mod pages;
mod register;
mod pkcs11;
mod scheme;
mod signer;
mod support;
mod tidy;
mod vectors;
