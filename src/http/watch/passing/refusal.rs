//! What is said to whom the door sends away.

use std::sync::atomic::Ordering;

use axum::extract::Request;
use axum::http::{HeaderValue, header};
use axum::response::Response;

use crate::http::error::Error;
use crate::http::limits::Cut;
use crate::http::message_page;
use crate::http::problem;
use crate::http::visitor::Visitor;
use crate::http::watch::{Class, Watch};

/// Seconds after which somebody may come again who was sent away.
const AGAIN: u32 = 5;
/// Seconds between two lines of the log about it.
const SAID_AGAIN: u64 = 10;

/// Why a request is sent away.
#[derive(Clone, Copy, Debug)]
pub enum Refused {
    /// Its address asked too often; it may ask again after so many seconds.
    Address(u32),
    /// Too much is asked of its class.
    Shed(Class),
    /// Its body was not read to its end.
    Cut(Cut),
    /// It took too long.
    TookTooLong,
}

/// Marks an answer of the door itself: it is no failure inside.
#[derive(Clone, Copy)]
struct OfTheDoor;

/// Whether the door sent this answer.
pub fn is_refused(response: &Response) -> bool {
    response.extensions().get::<OfTheDoor>().is_some()
}

/// What a request wishes to be answered with.
pub fn visitor(request: &Request) -> Visitor {
    let mut visitor = Visitor::of(request.uri().query(), request.headers());
    visitor.json |= request.uri().path().starts_with("/api/");
    visitor
}

/// The same of a request that may be refused after it was handed on, where that is not JSON: a
/// page's form.
pub fn late_visitor(request: &Request) -> Option<Visitor> {
    let is_form = !request.method().is_safe() && !request.uri().path().starts_with("/api/");
    is_form.then(|| visitor(request))
}

/// Sends a request away that was not handed on.
pub fn refuse(watch: &Watch, request: &Request, refused: Refused) -> Response {
    let mut response = say(watch, &visitor(request), refused);
    // Its body, if it has one, is not read.
    if !request.method().is_safe() {
        let close = HeaderValue::from_static("close");
        response.headers_mut().insert(header::CONNECTION, close);
    }
    response
}

/// The answer, and its count.
pub fn say(watch: &Watch, visitor: &Visitor, refused: Refused) -> Response {
    let (error, retry_after) = match refused {
        Refused::Address(seconds) => {
            watch.limited.fetch_add(1, Ordering::Relaxed);
            (Error::new(&problem::TOO_MANY_REQUESTS), Some(seconds))
        }
        Refused::Shed(class) => {
            if let Some(gate) = class.gate() {
                watch.shed[gate].fetch_add(1, Ordering::Relaxed);
            }
            say_to_the_log(watch, class);
            (Error::new(&problem::OVERLOADED), Some(AGAIN))
        }
        Refused::Cut(Cut::Slow) => (Error::new(&problem::BODY_TIMEOUT), None),
        Refused::Cut(Cut::NoRoom) => (Error::new(&problem::OVERLOADED), Some(AGAIN)),
        Refused::TookTooLong => {
            watch.late.fetch_add(1, Ordering::Relaxed);
            (Error::new(&problem::TOOK_TOO_LONG), Some(AGAIN))
        }
    };
    let error = Error {
        retry_after,
        ..error
    };
    let refuse = || message_page::refuse(error.clone(), &watch.config, visitor);
    let mut response = match refused {
        Refused::Shed(_) => watch.sent_away.answer(visitor, refuse),
        _ => refuse(),
    };
    response.extensions_mut().insert(OfTheDoor);
    if let Refused::Cut(_) = refused {
        let close = HeaderValue::from_static("close");
        response.headers_mut().insert(header::CONNECTION, close);
    }
    response
}

/// Not of each: writing lines is work too, and there is too much of it already.
fn say_to_the_log(watch: &Watch, class: Class) {
    let now = watch.begun.elapsed().as_secs() + 1;
    let said = watch.said.load(Ordering::Relaxed);
    if said != 0 && now < said + SAID_AGAIN {
        return;
    }
    let (set, known) = (Ordering::Relaxed, Ordering::Relaxed);
    if watch.said.compare_exchange(said, now, set, known).is_ok() {
        let lag = watch.lag.standing();
        tracing::warn!(
            class = class.name(),
            ?lag,
            "too much is asked: requests are sent away"
        );
    }
}
