//! Producers, dossiers and their files: who may do what, what is refused, that nothing is half
//! done.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot set its place fails there"
)]

mod asking;
mod documents;
mod door;
mod files;
mod holding;
mod moves;
mod pages;
mod people;
mod producers;
mod renewals;
mod whose;
mod writing;
