//! Photographs of a case: added by programs or by a form, and shown.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, RawQuery, Request, State};
use axum::response::Response;

use super::{acts_page, identity, shapes, upload};
use crate::http::acts::{NotLetIn, NotRead, done};
use crate::http::desk::Signed;
use crate::http::document;
use crate::http::error::Error;
use crate::http::fields::Typed;
use crate::http::front::Front;
use crate::http::stored;
use crate::office::{Access, CaseView, Office};

/// Adds a photograph to a case
///
/// The body is the picture, JPEG, PNG or WebP, of at most 10 MB. It is encoded anew, so that
/// nothing is kept of where and by which camera it was taken, unless `keep_position` is 1.
#[utoipa::path(
    post,
    path = "/api/v1/cases/{id}/photographs",
    tag = "cases",
    params(
        ("id" = String, Path, description = "The case's number", example = "1"),
        ("version" = i64, Query, description = "The version that was looked at", example = 1),
        ("keep_position" = Option<u8>, Query, description = "1: it stays as it came", example = 0),
        ("note" = Option<String>, Query, description = "What it shows"),
    ),
    request_body(content = Vec<u8>, content_type = "image/jpeg"),
    responses(
        (status = 200, description = "The case as it is now", body = shapes::Case),
        shapes::NotDone,
        NotLetIn,
        NotRead,
    ),
)]
pub async fn add(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    Path(id): Path<String>,
    request: Request,
) -> Result<Response, Error> {
    let id = identity(&id)?;
    let sent = upload::read(request).await?;
    Ok(done(taken(&front, access, id, sent).await?))
}

async fn taken(
    front: &Front,
    access: Access,
    id: i64,
    sent: upload::Upload,
) -> Result<CaseView, Error> {
    let turn = front.picture_turn().await?;
    let act = async move |office: Arc<Office>| {
        let _turn = turn;
        let photograph = (sent.photograph.to_vec(), sent.keep_position);
        let seen = (id, sent.version);
        let adding = office.add_photograph_to_case(&access, seen, photograph, &sent.note);
        adding.await
    };
    Ok(front.act(act).await?)
}

/// Adds a photograph to a case, by a form
#[utoipa::path(
    post,
    path = "/desk/cases/{id}/photographs",
    tag = "pages",
    params(("id" = String, Path, description = "The case's number", example = "1")),
    responses(
        (status = 303, description = "Done: to its page"),
        (status = "4XX", description = "Its page, with what is to mend", body = String, content_type = "text/html"),
    ),
)]
pub async fn add_by_form(
    State(front): State<Front>,
    signed: Signed,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    let id = match identity(&id) {
        Ok(id) => id,
        Err(error) => return signed.refuse(&front, error),
    };
    let mut typed = Typed::default();
    let done = async {
        let sent = upload::read(request).await?;
        typed = Typed::of([
            ("act", "photograph".to_owned()),
            ("note", sent.note.clone()),
        ]);
        taken(&front, signed.access.clone(), id, sent).await
    };
    let done = done.await;
    acts_page::answer(&front, &signed, (id, &typed), done).await
}

/// A photograph of a case
#[utoipa::path(
    get,
    path = "/api/v1/cases/{id}/photographs/{line}",
    tag = "cases",
    params(
        ("id" = String, Path, description = "The case's number", example = "1"),
        ("line" = String, Path, description = "Its place in the case", example = "1"),
        ("size" = Option<String>, Query, description = "`small` for the small form"),
    ),
    responses(
        (status = 200, description = "The picture", body = Vec<u8>, content_type = "image/jpeg"),
        (status = 400, description = "`bad_query`: a parameter that is not known", body = document::Problem, content_type = "application/problem+json"),
        (status = 404, description = "`no_such_case`, `no_such_photograph`: there is none, or none in reach", body = document::Problem, content_type = "application/problem+json"),
        NotLetIn,
    ),
)]
pub async fn show(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    Path((id, line)): Path<(String, String)>,
    RawQuery(written): RawQuery,
) -> Result<Response, Error> {
    let small = stored::wants_small(written.as_deref())?;
    let (id, place) = (identity(&id)?, identity(&line)?);
    let stored = front
        .office()
        .case_photograph(&access, id, place, small)
        .await?;
    stored::photograph(&stored).await
}
