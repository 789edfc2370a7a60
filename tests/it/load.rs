//! Slow clients, bad ones and too many: the others are answered, and memory stays bounded.

mod addresses;
mod client;
mod crumbs;
mod overload;
mod oversized;
mod service;
mod slow;

pub use client::{Answered, Client};
pub use service::{Service, until};

use std::time::Duration;

/// How many of whatever a test brings up: fewer in the short form.
fn many(short: usize, long: usize) -> usize {
    match std::env::var("OCOP_FAULTS").as_deref() {
        Ok("long") => long,
        _ => short,
    }
}

/// The time within which 99 of 100 were answered.
fn p99(times: &mut [Duration]) -> Duration {
    times.sort();
    times[times.len() * 99 / 100]
}
