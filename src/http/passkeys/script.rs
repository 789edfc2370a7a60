//! The pages' one script, at an address that changes with it.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

use crate::http::error::Error;
use crate::http::frame;
use crate::http::problem;

const SCRIPT: &str = include_str!("../../../assets/passkey.js");

/// `passkey.`, the beginning of its hash, `.js`.
static NAME: LazyLock<String> = LazyLock::new(|| {
    let hash = Sha256::digest(SCRIPT);
    let hash: String = hash
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("passkey.{hash}.js")
});

/// Where a page finds the script.
pub fn address() -> String {
    format!("/assets/{}", *NAME)
}

/// Lets a page run the script, and the script ask this service.
pub fn allow(mut page: Response) -> Response {
    let headers = page.headers_mut();
    let policy = frame::SCRIPT_POLICY.clone();
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    page
}

/// The script of the pages that take passkeys
#[utoipa::path(
    get,
    path = "/assets/{file}",
    tag = "pages",
    params(("file" = String, Path, description = "Its name, which holds its hash")),
    responses(
        (status = 200, description = "The script; it never changes at this address", body = String, content_type = "text/javascript"),
        (status = 404, description = "`not_found`: another version's", body = crate::http::document::Problem, content_type = "application/problem+json"),
    ),
)]
pub async fn script(Path(file): Path<String>) -> Response {
    if file != *NAME {
        return Error::new(&problem::NOT_FOUND).into_response();
    }
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/javascript; charset=utf-8"),
        ),
        (
            header::CACHE_CONTROL,
            HeaderValue::from_static("public, max-age=31536000, immutable"),
        ),
    ];
    (headers, SCRIPT).into_response()
}
