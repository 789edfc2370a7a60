//! The clock: the only place that asks the machine for the time.

use chrono::{DateTime, SubsecRound, Utc};

/// Tells the time. An implementation may jump, as machines' clocks do; whoever compares with
/// signed instants uses the latest of them as a floor.
pub trait Clock: Send + Sync {
    /// The instant now, in UTC and whole seconds: what is signed, kept and shown has no finer.
    fn now(&self) -> DateTime<Utc>;
}

/// The machine's clock.
pub struct MachineClock;

impl Clock for MachineClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one place that may ask"
    )]
    fn now(&self) -> DateTime<Utc> {
        Utc::now().trunc_subsecs(0)
    }
}

/// A clock that stands still, for tests and reproducible runs.
pub struct StoppedClock(pub DateTime<Utc>);

impl Clock for StoppedClock {
    fn now(&self) -> DateTime<Utc> {
        self.0
    }
}
