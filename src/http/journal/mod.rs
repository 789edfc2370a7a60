//! The journals of inspectors: devices send what they checked, and inspectors read it.

mod api;
mod asked;
mod csv;
mod list_page;
mod one_page;
mod photographs;
mod shapes;
mod synchronising;
mod texts;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::front::Front;
use super::guard::guarded;

/// The routes.
pub fn router(front: &Front) -> OpenApiRouter<Front> {
    let guarded = |routes| guarded(front, routes);
    OpenApiRouter::new()
        .routes(guarded(routes!(synchronising::head)))
        .routes(guarded(routes!(synchronising::take_in)))
        .routes(guarded(routes!(api::list)))
        .routes(guarded(routes!(api::one)))
        .routes(guarded(routes!(photographs::keep)))
        .routes(guarded(routes!(photographs::show)))
        .routes(guarded(routes!(list_page::list)))
        .routes(guarded(routes!(list_page::case)))
        .routes(guarded(routes!(csv::csv)))
        .routes(guarded(routes!(one_page::one)))
}
