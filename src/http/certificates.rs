//! `GET /api/v1/certificates`: the public register, page by page.

use axum::extract::{RawQuery, State};
use axum::response::Response;
use serde::Serialize;

use super::document;
use super::error::Error;
use super::front::Front;
use super::paging;
use super::problem;
use super::query;
use crate::office::{CertificateQuery, CertificateView};

#[derive(Serialize)]
struct Page {
    certificates: Vec<CertificateView>,
    /// The address of the next page.
    next: Option<String>,
}

/// Lists the register
///
/// Every certificate that was issued, in the order of issuing. Follow `next` until it is null.
#[utoipa::path(
    get,
    path = "/api/v1/certificates",
    tag = "register",
    params(
        ("council" = Option<String>, Query, description = "Only this council's, by its code", example = "CB"),
        ("decision" = Option<String>, Query, description = "Only those of a decision, by its number", example = "852/QĐ-UBND"),
        ("after" = Option<String>, Query, description = "Where the page before ended, from its `next`"),
        ("limit" = Option<u32>, Query, description = "Certificates of a page, 1 to 500; 100 if not given", minimum = 1, maximum = 500),
    ),
    responses(
        (status = 200, description = "A page of the register", body = document::CertificatePage),
        (status = 400, description = "`bad_query`: a parameter that cannot be read or is not known", body = document::Problem, content_type = "application/problem+json"),
        (status = 422, description = "`after` is not from a page's `next`", body = document::Problem, content_type = "application/problem+json"),
    ),
)]
pub async fn certificates(
    State(front): State<Front>,
    RawQuery(written): RawQuery,
) -> Result<Response, Error> {
    let asked = read(written.as_deref().unwrap_or_default())?;
    let found = front.office().certificates(&asked).await?;
    let page = Page {
        next: found.next.map(|after| next(&asked, &after)),
        certificates: found.certificates,
    };
    let next = page.next.clone();
    Ok(paging::answer(page, next.as_deref()))
}

fn read(written: &str) -> Result<CertificateQuery, Error> {
    let mut asked = CertificateQuery {
        council: None,
        decision: None,
        after: None,
        limit: paging::USUAL,
    };
    for (name, value) in query::pairs(written) {
        match name.as_str() {
            "council" => asked.council = Some(paging::council(&value)?),
            "decision" => asked.decision = Some(value),
            "after" => asked.after = Some(value),
            "limit" => asked.limit = paging::limit(&value)?,
            _ => {
                return Err(Error::new(&problem::BAD_QUERY).saying(
                    "Chỉ nhận council, decision, after và limit.",
                    "Only council, decision, after and limit are taken.",
                ));
            }
        }
    }
    Ok(asked)
}

fn next(asked: &CertificateQuery, after: &str) -> String {
    let mut address = format!("/api/v1/certificates?limit={}", asked.limit);
    if let Some(council) = asked.council {
        query::push(&mut address, "council", council.as_str());
    }
    if let Some(decision) = &asked.decision {
        query::push(&mut address, "decision", decision);
    }
    query::push(&mut address, "after", after);
    address
}
