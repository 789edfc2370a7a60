//! What is said to systemd, which has set `NOTIFY_SOCKET` where the unit is of `Type=notify`:
//! when the service is ready and when it ends, and as often as it wants to hear it that the
//! program still gets round to things. Elsewhere nothing is said.

use std::time::Duration;

use sd_notify::NotifyState;
use tokio::time::MissedTickBehavior;

/// Says that the service is ready, and until it is asked to end that it lives. What is given
/// ends when the service is asked to end, which is told too.
///
/// The sign of life comes from a task of the same runtime as everything else: it stops when the
/// runtime is stuck, and not because many clients wait.
pub fn told(
    asked_to_end: impl Future<Output = ()> + Send + 'static,
) -> impl Future<Output = ()> + Send + 'static {
    tell(&[NotifyState::Ready]);
    async move {
        match sd_notify::watchdog_enabled() {
            None => asked_to_end.await,
            Some(patience) => tokio::select! {
                () = asked_to_end => {}
                () = live(patience) => {}
            },
        }
        tell(&[NotifyState::Stopping]);
        // Requests that still run must not look like a program that is stuck.
        if let Some(patience) = sd_notify::watchdog_enabled() {
            tokio::spawn(live(patience));
        }
    }
}

/// Gives signs of life three times as often as they are missed; never ends.
async fn live(patience: Duration) {
    let period = (patience / 3).max(Duration::from_millis(10));
    let mut ticks = tokio::time::interval(period);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        tell(&[NotifyState::Watchdog]);
    }
}

fn tell(states: &[NotifyState<'_>]) {
    if let Err(error) = sd_notify::notify(states) {
        tracing::warn!(%error, "the supervisor could not be told");
    }
}
