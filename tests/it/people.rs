//! People: how they are invited and sign in, what they keep, and who may do what.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot let anybody in fails there"
)]

mod account;
mod browser;
mod fresh;
mod invitations;
mod kept;
mod limits;
mod office;
mod own_api;
mod program;
mod roles;
mod signing_in;
