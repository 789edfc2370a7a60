//! Acts over HTTP: who is let in, what each act answers, and that nothing is half done.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot set its desk fails there"
)]

mod bodies;
pub mod desk;
mod foreign;
mod keys;
mod life;
mod out_of_reach;
mod policy;
mod replicas;
mod roles;
mod sessions;
mod tokens;
mod trust;
