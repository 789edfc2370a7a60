//! Sessions for programs: listed, opened, seen, concluded.

use axum::Extension;
use axum::extract::{Path, RawQuery, Request, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Serialize;

use super::answers::{Listed, Listing, Session};
use super::asked::Asked;
use super::{forms, shapes};
use crate::http::acts::{NotLetIn, NotRead};
use crate::http::document;
use crate::http::error::Error;
use crate::http::etag::tagged;
use crate::http::fields::Fields;
use crate::http::forms::NUMBER;
use crate::http::front::Front;
use crate::http::paging;
use crate::office::SessionsWanted;
use crate::office::{Access, ScoringRefused};

/// A session's identity in an address. What is no number names none.
pub(super) fn identity(written: &str) -> Result<i64, Error> {
    written
        .parse()
        .map_err(|_| Error::from(crate::office::Error::from(ScoringRefused::NoSuchSession(0))))
}

/// Lists sessions
///
/// Of the councils in reach, the newest first. Follow `next` until it is null.
#[utoipa::path(
    get,
    path = "/api/v1/sessions",
    tag = "evaluation",
    params(
        ("state" = Option<String>, Query, description = "`open` (if not given), `concluded`, or `to_score`: open ones that wait for one's own sheet"),
        ("council" = Option<String>, Query, description = "Only those of this council", example = "CB"),
        ("after" = Option<String>, Query, description = "Where the page before ended, from its `next`"),
        ("limit" = Option<u32>, Query, description = "Sessions of a page, 1 to 500; 100 if not given", minimum = 1, maximum = 500),
    ),
    responses(
        (status = 200, description = "A page of sessions", body = shapes::Listing),
        (status = 400, description = "`bad_query`: a parameter that cannot be read or is not known", body = document::Problem, content_type = "application/problem+json"),
        NotLetIn,
    ),
)]
pub async fn sessions(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    RawQuery(written): RawQuery,
) -> Result<Response, Error> {
    let asked = Asked::read(written.as_deref().unwrap_or_default())?;
    let query = asked.query(SessionsWanted::Open);
    let mut found = front.office().sessions(&access, &query).await?;
    let next = asked.cut(&mut found, query.wanted, "/api/v1/sessions");
    let page = Listing {
        sessions: found.into_iter().map(Listed::from).collect(),
        next: next.clone(),
    };
    Ok(paging::private_answer(page, next.as_deref()))
}

#[derive(Serialize)]
struct Opened {
    id: i64,
}

/// Opens a session about a dossier
///
/// Of the council that has it, under the edition in force today.
#[utoipa::path(
    post,
    path = "/api/v1/sessions",
    tag = "evaluation",
    request_body = shapes::Opening,
    responses(
        (status = 200, description = "The session", body = shapes::Opened),
        (status = 409, description = "`dossier_not_with_council`, `level_does_not_score`, `other_catalogue`, `session_open`, `in_preparation`", body = document::Problem, content_type = "application/problem+json"),
        shapes::OutOfReach,
        NotLetIn,
        NotRead,
    ),
)]
pub async fn open(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    request: Request,
) -> Result<Response, Error> {
    let mut fields = Fields::read(request).await?;
    let dossier = fields.required("dossier", &NUMBER);
    let dossier = fields.finish(dossier)?;
    let opening = front.act(async move |office| office.open_session(&access, dossier).await);
    let id = opening.await?;
    Ok(paging::private_answer(Opened { id }, None))
}

/// A session
///
/// With its sheets, once one's own is in or the session is concluded, and with what they would
/// lead to.
#[utoipa::path(
    get,
    path = "/api/v1/sessions/{id}",
    tag = "evaluation",
    params(("id" = i64, Path, description = "The session")),
    responses(
        (status = 200, description = "The session; `ETag` is its version", body = shapes::Session),
        (status = 304, description = "Nothing changed since the `ETag` that was sent"),
        shapes::OutOfReach,
        NotLetIn,
    ),
)]
pub async fn session(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let view = front.office().session_view(&access, identity(&id)?).await?;
    // The same version with and without the sheets, and after its dossier left, are others.
    let shown = view.sheets.is_some();
    let closed = view.closed.as_ref().map_or("", ScoringRefused::code);
    let tag = format!(
        "{}{}{closed}",
        view.session.version,
        if shown { "" } else { "-" }
    );
    Ok(tagged(Session::from(view), &tag, &headers))
}

/// Concludes a session
///
/// Averages its sheets, and moves the dossier where its edition, level and stars lead.
#[utoipa::path(
    post,
    path = "/api/v1/sessions/{id}/conclude",
    tag = "evaluation",
    params(("id" = i64, Path, description = "The session")),
    request_body = shapes::ConclusionRequest,
    responses(
        (status = 200, description = "What followed", body = shapes::Concluded),
        (status = 409, description = "`stale`: a sheet was handed in since; `session_concluded`, `session_overtaken`, `dossier_left`", body = document::Problem, content_type = "application/problem+json"),
        shapes::OutOfReach,
        NotLetIn,
        NotRead,
    ),
)]
pub async fn conclude(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    Path(id): Path<String>,
    request: Request,
) -> Result<Response, Error> {
    let mut fields = Fields::read(request).await?;
    let read = forms::conclusion(&mut fields);
    let (version, text) = fields.finish(read)?;
    let id = identity(&id)?;
    let concluding =
        front.act(async move |office| office.conclude_session(&access, id, version, &text).await);
    Ok(paging::private_answer(concluding.await?, None))
}
