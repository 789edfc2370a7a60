//! Several services on one PostgreSQL, and what goes wrong between them: a server that restarts,
//! a primary that is gone, an answer that gets lost, a leader that was asleep.
//!
//! `OCOP_FAULTS=long` makes the tests as long as the figures in `docs/reliability.md` say.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails there, and says where"
)]

mod cluster;
mod failover;
mod leading;
mod load;
mod lost_answers;
mod proxy;
mod word;

/// How often something is done: a few times, or many in the long form.
fn times(few: usize, many: usize) -> usize {
    match std::env::var("OCOP_FAULTS").as_deref() {
        Ok("long") => many,
        _ => few,
    }
}
