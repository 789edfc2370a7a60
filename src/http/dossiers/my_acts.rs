//! What a producer does with a dossier besides writing it: lodge, withdraw, add and remove files.

use std::sync::Arc;

use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::my_dossiers::shown_one;
use super::{identity, onward, shown, upload};
use crate::http::desk::Signed;
use crate::http::fields::Fields;
use crate::http::forms::NUMBER;
use crate::http::front::Front;
use crate::office::{self, Office};

/// Files that are sent at once.
const AT_ONCE: usize = 10;

/// Lodges a dossier by a form
#[utoipa::path(
    post,
    path = "/my/dossiers/{id}/lodge",
    tag = "pages",
    params(("id" = String, Path, description = "The dossier's number", example = "1")),
    responses(
        (status = 303, description = "Lodged: to its page"),
        (status = 404, description = "There is none, or none in reach", body = String, content_type = "text/html"),
        (status = 409, description = "It was changed meanwhile: its page, with what changed", body = String, content_type = "text/html"),
        (status = 422, description = "Its page, with what it lacks", body = String, content_type = "text/html"),
    ),
)]
pub async fn lodge(
    State(front): State<Front>,
    signed: Signed,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    let (id, version) = match sent(&front, &signed, &id, request).await {
        Ok(sent) => sent,
        Err(response) => return response,
    };
    let access = signed.access.clone();
    let act = async move |office: Arc<Office>| office.lodge_dossier(&access, id, version).await;
    let done = front.act(act).await.map(drop);
    answer(&front, &signed, id, done).await
}

/// Withdraws a dossier by a form
#[utoipa::path(
    post,
    path = "/my/dossiers/{id}/withdraw",
    tag = "pages",
    params(("id" = String, Path, description = "The dossier's number", example = "1")),
    responses(
        (status = 303, description = "Withdrawn: to its page"),
        (status = 404, description = "There is none, or none in reach", body = String, content_type = "text/html"),
        (status = 409, description = "It was changed meanwhile: its page, with what changed", body = String, content_type = "text/html"),
    ),
)]
pub async fn withdraw(
    State(front): State<Front>,
    signed: Signed,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    let (id, version) = match sent(&front, &signed, &id, request).await {
        Ok(sent) => sent,
        Err(response) => return response,
    };
    let access = signed.access.clone();
    let act = async move |office: Arc<Office>| office.withdraw_dossier(&access, id, version).await;
    let done = front.act(act).await.map(drop);
    answer(&front, &signed, id, done).await
}

/// Adds files to a dossier by a form
#[utoipa::path(
    post,
    path = "/my/dossiers/{id}/files",
    tag = "pages",
    params(("id" = String, Path, description = "The dossier's number", example = "1")),
    responses(
        (status = 303, description = "All were taken: to its page"),
        (status = 404, description = "There is none, or none in reach", body = String, content_type = "text/html"),
        (status = 422, description = "Its page, with the files that were not taken and why", body = String, content_type = "text/html"),
    ),
)]
pub async fn add_files(
    State(front): State<Front>,
    signed: Signed,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    let id = match identity(&id) {
        Ok(id) => id,
        Err(error) => return signed.refuse(&front, error),
    };
    let sent = match upload::receive(&front, &signed.access, id, request, AT_ONCE).await {
        Ok(sent) => sent,
        Err(error) => return signed.refuse(&front, error),
    };
    let refused = |one: upload::Sent| {
        let words = match one.kept.err()? {
            office::Error::Refused(refusals) => refusals.into_iter().next()?.message,
            other => crate::http::error::Error::from(other).detail,
        };
        Some((one.name, words.get(signed.language()).to_owned()))
    };
    let not_sent: Vec<_> = sent.into_iter().filter_map(refused).collect();
    if not_sent.is_empty() {
        return onward(&format!("/my/dossiers/{id}#files"));
    }
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    shown_one(&front, &signed, id, status, &[], &not_sent).await
}

/// Removes a file from a dossier by a form
#[utoipa::path(
    post,
    path = "/my/dossiers/{id}/files/{file}/remove",
    tag = "pages",
    params(
        ("id" = String, Path, description = "The dossier's number", example = "1"),
        ("file" = String, Path, description = "The file's number", example = "1"),
    ),
    responses(
        (status = 303, description = "Removed: to its page"),
        (status = 404, description = "There is none, or none in reach", body = String, content_type = "text/html"),
        (status = 409, description = "It is not open: its page", body = String, content_type = "text/html"),
    ),
)]
pub async fn remove_file(
    State(front): State<Front>,
    signed: Signed,
    Path((id, file)): Path<(String, String)>,
) -> Response {
    let (id, file) = match identity(&id).and_then(|id| Ok((id, identity(&file)?))) {
        Ok(ids) => ids,
        Err(error) => return signed.refuse(&front, error),
    };
    let access = signed.access.clone();
    let act = async move |office: Arc<Office>| office.remove_file(&access, id, file).await;
    let done = front.act(act).await;
    answer(&front, &signed, id, done).await
}

async fn sent(
    front: &Front,
    signed: &Signed,
    id: &str,
    request: Request,
) -> Result<(i64, i64), Response> {
    let id = identity(id).map_err(|error| signed.refuse(front, error))?;
    let read = Fields::of_form(request).await;
    let (mut fields, _) = read.map_err(|error| signed.refuse(front, error))?;
    Ok((id, fields.optional("version", &NUMBER).unwrap_or_default()))
}

async fn answer(
    front: &Front,
    signed: &Signed,
    id: i64,
    done: Result<(), office::Error>,
) -> Response {
    match done.map_err(shown::refusals) {
        Ok(()) => onward(&format!("/my/dossiers/{id}")),
        Err(Ok((status, refusals))) => shown_one(front, signed, id, status, &refusals, &[]).await,
        Err(Err(error)) => signed.refuse(front, error),
    }
}
