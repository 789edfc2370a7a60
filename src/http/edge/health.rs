//! Whether the process lives, and whether it can judge.

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};

use super::{Front, not_yet};
use crate::http::error::Error;
use crate::http::problem;

/// The process lives.
pub async fn healthz() -> Response {
    ([(header::CACHE_CONTROL, "no-store")], "ok").into_response()
}

/// There is a pack that may still be used. With one that expired an edge still answers, and says
/// so; but whoever can is better sent elsewhere.
pub async fn readyz(State(front): State<Front>) -> Response {
    if front.edge().is_ready() {
        return healthz().await;
    }
    if front.edge().held().is_none() {
        return not_yet().into_response();
    }
    let expired = Error::new(&problem::NOT_READY).saying(
        "Gói dữ liệu của máy chủ biên này đã hết hạn và chưa tải được gói mới. Hãy dùng trang chính.",
        "The pack of this edge has expired, and no newer one could be fetched. Use the main address.",
    );
    expired.into_response()
}
