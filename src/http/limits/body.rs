//! A request's body as it arrives: not too slowly, and within what all bodies together may hold.
//!
//! Who waits for a client's next bytes does not work: meanwhile their place at the gate is free
//! for others, so that slow clients take none.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicU64, AtomicUsize, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use super::Gate;
use super::pace::{Pace, Wait};
use axum::body::{Body, Bytes, HttpBody};
use http_body::{Frame, SizeHint};

/// The slowest network of a telephone brings that in a second.
const PACE: Pace = Pace {
    span: Duration::from_secs(15),
    least: 8 * 1024,
};
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

/// What a body gives next.
type Arrived = Poll<Option<Result<Frame<Bytes>, axum::Error>>>;

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
    wait: Wait,
    stopped: bool,
}

impl<T: Limits> Paced<T> {
    /// A body, with what its request holds.
    pub fn new(body: Body, intake: Arc<Intake<T>>) -> Self {
        Self::with(body, intake, PACE)
    }

    fn with(body: Body, intake: Arc<Intake<T>>, pace: Pace) -> Self {
        Self {
            body,
            intake,
            wait: Wait::new(pace),
            stopped: false,
        }
    }

    /// Ends the body before its end.
    fn stop(&mut self, why: Cut) -> Arrived {
        self.stopped = true;
        Poll::Ready(Some(Err(self.intake.stop(why))))
    }
}

impl<T: Limits> HttpBody for Paced<T> {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Arrived {
        let this = &mut *self;
        if this.stopped {
            return Poll::Ready(None);
        }
        let arrived = match Pin::new(&mut this.body).poll_frame(context) {
            Poll::Ready(arrived) => arrived,
            Poll::Pending => {
                this.intake.step(AT_WORK, AWAY);
                ready!(this.wait.poll(context));
                this.intake.step(AWAY, AT_WORK);
                return this.stop(Cut::Slow);
            }
        };
        this.intake.step(AWAY, AT_WORK);
        let bytes = match &arrived {
            Some(Ok(frame)) => frame.data_ref().map_or(0, Bytes::len),
            _ => 0,
        };
        this.wait.moved(bytes);
        if bytes > 0 && !this.intake.take(bytes) {
            return this.stop(Cut::NoRoom);
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

#[cfg(test)]
mod tests {
    use super::{Budget, Cut, Intake, Limits, Pace, Paced};
    use crate::http::limits::Gate;
    use axum::body::{Body, Bytes, to_bytes};
    use futures_util::stream;
    use std::convert::Infallible;
    use std::sync::Arc;
    use std::time::Duration;
    use tokio::time::sleep;

    struct Door(Gate, Budget);

    impl Limits for Door {
        fn gate(&self, _: usize) -> Option<&Gate> {
            Some(&self.0)
        }
        fn budget(&self, _: usize) -> &Budget {
            &self.1
        }
    }

    /// So many pieces, each after a while.
    fn body(pieces: usize, bytes: usize, each: Duration) -> Body {
        Body::from_stream(stream::unfold(pieces, move |left| async move {
            sleep(each).await;
            let piece = Bytes::from(vec![7; bytes]);
            (left > 0).then(|| (Ok::<_, Infallible>(piece), left - 1))
        }))
    }

    /// What was read, and why no more was; looked at from outside meanwhile.
    async fn read(door: &Arc<Door>, body: Body) -> (Option<usize>, Option<Cut>, usize) {
        assert!(door.0.try_enter());
        let intake = Intake::new(Arc::clone(door), 0);
        let pace = Pace {
            span: Duration::from_millis(100),
            least: 1_000,
        };
        let paced = Body::new(Paced::with(body, Arc::clone(&intake), pace));
        let reading = tokio::spawn(to_bytes(paced, usize::MAX));
        sleep(Duration::from_millis(20)).await;
        let at_work = door.0.count().0;
        let read = reading.await.unwrap().ok().map(|bytes| bytes.len());
        let cut = intake.cut();
        assert_eq!(door.1.held() > 0, read.is_some_and(|read| read > 0));
        intake.end();
        intake.end();
        assert_eq!((door.0.count().0, door.1.held()), (0, 0));
        (read, cut, at_work)
    }

    #[tokio::test]
    async fn a_slow_body_is_cut_and_takes_no_place_while_it_is_waited_for() {
        let door = Arc::new(Door(Gate::new(1), Budget::new(1_000_000)));
        let never = body(1, 10, Duration::from_secs(60));
        assert_eq!(read(&door, never).await, (None, Some(Cut::Slow), 0));
        assert_eq!(door.1.cut(Cut::Slow), 1);
        let steady = body(30, 200, Duration::from_millis(10));
        let (all, cut, _) = read(&door, steady).await;
        assert_eq!((all, cut), (Some(6_000), None));
    }

    #[tokio::test]
    async fn what_has_no_room_is_not_held() {
        let door = Arc::new(Door(Gate::new(1), Budget::new(10_000)));
        let quick = Duration::from_millis(1);
        assert_eq!(read(&door, body(9, 1_000, quick)).await.0, Some(9_000));
        let (all, cut, _) = read(&door, body(1, 10_001, quick)).await;
        assert_eq!((all, cut), (None, Some(Cut::NoRoom)));
        assert_eq!(read(&door, body(0, 0, quick)).await.0, Some(0));
    }
}
