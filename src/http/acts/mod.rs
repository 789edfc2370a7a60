//! What programs do by their tokens: the office's acts, with the same answers as the commands
//! give with `--json`.
//!
//! ```text
//! a request -> guard (policy, token, scope) -> fields (JSON, read strictly) -> office -> answer
//! ```
//!
//! No web page of another origin may call these: only what anyone may read has CORS.

mod councils;
mod keys;
mod life;
mod renew;
mod shapes;
mod supersede;
mod trust;

pub use shapes::{NotLetIn, NotRead};

use axum::Json;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::front::Front;
use super::guard::guarded;

/// The routes of the acts, each behind the guard.
pub fn router(front: &Front) -> OpenApiRouter<Front> {
    let guarded = |routes| guarded(front, routes);
    OpenApiRouter::new()
        .routes(guarded(routes!(life::revoke)))
        .routes(guarded(routes!(life::suspend)))
        .routes(guarded(routes!(life::lift)))
        .routes(guarded(routes!(supersede::supersede)))
        .routes(guarded(routes!(renew::renew)))
        .routes(guarded(routes!(keys::retire)))
        .routes(guarded(routes!(keys::compromise)))
        .routes(guarded(routes!(councils::succeed)))
        .routes(guarded(routes!(trust::draft)))
        .routes(guarded(routes!(trust::publish)))
}

/// What an act answers: never kept by anybody on the way.
pub fn done(answer: impl Serialize) -> Response {
    let mut response = Json(answer).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
