//! The transparency log, for monitors: checkpoint, tiles and leaves as files (C2SP tlog-tiles),
//! and proofs.

use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::document;
use super::error::Error;
use super::front::Front;
use super::lists::Sendable;
use super::problem;
use super::query;
use crate::office::{self, LogRefused};
use crate::scheme::log::{Hash, TilePath};
use crate::scheme::number::CertificateNumber;

/// What never changes may be kept for ever.
const IMMUTABLE: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
/// A newer checkpoint follows within a second.
const FLEETING: HeaderValue = HeaderValue::from_static("public, max-age=1");

/// The log's newest checkpoint
///
/// A C2SP checkpoint: origin, number of leaves and root of the tree, signed by the log's key,
/// with the cosignatures of witnesses. Beside it stand the tiles of C2SP tlog-tiles:
/// `/log/tile/<L>/<N>[.p/<W>]` with the tree's hashes, and `/log/tile/entries/<N>[.p/<W>]` with
/// the leaves. A leaf is one event of the book, as JSON.
#[utoipa::path(
    get,
    path = "/log/checkpoint",
    tag = "log",
    responses(
        (status = 200, description = "The checkpoint", body = String, content_type = "text/plain"),
        (status = 304, description = "`If-None-Match` names this checkpoint's tag"),
        (status = 404, description = "`no_checkpoint`: the log has none yet", body = document::Problem, content_type = "application/problem+json"),
    ),
)]
pub async fn checkpoint(State(front): State<Front>, headers: HeaderMap) -> Result<Response, Error> {
    let held = front.office().held();
    let Some(newest) = &held.checkpoint else {
        return Err(refused(LogRefused::NoCheckpoint.into()));
    };
    let sendable = Sendable::new(newest.note.to_string(), "text/plain; charset=utf-8");
    let mut response = sendable.answer(&headers);
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, FLEETING);
    Ok(response)
}

/// `GET /log/tile/…`: a tile of hashes or of leaves. Described with the checkpoint.
pub async fn tile(State(front): State<Front>, Path(path): Path<String>) -> Result<Response, Error> {
    let Ok(path) = path.parse::<TilePath>() else {
        return Err(no_tile());
    };
    let bytes = front.office().log_tile(path).await?.ok_or_else(no_tile)?;
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/octet-stream"),
        ),
        (header::CACHE_CONTROL, IMMUTABLE),
    ];
    Ok((headers, bytes).into_response())
}

/// A certificate's place in the log
///
/// A C2SP tlog-proof: the leaf (`extra`), its index, the hashes that lead to the root, and the
/// checkpoint. It can be kept and checked without this service.
#[utoipa::path(
    get,
    path = "/api/v1/certificates/{number}/proof",
    tag = "log",
    params(("number" = String, Path, description = "The certificate number", example = "CB-0-8")),
    responses(
        (status = 200, description = "The proof", body = String, content_type = "text/plain"),
        (status = 404, description = "`no_such_number`, `mistyped_number`, `not_a_number`, `no_checkpoint`; `not_in_log_yet`: ask again in a few seconds", body = document::Problem, content_type = "application/problem+json"),
    ),
)]
pub async fn proof(
    State(front): State<Front>,
    Path(number): Path<String>,
) -> Result<Response, Error> {
    let number: CertificateNumber = number.parse()?;
    let proof = front.office().prove(number).await.map_err(refused)?;
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/plain; charset=utf-8"),
        ),
        (header::CACHE_CONTROL, FLEETING),
    ];
    Ok((headers, proof.to_string()).into_response())
}

/// That one tree of the log begins with another
///
/// The consistency proof of RFC 6962, section 2.1.2, between any two sizes up to the newest
/// checkpoint's: base64, in the order in which they are applied.
#[utoipa::path(
    get,
    path = "/api/v1/log/consistency",
    tag = "log",
    params(
        ("old" = u64, Query, description = "Leaves of the smaller tree"),
        ("size" = u64, Query, description = "Leaves of the greater tree"),
    ),
    responses(
        (status = 200, description = "The hashes", body = document::Consistency),
        (status = 400, description = "`bad_parameter`", body = document::Problem, content_type = "application/problem+json"),
        (status = 404, description = "`no_such_tree`: beyond the newest checkpoint, or the wrong way round", body = document::Problem, content_type = "application/problem+json"),
    ),
)]
pub async fn consistency(
    State(front): State<Front>,
    RawQuery(written): RawQuery,
) -> Result<Response, Error> {
    let (mut old, mut size) = (None, None);
    for (name, value) in query::pairs(&written.unwrap_or_default()) {
        let number = value.parse::<u64>().map_err(|_| bad_size());
        match name.as_str() {
            "old" => old = Some(number?),
            "size" => size = Some(number?),
            _ => return Err(bad_size()),
        }
    }
    let (Some(old), Some(size)) = (old, size) else {
        return Err(bad_size());
    };
    let proof = front.office().prove_consistency(old, size).await;
    let hashes: Vec<String> = proof
        .map_err(refused)?
        .iter()
        .map(Hash::to_string)
        .collect();
    let body = json!({ "old": old, "size": size, "hashes": hashes }).to_string();
    let mut response = Sendable::new(body, "application/json").answer(&HeaderMap::new());
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, IMMUTABLE);
    Ok(response)
}

/// What the log does not have (yet) is not found there.
fn refused(error: office::Error) -> Error {
    let absent = matches!(error, office::Error::Log(_));
    let mut refused = Error::from(error);
    if absent {
        refused.problem = &problem::NOT_FOUND;
    }
    refused
}

fn no_tile() -> Error {
    let mut error = Error::new(&problem::NOT_FOUND).saying(
        "Nhật ký không có ô này. Hãy lấy kích thước từ /log/checkpoint.",
        "The log has no such tile. Take its size from /log/checkpoint.",
    );
    error.code = "no_such_tile";
    error
}

fn bad_size() -> Error {
    Error::new(&problem::BAD_QUERY).saying(
        "Hãy ghi old và size là hai số nguyên không âm, không ghi gì khác.",
        "Give old and size, two whole numbers from 0 on, and nothing else.",
    )
}
