//! The answers to those who are sent away, made once for each form and language: there is too
//! much to do already.

use std::sync::OnceLock;

use axum::body::{Body, Bytes, to_bytes};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use futures_util::FutureExt;

use crate::http::visitor::Visitor;
use crate::scheme::words::Language;

/// An answer that can be given again.
struct Made {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

/// The answers that were made so far.
#[derive(Default)]
pub struct ReadyMade([OnceLock<Made>; 4]);

impl ReadyMade {
    /// The answer for somebody, which `make` makes the first time.
    pub fn answer(&self, visitor: &Visitor, make: impl Fn() -> Response) -> Response {
        // Its links would keep the language that an address names.
        if visitor.language_chosen && !visitor.json {
            return make();
        }
        let place = match (visitor.json, visitor.language) {
            (false, Language::Vi) => 0,
            (false, Language::En) => 1,
            (true, Language::Vi) => 2,
            (true, Language::En) => 3,
        };
        let kept = &self.0[place];
        if kept.get().is_none() {
            let (parts, body) = make().into_parts();
            // A page is whole as it is made: there is nothing to wait for.
            let Some(Ok(body)) = to_bytes(body, usize::MAX).now_or_never() else {
                return make();
            };
            // Another may have been faster, with the same.
            drop(kept.set(Made {
                status: parts.status,
                headers: parts.headers,
                body,
            }));
        }
        let Some(made) = kept.get() else {
            return make();
        };
        let mut response = Response::new(Body::from(made.body.clone()));
        *response.status_mut() = made.status;
        *response.headers_mut() = made.headers.clone();
        response
    }
}
