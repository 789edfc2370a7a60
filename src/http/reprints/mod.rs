//! Labels of a suspended certificate: allowed by the chair of its council, or taken back.

mod api;
mod page;
mod shapes;
mod texts;

pub use texts::Texts;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::front::Front;
use super::guard::guarded;

/// The routes.
pub fn router(front: &Front) -> OpenApiRouter<Front> {
    let guarded = |routes| guarded(front, routes);
    OpenApiRouter::new()
        .routes(guarded(routes!(page::form)))
        .routes(guarded(routes!(page::allow)))
        .routes(guarded(routes!(page::withdraw)))
        .routes(guarded(routes!(api::allow)))
        .routes(guarded(routes!(api::withdraw)))
}
