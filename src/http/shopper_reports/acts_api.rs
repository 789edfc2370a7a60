//! What inspectors' programs do with a report.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::{identity, shapes};
use crate::http::acts::{NotLetIn, NotRead, done};
use crate::http::document;
use crate::http::error::Error;
use crate::http::fields::Fields;
use crate::http::forms::{NUMBER, TEXT};
use crate::http::front::Front;
use crate::office::{Access, Office};

#[derive(Serialize)]
struct Contact {
    contact: String,
}

/// Takes a report up
///
/// An inspector looks at it. One that was merged or dismissed is taken up again.
#[utoipa::path(
    post,
    path = "/api/v1/shopper-reports/{id}/take-up",
    tag = "shopper reports",
    params(("id" = String, Path, description = "The report's identity", example = "1")),
    request_body = shapes::Version,
    responses(
        (status = 200, description = "The report", body = shapes::Report),
        shapes::NotDone,
        NotLetIn,
        NotRead,
    ),
)]
pub async fn take_up(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    Path(id): Path<String>,
    request: Request,
) -> Result<Response, Error> {
    let id = identity(&id)?;
    let mut fields = Fields::read(request).await?;
    let version = fields.required("version", &NUMBER);
    let version = fields.finish(version)?;
    let act = async move |office: Arc<Office>| office.take_report_up(&access, id, version).await;
    Ok(done(front.act(act).await?))
}

/// Merges a report with another that says the same
#[utoipa::path(
    post,
    path = "/api/v1/shopper-reports/{id}/merge",
    tag = "shopper reports",
    params(("id" = String, Path, description = "The report's identity", example = "1")),
    request_body = shapes::Merging,
    responses(
        (status = 200, description = "The report", body = shapes::Report),
        shapes::NotDone,
        NotLetIn,
        NotRead,
    ),
)]
pub async fn merge(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    Path(id): Path<String>,
    request: Request,
) -> Result<Response, Error> {
    let id = identity(&id)?;
    let mut fields = Fields::read(request).await?;
    let version = fields.required("version", &NUMBER);
    let original = fields.required("original", &NUMBER);
    let (version, original) = fields.finish(version.zip(original))?;
    let act =
        async move |office: Arc<Office>| office.merge_report(&access, id, version, original).await;
    Ok(done(front.act(act).await?))
}

/// Dismisses a report
///
/// With a reason for inspectors, and perhaps an answer that whoever reported sees.
#[utoipa::path(
    post,
    path = "/api/v1/shopper-reports/{id}/dismiss",
    tag = "shopper reports",
    params(("id" = String, Path, description = "The report's identity", example = "1")),
    request_body = shapes::Dismissal,
    responses(
        (status = 200, description = "The report", body = shapes::Report),
        shapes::NotDone,
        NotLetIn,
        NotRead,
    ),
)]
pub async fn dismiss(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    Path(id): Path<String>,
    request: Request,
) -> Result<Response, Error> {
    let id = identity(&id)?;
    let mut fields = Fields::read(request).await?;
    let version = fields.required("version", &NUMBER);
    let reason = fields.required("dismissed_for", &TEXT);
    let answer = fields.optional("public_answer", &TEXT).unwrap_or_default();
    let (version, reason) = fields.finish(version.zip(reason))?;
    let act = async move |office: Arc<Office>| {
        let said = (reason.as_str(), answer.as_str());
        office.dismiss_report(&access, id, version, said).await
    };
    Ok(done(front.act(act).await?))
}

/// Looks at how to reach whoever reported
///
/// Each look is a line of the trail.
#[utoipa::path(
    post,
    path = "/api/v1/shopper-reports/{id}/contact",
    tag = "shopper reports",
    params(("id" = String, Path, description = "The report's identity", example = "1")),
    responses(
        (status = 200, description = "The contact", body = shapes::Contact),
        (status = 404, description = "`no_such_report`: there is none, or none in reach; `no_contact`: none was given, or it was erased", body = document::Problem, content_type = "application/problem+json"),
        NotLetIn,
    ),
)]
pub async fn contact(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let id = identity(&id)?;
    let act = async move |office: Arc<Office>| office.look_at_contact(&access, id).await;
    let contact = front.act(act).await?;
    Ok(done(Contact { contact }))
}

/// Erases how to reach whoever reported
#[utoipa::path(
    delete,
    path = "/api/v1/shopper-reports/{id}/contact",
    tag = "shopper reports",
    params(("id" = String, Path, description = "The report's identity", example = "1")),
    responses(
        (status = 204, description = "It is erased"),
        (status = 404, description = "`no_such_report`: there is none, or none in reach; `no_contact`: none was given, or it was erased", body = document::Problem, content_type = "application/problem+json"),
        NotLetIn,
    ),
)]
pub async fn erase_contact(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let id = identity(&id)?;
    let act = async move |office: Arc<Office>| office.erase_contact(&access, id).await;
    front.act(act).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
