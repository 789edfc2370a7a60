//! What every answer carries, and what happens when a handler panics.

use std::any::Any;
use std::task::{Context, Poll};

use axum::extract::Request;
use axum::http::{self, HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use futures_util::FutureExt;
use futures_util::future::Map;
use tower_layer::Layer;
use tower_service::Service;

use super::error::Error;
use super::frame::POLICY;
use super::problem;
use super::watch::current_request;

/// Puts [`Around`] around a service.
#[derive(Clone)]
pub struct AroundLayer;

impl<S> Layer<S> for AroundLayer {
    type Service = Around<S>;

    fn layer(&self, inner: S) -> Around<S> {
        Around(inner)
    }
}

/// Adds the security headers.
///
/// A service rather than an axum middleware function, which boxes what it surrounds anew for
/// each request.
#[derive(Clone)]
pub struct Around<S>(S);

type Ending<T> = fn(T) -> T;

impl<S, B> Service<Request> for Around<S>
where
    S: Service<Request, Response = http::Response<B>>,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = Map<S::Future, Ending<Result<S::Response, S::Error>>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.0.poll_ready(context)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let ending: Ending<Result<S::Response, S::Error>> = |answered| {
            let mut response = answered?;
            secure(response.headers_mut());
            Ok(response)
        };
        self.0.call(request).map(ending)
    }
}

fn secure(headers: &mut HeaderMap) {
    // The documentation's pages bring a policy of their own.
    headers
        .entry(header::CONTENT_SECURITY_POLICY)
        .or_insert_with(|| POLICY.clone());
    // Pages with forms of who signed in have another.
    headers
        .entry(header::REFERRER_POLICY)
        .or_insert(HeaderValue::from_static("no-referrer"));
    let mut put = |name, value| headers.insert(name, HeaderValue::from_static(value));
    put(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    put(header::X_FRAME_OPTIONS, "DENY");
}

/// A panic's answer. The panic hook has written the place; its message may hold a code.
pub fn after_panic(_: Box<dyn Any + Send + 'static>) -> Response {
    let request = current_request().map(tracing::field::display);
    tracing::error!(request, "a handler panicked");
    Error::new(&problem::INTERNAL).into_response()
}
