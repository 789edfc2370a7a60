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

/// The register answers and the lists are held
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
    match front.office().ready().await {
        Ok(()) => fine(),
        Err(error) => {
            tracing::warn!(code = error.code(), %error, "not ready");
            Error::new(&problem::NOT_READY).into_response()
        }
    }
}

fn fine() -> Response {
    (StatusCode::OK, [(header::CACHE_CONTROL, "no-store")], "ok").into_response()
}
