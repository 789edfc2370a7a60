//! `GET /producers/{number}`: every certificate of the producer of one. The address holds the
//! certificate's number and no name, which may be a person's.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::rows::{Row, rows};
use super::texts::Texts;
use crate::http::document;
use crate::http::error::Error;
use crate::http::frame::{self, Frame};
use crate::http::front::Front;
use crate::http::message_page::refuse;
use crate::http::problem;
use crate::http::visitor::Visitor;
use crate::office::ProducerCertificates;
use crate::scheme::number::CertificateNumber;

#[derive(Template)]
#[template(path = "register/producer.html")]
struct Page<'a> {
    frame: Frame<'a>,
    texts: &'static Texts,
    number: String,
    producer: String,
    parts: Vec<Part>,
}

struct Part {
    heading: &'static str,
    rows: Vec<Row>,
    /// All of them, where there are more than are shown.
    more: Option<String>,
}

/// A producer's certificates
///
/// Of the producer of one certificate: in force, expired and revoked apart.
#[utoipa::path(
    get,
    path = "/producers/{number}",
    tag = "pages",
    params(
        ("number" = String, Path, description = "The number of any of its certificates", example = "CB-0-8"),
        ("lang" = Option<String>, Query, description = "`vi` or `en`; otherwise by Accept-Language"),
    ),
    responses(
        (status = 200, description = "A page", body = String, content_type = "text/html"),
        (status = 404, description = "`no_such_number`, `mistyped_number`, `not_a_number`", body = document::Problem, content_type = "application/problem+json"),
    ),
)]
pub async fn producer(
    State(front): State<Front>,
    visitor: Visitor,
    Path(number): Path<String>,
) -> Response {
    match found(&front, &number).await {
        Ok((number, page)) => show(&front, &visitor, number, page),
        Err(error) => refuse(error, front.office().config(), &visitor),
    }
}

async fn found(
    front: &Front,
    number: &str,
) -> Result<(CertificateNumber, ProducerCertificates), Error> {
    let number = number.parse()?;
    Ok((number, front.office().producer_of(number).await?))
}

fn show(
    front: &Front,
    visitor: &Visitor,
    number: CertificateNumber,
    found: ProducerCertificates,
) -> Response {
    let texts = Texts::of(visitor.language);
    let parts = found.parts.into_iter().map(|part| Part {
        heading: texts.condition(part.condition),
        more: part.more.then(|| {
            format!(
                "/register?producer={number}&status={}",
                part.condition.name()
            )
        }),
        rows: rows(part.certificates, texts),
    });
    let page = Page {
        frame: Frame::new(front.office().config(), visitor, None),
        texts,
        number: number.to_string(),
        producer: found.producer,
        parts: parts.collect(),
    };
    match page.render() {
        Ok(html) => frame::page(StatusCode::OK, visitor.language, html),
        Err(_) => Error::new(&problem::INTERNAL).into_response(),
    }
}
