//! Decisions: prepared by one person, approved by another, released once.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot set its desk fails there"
)]

mod changes;
mod desk;
mod door;
mod files;
mod five_stars;
mod forms;
mod killed;
mod once;
mod random;
mod release;
mod two_people;
