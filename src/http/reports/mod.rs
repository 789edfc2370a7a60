//! Reports of what is in somebody's reach: as a page with charts, for spreadsheets, by API.

mod api;
mod files;
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
        .routes(guarded(routes!(page::reports)))
        .routes(guarded(routes!(files::csv)))
        .routes(guarded(routes!(files::xlsx)))
        .routes(guarded(routes!(api::reports)))
}
