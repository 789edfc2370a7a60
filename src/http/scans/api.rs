//! `/api/v1/scans`.

use axum::Extension;
use axum::extract::{Path, RawQuery, State};
use axum::response::Response;

use super::{asked, shapes};
use crate::http::acts::NotLetIn;
use crate::http::document;
use crate::http::error::Error;
use crate::http::front::Front;
use crate::http::paging;
use crate::office::{Access, ScanQuery};
use crate::scheme::number::CertificateNumber;

/// Lists labels that were scanned
///
/// Of the councils in reach, the highest score first. Each point has its reason in words. Follow
/// `next` until it is null.
#[utoipa::path(
    get,
    path = "/api/v1/scans",
    tag = "labels",
    params(
        ("council" = Option<String>, Query, description = "Only those of this council's certificates", example = "CB"),
        ("order" = Option<String>, Query, description = "`score`, the highest first, or `day`, the newest first; `score` if not given", example = "day"),
        ("after" = Option<String>, Query, description = "Where the page before ended, from its `next`"),
        ("limit" = Option<u32>, Query, description = "Labels of a page, 1 to 500; 100 if not given", minimum = 1, maximum = 500),
    ),
    responses(
        (status = 200, description = "A page of labels", body = shapes::ScanPage),
        (status = 400, description = "`bad_query`: a parameter that cannot be read or is not known", body = document::Problem, content_type = "application/problem+json"),
        (status = 422, description = "`after` is not from a page's `next`", body = document::Problem, content_type = "application/problem+json"),
        NotLetIn,
    ),
)]
pub async fn scans(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    RawQuery(written): RawQuery,
) -> Result<Response, Error> {
    let asked = asked::of_api(written.as_deref().unwrap_or_default())?;
    answer(&front, &access, "/api/v1/scans", &asked).await
}

/// Lists a certificate's labels that were scanned
///
/// As `/api/v1/scans`, of one certificate.
#[utoipa::path(
    get,
    path = "/api/v1/scans/{number}",
    tag = "labels",
    params(
        ("number" = String, Path, description = "The certificate number", example = "CB-0-8"),
        ("order" = Option<String>, Query, description = "`score`, the highest first, or `day`, the newest first; `score` if not given", example = "day"),
        ("after" = Option<String>, Query, description = "Where the page before ended, from its `next`"),
        ("limit" = Option<u32>, Query, description = "Labels of a page, 1 to 500; 100 if not given", minimum = 1, maximum = 500),
    ),
    responses(
        (status = 200, description = "A page of labels", body = shapes::ScanPage),
        (status = 400, description = "`bad_query`: a parameter that cannot be read or is not known", body = document::Problem, content_type = "application/problem+json"),
        (status = 404, description = "`no_such_number`, `mistyped_number`, `not_a_number`: there is none, or none in reach", body = document::Problem, content_type = "application/problem+json"),
        (status = 422, description = "`after` is not from a page's `next`", body = document::Problem, content_type = "application/problem+json"),
        NotLetIn,
    ),
)]
pub async fn of_certificate(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    Path(number): Path<String>,
    RawQuery(written): RawQuery,
) -> Result<Response, Error> {
    let number: CertificateNumber = number.parse()?;
    let mut asked = asked::of_api(written.as_deref().unwrap_or_default())?;
    asked.certificate = Some(number);
    answer(&front, &access, &format!("/api/v1/scans/{number}"), &asked).await
}

async fn answer(
    front: &Front,
    access: &Access,
    path: &str,
    asked: &ScanQuery,
) -> Result<Response, Error> {
    let mut page = front.office().scans(access, asked).await?;
    let next = page.next.as_deref();
    page.next = next.map(|after| asked::next(path, asked, false, after));
    let next = page.next.clone();
    Ok(paging::private_answer(page, next.as_deref()))
}
