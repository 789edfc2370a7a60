//! The case file: a PDF with everything that a case holds, and how to check it oneself.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, State};
use axum::http::HeaderValue;
use axum::response::Response;
use base64::Engine as _;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

use super::file_words::blocks;
use super::identity;
use crate::http::acts::NotLetIn;
use crate::http::desk::Signed;
use crate::http::document;
use crate::http::error::Error;
use crate::http::front::Front;
use crate::http::problem;
use crate::http::saved::saved;
use crate::label::write_pages;
use crate::office::{Access, CaseFileContents, Office};

/// The file of a case
///
/// A PDF. The same state of a case makes the same bytes; their SHA-256 is in `Repr-Digest`, and is
/// kept with the case, so that whoever holds a file can compare it on the check page.
#[utoipa::path(
    get,
    path = "/api/v1/cases/{id}/file",
    tag = "cases",
    params(("id" = String, Path, description = "The case's number", example = "1")),
    responses(
        (status = 200, description = "The file", body = Vec<u8>, content_type = "application/pdf"),
        (status = 404, description = "`no_such_case`: there is none, or none in reach", body = document::Problem, content_type = "application/problem+json"),
        NotLetIn,
    ),
)]
pub async fn of_api(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    written(&front, access, identity(&id)?).await
}

/// The file of a case, from its page
#[utoipa::path(
    get,
    path = "/desk/cases/{id}/file",
    tag = "pages",
    params(("id" = String, Path, description = "The case's number", example = "1")),
    responses(
        (status = 200, description = "The file", body = Vec<u8>, content_type = "application/pdf"),
        (status = 404, description = "There is none, or none in reach", body = String, content_type = "text/html"),
    ),
)]
pub async fn of_page(
    State(front): State<Front>,
    signed: Signed,
    Path(id): Path<String>,
) -> Response {
    let writing = async { written(&front, signed.access.clone(), identity(&id)?).await };
    writing
        .await
        .unwrap_or_else(|error| signed.refuse(&front, error))
}

/// Writes a case file, and keeps its digest before it is handed out.
async fn written(front: &Front, access: Access, id: i64) -> Result<Response, Error> {
    let contents = front.office().case_file(&access, id).await?;
    let (version, reference) = (contents.case.version, contents.case.reference.clone());
    // Photographs and fonts take a while.
    let writing = front.in_turn(move || pdf(&contents));
    let bytes = writing.await?.map_err(|error| {
        tracing::error!(%error, "a case file could not be written");
        Error::new(&problem::INTERNAL)
    })?;
    let hash = Sha256::digest(&bytes);
    let digest = BASE64_URL_SAFE_NO_PAD.encode(hash);
    let keeping = async move |office: Arc<Office>| {
        office.keep_case_file(&access, (id, version), digest).await
    };
    front.act(keeping).await?;
    let mut response = saved(bytes, "application/pdf", &format!("{reference}.pdf"));
    // RFC 9530.
    let field = format!("sha-256=:{}:", BASE64_STANDARD.encode(hash));
    if let Ok(field) = HeaderValue::try_from(field) {
        response.headers_mut().insert("repr-digest", field);
    }
    Ok(response)
}

fn pdf(contents: &CaseFileContents) -> Result<Vec<u8>, crate::label::Error> {
    let case = &contents.case;
    let title = format!("Hồ sơ vụ việc {}", case.reference);
    let foot = format!("{title} · bản / version {}", case.version);
    write_pages(&title, &foot, &blocks(contents))
}
