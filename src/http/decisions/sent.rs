//! Requests that may be sent again: their `Idempotency-Key`, and what they said.

use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::HeaderMap;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};
use tokio::time::timeout;

use crate::http::body::{BODY_TIMEOUT, declared_length, whole};
use crate::http::error::Error;
use crate::http::fields::Typed;
use crate::http::problem;
use crate::office::{self, Once, PreparationRefused, Receipt, Seen};

/// Bytes of a body that is no file.
const LARGEST: usize = 64 * 1024;

/// The same request, with its key if it carried one.
///
/// # Errors
/// When the key is none, or the body cannot be read.
pub async fn keyed(request: Request) -> Result<(Request, Option<Once>), Error> {
    let (parts, body) = request.into_parts();
    let declared = declared_length(&parts.headers);
    let read = timeout(BODY_TIMEOUT, whole(declared, body, LARGEST));
    let body: Bytes = read
        .await
        .map_err(|_| Error::new(&problem::BODY_TIMEOUT))??;
    let once = once(&parts.headers, parts.uri.path(), &body)?;
    Ok((Request::from_parts(parts, Body::from(body)), once))
}

/// The key of a request, if it carries one.
///
/// # Errors
/// When it is none.
pub fn once(headers: &HeaderMap, route: &str, body: &[u8]) -> Result<Option<Once>, Error> {
    let Some(key) = headers.get("idempotency-key") else {
        return Ok(None);
    };
    let key = key.to_str().map_err(|_| refused())?;
    // RFC 8941 writes a text in quotes; most clients do not.
    let key = key.trim().trim_matches('"');
    Ok(Some(
        Once::new(key, route, body).map_err(office::Error::from)?,
    ))
}

fn refused() -> office::Error {
    PreparationRefused::NotAnIdempotencyKey.into()
}

/// The key of a page's form: what the page gave it, and what was typed. So a second click is the
/// same request, and the form sent again with something mended is another.
pub fn of_form(route: &str, given: &str, said: &[u8]) -> Option<Once> {
    let mut hash = Sha256::new();
    for part in [route.as_bytes(), given.as_bytes(), said] {
        hash.update(part);
        hash.update([0]);
    }
    let key = hex::encode(hash.finalize());
    let given = !given.is_empty();
    given.then(|| Once::new(&key, route, said).ok()).flatten()
}

/// The same of fields.
pub fn of_typed(route: &str, typed: &Typed) -> Option<Once> {
    let said = format!("{typed:?}");
    of_form(route, typed.get("once"), said.as_bytes())
}

/// The identity of a preparation in an address.
///
/// # Errors
/// When it is none: then there is no such preparation.
pub fn identity(text: &str) -> Result<i64, Error> {
    text.parse()
        .map_err(|_| office::Error::from(PreparationRefused::NoSuchPreparation(0)).into())
}

/// A version that was seen, in an address.
pub fn seen(id: i64, version: i64) -> Seen {
    Seen { id, version }
}

/// What an act did.
pub fn done(receipt: Receipt, status: StatusCode) -> Response {
    let mut response = (status, Json(receipt)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if status == StatusCode::CREATED
        && let Ok(place) = HeaderValue::try_from(format!("/api/v1/preparations/{}", receipt.id))
    {
        headers.insert(header::LOCATION, place);
    }
    response
}
