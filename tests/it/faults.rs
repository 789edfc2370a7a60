//! One machine under faults: killed, without power, with a full or a failing disk, with a clock
//! that jumps, with two writers. A history keeps apart what was acknowledged, refused and
//! unknown; each test ends with an audit.
//!
//! `OCOP_FAULTS=long` makes them longer; `docs/reliability.md` has the figures.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot set its stage fails there"
)]

mod bits;
mod clients;
mod clock;
mod failing;
mod filled;
mod full;
mod killed;
mod mounts;
mod power;
mod service;
mod stage;
mod traced;
mod writers;

/// How much is done: in every run, or in the long form.
fn form<T>(short: T, long: T) -> T {
    match std::env::var("OCOP_FAULTS").as_deref() {
        Ok("long") => long,
        _ => short,
    }
}

/// Numbers that look random and are the same in every run.
fn scattered(nth: usize, below: u64) -> u64 {
    ((nth as u64 + 1).wrapping_mul(6_364_136_223_846_793_005) >> 33) % below
}
