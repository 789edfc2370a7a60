//! `/api/v1/preparations/{id}/…`: handing in, approving, giving up.

use axum::Extension;
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::sent::{done, identity, keyed, seen};
use super::shapes;
use crate::http::acts::{NotLetIn, NotRead};
use crate::http::document;
use crate::http::error::Error;
use crate::http::fields::Fields;
use crate::http::forms::{NUMBER, TEXT};
use crate::http::front::Front;
use crate::office::Access;

/// Hands a decision in for approval
///
/// Refused with everything that issuing would refuse (`errors`; rows are lines).
#[utoipa::path(
    post,
    path = "/api/v1/preparations/{id}/submit",
    tag = "decisions",
    params(("id" = String, Path, description = "The decision's identity", example = "12"),("Idempotency-Key" = Option<String>, Header, description = "1 to 128 visible ASCII characters: the same request with the same key is one act and gets the same answer; with another request it is refused as `idempotency_key_reused`"),),
    request_body = shapes::Version,
    responses(
        (status = 200, description = "What was done", body = shapes::Receipt),
        (status = 404, description = "`no_such_preparation`: there is none, or it is another council's", body = document::Problem, content_type = "application/problem+json"),
        (status = 409, description = "`stale`: somebody else changed it; `preparation_state`, `release_begun`", body = document::Problem, content_type = "application/problem+json"),
        NotLetIn,
        NotRead,
    ),
)]
pub async fn submit(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    Path(id): Path<String>,
    request: Request,
) -> Result<Response, Error> {
    let id = identity(&id)?;
    let (request, once) = keyed(request).await?;
    let mut fields = Fields::read(request).await?;
    let version = fields.required("version", &NUMBER);
    let version = fields.finish(version)?;
    let doing = front.act(async move |office| {
        office
            .submit_decision(&access, once.as_ref(), seen(id, version))
            .await
    });
    Ok(done(doing.await?, StatusCode::OK))
}

/// Gives a decision up
///
/// Nothing of it was sealed, and nothing will be.
#[utoipa::path(
    post,
    path = "/api/v1/preparations/{id}/abandon",
    tag = "decisions",
    params(("id" = String, Path, description = "The decision's identity", example = "12"),("Idempotency-Key" = Option<String>, Header, description = "1 to 128 visible ASCII characters: the same request with the same key is one act and gets the same answer; with another request it is refused as `idempotency_key_reused`"),),
    request_body = shapes::Version,
    responses(
        (status = 200, description = "What was done", body = shapes::Receipt),
        (status = 404, description = "`no_such_preparation`: there is none, or it is another council's", body = document::Problem, content_type = "application/problem+json"),
        (status = 409, description = "`stale`: somebody else changed it; `preparation_state`, `release_begun`", body = document::Problem, content_type = "application/problem+json"),
        NotLetIn,
        NotRead,
    ),
)]
pub async fn abandon(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    Path(id): Path<String>,
    request: Request,
) -> Result<Response, Error> {
    let id = identity(&id)?;
    let (request, once) = keyed(request).await?;
    let mut fields = Fields::read(request).await?;
    let version = fields.required("version", &NUMBER);
    let version = fields.finish(version)?;
    let doing = front.act(async move |office| {
        office
            .abandon_decision(&access, once.as_ref(), seen(id, version))
            .await
    });
    Ok(done(doing.await?, StatusCode::OK))
}

/// Approves a decision
///
/// This version of it, and exactly what it says, by its digest. Only for a person who signed in,
/// showed a second factor within the last five minutes, and had no hand in it. Its release
/// begins at once, in the background.
#[utoipa::path(
    post,
    path = "/api/v1/preparations/{id}/approve",
    tag = "decisions",
    params(("id" = String, Path, description = "The decision's identity", example = "12"),("Idempotency-Key" = Option<String>, Header, description = "1 to 128 visible ASCII characters: the same request with the same key is one act and gets the same answer; with another request it is refused as `idempotency_key_reused`"),),
    request_body = shapes::Approval,
    responses(
        (status = 200, description = "What was done", body = shapes::Receipt),
        (status = 404, description = "`no_such_preparation`: there is none, or it is another council's", body = document::Problem, content_type = "application/problem+json"),
        (status = 409, description = "`stale`: somebody else changed it; `preparation_state`, `release_begun`; `same_person`: a hand in it; `other_content`: it says something else", body = document::Problem, content_type = "application/problem+json"),
        NotLetIn,
        NotRead,
    ),
)]
pub async fn approve(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    Path(id): Path<String>,
    request: Request,
) -> Result<Response, Error> {
    let id = identity(&id)?;
    let (request, once) = keyed(request).await?;
    let mut fields = Fields::read(request).await?;
    let version = fields.required("version", &NUMBER);
    let digest = fields.required("digest", &TEXT);
    let (version, digest) = fields.finish(version.zip(digest))?;
    let approving = front.act(async move |office| {
        let seen = seen(id, version);
        office
            .approve_decision(&access, once.as_ref(), seen, &digest)
            .await
    });
    Ok(done(approving.await?, StatusCode::OK))
}
