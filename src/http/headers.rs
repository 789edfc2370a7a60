//! What every answer carries, the request log, and what happens when a handler panics.

use std::any::Any;
use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tracing::Level;

use super::error::Error;
use super::frame::POLICY;
use super::problem;

/// Adds the security headers, and logs the route: never the address, which holds the code.
pub async fn around(request: Request, next: Next) -> Response {
    let log = tracing::enabled!(Level::DEBUG).then(|| {
        let route = request.extensions().get::<MatchedPath>();
        let route = route.map_or("-", MatchedPath::as_str).to_owned();
        (request.method().clone(), route, Instant::now())
    });
    let mut response = next.run(request).await;
    if let Some((method, route, began)) = log {
        let (status, took) = (response.status().as_u16(), began.elapsed());
        tracing::debug!(%method, route, status, ?took, "answered");
    }
    let headers = response.headers_mut();
    // The documentation's pages bring a policy of their own.
    headers
        .entry(header::CONTENT_SECURITY_POLICY)
        .or_insert_with(|| POLICY.clone());
    let mut put = |name, value| headers.insert(name, HeaderValue::from_static(value));
    put(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    put(header::REFERRER_POLICY, "no-referrer");
    put(header::X_FRAME_OPTIONS, "DENY");
    response
}

/// A panic's answer. The panic hook has written the place; its message may hold a code.
pub fn after_panic(_: Box<dyn Any + Send + 'static>) -> Response {
    tracing::error!("a handler panicked");
    Error::new(&problem::INTERNAL).into_response()
}
