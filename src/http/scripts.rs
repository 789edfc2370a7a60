//! The pages' scripts and the browser's module, each at an address that changes with it.

use std::io::Write;
use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};

use super::error::Error;
use super::frame;
use super::problem;
use super::widget;

/// The media type of scripts.
pub const JAVASCRIPT: &str = "text/javascript; charset=utf-8";

/// What an address that changes with its content tells caches.
pub const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// What a page loads.
pub struct Asset {
    bytes: &'static [u8],
    media_type: &'static str,
    /// Its own name, the beginning of its hash, and the kind of file.
    name: LazyLock<String>,
    gzipped: LazyLock<Vec<u8>>,
}

/// Of the pages that take passkeys.
pub static PASSKEY: Asset = Asset {
    bytes: include_bytes!("../../assets/passkey.js"),
    media_type: JAVASCRIPT,
    name: LazyLock::new(|| named("passkey", PASSKEY.bytes, "js")),
    gzipped: LazyLock::new(|| gzipped(PASSKEY.bytes)),
};

/// Of the label studio.
pub static LABELS: Asset = Asset {
    bytes: include_bytes!("../../assets/labels.js"),
    media_type: JAVASCRIPT,
    name: LazyLock::new(|| named("labels", LABELS.bytes, "js")),
    gzipped: LazyLock::new(|| gzipped(LABELS.bytes)),
};

/// The judge and the reader for browsers, made of this source by `tests/inspector`.
pub static INSPECTOR_WASM: Asset = Asset {
    bytes: include_bytes!("../../assets/inspector.wasm"),
    media_type: "application/wasm",
    name: LazyLock::new(|| named("inspector", INSPECTOR_WASM.bytes, "wasm")),
    gzipped: LazyLock::new(|| gzipped(INSPECTOR_WASM.bytes)),
};

/// Every asset.
static ALL: [&Asset; 3] = [&PASSKEY, &LABELS, &INSPECTOR_WASM];

/// The name of a file that holds the beginning of its hash.
pub fn named(name: &str, bytes: &[u8], kind: &str) -> String {
    let hash = Sha256::digest(bytes);
    format!("{name}.{}.{kind}", hex::encode(&hash[..8]))
}

/// What pins a file's content (Subresource Integrity).
pub fn integrity(bytes: &[u8]) -> String {
    format!("sha256-{}", BASE64_STANDARD.encode(Sha256::digest(bytes)))
}

/// Less than half, which counts on a village's network. Nothing when it cannot be done: what is
/// not compressed is sent as it is.
pub fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    let written = encoder.write_all(bytes).and_then(|()| encoder.finish());
    written.unwrap_or_default()
}

impl Asset {
    /// Where a page finds it.
    pub fn address(&self) -> String {
        format!("/assets/{}", *self.name)
    }

    /// What pins its content.
    pub fn integrity(&self) -> String {
        integrity(self.bytes)
    }

    /// The bytes, compressed for whoever takes that.
    pub fn answer(&'static self, asked: &HeaderMap) -> Response {
        sent(asked, self.bytes, &self.gzipped, self.media_type)
    }
}

/// Bytes that never change at their address, compressed for whoever takes that.
pub fn sent(
    asked: &HeaderMap,
    bytes: &'static [u8],
    gzipped: &'static [u8],
    media_type: &'static str,
) -> Response {
    let takes_gzip = asked.get_all(header::ACCEPT_ENCODING).iter().any(|said| {
        let said = said.to_str().unwrap_or_default().split(',');
        said.map(str::trim).any(|one| {
            let (coding, weight) = one.split_once(';').unwrap_or((one, ""));
            coding.trim().eq_ignore_ascii_case("gzip") && weight.trim() != "q=0"
        })
    });
    let gzipped = (takes_gzip && !gzipped.is_empty()).then_some(gzipped);
    let headers = [
        (header::CONTENT_TYPE, media_type),
        (header::VARY, "accept-encoding"),
        (header::CACHE_CONTROL, FOR_EVER),
    ];
    let coding: &[(HeaderName, &'static str)] = match gzipped {
        Some(_) => &[(header::CONTENT_ENCODING, "gzip")],
        None => &[],
    };
    let mut response = gzipped.unwrap_or(bytes).into_response();
    for (name, value) in headers.iter().chain(coding) {
        let value = HeaderValue::from_static(value);
        response.headers_mut().insert(name.clone(), value);
    }
    response
}

/// Lets a page run its script, and the script ask this service.
pub fn allow(mut page: Response) -> Response {
    let headers = page.headers_mut();
    let policy = frame::SCRIPT_POLICY.clone();
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    page
}

/// A script of a page, or the browser's module
///
/// Any page may load them: they are the same for everybody.
#[utoipa::path(
    get,
    path = "/assets/{file}",
    tag = "pages",
    params(("file" = String, Path, description = "Its name, which holds its hash")),
    responses(
        (status = 200, description = "The file; it never changes at this address", content((String = "text/javascript"), (Vec<u8> = "application/wasm"))),
        (status = 404, description = "`not_found`: another version's", body = super::document::Problem, content_type = "application/problem+json"),
    ),
)]
pub async fn asset(Path(file): Path<String>, headers: HeaderMap) -> Response {
    let mut response = match ALL.iter().find(|asset| *asset.name == file) {
        Some(asset) => asset.answer(&headers),
        None => widget::asset(&file, &headers)
            .unwrap_or_else(|| Error::new(&problem::NOT_FOUND).into_response()),
    };
    let any = HeaderValue::from_static("*");
    response
        .headers_mut()
        .insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, any);
    response
}
