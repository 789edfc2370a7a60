//! What makes the page an app: its manifest, and the service worker that keeps its shell.

use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::files;
use super::page;
use super::texts::Texts;
use crate::http::error::Error;
use crate::http::front::Front;
use crate::http::scripts::{self, JAVASCRIPT};
use crate::http::visitor::Visitor;
use crate::scheme::words::Language;

const WORKER: &str = include_str!("../../../assets/inspector/worker.js");

/// The page in a language.
pub fn page_address(language: Language) -> String {
    format!("/inspector?lang={}", language.tag())
}

/// Its manifest in a language.
pub fn manifest_address(language: Language) -> String {
    format!("/inspector/app.webmanifest?lang={}", language.tag())
}

/// The inspector's page as an app
#[utoipa::path(
    get,
    path = "/inspector/app.webmanifest",
    tag = "pages",
    params(("lang" = Option<String>, Query, description = "`vi` or `en`; otherwise by Accept-Language")),
    responses((status = 200, description = "A web application manifest", body = serde_json::Value, content_type = "application/manifest+json")),
)]
pub async fn manifest(visitor: Visitor) -> Response {
    let texts = Texts::of(visitor.language);
    let picture = |size: u16| {
        json!({
            "src": files::address(&format!("app-{size}.png")), "sizes": format!("{size}x{size}"),
            "type": "image/png", "purpose": "any",
        })
    };
    let drawing = json!({
        "src": files::address("app.svg"), "sizes": "any", "type": "image/svg+xml",
        "purpose": "maskable",
    });
    let manifest = json!({
        "id": "/inspector", "name": texts.title, "short_name": texts.short_title,
        "description": texts.intro, "lang": visitor.language.tag(), "dir": "ltr",
        "start_url": page_address(visitor.language), "scope": "/", "display": "standalone",
        "background_color": "#ffffff", "theme_color": "#0b5a2a",
        "icons": [picture(192), picture(512), drawing],
    });
    let headers = [
        (header::CONTENT_TYPE, "application/manifest+json"),
        (header::CACHE_CONTROL, "no-cache"),
        (header::VARY, "accept-language"),
    ];
    (headers, manifest.to_string()).into_response()
}

/// The inspector's service worker
///
/// Its text changes with every version of the page, which it then takes in whole.
#[utoipa::path(
    get,
    path = "/inspector/worker.js",
    tag = "pages",
    responses((status = 200, description = "A script, for the scope `/`", body = String, content_type = "text/javascript")),
)]
pub async fn worker(State(front): State<Front>) -> Response {
    let script = match script(&front) {
        Ok(script) => script,
        Err(error) => return error.into_response(),
    };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(JAVASCRIPT)),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
        (header::CONTENT_SECURITY_POLICY, page::POLICY.clone()),
        // It also answers where codes lead to.
        (
            HeaderName::from_static("service-worker-allowed"),
            HeaderValue::from_static("/"),
        ),
    ];
    (headers, script).into_response()
}

fn script(front: &Front) -> Result<String, Error> {
    let languages = [Language::Vi, Language::En];
    let mut hash = Sha256::new();
    hash.update(WORKER);
    for language in languages {
        hash.update(page::render(front, language)?);
    }
    let mut kept: Vec<String> = files::addresses().collect();
    kept.push(scripts::INSPECTOR_WASM.address());
    kept.push("/icon.svg".to_owned());
    kept.extend(languages.map(manifest_address));
    let shell = json!({
        "version": files::short(&hash.finalize()), "files_version": files::version(),
        "pages": { "vi": page_address(Language::Vi), "en": page_address(Language::En) },
        "files": kept,
    });
    let sync = files::address("sync.js");
    Ok(format!(
        "import {{ synchronise }} from \"{sync}\";\nconst shell = {shell};\n{WORKER}"
    ))
}
