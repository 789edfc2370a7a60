//! What the lists that are sent page by page share: their parameters, and how the next page is
//! named.

use axum::Json;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::error::Error;
use super::lists::Sendable;
use super::problem;
use crate::scheme::council::CouncilCode;

/// Entries of a page when nothing is asked.
pub const USUAL: u32 = 100;
/// Entries of the largest page.
const MOST: u32 = 500;

/// The parameter `council`.
///
/// # Errors
/// When it is no council's code.
pub fn council(value: &str) -> Result<CouncilCode, Error> {
    value.to_ascii_uppercase().parse().map_err(|_| {
        refused(
            "council",
            "Mã hội đồng không hợp lệ, ví dụ đúng: CB.",
            "This is not a council's code, such as CB.",
        )
    })
}

/// The parameter `limit`.
///
/// # Errors
/// When it is not from 1 to 500.
pub fn limit(value: &str) -> Result<u32, Error> {
    let limit = value.parse().ok();
    limit
        .filter(|limit| (1..=MOST).contains(limit))
        .ok_or_else(|| {
            refused(
                "limit",
                "limit phải từ 1 đến 500.",
                "limit must be 1 to 500.",
            )
        })
}

/// A parameter that cannot be read.
pub fn refused(field: &'static str, vi: &'static str, en: &'static str) -> Error {
    Error::new(&problem::BAD_QUERY)
        .of_field(field)
        .saying(vi, en)
}

/// A page or thing with its entity tag, or 304 to a client that has it.
///
/// # Errors
/// When it cannot be written as JSON.
pub fn tagged_answer(
    page: &impl Serialize,
    next: Option<&str>,
    asked: &HeaderMap,
) -> Result<Response, Error> {
    let json = serde_json::to_vec(page).map_err(|_| Error::new(&problem::INTERNAL))?;
    let mut response = Sendable::new(json, "application/json").answer(asked);
    put(response.headers_mut(), next);
    Ok(response)
}

/// A page of what not everybody may see.
pub fn private_answer(page: impl Serialize, next: Option<&str>) -> Response {
    let mut response = answer(page, next);
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// A page, with the address of the next in the `Link` header too.
pub fn answer(page: impl Serialize, next: Option<&str>) -> Response {
    let mut response = Json(page).into_response();
    put(response.headers_mut(), next);
    response
}

fn put(headers: &mut HeaderMap, next: Option<&str>) {
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=60"),
    );
    let link = next.and_then(|next| HeaderValue::try_from(format!("<{next}>; rel=\"next\"")).ok());
    if let Some(link) = link {
        headers.insert(header::LINK, link);
    }
}
