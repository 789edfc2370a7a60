//! Decisions at the door: prepared, looked at, approved, and how their release goes.

mod acts;
mod api;
mod files;
mod form_acts;
mod form_files;
mod lines;
mod list_page;
mod sent;
mod shapes;
mod show_page;
mod texts;
mod upload;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::front::Front;
use super::guard::guarded;

/// The routes about decisions.
pub fn router(front: &Front) -> OpenApiRouter<Front> {
    let guarded = |routes| guarded(front, routes);
    OpenApiRouter::new()
        .routes(guarded(routes!(api::list)))
        .routes(guarded(routes!(api::prepare)))
        .routes(guarded(routes!(files::template_xlsx)))
        .routes(guarded(routes!(files::template_csv)))
        .routes(guarded(routes!(api::one)))
        .routes(guarded(routes!(api::change)))
        .routes(guarded(routes!(lines::list)))
        .routes(guarded(routes!(lines::add)))
        .routes(guarded(routes!(lines::remove)))
        .routes(guarded(routes!(files::import)))
        .routes(guarded(routes!(files::keep_scan)))
        .routes(guarded(routes!(files::scan)))
        .routes(guarded(routes!(files::form)))
        .routes(guarded(routes!(files::label)))
        .routes(guarded(routes!(acts::submit)))
        .routes(guarded(routes!(acts::approve)))
        .routes(guarded(routes!(acts::abandon)))
        .routes(guarded(routes!(list_page::page)))
        .routes(guarded(routes!(list_page::new)))
        .routes(guarded(routes!(list_page::begin)))
        .routes(guarded(routes!(show_page::page)))
        .routes(guarded(routes!(form_acts::change)))
        .routes(guarded(routes!(form_acts::add_line)))
        .routes(guarded(routes!(form_acts::remove_lines)))
        .routes(guarded(routes!(form_acts::gather)))
        .routes(guarded(routes!(form_acts::submit)))
        .routes(guarded(routes!(form_acts::approve)))
        .routes(guarded(routes!(form_acts::abandon)))
        .routes(guarded(routes!(form_files::import)))
        .routes(guarded(routes!(form_files::keep_scan)))
}
