//! The scripts and pictures of the inspector's page. They name each other by where they lie, so
//! they share one address that changes with any of them.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

use super::page;
use crate::http::document;
use crate::http::error::Error;
use crate::http::problem;
use crate::http::scripts::{self, JAVASCRIPT};

/// A file, with its bytes compressed.
struct File {
    name: &'static str,
    bytes: &'static [u8],
    media_type: &'static str,
    gzipped: Vec<u8>,
}

macro_rules! files {
    ($folder:literal, $media_type:expr, $($name:literal),+ $(,)?) => {
        [$((
            $name,
            include_bytes!(concat!("../../../assets/", $folder, "/", $name)).as_slice(),
            $media_type,
        )),+]
    };
}

const SCRIPTS: [(&str, &[u8], &str); 21] = files![
    "inspector",
    JAVASCRIPT,
    "additions.js",
    "ask.js",
    "camera.js",
    "chain.js",
    "clock.js",
    "elements.js",
    "engine.js",
    "install.js",
    "journal.js",
    "journal_page.js",
    "judge.js",
    "pack.js",
    "page.js",
    "picture.js",
    "reader.js",
    "sending.js",
    "shelf.js",
    "state.js",
    "store.js",
    "sync.js",
    "updates.js",
];
const MORE_SCRIPTS: [(&str, &[u8], &str); 2] =
    files!["inspector", JAVASCRIPT, "verdict.js", "words.js"];
const PICTURES: [(&str, &[u8], &str); 2] =
    files!["icons", "image/png", "app-192.png", "app-512.png"];
const DRAWINGS: [(&str, &[u8], &str); 1] = files!["icons", "image/svg+xml", "app.svg"];

static FILES: LazyLock<Vec<File>> = LazyLock::new(|| {
    let all = SCRIPTS.into_iter().chain(MORE_SCRIPTS).chain(PICTURES);
    let all = all.chain(DRAWINGS);
    all.map(|(name, bytes, media_type)| File {
        name,
        bytes,
        media_type,
        // A PNG is compressed already.
        gzipped: match media_type {
            "image/png" => Vec::new(),
            _ => scripts::gzipped(bytes),
        },
    })
    .collect()
});

static VERSION: LazyLock<String> = LazyLock::new(|| {
    let mut hash = Sha256::new();
    for file in FILES.iter() {
        hash.update(file.name);
        hash.update((file.bytes.len() as u64).to_be_bytes());
        hash.update(file.bytes);
    }
    hash.update(scripts::INSPECTOR_WASM.address());
    short(&hash.finalize())
});

/// The beginning of a hash, as it stands in addresses.
pub fn short(hash: &[u8]) -> String {
    hex::encode(&hash[..8])
}

/// The version that all files are of.
pub fn version() -> &'static str {
    &VERSION
}

/// Where a file is found.
pub fn address(name: &str) -> String {
    format!("/inspector/files/{}/{name}", version())
}

/// Where every file is found.
pub fn addresses() -> impl Iterator<Item = String> {
    FILES.iter().map(|file| address(file.name))
}

/// A script or picture of the inspector's page
#[utoipa::path(
    get,
    path = "/inspector/files/{version}/{file}",
    tag = "pages",
    params(
        ("version" = String, Path, description = "The hash of all files"),
        ("file" = String, Path, description = "Its name"),
    ),
    responses(
        (status = 200, description = "The file; it never changes at this address", content((String = "text/javascript"), (Vec<u8> = "image/png"), (String = "image/svg+xml"))),
        (status = 404, description = "`not_found`: another version's", body = document::Problem, content_type = "application/problem+json"),
    ),
)]
pub async fn file(Path((wanted, name)): Path<(String, String)>, headers: HeaderMap) -> Response {
    let found = FILES.iter().find(|file| file.name == name);
    let Some(file) = found.filter(|_| wanted == version()) else {
        return Error::new(&problem::NOT_FOUND).into_response();
    };
    let mut response = scripts::sent(&headers, file.bytes, &file.gzipped, file.media_type);
    // A worker is bound by its own script's policy, not by the page's.
    response
        .headers_mut()
        .insert(header::CONTENT_SECURITY_POLICY, page::POLICY.clone());
    response
}
