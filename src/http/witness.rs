//! A witness's own small service (C2SP tlog-witness): `POST /add-checkpoint`, and nothing else.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, FromRequest, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde_json::json;
use tokio::time::timeout;
use tower_http::catch_panic::CatchPanicLayer;

use super::body::BODY_TIMEOUT;
use super::error::Error;
use super::headers::{AroundLayer, after_panic};
use super::problem;
use crate::office::{LARGEST_SUBMISSION, Witness, WitnessRefused};
use crate::scheme::words::Text;

/// Every route of a witness.
pub fn router(witness: Arc<Witness>) -> Router {
    Router::new()
        .route("/add-checkpoint", post(add_checkpoint))
        .route("/healthz", get("ok"))
        .fallback(async || Error::new(&problem::NOT_FOUND))
        .method_not_allowed_fallback(async || Error::new(&problem::METHOD))
        .layer((
            AroundLayer,
            CatchPanicLayer::custom(after_panic),
            DefaultBodyLimit::max(LARGEST_SUBMISSION),
        ))
        .with_state(witness)
}

async fn add_checkpoint(State(witness): State<Arc<Witness>>, request: Request) -> Response {
    let body = match timeout(BODY_TIMEOUT, Bytes::from_request(request, &())).await {
        Ok(Ok(body)) => body,
        Ok(Err(refused)) => return refused.into_response(),
        Err(_) => return Error::new(&problem::BODY_TIMEOUT).into_response(),
    };
    // To its end, even if the client leaves: it waits for the disk.
    let outcome = tokio::task::spawn_blocking(move || witness.add_checkpoint(&body)).await;
    match outcome {
        Ok(Ok(line)) => {
            let kind = [(header::CONTENT_TYPE, "text/plain; charset=utf-8")];
            (kind, line).into_response()
        }
        Ok(Err(refused)) => answer(&refused),
        Err(_) => Error::new(&problem::INTERNAL).into_response(),
    }
}

fn answer(refused: &WitnessRefused) -> Response {
    let status = StatusCode::from_u16(refused.status());
    let status = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let code = refused.code();
    if status.is_server_error() {
        tracing::error!(code, %refused, "a checkpoint is not cosigned");
        return Error::new(&problem::INTERNAL).into_response();
    }
    tracing::warn!(code, %refused, "a checkpoint is not cosigned");
    if let WitnessRefused::Conflict { last } = refused {
        let kind = [(header::CONTENT_TYPE, "text/x.tlog.size")];
        return (status, kind, format!("{last}\n")).into_response();
    }
    let Text { vi, en } = refused.words();
    let body = json!({ "status": status.as_u16(), "code": code, "detail": en, "detail_vi": vi });
    let kind = [(header::CONTENT_TYPE, "application/problem+json")];
    (status, kind, body.to_string()).into_response()
}
