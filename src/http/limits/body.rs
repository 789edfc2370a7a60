//! A request's body as it arrives: not too slowly, and within what all bodies together may hold.
//!
//! Who waits for a client's next bytes does not work: meanwhile their place at the gate is free
//! for others, so that slow clients take none.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicU64, AtomicUsize, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use http_body::{Frame, SizeHint};
use tokio::time::{Instant, Sleep, sleep};

use super::Gate;

/// In each such span of waiting …
const SPAN: Duration = Duration::from_secs(15);
/// … so many bytes must arrive, or what is missing. The slowest network of a telephone brings
/// that in a second.
const LEAST: usize = 8 * 1024;
/// Of one body so many bytes are counted as held at most; handlers write what is longer to disk
/// as it comes.
const HELD: usize = 20 * 1024 * 1024;

/// Why the rest of a body was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// It came too slowly.
    Slow,
    /// Too much is held of others.
    NoRoom,
}

/// What all bodies of a kind of request may hold together.
pub struct Budget {
    most: usize,
    held: AtomicUsize,
    cut: [AtomicU64; 2],
}

impl Budget {
    /// A budget of so many bytes.
    pub fn new(most: usize) -> Self {
        Self {
            most,
            held: AtomicUsize::new(0),
            cut: Default::default(),
        }
    }

    /// Bytes that are held.
    pub fn held(&self) -> usize {
        self.held.load(Ordering::Relaxed)
    }

    /// How many bodies were cut for a reason.
    pub fn cut(&self, why: Cut) -> u64 {
        self.cut[why as usize].load(Ordering::Relaxed)
    }

    fn take(&self, bytes: usize) -> bool {
        let room = |held| (held + bytes <= self.most).then_some(held + bytes);
        let taken = (self.held).fetch_update(Ordering::Relaxed, Ordering::Relaxed, room);
        taken.is_ok()
    }
}

const AT_WORK: u8 = 0;
const AWAY: u8 = 1;
const ENDED: u8 = 2;

/// What a request with a body holds: its place, and bytes. Its body and its answer share it.
pub struct Intake<T: Limits> {
    limits: Arc<T>,
    class: usize,
    place: AtomicU8,
    bytes: AtomicUsize,
    cut: AtomicU8,
}

/// Where the gates and budgets are.
pub trait Limits: Send + Sync + 'static {
    /// The gate of a class, if it has one.
    fn gate(&self, class: usize) -> Option<&Gate>;
    /// The budget of a class.
    fn budget(&self, class: usize) -> &Budget;
}

impl<T: Limits> Intake<T> {
    /// Of a request that is at work.
    pub fn new(limits: Arc<T>, class: usize) -> Arc<Self> {
        Arc::new(Self {
            limits,
            class,
            place: AtomicU8::new(AT_WORK),
            bytes: AtomicUsize::new(0),
            cut: AtomicU8::new(0),
        })
    }

    /// Why the body was cut, if it was.
    pub fn cut(&self) -> Option<Cut> {
        match self.cut.load(Ordering::Acquire) {
            0 => None,
            1 => Some(Cut::Slow),
            _ => Some(Cut::NoRoom),
        }
    }

    /// Gives place and bytes back.
    pub fn end(&self) {
        let before = self.place.swap(ENDED, Ordering::AcqRel);
        if before == ENDED {
            return;
        }
        let gate = self.limits.gate(self.class);
        if let Some(gate) = gate.filter(|_| before == AT_WORK) {
            gate.leave();
        }
        let bytes = self.bytes.swap(0, Ordering::AcqRel);
        let held = &self.limits.budget(self.class).held;
        held.fetch_sub(bytes, Ordering::Relaxed);
    }

    fn step(&self, from: u8, to: u8) {
        let moved = (self.place).compare_exchange(from, to, Ordering::AcqRel, Ordering::Acquire);
        let Some(gate) = self.limits.gate(self.class) else {
            return;
        };
        match (moved, to) {
            (Ok(_), AWAY) => gate.leave(),
            (Ok(_), _) => gate.come_back(),
            (Err(_), _) => {}
        }
    }

    fn take(&self, bytes: usize) -> bool {
        let counted = self.bytes.load(Ordering::Relaxed);
        let more = bytes.min(HELD.saturating_sub(counted));
        if self.place.load(Ordering::Acquire) == ENDED {
            return true;
        }
        let taken = self.limits.budget(self.class).take(more);
        if taken {
            self.bytes.fetch_add(more, Ordering::AcqRel);
        }
        taken
    }

    fn stop(&self, why: Cut) -> axum::Error {
        self.cut.store(why as u8 + 1, Ordering::Release);
        let cut = &self.limits.budget(self.class).cut[why as usize];
        cut.fetch_add(1, Ordering::Relaxed);
        axum::Error::new(match why {
            Cut::Slow => "the body came too slowly",
            Cut::NoRoom => "there is no room for the body",
        })
    }
}

/// A body that is watched as it arrives.
pub struct Paced<T: Limits> {
    body: Body,
    intake: Arc<Intake<T>>,
    /// While somebody waits: until when, and how much must arrive by then.
    span: Option<(Pin<Box<Sleep>>, usize)>,
    stopped: bool,
}

impl<T: Limits> Paced<T> {
    /// A body, with what its request holds.
    pub fn new(body: Body, intake: Arc<Intake<T>>) -> Self {
        Self {
            body,
            intake,
            span: None,
            stopped: false,
        }
    }

    /// Goes on waiting, if enough arrived in the span before.
    fn wait(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        self.intake.step(AT_WORK, AWAY);
        let (end, missing) = (self.span).get_or_insert_with(|| (Box::pin(sleep(SPAN)), LEAST));
        while end.as_mut().poll(context).is_ready() {
            if *missing > 0 {
                self.stopped = true;
                self.intake.step(AWAY, AT_WORK);
                return Poll::Ready(Some(Err(self.intake.stop(Cut::Slow))));
            }
            *missing = LEAST;
            end.as_mut().reset(Instant::now() + SPAN);
        }
        Poll::Pending
    }
}

impl<T: Limits> HttpBody for Paced<T> {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let this = &mut *self;
        if this.stopped {
            return Poll::Ready(None);
        }
        let arrived = match Pin::new(&mut this.body).poll_frame(context) {
            Poll::Pending => ready!(this.wait(context)),
            Poll::Ready(arrived) => {
                this.intake.step(AWAY, AT_WORK);
                arrived
            }
        };
        let bytes = match &arrived {
            Some(Ok(frame)) => frame.data_ref().map_or(0, Bytes::len),
            _ => 0,
        };
        if let Some((_, missing)) = &mut this.span {
            *missing = missing.saturating_sub(bytes);
        }
        if bytes > 0 && !this.intake.take(bytes) {
            this.stopped = true;
            return Poll::Ready(Some(Err(this.intake.stop(Cut::NoRoom))));
        }
        Poll::Ready(arrived)
    }

    fn is_end_stream(&self) -> bool {
        self.stopped || self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
