//! `GET /inspector`: the page, the same for everybody who asks in a language.

use std::sync::LazyLock;

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest, Sha256};

use super::brought::brought;
use super::texts::Texts;
use super::{files, shell};
use crate::http::error::Error;
use crate::http::frame::{self, Frame};
use crate::http::front::Front;
use crate::http::problem;
use crate::http::visitor::Visitor;
use crate::scheme::words::Language;

const STYLE: &str = concat!(
    include_str!("../../../assets/page.css"),
    include_str!("../../../assets/inspector.css")
);

/// The page's own scripts and module, and nothing of any other place. Photographs of the journal
/// are shown from memory (`blob:`).
pub static POLICY: LazyLock<HeaderValue> = LazyLock::new(|| {
    let style = BASE64_STANDARD.encode(Sha256::digest(STYLE));
    let policy = format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; \
         connect-src 'self'; manifest-src 'self'; style-src 'sha256-{style}'; \
         img-src 'self' blob:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    );
    HeaderValue::try_from(policy).unwrap_or(HeaderValue::from_static("default-src 'none'"))
});

#[derive(Template)]
#[template(path = "inspector.html")]
struct Page<'a> {
    frame: Frame<'a>,
    texts: &'static Texts,
    brought: String,
    script: String,
    manifest: String,
    picture: String,
    icons: &'static [(&'static str, &'static str)],
}

/// The drawings of conclusions, by name.
const ICONS: &[(&str, &str)] = &[
    ("seal", include_str!("../../../assets/icons/seal.svg")),
    (
        "reserved",
        include_str!("../../../assets/icons/reserved.svg"),
    ),
    ("clock", include_str!("../../../assets/icons/clock.svg")),
    ("barred", include_str!("../../../assets/icons/barred.svg")),
    ("cross", include_str!("../../../assets/icons/cross.svg")),
    (
        "question",
        include_str!("../../../assets/icons/question.svg"),
    ),
    (
        "replaced",
        include_str!("../../../assets/icons/replaced.svg"),
    ),
    ("unequal", include_str!("../../../assets/icons/unequal.svg")),
];

/// The inspector's page
///
/// Checks codes on the device itself, also without a network, and keeps a journal there.
#[utoipa::path(
    get,
    path = "/inspector",
    tag = "pages",
    params(("lang" = Option<String>, Query, description = "`vi` or `en`; otherwise by Accept-Language")),
    responses((status = 200, description = "A page", body = String, content_type = "text/html")),
)]
pub async fn page(State(front): State<Front>, visitor: Visitor) -> Response {
    let html = match render(&front, visitor.language) {
        Ok(html) => html,
        Err(error) => return error.into_response(),
    };
    let mut response = frame::page(StatusCode::OK, visitor.language, html);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, POLICY.clone());
    headers.insert(
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static("camera=(self), geolocation=(self), microphone=()"),
    );
    response
}

/// The page in a language, which depends on nothing else of who asks.
pub fn render(front: &Front, language: Language) -> Result<String, Error> {
    let visitor = Visitor::of(
        Some(&format!("lang={}", language.tag())),
        &Default::default(),
    );
    let office = front.office();
    let page = Page {
        frame: Frame {
            style: STYLE,
            ..Frame::new(office.config(), &visitor, None)
        },
        texts: Texts::of(language),
        brought: brought(language, &office.held().root),
        script: files::address("page.js"),
        manifest: shell::manifest_address(language),
        picture: files::address("app-192.png"),
        icons: ICONS,
    };
    page.render().map_err(|_| Error::new(&problem::INTERNAL))
}
