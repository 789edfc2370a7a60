//! How fast somebody must be, at least, while others wait for them.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::time::{Instant, Sleep, sleep};

/// In each span of waiting so many bytes must move.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    pub span: Duration,
    pub least: usize,
}

/// Waiting that has begun.
pub struct Wait {
    pace: Pace,
    /// Until when, and how much must move by then; from the first time that somebody waits.
    span: Option<(Pin<Box<Sleep>>, usize)>,
}

impl Wait {
    /// Nobody waits yet.
    pub fn new(pace: Pace) -> Self {
        Self { pace, span: None }
    }

    /// So many bytes moved.
    pub fn moved(&mut self, bytes: usize) {
        if let Some((_, missing)) = &mut self.span {
            *missing = missing.saturating_sub(bytes);
        }
    }

    /// Goes on waiting; ready when it was too slow.
    pub fn poll(&mut self, context: &mut Context<'_>) -> Poll<()> {
        let Pace { span, least } = self.pace;
        let begun = || (Box::pin(sleep(span)), least);
        let (end, missing) = self.span.get_or_insert_with(begun);
        while end.as_mut().poll(context).is_ready() {
            if *missing > 0 {
                return Poll::Ready(());
            }
            *missing = least;
            end.as_mut().reset(Instant::now() + span);
        }
        Poll::Pending
    }
}
