//! The end of a service, told to whoever balances the load before anything is refused: `/readyz`
//! says no, and each answer ends its connection, so that the next request goes elsewhere.

use std::convert::Infallible;
use std::future::{Ready, ready};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use axum::http::{HeaderValue, Request, header};
use axum::response::{IntoResponse, Response};
use futures_util::FutureExt;
use futures_util::future::{Either, Map};
use tower_service::Service;

use super::error::Error;
use super::problem;

/// Where balancers ask whether to send more.
const READY: &str = "/readyz";

/// Whether a service is on its way out. All clones are one.
#[derive(Clone, Default)]
pub struct Left(Arc<AtomicBool>);

impl Left {
    /// It is, from now on.
    pub fn leave(&self) {
        self.0.store(true, Ordering::Release);
    }

    fn is_so(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}

/// A service that says when it leaves.
#[derive(Clone)]
pub struct Leaving<S> {
    service: S,
    left: Left,
}

impl<S> Leaving<S> {
    /// Puts it around a service.
    pub fn new(service: S, left: Left) -> Self {
        Self { service, left }
    }
}

type Answered = Result<Response, Infallible>;
type Last<F> = Map<F, fn(Answered) -> Answered>;

impl<S, B> Service<Request<B>> for Leaving<S>
where
    S: Service<Request<B>, Response = Response, Error = Infallible>,
{
    type Response = Response;
    type Error = Infallible;
    type Future = Either<S::Future, Either<Last<S::Future>, Ready<Answered>>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.service.poll_ready(context)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        if !self.left.is_so() {
            return Either::Left(self.service.call(request));
        }
        if request.uri().path() == READY {
            let error = Error::new(&problem::NOT_READY).saying(
                "Máy chủ này đang dừng. Hãy dùng máy chủ khác.",
                "This server is being stopped. Use another one.",
            );
            let answered = last(Ok(error.into_response()));
            return Either::Right(Either::Right(ready(answered)));
        }
        let answering = self
            .service
            .call(request)
            .map(last as fn(Answered) -> Answered);
        Either::Right(Either::Left(answering))
    }
}

/// The last answer of its connection.
fn last(answered: Answered) -> Answered {
    let mut response = answered?;
    let close = HeaderValue::from_static("close");
    response.headers_mut().insert(header::CONNECTION, close);
    Ok(response)
}
