//! What surrounds every page: language, style, the official host, the demonstration's mark.

use std::sync::LazyLock;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest, Sha256};

use super::texts::Texts;
use super::visitor::Visitor;
use crate::config::Config;
use crate::scheme::stars::Stars;
use crate::scheme::words::Language;

/// The style sheet of the pages, which stands in each of them.
pub const STYLE: &str = include_str!("../../assets/page.css");
/// The style sheet of the pages of who signed in.
pub const DESK_STYLE: &str = concat!(
    include_str!("../../assets/page.css"),
    include_str!("../../assets/desk.css")
);
/// The site's icon.
pub const ICON: &str = include_str!("../../assets/icons/site.svg");

/// Nothing is loaded or run but the style sheets, named by their hashes.
pub static POLICY: LazyLock<HeaderValue> = LazyLock::new(|| policy(""));

/// The same for the pages that take passkeys: their script, which asks this service.
pub static SCRIPT_POLICY: LazyLock<HeaderValue> =
    LazyLock::new(|| policy("script-src 'self'; connect-src 'self'; "));

/// The same for the page that shows the element for other pages: its script runs a module.
pub static WIDGET_POLICY: LazyLock<HeaderValue> =
    LazyLock::new(|| policy("script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; "));

fn policy(more: &str) -> HeaderValue {
    let hash = |style: &str| BASE64_STANDARD.encode(Sha256::digest(style));
    let (page, desk) = (hash(STYLE), hash(DESK_STYLE));
    let policy = format!(
        "default-src 'none'; {more}style-src 'sha256-{page}' 'sha256-{desk}'; img-src 'self'; form-action 'self'; \
         base-uri 'none'; frame-ancestors 'none'"
    );
    HeaderValue::try_from(policy).unwrap_or(HeaderValue::from_static("default-src 'none'"))
}

/// What surrounds a page.
pub struct Frame<'a> {
    /// The words of its language.
    pub texts: &'static Texts,
    /// Its language.
    pub language: Language,
    /// Whether nothing here is valid.
    pub demonstration: bool,
    /// The official host, if one is configured.
    pub host: Option<&'a str>,
    /// The style sheet.
    pub style: &'static str,
    /// `?lang=en`, with what else the address holds.
    pub other_language: String,
    /// `?lang=en` where the address names the language, else nothing: for links inside.
    pub keep_language: &'static str,
}

impl<'a> Frame<'a> {
    /// The frame for a visitor; `stars` is kept when the language is switched.
    pub fn new(config: &'a Config, visitor: &Visitor, stars: Option<Stars>) -> Self {
        let texts = Texts::of(visitor.language);
        let mut other_language = String::with_capacity(24);
        other_language.push_str("?lang=");
        other_language.push_str(texts.other_tag);
        if let Some(stars) = stars {
            other_language.push_str("&stars=");
            other_language.push(char::from(b'0' + stars.get()));
        }
        Self {
            texts,
            language: visitor.language,
            demonstration: config.demonstration,
            host: config.host.as_deref(),
            style: STYLE,
            other_language,
            keep_language: match (visitor.language_chosen, visitor.language) {
                (false, _) => "",
                (true, Language::Vi) => "?lang=vi",
                (true, Language::En) => "?lang=en",
            },
        }
    }
}

/// Lets the forms of a page say where they come from. Under `no-referrer` a browser sends them
/// with `Origin: null`, which the guard takes from nobody. No path is told to anybody, nor the
/// secret of an invitation that it may hold.
pub fn with_forms(mut page: Response) -> Response {
    let policy = HeaderValue::from_static("strict-origin");
    page.headers_mut().insert(header::REFERRER_POLICY, policy);
    page
}

/// A page, with its headers.
pub fn page(status: StatusCode, language: Language, html: String) -> Response {
    let mut response = (status, html).into_response();
    let headers = response.headers_mut();
    let mut put = |name, value| headers.insert(name, HeaderValue::from_static(value));
    put(header::CONTENT_TYPE, "text/html; charset=utf-8");
    put(header::CONTENT_LANGUAGE, language.tag());
    put(header::CACHE_CONTROL, "no-store");
    put(header::VARY, "accept, accept-language");
    response
}
