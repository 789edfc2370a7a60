//! What shoppers report: taken in without an account, moderated, and never told further than it
//! may be.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot set its place fails there"
)]

mod contacts;
mod desk;
mod door;
mod limits;
mod moderating;
mod receiving;
mod stage;
