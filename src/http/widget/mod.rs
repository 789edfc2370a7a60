//! `<ocop-verify>`: checking a code on other people's pages, and the page that shows how.

mod page;
mod script;
mod texts;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::front::Front;

pub use script::asset;

/// The page; public.
pub fn pages() -> OpenApiRouter<Front> {
    OpenApiRouter::new().routes(routes!(page::page))
}

/// The script, which any page may load.
pub fn open_routes() -> OpenApiRouter<Front> {
    OpenApiRouter::new().routes(routes!(script::widget))
}
