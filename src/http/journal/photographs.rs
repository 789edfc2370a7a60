//! Photographs of a journal: sent by the device, and shown to their inspector.

use axum::Extension;
use axum::extract::{Path, RawQuery, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use tokio::time::timeout;

use super::api::identity;
use super::synchronising::named;
use crate::http::acts::NotLetIn;
use crate::http::body::{UPLOAD_TIMEOUT, declared_length, whole};
use crate::http::document;
use crate::http::error::Error;
use crate::http::front::Front;
use crate::http::problem;
use crate::http::stored;
use crate::office::{self, Access, JournalRefused};
use crate::scheme::journal::{EntryHash, LARGEST_PHOTOGRAPH};

/// Keeps a photograph
///
/// The bytes that an entry of the device names by their SHA-256: JPEG, at most 5 MB, encoded anew
/// by the device so that nothing in it says where it was taken. It is kept as it comes. Sent
/// again, nothing changes.
#[utoipa::path(
    put,
    path = "/api/v1/journal/{device}/photographs/{sha256}",
    tag = "journal",
    params(
        ("device" = String, Path, description = "What the device drew by lot: 16 bytes as base64url", example = "AAECAwQFBgcICQoLDA0ODw"),
        ("sha256" = String, Path, description = "The SHA-256 of the bytes, as base64url", example = "iSjQ8qAYOZWUrXqXx0u0vOAoKyXr3hx9-oFTXJZiQxw"),
    ),
    request_body(content = Vec<u8>, content_type = "image/jpeg"),
    responses(
        (status = 204, description = "It is kept"),
        (status = 400, description = "The body ended early", body = document::Problem, content_type = "application/problem+json"),
        (status = 404, description = "`no_such_journal`; `no_such_photograph`: no entry of this device names it", body = document::Problem, content_type = "application/problem+json"),
        (status = 408, description = "`body_timeout`", body = document::Problem, content_type = "application/problem+json"),
        (status = 413, description = "`body_too_large`: more than 5 MB", body = document::Problem, content_type = "application/problem+json"),
        (status = 422, description = "`wrong_hash`: these are other bytes; `photograph_kind`, `photograph_unreadable`: they are no picture", body = document::Problem, content_type = "application/problem+json"),
        (status = 503, description = "`busy`: too much arrives at once", body = document::Problem, content_type = "application/problem+json"),
        NotLetIn,
    ),
)]
pub async fn keep(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    Path((device, hash)): Path<(String, String)>,
    request: Request,
) -> Result<Response, Error> {
    let device = named(&device)?;
    let unknown = |_| Error::from(office::Error::from(JournalRefused::NoSuchPhotograph));
    let hash: EntryHash = hash.parse().map_err(unknown)?;
    let office = front.office();
    if !office
        .awaits_journal_photograph(&access, device, hash)
        .await?
    {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    let declared = declared_length(request.headers());
    let largest = usize::try_from(LARGEST_PHOTOGRAPH).unwrap_or(usize::MAX);
    let read = timeout(
        UPLOAD_TIMEOUT,
        whole(declared, request.into_body(), largest),
    );
    let read = read.await.map_err(|_| Error::new(&problem::BODY_TIMEOUT))?;
    let bytes = read.map_err(|error| match error.problem.code {
        "body_too_large" => error.saying(
            "Ảnh lớn hơn 5 MB nên không được nhận. Hãy để thiết bị thu nhỏ ảnh trước khi ghi vào nhật ký.",
            "The photograph has more than 5 MB, so it was not taken. Have the device make it smaller before it is written into the journal.",
        ),
        _ => error,
    })?;
    let turn = front.picture_turn().await?;
    let keeping = front.act(async move |office| {
        let _turn = turn;
        office
            .keep_journal_photograph(&access, device, hash, bytes.into())
            .await
    });
    keeping.await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// A photograph of one's own journal
///
/// Of an addition to a check. With `size=small`, as JPEG of 480 pixels.
#[utoipa::path(
    get,
    path = "/api/v1/journal-entries/{id}/photograph",
    tag = "journal",
    params(
        ("id" = String, Path, description = "The number of the addition", example = "2"),
        ("size" = Option<String>, Query, description = "`small` for a picture of a list"),
    ),
    responses(
        (status = 200, description = "Its content", content(
            (Vec<u8> = "image/jpeg"), (Vec<u8> = "image/png"), (Vec<u8> = "image/webp"),
        )),
        (status = 400, description = "`bad_query`: a parameter that is not known", body = document::Problem, content_type = "application/problem+json"),
        (status = 404, description = "`no_such_photograph`: there is none of one's own, or it has not come; `photograph_missing`", body = document::Problem, content_type = "application/problem+json"),
        NotLetIn,
    ),
)]
pub async fn show(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    Path(id): Path<String>,
    RawQuery(written): RawQuery,
) -> Result<Response, Error> {
    let (id, small) = (identity(&id)?, stored::wants_small(written.as_deref())?);
    let stored = front.office().journal_photograph(&access, id, small);
    stored::photograph(&stored.await?).await
}
