//! The producer's code of a product on the national traceability portal: a page of one's own
//! certificate, and the API.

mod api;
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
        .routes(guarded(routes!(page::form)))
        .routes(guarded(routes!(page::set)))
        .routes(guarded(routes!(api::set)))
}
