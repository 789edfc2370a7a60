//! What is downloaded of a run: its texts as CSV, its files as one ZIP. Neither is held whole.

use std::convert::Infallible;

use axum::Extension;
use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::Response;
use futures_util::stream;
use tokio::fs::File;
use tokio::io::AsyncReadExt;

use super::identity;
use crate::http::acts::NotLetIn;
use crate::http::document;
use crate::http::error::Error;
use crate::http::front::Front;
use crate::http::problem;
use crate::http::saved::saved;
use crate::office::Access;

/// Bytes that are read at once.
const AT_ONCE: usize = 64 * 1024;

/// The texts of a run, for printing with variable data
///
/// UTF-8 with a byte order mark. Columns: `count`, `serial`, `text` (of the QR code), `number`,
/// `product`, `producer`, `stars`, `valid_through`, `lot`. The same each time.
#[utoipa::path(
    get,
    path = "/api/v1/label-runs/{id}/texts.csv",
    tag = "labels",
    params(("id" = String, Path, description = "The run's identity", example = "1")),
    responses(
        (status = 200, description = "A line for each label", body = String, content_type = "text/csv"),
        (status = 404, description = "`no_such_label_run`: there is none, or none in reach", body = document::Problem, content_type = "application/problem+json"),
        (status = 409, description = "`not_in_force`: no labels are printed of what does not hold", body = document::Problem, content_type = "application/problem+json"),
        NotLetIn,
    ),
)]
pub async fn texts(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let office = front.office();
    let run = office.label_run_to_print(&access, identity(&id)?).await?;
    let pieces = office.run_csv(&run).await?.map(Ok::<_, Infallible>);
    let body = Body::from_stream(stream::iter(pieces));
    let name = format!("{}-{}-{}.csv", run.number, run.first, run.last);
    Ok(saved(body, "text/csv; charset=utf-8", &name))
}

/// The files of a run, as one ZIP
#[utoipa::path(
    get,
    path = "/api/v1/label-runs/{id}/files",
    tag = "labels",
    params(("id" = String, Path, description = "The run's identity", example = "1")),
    responses(
        (status = 200, description = "The ZIP", body = Vec<u8>, content_type = "application/zip"),
        (status = 404, description = "`no_such_label_run`: there is none, or none in reach; `no_label_files`: none were ordered", body = document::Problem, content_type = "application/problem+json"),
        (status = 409, description = "`not_finished`: they are being made, and the detail says how far; `label_run_stands_still`, `label_files_missing`, `not_in_force`", body = document::Problem, content_type = "application/problem+json"),
        NotLetIn,
    ),
)]
pub async fn files(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let id = identity(&id)?;
    let files = front.office().label_files(&access, id).await?;
    let internal = |error: std::io::Error| {
        tracing::error!(%error, run = id, "the files of a run could not be read");
        Error::new(&problem::INTERNAL)
    };
    let file = File::open(&files.path).await.map_err(internal)?;
    let length = file.metadata().await.map_err(internal)?.len();
    let pieces = stream::unfold(Some(file), |file| async {
        let mut file = file?;
        let mut piece = Vec::with_capacity(AT_ONCE);
        let mut some = (&mut file).take(AT_ONCE as u64);
        match some.read_to_end(&mut piece).await {
            Ok(0) => None,
            Ok(_) => Some((Ok(Bytes::from(piece)), Some(file))),
            Err(error) => Some((Err(error), None)),
        }
    });
    let mut response = saved(Body::from_stream(pieces), "application/zip", &files.name);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    Ok(response)
}
