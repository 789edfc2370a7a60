//! The pages' scripts, each at an address that changes with it.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

use super::error::Error;
use super::frame;
use super::problem;

/// A script of a page.
pub struct Script {
    text: &'static str,
    /// Its own name, the beginning of its hash, `.js`.
    name: LazyLock<String>,
}

/// Of the pages that take passkeys.
pub static PASSKEY: Script = Script {
    text: include_str!("../../assets/passkey.js"),
    name: LazyLock::new(|| named("passkey", PASSKEY.text)),
};

/// Of the label studio.
pub static LABELS: Script = Script {
    text: include_str!("../../assets/labels.js"),
    name: LazyLock::new(|| named("labels", LABELS.text)),
};

fn named(name: &str, text: &str) -> String {
    let hash = Sha256::digest(text);
    let hash: String = hash
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("{name}.{hash}.js")
}

impl Script {
    /// Where a page finds it.
    pub fn address(&self) -> String {
        format!("/assets/{}", *self.name)
    }
}

/// Lets a page run its script, and the script ask this service.
pub fn allow(mut page: Response) -> Response {
    let headers = page.headers_mut();
    let policy = frame::SCRIPT_POLICY.clone();
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    page
}

/// The script of a page
#[utoipa::path(
    get,
    path = "/assets/{file}",
    tag = "pages",
    params(("file" = String, Path, description = "Its name, which holds its hash")),
    responses(
        (status = 200, description = "The script; it never changes at this address", body = String, content_type = "text/javascript"),
        (status = 404, description = "`not_found`: another version's", body = super::document::Problem, content_type = "application/problem+json"),
    ),
)]
pub async fn script(Path(file): Path<String>) -> Response {
    let mut scripts = [&PASSKEY, &LABELS].into_iter();
    let Some(script) = scripts.find(|script| *script.name == file) else {
        return Error::new(&problem::NOT_FOUND).into_response();
    };
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
    (headers, script.text).into_response()
}
