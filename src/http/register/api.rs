//! `GET /api/v1/certificates`: the public register, page by page; and one certificate of it.

use axum::extract::{Path, RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Serialize;

use super::asked::{Asked, push_filters};
use super::shapes;
use crate::http::document;
use crate::http::error::Error;
use crate::http::front::Front;
use crate::http::paging;
use crate::http::query;
use crate::office::{CertificateHistory, ListedView};
use crate::scheme::number::CertificateNumber;

#[derive(Serialize)]
struct Page {
    certificates: Vec<ListedView>,
    /// The address of the next page.
    next: Option<String>,
}

/// Lists and searches the register
///
/// Every certificate that was issued, in the order of issuing, or those that hold some words and
/// pass some filters. Follow `next` until it is null. Words are compared without their marks:
/// `che shan` finds "Chè Shan". Everything at once: `/register.csv` and `/register.json`.
#[utoipa::path(
    get,
    path = "/api/v1/certificates",
    tag = "register",
    params(
        ("q" = Option<String>, Query, description = "Words of the product's or producer's name, the last one perhaps unfinished; or a certificate number", example = "che shan"),
        ("council" = Option<String>, Query, description = "Only this council's, by its code", example = "CB"),
        ("decision" = Option<String>, Query, description = "Only those of a decision, by its number", example = "852/QĐ-UBND"),
        ("province" = Option<String>, Query, description = "Only this province's, with what its predecessors certified; `VN` is the centre", example = "VN-04@2"),
        ("stars" = Option<u8>, Query, description = "Only of this level", minimum = 1, maximum = 5),
        ("group" = Option<String>, Query, description = "Only of this group of products", example = "beverage"),
        ("set" = Option<String>, Query, description = "Only of this set: catalogue and number, or the number in the catalogue of 2023", example = "2023-11"),
        ("status" = Option<String>, Query, description = "Only what is worth this today: `in_force`, `suspended`, `expired`, `revoked`, `superseded`", example = "in_force"),
        ("year" = Option<i32>, Query, description = "Only of decisions of this year", minimum = 1900, maximum = 9999, example = 2026),
        ("producer" = Option<String>, Query, description = "Only of the producer of the certificate with this number", example = "CB-0-8"),
        ("after" = Option<String>, Query, description = "Where the page before ended, from its `next`"),
        ("limit" = Option<u32>, Query, description = "Certificates of a page, 1 to 500; 100 if not given", minimum = 1, maximum = 500),
    ),
    responses(
        (status = 200, description = "A page of the register", body = shapes::CertificatePage),
        (status = 304, description = "`If-None-Match` names this page's tag"),
        (status = 400, description = "`bad_query`: a parameter that cannot be read or is not known", body = document::Problem, content_type = "application/problem+json"),
        (status = 404, description = "`no_such_number`, `mistyped_number`, `not_a_number`: of `producer`", body = document::Problem, content_type = "application/problem+json"),
        (status = 422, description = "`no_such_page`: `after` is not from a page's `next`; `search_without_words`, `search_too_long`, `no_such_province`, `no_such_group`", body = document::Problem, content_type = "application/problem+json"),
        (status = 503, description = "`not_ready`: the register is being indexed", body = document::Problem, content_type = "application/problem+json"),
    ),
)]
pub async fn certificates(
    State(front): State<Front>,
    RawQuery(written): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let asked = Asked::Api.read(written.as_deref().unwrap_or_default(), paging::USUAL)?;
    let found = front.office().certificates(&asked).await?;
    let next = found.next.map(|after| {
        let mut address = format!("/api/v1/certificates?limit={}", asked.limit);
        push_filters(&mut address, &asked);
        query::push(&mut address, "after", &after);
        address
    });
    let page = Page {
        certificates: found.certificates,
        next: next.clone(),
    };
    paging::tagged_answer(&page, next.as_deref(), &headers)
}

#[derive(Serialize)]
struct One {
    #[serde(flatten)]
    history: CertificateHistory,
    links: Links,
}

#[derive(Serialize)]
struct Links {
    page: String,
    producer: String,
    proof: String,
}

/// One certificate of the register
///
/// With its decision, everything that was decided of it since, what it renewed or replaced, and
/// its place in the log. For a verdict on a code use `/api/v1/verify`.
#[utoipa::path(
    get,
    path = "/api/v1/certificates/{number}",
    tag = "register",
    params(("number" = String, Path, description = "The certificate number", example = "CB-0-8")),
    responses(
        (status = 200, description = "The certificate", body = shapes::CertificateHistory),
        (status = 304, description = "`If-None-Match` names this answer's tag"),
        (status = 404, description = "`no_such_number`, `mistyped_number`, `not_a_number`", body = document::Problem, content_type = "application/problem+json"),
    ),
)]
pub async fn certificate(
    State(front): State<Front>,
    Path(number): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let number: CertificateNumber = number.parse()?;
    let history = front.office().history(number).await?;
    let one = One {
        links: Links {
            page: format!("/c/{number}"),
            producer: format!("/producers/{number}"),
            proof: format!("/api/v1/certificates/{number}/proof"),
        },
        history,
    };
    paging::tagged_answer(&one, None, &headers)
}
