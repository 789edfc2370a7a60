//! Labels at the door: the studio where they are designed, files, sheets, and all labels of a
//! decision.
//!
//! ```text
//! parameters -> wishes (all faults at once) \
//! number -> subject (in reach, in force)    -> Label + Extent -> file | report | sheet | ZIP
//! ```

mod api;
mod asked;
mod bundle;
mod choices;
mod figures;
mod made;
mod packing;
mod proof;
mod refused;
mod report;
mod said;
mod shapes;
mod sheet_form;
mod sheet_wishes;
mod sheets;
mod sheets_page;
mod studio;
mod subject;
mod table;
mod tested;
mod texts;
mod wishes;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub use tested::Tested;

use super::front::Front;
use super::guard::guarded;

/// The routes about labels.
pub fn router(front: &Front) -> OpenApiRouter<Front> {
    let guarded = |routes| guarded(front, routes);
    OpenApiRouter::new()
        .routes(guarded(routes!(studio::page)))
        .routes(guarded(routes!(sheets_page::page, sheets_page::print)))
        .routes(guarded(routes!(api::label)))
        .routes(guarded(routes!(report::report)))
        .routes(guarded(routes!(proof::proof)))
        .routes(guarded(routes!(sheets::sheets)))
        .routes(guarded(routes!(bundle::bundle)))
}
