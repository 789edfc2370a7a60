//! One's own score sheet, for programs that act for a person.

use axum::Extension;
use axum::extract::{Path, Request, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Serialize;

use super::answers::Own;
use super::api::identity;
use super::{forms, shapes};
use crate::http::acts::{NotLetIn, NotRead};
use crate::http::document;
use crate::http::error::Error;
use crate::http::etag::tagged;
use crate::http::fields::Fields;
use crate::http::front::Front;
use crate::http::paging;
use crate::office::{Access, ScoringRefused};

/// One's own score sheet
#[utoipa::path(
    get,
    path = "/api/v1/sessions/{id}/sheets/mine",
    tag = "evaluation",
    params(("id" = i64, Path, description = "The session")),
    responses(
        (status = 200, description = "The sheet; `ETag` is its version, 0 before it was handed in", body = shapes::Own),
        (status = 304, description = "Nothing changed since the `ETag` that was sent"),
        shapes::OutOfReach,
        NotLetIn,
    ),
)]
pub async fn sheet(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let own = front.office().own_sheet(&access, identity(&id)?).await?;
    let closed = own.closed.as_ref().map_or("", ScoringRefused::code);
    let tag = format!("{}{closed}", own.version());
    Ok(tagged(Own::from(own), &tag, &headers))
}

#[derive(Serialize)]
struct Filled {
    version: i64,
}

/// Hands in one's own score sheet, or changes it
///
/// Until the session is concluded. Points are 0 to the part's most, with at most two decimals.
#[utoipa::path(
    put,
    path = "/api/v1/sessions/{id}/sheets/mine",
    tag = "evaluation",
    params(("id" = i64, Path, description = "The session")),
    request_body = shapes::ScoreSheetRequest,
    responses(
        (status = 200, description = "The sheet's version now", body = shapes::Filled),
        (status = 409, description = "`stale`: it was changed in another window; `session_concluded`, `session_overtaken`, `dossier_left`", body = document::Problem, content_type = "application/problem+json"),
        shapes::OutOfReach,
        NotLetIn,
        NotRead,
    ),
)]
pub async fn fill(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    Path(id): Path<String>,
    request: Request,
) -> Result<Response, Error> {
    let mut fields = Fields::read(request).await?;
    let read = forms::sheet(&mut fields);
    let (seen, text) = fields.finish(read)?;
    let id = identity(&id)?;
    let filling = front.act(async move |office| office.fill_sheet(&access, id, seen, &text).await);
    let version = filling.await?;
    Ok(paging::private_answer(Filled { version }, None))
}
