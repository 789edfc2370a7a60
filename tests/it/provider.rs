//! Signing in through an identity provider, one that can misbehave in every way.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot set its provider fails there"
)]

mod entering;
mod pages;
mod refused;
mod stand_in;
