//! Cases of false claims: for programs, at the desk, as a file, and the page that checks again.
//!
//! ```text
//! api                                  JSON
//! list_page, new_page, show_page, acts_page, csv   inspectors and councils
//! photographs                          added and shown
//! file                                 the case file, PDF
//! check_page                           anybody who was given its address
//! ```

mod acts_page;
mod api;
mod asked;
mod check_page;
mod check_texts;
mod csv;
mod fields;
mod file;
mod file_words;
mod list_page;
mod new_page;
mod photographs;
mod shapes;
mod show_page;
mod shown;
mod texts;
mod upload;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::error::Error;
use super::front::Front;
use super::guard::guarded;
use super::problem;

/// The routes of cases, each behind the guard.
pub fn router(front: &Front) -> OpenApiRouter<Front> {
    let guarded = |routes| guarded(front, routes);
    OpenApiRouter::new()
        .routes(guarded(routes!(api::list)))
        .routes(guarded(routes!(api::open)))
        .routes(guarded(routes!(api::counts)))
        .routes(guarded(routes!(api::one)))
        .routes(guarded(routes!(api::change)))
        .routes(guarded(routes!(api::add)))
        .routes(guarded(routes!(api::strike)))
        .routes(guarded(routes!(api::assign)))
        .routes(guarded(routes!(api::step)))
        .routes(guarded(routes!(api::acknowledge)))
        .routes(guarded(routes!(file::of_api)))
        .routes(guarded(routes!(photographs::add)))
        .routes(guarded(routes!(photographs::show)))
        .routes(guarded(routes!(photographs::add_by_form)))
        .routes(guarded(routes!(list_page::page)))
        .routes(guarded(routes!(csv::list)))
        .routes(guarded(routes!(new_page::form)))
        .routes(guarded(routes!(new_page::open)))
        .routes(guarded(routes!(show_page::page)))
        .routes(guarded(routes!(file::of_page)))
        .routes(guarded(routes!(acts_page::change)))
        .routes(guarded(routes!(acts_page::add)))
        .routes(guarded(routes!(acts_page::strike)))
        .routes(guarded(routes!(acts_page::assign)))
        .routes(guarded(routes!(acts_page::step)))
        .routes(guarded(routes!(acts_page::acknowledge)))
}

/// What anybody may see who was given its address.
pub fn open_routes() -> OpenApiRouter<Front> {
    OpenApiRouter::new().routes(routes!(check_page::page))
}

/// The identity in a path. What is no number names nothing.
fn identity(written: &str) -> Result<i64, Error> {
    let id = written.parse().ok().filter(|id| *id > 0);
    id.ok_or_else(|| Error::new(&problem::NOT_FOUND))
}

/// A case that was made, and where it is.
fn made(mut response: Response, id: i64) -> Response {
    *response.status_mut() = StatusCode::CREATED;
    if let Ok(address) = HeaderValue::try_from(format!("/api/v1/cases/{id}")) {
        response.headers_mut().insert(header::LOCATION, address);
    }
    response
}

/// After a form did what it should: the case's page.
fn onward(id: i64) -> Response {
    Redirect::to(&format!("/desk/cases/{id}")).into_response()
}
