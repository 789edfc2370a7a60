//! Certificates at the desk: searched within reach, one with everything that is known of it, and
//! what can be done with it next.

mod act;
mod list;
mod one;
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
        .routes(guarded(routes!(list::list)))
        .routes(guarded(routes!(one::one)))
        .routes(guarded(routes!(act::form)))
        .routes(guarded(routes!(act::act)))
}
