//! How far the program is behind: how late a task is woken that sleeps for a moment. Where the
//! work itself fills the machine, nothing waits at a gate, and only this shows it.

use std::sync::Weak;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// How long the task sleeps.
const MOMENT: Duration = Duration::from_millis(20);
/// Of so many moments in a row the best is taken: a single pause of the machine is no queue.
const MOMENTS: usize = 10;

/// How late work is begun, as far as it stands for a while.
#[derive(Default)]
pub struct Lag(AtomicU64);

impl Lag {
    /// How late.
    pub fn standing(&self) -> Duration {
        Duration::from_micros(self.0.load(Ordering::Relaxed))
    }

    /// Measures until whoever holds the figure is gone.
    pub async fn measure<T: Send + Sync + 'static>(of: Weak<T>, lag: impl Fn(&T) -> &Self + Send) {
        let mut newest = [Duration::ZERO; MOMENTS];
        for place in (0..MOMENTS).cycle() {
            let before = Instant::now();
            tokio::time::sleep(MOMENT).await;
            newest[place] = before.elapsed().saturating_sub(MOMENT);
            let Some(holder) = of.upgrade() else { return };
            let least = newest.iter().min().copied().unwrap_or_default();
            let micros = u64::try_from(least.as_micros()).unwrap_or(u64::MAX);
            lag(&holder).0.store(micros, Ordering::Relaxed);
        }
    }
}
