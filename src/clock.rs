//! The clock: the only place that asks the machine for the time.

use std::time::Duration;

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use rustix::time::{ClockId, clock_gettime};

/// Tells the time. An implementation may jump, as machines' clocks do; whoever compares with
/// signed instants uses the latest of them as a floor.
pub trait Clock: Send + Sync {
    /// The instant now, in UTC and whole seconds: what is signed, kept and shown has no finer.
    fn now(&self) -> DateTime<Utc>;

    /// Whether this is a machine's, which can be wrong from the start.
    fn may_be_wrong(&self) -> bool {
        false
    }

    /// By how much the clock was set since the program began, if it was by so much that nothing
    /// is to be signed by it. A clock that is not watched was not set.
    fn stepped(&self) -> Option<TimeDelta> {
        None
    }
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

/// How far a clock may be set back: as far as a verifier's clock may be behind a sealing.
const BACK: TimeDelta = TimeDelta::minutes(5);
/// How far it may be set ahead. A machine that was put to sleep wakes up hours later.
const AHEAD: TimeDelta = TimeDelta::days(1);

/// The machine's clock, compared with how long the machine has been running: what was signed by
/// a clock that somebody set wrongly cannot be taken back.
///
/// One that was set back is not believed, or what has ended would be in force again. One that was
/// set ahead is: at worst something is said to have ended until it is set right.
pub struct WatchedClock {
    begun: DateTime<Utc>,
    /// How long the machine had been running then.
    running: Duration,
}

impl WatchedClock {
    /// Watches from now on.
    pub fn start() -> Self {
        Self {
            begun: MachineClock.now(),
            running: running(),
        }
    }

    fn expected(&self) -> DateTime<Utc> {
        self.begun + running().saturating_sub(self.running)
    }
}

impl Clock for WatchedClock {
    fn now(&self) -> DateTime<Utc> {
        let (now, expected) = (MachineClock.now(), self.expected());
        let set_back = now - expected < -BACK;
        if set_back {
            expected.trunc_subsecs(0)
        } else {
            now
        }
    }

    fn may_be_wrong(&self) -> bool {
        true
    }

    fn stepped(&self) -> Option<TimeDelta> {
        let step = MachineClock.now() - self.expected();
        (step < -BACK || AHEAD < step).then_some(step)
    }
}

/// For how long the machine has been running, asleep or not.
fn running() -> Duration {
    #[cfg(target_os = "linux")]
    const CLOCK: ClockId = ClockId::Boottime;
    #[cfg(not(target_os = "linux"))]
    const CLOCK: ClockId = ClockId::Monotonic;
    Duration::try_from(clock_gettime(CLOCK)).unwrap_or_default()
}

/// A clock that stands still, for tests and reproducible runs.
pub struct StoppedClock(pub DateTime<Utc>);

impl Clock for StoppedClock {
    fn now(&self) -> DateTime<Utc> {
        self.0
    }
}
