//! How many requests of a class are worked on at once; a few more wait for a moment, and the rest
//! is sent away before it would wait in vain.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::timeout;

/// How long a request waits for its turn: longer, and whoever sent it has given up.
const PATIENCE: Duration = Duration::from_secs(2);
/// Requests that wait, for each that may be worked on.
const WAITING: usize = 4;

/// The gate of a class of requests.
pub struct Gate {
    limit: usize,
    inside: AtomicUsize,
    waiting: AtomicUsize,
    left: Notify,
}

impl Gate {
    /// A gate for so many at once.
    pub fn new(limit: usize) -> Self {
        Self {
            limit,
            inside: AtomicUsize::new(0),
            waiting: AtomicUsize::new(0),
            left: Notify::new(),
        }
    }

    /// Lets a request in, if there is room now.
    pub fn try_enter(&self) -> bool {
        // Never above the limit, not even for an instant: who waits would see it full, and
        // nobody would wake them again.
        let room = |inside| (inside < self.limit).then_some(inside + 1);
        let entered = (self.inside).fetch_update(Ordering::AcqRel, Ordering::Acquire, room);
        entered.is_ok()
    }

    /// Waits for room; says whether there was some.
    pub async fn enter(&self) -> bool {
        if self.waiting.fetch_add(1, Ordering::AcqRel) >= self.limit.saturating_mul(WAITING) {
            self.waiting.fetch_sub(1, Ordering::AcqRel);
            return false;
        }
        let _waiting = Waiting(&self.waiting);
        let turn = async {
            while !self.try_enter() {
                self.left.notified().await;
            }
        };
        timeout(PATIENCE, turn).await.is_ok()
    }

    /// Lets somebody in again who was in before and stepped outside: there may be one too many
    /// for a moment.
    pub fn come_back(&self) {
        self.inside.fetch_add(1, Ordering::AcqRel);
    }

    /// Somebody leaves.
    pub fn leave(&self) {
        self.inside.fetch_sub(1, Ordering::AcqRel);
        if self.waiting.load(Ordering::Acquire) > 0 {
            self.left.notify_one();
        }
    }

    /// How many are worked on, and how many wait.
    pub fn count(&self) -> (usize, usize) {
        let count = |number: &AtomicUsize| number.load(Ordering::Relaxed);
        (count(&self.inside), count(&self.waiting))
    }
}

/// Somebody who waits, until they do no longer.
struct Waiting<'a>(&'a AtomicUsize);

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

#[cfg(test)]
mod tests {
    use super::Gate;
    use std::sync::Arc;
    use std::time::Duration;

    #[tokio::test]
    async fn who_waits_comes_in_when_somebody_leaves_and_too_many_are_sent_away_at_once() {
        let gate = Arc::new(Gate::new(1));
        assert!(gate.try_enter() && !gate.try_enter());
        let waiting: Vec<_> = (0..4)
            .map(|_| {
                let gate = Arc::clone(&gate);
                tokio::spawn(async move { gate.enter().await })
            })
            .collect();
        while gate.count() != (1, 4) {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        assert!(!gate.enter().await, "a fifth does not wait");
        for turn in waiting {
            gate.leave();
            assert!(turn.await.unwrap());
        }
        gate.leave();
        assert_eq!(gate.count(), (0, 0));
    }

    #[tokio::test]
    async fn nobody_waits_for_long() {
        let gate = Gate::new(1);
        assert!(gate.try_enter());
        let begun = std::time::Instant::now();
        assert!(!gate.enter().await);
        assert!(begun.elapsed() >= super::PATIENCE);
        assert_eq!(gate.count(), (1, 0));
    }
}
