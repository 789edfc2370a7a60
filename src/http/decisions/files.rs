//! `/api/v1/preparations/{id}/…`: lists, scans, labels, and the whole of what is signed.

use axum::Extension;
use axum::extract::{Path, RawQuery, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::sent::{done, identity, once, seen};
use super::{shapes, upload};
use crate::http::acts::{NotLetIn, NotRead};
use crate::http::document;
use crate::http::error::Error;
use crate::http::front::Front;
use crate::http::paging;
use crate::http::query;
use crate::http::visitor::Visitor;
use crate::office::{
    Access, Imported, LARGEST_LIST, LARGEST_SCAN, template_csv as csv_of_template,
};

/// A workbook.
pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The template of a list, as a workbook
///
/// Headings in Vietnamese, choices, notes, and the product sets.
#[utoipa::path(
    get,
    path = "/api/v1/preparations/template.xlsx",
    tag = "decisions",
    responses((status = 200, description = "The workbook", body = Vec<u8>, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), NotLetIn),
)]
pub async fn template_xlsx(State(front): State<Front>) -> Result<Response, Error> {
    let made = front.act(async |office| office.template_xlsx()).await?;
    Ok(file(made, XLSX, "attachment; filename=\"ocop.xlsx\""))
}

/// The template of a list, as CSV
#[utoipa::path(
    get,
    path = "/api/v1/preparations/template.csv",
    tag = "decisions",
    responses((status = 200, description = "The headings", body = String, content_type = "text/csv"), NotLetIn),
)]
pub async fn template_csv() -> Response {
    let csv = csv_of_template().into_bytes();
    file(
        csv,
        "text/csv; charset=utf-8",
        "attachment; filename=\"ocop.csv\"",
    )
}

/// Imports a list
///
/// CSV or XLSX, as the body or as `file` of a form: all of its rows, or none with everything that
/// is wrong by row and column. With `Accept:
/// application/vnd.openxmlformats-officedocument.spreadsheetml.sheet` a refused list comes back
/// as a workbook with a column that says what is wrong.
#[utoipa::path(
    post,
    path = "/api/v1/preparations/{id}/import",
    tag = "decisions",
    params(
        ("id" = String, Path, description = "The decision's identity", example = "12"),
        ("version" = i64, Query, description = "The version that was seen"),
        ("Idempotency-Key" = Option<String>, Header, description = "1 to 128 visible ASCII characters: the same request with the same key is one act and gets the same answer; with another request it is refused as `idempotency_key_reused`"),
    ),
    request_body(
        description = "The list, at most 8 MB",
        content(
            (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            (String = "text/csv"),
            (shapes::FileForm = "multipart/form-data"),
        ),
    ),
    responses(
        (status = 200, description = "What was done", body = shapes::Receipt),
        (status = 404, description = "`no_such_preparation`: there is none, or it is another council's", body = document::Problem, content_type = "application/problem+json"),
        (status = 409, description = "`stale`: somebody else changed it; `preparation_state`, `release_begun`", body = document::Problem, content_type = "application/problem+json"),
        NotLetIn,
        NotRead,
        (status = 503, description = "`busy`: try again after `Retry-After` seconds", body = document::Problem, content_type = "application/problem+json"),
    ),
)]
pub async fn import(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    Path(id): Path<String>,
    RawQuery(written): RawQuery,
    request: Request,
) -> Result<Response, Error> {
    let id = identity(&id)?;
    let version = version(written.as_deref())?;
    let headers = request.headers().clone();
    let visitor = Visitor::of(written.as_deref(), &headers);
    let sent = upload::read(request, LARGEST_LIST).await?;
    let once = once(&headers, &format!("POST /{id}/import"), &sent.file)?;
    let marking = wants_workbook(&headers).then_some(visitor.language);
    let imported = front.act(async move |office| {
        let list = (sent.file.to_vec(), marking);
        let seen = seen(id, version);
        office
            .import_lines(&access, once.as_ref(), seen, list)
            .await
    });
    match imported.await? {
        Imported::Done(receipt) => Ok(done(receipt, StatusCode::OK)),
        Imported::Refused {
            marked: Some(marked),
            ..
        } => {
            let answer = file(marked, XLSX, "attachment; filename=\"can-sua.xlsx\"");
            Ok((StatusCode::UNPROCESSABLE_ENTITY, answer).into_response())
        }
        Imported::Refused { refusals, .. } => Err(Error::of_refusals(refusals)),
    }
}

fn wants_workbook(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT);
    accept.is_some_and(|accept| accept.as_bytes().starts_with(XLSX.as_bytes()))
}

/// The parameter `version`, which must be there.
fn version(written: Option<&str>) -> Result<i64, Error> {
    let mut pairs = query::pairs(written.unwrap_or_default());
    let version = pairs.find(|(name, _)| name == "version");
    let version = version.and_then(|(_, version)| version.parse().ok());
    version.ok_or_else(|| {
        paging::refused(
            "version",
            "Hãy gửi phiên bản đã xem, ví dụ ?version=3.",
            "Send the version that was seen, such as ?version=3.",
        )
    })
}

/// Keeps the scan of the signed decision
///
/// A PDF of at most 20 MB, as the body or as `file` of a form. An approval is void afterwards.
#[utoipa::path(
    post,
    path = "/api/v1/preparations/{id}/scan",
    tag = "decisions",
    params(
        ("id" = String, Path, description = "The decision's identity", example = "12"),
        ("version" = i64, Query, description = "The version that was seen"),
        ("Idempotency-Key" = Option<String>, Header, description = "1 to 128 visible ASCII characters: the same request with the same key is one act and gets the same answer; with another request it is refused as `idempotency_key_reused`"),
    ),
    request_body(
        description = "The PDF",
        content(
            (Vec<u8> = "application/pdf"),
            (shapes::FileForm = "multipart/form-data"),
        ),
    ),
    responses(
        (status = 200, description = "What was done", body = shapes::Receipt),
        (status = 404, description = "`no_such_preparation`: there is none, or it is another council's", body = document::Problem, content_type = "application/problem+json"),
        (status = 409, description = "`stale`: somebody else changed it; `preparation_state`, `release_begun`", body = document::Problem, content_type = "application/problem+json"),
        NotLetIn,
        NotRead,
        (status = 503, description = "`busy`: try again after `Retry-After` seconds", body = document::Problem, content_type = "application/problem+json"),
    ),
)]
pub async fn keep_scan(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    Path(id): Path<String>,
    RawQuery(written): RawQuery,
    request: Request,
) -> Result<Response, Error> {
    let id = identity(&id)?;
    let version = version(written.as_deref())?;
    let headers = request.headers().clone();
    let sent = upload::read(request, LARGEST_SCAN).await?;
    let once = once(&headers, &format!("POST /{id}/scan"), &sent.file)?;
    let keeping = front.act(async move |office| {
        let seen = seen(id, version);
        let scan = sent.file.to_vec();
        office.keep_scan(&access, once.as_ref(), seen, scan).await
    });
    Ok(done(keeping.await?, StatusCode::OK))
}

/// The scan of the signed decision
#[utoipa::path(
    get,
    path = "/api/v1/preparations/{id}/scan",
    tag = "decisions",
    params(("id" = String, Path, description = "The decision's identity", example = "12"),),
    responses(
        (status = 200, description = "The PDF", body = Vec<u8>, content_type = "application/pdf"),
        (status = 404, description = "`no_such_preparation`, `no_scan`", body = document::Problem, content_type = "application/problem+json"),
        NotLetIn,
    ),
)]
pub async fn scan(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let (_, scan) = front
        .office()
        .decision_scan(&access, identity(&id)?)
        .await?;
    // Never within this service's own pages: whatever it holds is somebody else's.
    Ok(file(
        scan,
        "application/pdf",
        "attachment; filename=\"quyet-dinh.pdf\"",
    ))
}

/// The whole of what is to be signed
///
/// In its one form; its SHA-256 is the digest that is approved.
#[utoipa::path(
    get,
    path = "/api/v1/preparations/{id}/form",
    tag = "decisions",
    params(("id" = String, Path, description = "The decision's identity", example = "12"),),
    responses(
        (status = 200, description = "What the decision says of itself, an empty line, and its lines as CSV", body = String, content_type = "text/csv"),
        (status = 404, description = "`no_such_preparation`: there is none, or it is another council's", body = document::Problem, content_type = "application/problem+json"),
        NotLetIn,
    ),
)]
pub async fn form(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let form = front
        .office()
        .decision_form(&access, identity(&id)?)
        .await?;
    Ok(file(
        form,
        "text/csv; charset=utf-8",
        "attachment; filename=\"noi-dung-ky.csv\"",
    ))
}

/// What the label of a line will look like
///
/// As large as the real one and marked as a preview; no verifier takes its code for a
/// certificate.
#[utoipa::path(
    get,
    path = "/api/v1/preparations/{id}/labels/{line}",
    tag = "decisions",
    params(("id" = String, Path, description = "The decision's identity", example = "12"),
        ("line" = String, Path, description = "The line", example = "1"),
    ),
    responses(
        (status = 200, description = "The label", body = String, content_type = "image/svg+xml"),
        (status = 404, description = "`no_such_preparation`, `no_such_line`", body = document::Problem, content_type = "application/problem+json"),
        (status = 422, description = "No label can be made of it; `errors` says why", body = document::Problem, content_type = "application/problem+json"),
        NotLetIn,
    ),
)]
pub async fn label(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    Path((id, line)): Path<(String, String)>,
) -> Result<Response, Error> {
    let id = identity(&id)?;
    // What is no number is no line.
    let line = line.parse().unwrap_or(0);
    let label = front.office().label_preview(&access, id, line).await?;
    Ok(file(label.into_bytes(), "image/svg+xml", "inline"))
}

/// A file that nobody on the way keeps.
fn file(content: Vec<u8>, kind: &'static str, disposition: &'static str) -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (
            header::CONTENT_DISPOSITION,
            HeaderValue::from_static(disposition),
        ),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (headers, content).into_response()
}
