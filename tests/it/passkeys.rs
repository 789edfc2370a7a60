//! Passkeys: added, signed in with, shown as the second factor, and everything that is refused.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot set its authenticator fails there"
)]

mod authenticator;
mod browser;
mod office;
mod pages;
