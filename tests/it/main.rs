//! The integration tests: one binary, one entrance (`support::Office`).

mod acts;
mod api;
mod browser;
mod cli;
mod crash;
mod custody;
mod door;
mod independent;
mod issue;
mod label;
mod life;
mod log;
mod monitor;
mod notices;
mod office;
mod pack;
mod pages;
mod pkcs11;
mod register;
mod scheme;
mod search;
mod signer;
mod support;
mod tidy;
mod vectors;
mod witness;
