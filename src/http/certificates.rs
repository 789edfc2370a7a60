//! `GET /api/v1/certificates`: the public register, page by page.

use axum::Json;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::document;
use super::error::Error;
use super::front::Front;
use super::problem;
use super::query;
use crate::office::{CertificateQuery, CertificateView};

/// Certificates of a page when nothing is asked.
const USUAL: u32 = 100;
/// Certificates of the largest page.
const MOST: u32 = 500;

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
    let link = page
        .next
        .as_ref()
        .map(|next| format!("<{next}>; rel=\"next\""));
    let mut response = Json(page).into_response();
    let headers = response.headers_mut();
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=60"),
    );
    if let Some(link) = link.and_then(|link| HeaderValue::try_from(link).ok()) {
        headers.insert(header::LINK, link);
    }
    Ok(response)
}

fn read(written: &str) -> Result<CertificateQuery, Error> {
    let mut asked = CertificateQuery {
        council: None,
        decision: None,
        after: None,
        limit: USUAL,
    };
    for (name, value) in query::pairs(written) {
        match name.as_str() {
            "council" => {
                let code = value.to_ascii_uppercase().parse().map_err(|_| {
                    Error::new(&problem::BAD_QUERY).of_field("council").saying(
                        "Mã hội đồng không hợp lệ, ví dụ đúng: CB.",
                        "This is not a council's code, such as CB.",
                    )
                })?;
                asked.council = Some(code);
            }
            "decision" => asked.decision = Some(value),
            "after" => asked.after = Some(value),
            "limit" => {
                let limit = value
                    .parse()
                    .ok()
                    .filter(|limit| (1..=MOST).contains(limit));
                asked.limit = limit.ok_or_else(|| {
                    Error::new(&problem::BAD_QUERY)
                        .of_field("limit")
                        .saying("limit phải từ 1 đến 500.", "limit must be 1 to 500.")
                })?;
            }
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
