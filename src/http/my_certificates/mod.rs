//! The producer's door: their certificates, how long each still runs, the way to their
//! labels and to a renewal.

mod list;
mod texts;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::front::Front;
use super::guard::guarded;

/// The routes.
pub fn router(front: &Front) -> OpenApiRouter<Front> {
    let guarded = |routes| guarded(front, routes);
    OpenApiRouter::new()
        .routes(guarded(routes!(list::page)))
        .routes(guarded(routes!(list::certificates)))
}
