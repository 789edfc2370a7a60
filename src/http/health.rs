//! Whether the process lives, and whether it can serve.

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::document;
use super::error::Error;
use super::front::Front;
use super::problem;

/// The process lives
#[utoipa::path(get, path = "/healthz", tag = "service", responses((status = 200, description = "It does", body = String, content_type = "text/plain", example = "ok")))]
pub async fn healthz() -> Response {
    fine()
}

/// The lists that verdicts stand on may be used
///
/// Verdicts come from memory, so a register that does not answer keeps nobody from verifying.
#[utoipa::path(
    get,
    path = "/readyz",
    tag = "service",
    responses(
        (status = 200, description = "Ready", body = String, content_type = "text/plain", example = "ok"),
        (status = 503, description = "Not ready", body = document::Problem, content_type = "application/problem+json"),
    ),
)]
pub async fn readyz(State(front): State<Front>) -> Response {
    if front.office().is_ready() {
        return fine();
    }
    let old = Error::new(&problem::NOT_READY).saying(
        "Máy chủ này đã 7 ngày không đọc được sổ đăng ký. Hãy dùng máy chủ khác.",
        "This server has not been able to read the register for 7 days. Use another one.",
    );
    old.into_response()
}

fn fine() -> Response {
    (StatusCode::OK, [(header::CACHE_CONTROL, "no-store")], "ok").into_response()
}
