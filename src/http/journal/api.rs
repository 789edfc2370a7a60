//! `GET /api/v1/journal` and `/api/v1/journal-entries/{id}`: one's own checks.

use axum::Extension;
use axum::extract::{Path, RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;

use super::{asked, shapes};
use crate::http::acts::NotLetIn;
use crate::http::document;
use crate::http::error::Error;
use crate::http::etag::{tag_of, tagged};
use crate::http::front::Front;
use crate::http::paging;
use crate::http::problem;
use crate::office::Access;

/// Lists one's own checks
///
/// The newest first by when they were made. Follow `next` until it is null. `judged_again` is what
/// the judge said here when the check came in, of the same code at the same instant.
#[utoipa::path(
    get,
    path = "/api/v1/journal",
    tag = "journal",
    params(
        ("verdict" = Option<String>, Query, description = "Only with this conclusion of the device", example = "expired"),
        ("device" = Option<String>, Query, description = "Only of this device of one's own"),
        ("from" = Option<String>, Query, description = "Only from this day on (UTC+07:00)", example = "2026-08-01"),
        ("until" = Option<String>, Query, description = "Only until the end of this day", example = "2026-08-31"),
        ("after" = Option<String>, Query, description = "Where the page before ended, from its `next`"),
        ("limit" = Option<u32>, Query, description = "Checks of a page, 1 to 500; 100 if not given", minimum = 1, maximum = 500),
    ),
    responses(
        (status = 200, description = "A page of checks", body = shapes::JournalPage),
        (status = 400, description = "`bad_query`: a parameter that cannot be read or is not known", body = document::Problem, content_type = "application/problem+json"),
        (status = 404, description = "`no_such_journal`: no device of one's own", body = document::Problem, content_type = "application/problem+json"),
        (status = 422, description = "`after` is not from a page's `next`", body = document::Problem, content_type = "application/problem+json"),
        NotLetIn,
    ),
)]
pub async fn list(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    RawQuery(written): RawQuery,
) -> Result<Response, Error> {
    let asked = asked::read(written.as_deref().unwrap_or_default(), paging::USUAL)?;
    let mut page = front.office().journal(&access, &asked).await?;
    let next = page.next.as_deref();
    page.next = next.map(|after| asked::next("/api/v1/journal", &asked, after));
    let next = page.next.clone();
    Ok(paging::private_answer(page, next.as_deref()))
}

/// One of one's own checks
///
/// With what was added to it, and what the judge says now of the same code at the same instant.
#[utoipa::path(
    get,
    path = "/api/v1/journal-entries/{id}",
    tag = "journal",
    params(("id" = String, Path, description = "The check's number", example = "1")),
    responses(
        (status = 200, description = "The check", body = shapes::JournalEvidence),
        (status = 304, description = "The client has it"),
        (status = 404, description = "`no_such_entry`: there is no such check of one's own", body = document::Problem, content_type = "application/problem+json"),
        NotLetIn,
    ),
)]
pub async fn one(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let evidence = front.office().journal_evidence(&access, identity(&id)?);
    let evidence = evidence.await?;
    let tag = tag_of(&evidence)?;
    Ok(tagged(evidence, &tag, &headers))
}

/// The number that an address names.
pub(super) fn identity(id: &str) -> Result<i64, Error> {
    let id = id.parse().ok().filter(|id| *id > 0);
    id.ok_or_else(|| Error::new(&problem::NOT_FOUND))
}
