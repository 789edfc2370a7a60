//! Scoring over HTTP: councils' sessions, score sheets and conclusions, as pages and for
//! programs.

mod answers;
mod api;
mod api_sheet;
mod asked;
mod forms;
mod list_page;
mod session_page;
mod session_shown;
mod shapes;
mod sheet_page;
mod texts;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::front::Front;
use super::guard::guarded;

/// The routes of scoring.
pub fn router(front: &Front) -> OpenApiRouter<Front> {
    let guarded = |routes| guarded(front, routes);
    OpenApiRouter::new()
        .routes(guarded(routes!(api::sessions, api::open)))
        .routes(guarded(routes!(api::session)))
        .routes(guarded(routes!(api::conclude)))
        .routes(guarded(routes!(api_sheet::sheet, api_sheet::fill)))
        .routes(guarded(routes!(list_page::page, list_page::open)))
        .routes(guarded(routes!(session_page::page)))
        .routes(guarded(routes!(session_page::conclude)))
        .routes(guarded(routes!(sheet_page::page, sheet_page::fill)))
}
