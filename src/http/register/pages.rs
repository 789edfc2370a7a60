//! `GET /register`: the register as a page, with a search box and filters.

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::asked::{Asked, push_filters};
use super::rows::{Choices, Row, rows};
use super::texts::Texts;
use crate::http::error::Error;
use crate::http::frame::{self, Frame};
use crate::http::front::Front;
use crate::http::problem;
use crate::http::query;
use crate::http::visitor::Visitor;
use crate::office::CertificateQuery;
use crate::scheme::words::Language;

/// Certificates of a page: some screens of a phone.
const PAGE: u32 = 20;

#[derive(Template)]
#[template(path = "register/register.html")]
struct Page<'a> {
    frame: Frame<'a>,
    texts: &'static Texts,
    words: String,
    year: String,
    choices: Choices,
    rows: Vec<Row>,
    /// What is wrong with what was asked for: nothing is listed then.
    refusal: Option<String>,
    /// The field that is wrong.
    field: &'static str,
    next: Option<String>,
    /// The first page, where this is a later one.
    first: Option<String>,
    /// The filters, for the files of open data.
    filters: String,
}

/// The public register
#[utoipa::path(
    get,
    path = "/register",
    tag = "pages",
    params(
        ("q" = Option<String>, Query, description = "Words of the product's or producer's name; or a certificate number", example = "che shan"),
        ("province" = Option<String>, Query, description = "Only this province's", example = "VN-04@2"),
        ("stars" = Option<String>, Query, description = "Only of this level"),
        ("group" = Option<String>, Query, description = "Only of this group of products"),
        ("status" = Option<String>, Query, description = "Only what is worth this today"),
        ("year" = Option<String>, Query, description = "Only of decisions of this year"),
        ("after" = Option<String>, Query, description = "Where the page before ended"),
        ("lang" = Option<String>, Query, description = "`vi` or `en`; otherwise by Accept-Language"),
    ),
    responses(
        (status = 200, description = "A page", body = String, content_type = "text/html"),
        (status = "4XX", description = "The form again, saying what is wrong", body = String, content_type = "text/html"),
        (status = 503, description = "The register is being indexed", body = String, content_type = "text/html"),
    ),
)]
pub async fn register(
    State(front): State<Front>,
    visitor: Visitor,
    RawQuery(written): RawQuery,
) -> Response {
    let written = written.unwrap_or_default();
    let asked = match Asked::Page.read(&written, PAGE) {
        Ok(asked) => asked,
        Err(error) => {
            // What was typed stands in the form again.
            let typed = |name: &str| {
                let mut pairs = query::pairs(&written);
                pairs
                    .find(|(known, _)| known == name)
                    .map(|(_, value)| value)
            };
            let asked = CertificateQuery {
                words: typed("q"),
                ..CertificateQuery::default()
            };
            return show(&front, &visitor, &asked, Err(error));
        }
    };
    let found = front.office().certificates(&asked).await;
    show(&front, &visitor, &asked, found.map_err(Error::from))
}

fn show(
    front: &Front,
    visitor: &Visitor,
    asked: &CertificateQuery,
    found: Result<crate::office::CertificatePage, Error>,
) -> Response {
    let language = visitor.language;
    let texts = Texts::of(language);
    let keep = match (visitor.language_chosen, language) {
        (false, _) => "",
        (true, Language::Vi) => "&lang=vi",
        (true, Language::En) => "&lang=en",
    };
    let mut filters = String::new();
    push_filters(&mut filters, asked);
    let filters = filters.trim_start_matches('&').to_owned();
    let mut frame = Frame::new(front.office().config(), visitor, None);
    if !filters.is_empty() {
        frame.other_language.push('&');
        frame.other_language.push_str(&filters);
    }
    let (status, refusal, field, page) = match found {
        Ok(page) => (StatusCode::OK, None, "", Some(page)),
        Err(error) => (
            error.status(),
            Some(error.detail.get(language).to_owned()),
            error.field.unwrap_or_default(),
            None,
        ),
    };
    let (listed, next) = page.map_or_else(Default::default, |page| (page.certificates, page.next));
    let address = |after: Option<String>| {
        let mut address = format!("/register?{filters}{keep}");
        if let Some(after) = after {
            query::push(&mut address, "after", &after);
        }
        address
    };
    let page = Page {
        texts,
        words: asked.words.clone().unwrap_or_default(),
        year: asked.year.map(|year| year.to_string()).unwrap_or_default(),
        choices: Choices::of(asked, texts, language),
        rows: rows(listed, texts),
        refusal,
        field,
        next: next.map(|after| address(Some(after))),
        first: asked.after.as_ref().map(|_| address(None)),
        filters,
        frame,
    };
    match page.render() {
        Ok(html) => frame::page(status, language, html),
        Err(_) => Error::new(&problem::INTERNAL).into_response(),
    }
}
