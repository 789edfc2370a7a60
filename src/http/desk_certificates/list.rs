//! `GET /desk/certificates`: the certificates in somebody's reach.

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::texts::Texts;
use crate::http::desk::{Shell, Signed, page};
use crate::http::error::Error;
use crate::http::front::Front;
use crate::http::query;
use crate::http::register::{Asked, Choices, Row, Texts as Register, push_filters, rows};
use crate::office::{CertificatePage, CertificateQuery, Right};

const PAGE: u32 = 50;

#[derive(Template)]
#[template(path = "certificates/list.html")]
struct Page<'a> {
    shell: Shell<'a>,
    texts: &'static Register,
    own: &'static Texts,
    words: String,
    year: String,
    choices: Choices,
    rows: Vec<Row>,
    refusal: Option<String>,
    next: Option<String>,
}

/// Certificates at the desk
#[utoipa::path(
    get,
    path = "/desk/certificates",
    tag = "pages",
    params(
        ("q" = Option<String>, Query, description = "Words of the product's or producer's name; or a certificate number", example = "che shan"),
        ("province" = Option<String>, Query, description = "Only this province's"),
        ("stars" = Option<String>, Query, description = "Only of this level"),
        ("group" = Option<String>, Query, description = "Only of this group of products"),
        ("status" = Option<String>, Query, description = "Only what is worth this today"),
        ("year" = Option<String>, Query, description = "Only of decisions of this year"),
        ("after" = Option<String>, Query, description = "Where the page before ended"),
    ),
    responses(
        (status = 200, description = "A page", body = String, content_type = "text/html"),
        (status = "4XX", description = "The form again, saying what is wrong", body = String, content_type = "text/html"),
    ),
)]
pub async fn list(
    State(front): State<Front>,
    signed: Signed,
    RawQuery(written): RawQuery,
) -> Response {
    let read = Asked::Page.read(written.as_deref().unwrap_or_default(), PAGE);
    let mut asked = match &read {
        Ok(asked) => asked.clone(),
        Err(_) => CertificateQuery::default(),
    };
    asked.within = Some(signed.access.reach(Right::Work));
    let found = match read {
        Ok(_) => front
            .office()
            .certificates(&asked)
            .await
            .map_err(Error::from),
        Err(error) => Err(error),
    };
    show(&front, &signed, &asked, found)
}

fn show(
    front: &Front,
    signed: &Signed,
    asked: &CertificateQuery,
    found: Result<CertificatePage, Error>,
) -> Response {
    let language = signed.language();
    let texts = Register::of(language);
    let (status, refusal, found) = match found {
        Ok(page) => (StatusCode::OK, None, Some(page)),
        Err(error) => (
            error.status(),
            Some(error.detail.get(language).to_owned()),
            None,
        ),
    };
    let (listed, next) = found.map_or_else(Default::default, |page| (page.certificates, page.next));
    let next = next.map(|after| {
        let mut address = String::from("/desk/certificates?");
        push_filters(&mut address, asked);
        query::push(&mut address, "after", &after);
        address
    });
    let shown = Page {
        shell: Shell::new(front, signed),
        texts,
        own: Texts::of(language),
        words: asked.words.clone().unwrap_or_default(),
        year: asked.year.map(|year| year.to_string()).unwrap_or_default(),
        choices: Choices::of(asked, texts, language),
        rows: rows(listed, texts),
        refusal,
        next,
    };
    page(status, signed, &shown)
}
