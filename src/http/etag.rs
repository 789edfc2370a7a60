//! Entity tags: who has the newest version of something already is sent nothing but its tag.

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::acts::done;
use super::error::Error;
use super::problem;

/// Whether a client has what a tag, with its quotes, names (RFC 9110, 13.1.2: compared weakly).
pub fn is_known(headers: &HeaderMap, tag: &[u8]) -> bool {
    headers
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|tags| tags.to_str().ok())
        .flat_map(|tags| tags.split(','))
        .map(|known| known.trim().trim_start_matches("W/"))
        .any(|known| known == "*" || known.as_bytes() == tag)
}

/// One thing with its version as a tag, or the tag alone.
pub fn tagged(answer: impl Serialize, version: &str, asked: &HeaderMap) -> Response {
    let tag = format!("\"{version}\"");
    let mut response = match is_known(asked, tag.as_bytes()) {
        true => StatusCode::NOT_MODIFIED.into_response(),
        false => done(answer),
    };
    let headers = response.headers_mut();
    // Kept by who asked, and asked for again each time.
    let private = HeaderValue::from_static("private, no-cache");
    headers.insert(header::CACHE_CONTROL, private);
    if let Ok(tag) = HeaderValue::try_from(tag) {
        headers.insert(header::ETAG, tag);
    }
    response
}

/// The tag of a whole answer, for what changes without a version of its own.
///
/// # Errors
/// When it cannot be written.
pub fn tag_of(answer: &impl Serialize) -> Result<String, Error> {
    let body = serde_json::to_vec(answer).map_err(|_| Error::new(&problem::INTERNAL))?;
    let hash = Sha256::digest(&body);
    Ok(hex::encode(&hash[..8]))
}
