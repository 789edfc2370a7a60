//! A request's body, read whole within bounds of size and time.

use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::http::{HeaderMap, header};

use super::error::Error;
use super::problem;

/// How long a body may take to arrive.
pub const BODY_TIMEOUT: Duration = Duration::from_secs(60);

/// The media type that a body is said to have, without its parameters.
pub fn media_type(headers: &HeaderMap) -> Option<&str> {
    let written = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
    Some(written.split(';').next()?.trim())
}

/// How long a body is said to be.
pub fn declared_length(headers: &HeaderMap) -> Option<usize> {
    let length = headers.get(header::CONTENT_LENGTH)?;
    length.to_str().ok()?.parse().ok()
}

/// A body of at most so many bytes.
///
/// # Errors
/// When it is larger, or ends early.
pub async fn whole(declared: Option<usize>, body: Body, limit: usize) -> Result<Bytes, Error> {
    if declared.is_some_and(|length| length > limit) {
        return Err(Error::new(&problem::TOO_LARGE));
    }
    to_bytes(body, limit).await.map_err(|error| {
        let source = std::error::Error::source(&error);
        if source.is_some_and(|source| source.to_string().contains("length limit")) {
            Error::new(&problem::TOO_LARGE)
        } else {
            Error::new(&problem::MALFORMED_JSON)
        }
    })
}
