//! What a request asks for: the language, HTML or JSON, the stars on the package.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, header};

use super::error::Error;
use super::problem;
use crate::scheme::stars::Stars;
use crate::scheme::words::Language;

/// A request's wishes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Visitor {
    /// The language of the page.
    pub language: Language,
    /// Whether the address names the language, so that links keep it.
    pub language_chosen: bool,
    /// Whether JSON is wanted rather than a page.
    pub json: bool,
    /// Whether they come back from saying where they bought it.
    pub placed: bool,
    stars: Result<Option<Stars>, ()>,
}

impl Visitor {
    /// `?stars=`, what the package shows.
    ///
    /// # Errors
    /// When it is given and is not 1 to 5.
    pub fn stars(&self) -> Result<Option<Stars>, Error> {
        self.stars
            .map_err(|()| Error::new(&problem::STARS_OUT_OF_RANGE).of_field("stars"))
    }

    /// Reads query and headers.
    pub fn of(query: Option<&str>, headers: &HeaderMap) -> Self {
        let mut chosen = None;
        let mut placed = false;
        let mut stars = Ok(None);
        for pair in query.unwrap_or_default().split('&') {
            match pair.split_once('=') {
                Some(("lang", "vi")) => chosen = Some(Language::Vi),
                Some(("lang", "en")) => chosen = Some(Language::En),
                Some(("placed", "1")) => placed = true,
                Some(("stars", "")) => {}
                Some(("stars", value)) => stars = read_stars(value).map(Some).ok_or(()),
                _ => {}
            }
        }
        Self {
            language: chosen.unwrap_or_else(|| accepted_language(headers)),
            language_chosen: chosen.is_some(),
            json: prefers(headers, "application/json", "text/html"),
            placed,
            stars,
        }
    }
}

impl<S: Sync> FromRequestParts<S> for Visitor {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::of(parts.uri.query(), &parts.headers))
    }
}

/// Stars as typed into an address or a form.
pub fn read_stars(text: &str) -> Option<Stars> {
    let digit = text.parse::<u8>().ok()?;
    Stars::new(u64::from(digit)).ok()
}

/// Whether a media type is preferred to another, which wins when both are as welcome.
pub fn prefers(headers: &HeaderMap, wanted: &str, otherwise: &str) -> bool {
    let Some(accept) = list(headers, header::ACCEPT) else {
        return false;
    };
    quality_of_type(accept, wanted) > quality_of_type(accept, otherwise)
}

fn list(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    headers.get(name)?.to_str().ok()
}

/// The weighted entries of a header such as `Accept`, weights in thousandths.
fn weighted(list: &str) -> impl Iterator<Item = (&str, u32)> {
    list.split(',').map(|entry| {
        let mut parts = entry.split(';');
        let name = parts.next().unwrap_or_default().trim();
        let quality = parts
            .find_map(|part| part.trim().strip_prefix("q="))
            .and_then(|quality| quality.parse::<f32>().ok())
            .map_or(1_000, |quality| (quality.clamp(0.0, 1.0) * 1_000.0) as u32);
        (name, quality)
    })
}

/// How welcome a media type is: the most specific entry that covers it decides.
fn quality_of_type(accept: &str, wanted: &str) -> u32 {
    let family = wanted.split('/').next().unwrap_or_default();
    weighted(accept)
        .filter_map(|(name, quality)| {
            let specific = if name.eq_ignore_ascii_case(wanted) {
                2
            } else if name
                .strip_suffix("/*")
                .is_some_and(|f| f.eq_ignore_ascii_case(family))
            {
                1
            } else if name == "*/*" {
                0
            } else {
                return None;
            };
            Some((specific, quality))
        })
        .max()
        .map_or(0, |(_, quality)| quality)
}

/// English only for those who ask for it and not, as much, for Vietnamese.
fn accepted_language(headers: &HeaderMap) -> Language {
    let Some(accepted) = list(headers, header::ACCEPT_LANGUAGE) else {
        return Language::Vi;
    };
    let quality = |language: &str| {
        weighted(accepted)
            .filter(|(tag, _)| {
                let primary = tag.split('-').next().unwrap_or_default();
                primary.eq_ignore_ascii_case(language)
            })
            .map(|(_, quality)| quality)
            .max()
            .unwrap_or(0)
    };
    if quality("en") > quality("vi") {
        Language::En
    } else {
        Language::Vi
    }
}
