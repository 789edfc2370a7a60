//! `/api/v1/dossiers/{id}/files`: files are listed, added, read and taken away.

use axum::Extension;
use axum::extract::{Path, RawQuery, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::{identity, made, shapes, upload};
use crate::http::acts::{NotLetIn, NotRead};
use crate::http::document;
use crate::http::error::Error;
use crate::http::front::Front;
use crate::http::paging;
use crate::http::problem;
use crate::http::query;
use crate::http::stored;
use crate::office::{Access, DossierFileView, Office, StoredFile};

#[derive(Serialize)]
struct Files {
    files: Vec<DossierFileView>,
}

/// Lists the files of a dossier
#[utoipa::path(
    get,
    path = "/api/v1/dossiers/{id}/files",
    tag = "dossiers",
    params(("id" = String, Path, description = "The dossier's number", example = "1")),
    responses(
        (status = 200, description = "Its files, in the order in which they were added", body = shapes::DossierFiles),
        (status = 404, description = "`no_such_dossier`: there is none, or none in reach", body = document::Problem, content_type = "application/problem+json"),
        NotLetIn,
    ),
)]
pub async fn list(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let files = front
        .office()
        .dossier_files(&access, identity(&id)?)
        .await?;
    Ok(paging::private_answer(Files { files }, None))
}

/// Adds a file to a dossier
///
/// Told by its content: a picture is JPEG or PNG and is decoded, a document may also be a PDF
/// that holds no scripts, programs or files. 20 MB at most, 30 files of a dossier, and of a
/// producer 200 files and 1 GB in a day.
#[utoipa::path(
    post,
    path = "/api/v1/dossiers/{id}/files",
    tag = "dossiers",
    params(("id" = String, Path, description = "The dossier's number", example = "1")),
    request_body(content = shapes::NewFile, content_type = "multipart/form-data"),
    responses(
        (status = 201, description = "The file", body = shapes::DossierFile),
        (status = 503, description = "`busy`: too many files arrive at once", body = document::Problem, content_type = "application/problem+json"),
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
    let sent = upload::receive(&front, &access, id, request, 1).await?;
    let first = sent.into_iter().next();
    let first = first.ok_or_else(|| Error::new(&problem::MALFORMED_MULTIPART))?;
    let file = first.kept?;
    let address = format!("/api/v1/dossiers/{id}/files/{}", file.id);
    Ok(made(file, &address))
}

/// What a file holds
///
/// Pictures are shown, documents are saved. With `size=small`, a picture as JPEG of 480 pixels.
#[utoipa::path(
    get,
    path = "/api/v1/dossiers/{id}/files/{file}",
    tag = "dossiers",
    params(
        ("id" = String, Path, description = "The dossier's number", example = "1"),
        ("file" = String, Path, description = "The file's number", example = "1"),
        ("size" = Option<String>, Query, description = "`small` for a picture of a list"),
    ),
    responses(
        (status = 200, description = "Its content", content(
            (Vec<u8> = "image/jpeg"), (Vec<u8> = "image/png"), (Vec<u8> = "application/pdf"),
        )),
        (status = 400, description = "`bad_query`: a parameter that is not known", body = document::Problem, content_type = "application/problem+json"),
        (status = 404, description = "`no_such_dossier`, `no_such_file`: there is none, or none in reach; `file_content_missing`", body = document::Problem, content_type = "application/problem+json"),
        NotLetIn,
    ),
)]
pub async fn content(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    Path((id, file)): Path<(String, String)>,
    RawQuery(written): RawQuery,
) -> Result<Response, Error> {
    let (id, file) = (identity(&id)?, identity(&file)?);
    let small = stored::wants_small(written.as_deref())?;
    let stored = front.office().stored_file(&access, id, file, small).await?;
    let media_type = match (stored.is_small, stored.file.media_type.as_str()) {
        (true, _) | (_, "image/jpeg") => "image/jpeg",
        (_, "image/png") => "image/png",
        _ => "application/pdf",
    };
    stored::send(&stored.path, media_type, &disposition(&stored)).await
}

/// Takes a file away from a dossier
#[utoipa::path(
    delete,
    path = "/api/v1/dossiers/{id}/files/{file}",
    tag = "dossiers",
    params(
        ("id" = String, Path, description = "The dossier's number", example = "1"),
        ("file" = String, Path, description = "The file's number", example = "1"),
    ),
    responses(
        (status = 204, description = "It is no file of the dossier any more"),
        shapes::NotDone,
        NotLetIn,
    ),
)]
pub async fn remove(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    Path((id, file)): Path<(String, String)>,
) -> Result<Response, Error> {
    let (id, file) = (identity(&id)?, identity(&file)?);
    let act =
        async move |office: std::sync::Arc<Office>| office.remove_file(&access, id, file).await;
    front.act(act).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Pictures are shown, documents are saved, under the file's name (RFC 6266).
fn disposition(stored: &StoredFile) -> String {
    let how = match stored.file.kind.as_str() {
        "picture" => "inline",
        _ => "attachment",
    };
    let plain: String = stored
        .file
        .name
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || "-_. ".contains(c) {
                c
            } else {
                '_'
            }
        })
        .collect();
    let mut written = format!("{how}; filename=\"{plain}\"; filename*=UTF-8''");
    query::push_encoded(&mut written, &stored.file.name);
    written
}
