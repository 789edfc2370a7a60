//! How often the labels with serials are scanned, and which too often: for officers, and for
//! their programs.

mod api;
mod asked;
mod page;
mod shapes;
mod texts;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::front::Front;
use super::guard::guarded;

/// The routes.
pub fn router(front: &Front) -> OpenApiRouter<Front> {
    let guarded = |routes| guarded(front, routes);
    OpenApiRouter::new()
        .routes(guarded(routes!(page::scans)))
        .routes(guarded(routes!(api::scans)))
        .routes(guarded(routes!(api::of_certificate)))
}
