//! The public register: search and filters, as pages, by API, and as open data.

mod api;
mod asked;
mod open_data;
mod pages;
mod producer;
mod rows;
pub mod shapes;
mod texts;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub use asked::{Asked, push_filters};
pub use rows::{Choices, Row, rows};
pub use texts::Texts;

use super::front::Front;

/// What any web page may fetch.
pub fn open_routes() -> OpenApiRouter<Front> {
    OpenApiRouter::new()
        .routes(routes!(api::certificates))
        .routes(routes!(api::certificate))
        .routes(routes!(open_data::csv))
        .routes(routes!(open_data::json))
}

/// The pages.
pub fn pages() -> OpenApiRouter<Front> {
    OpenApiRouter::new()
        .routes(routes!(pages::register))
        .routes(routes!(producer::producer))
}
