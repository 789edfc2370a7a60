//! Producers, dossiers and their files: for programs, at the desk, and at the producer's door.
//!
//! ```text
//! producers_api, api, files            JSON, and what files hold
//! desk_producers, desk_dossiers        officers
//! my_dossiers, my_editing, my_acts     producers, and secretaries for them
//! ```

mod api;
mod asked;
mod desk_dossiers;
mod desk_producers;
mod fields;
mod files;
mod form;
mod my_acts;
mod my_dossiers;
mod my_editing;
mod producers_api;
mod shapes;
mod shown;
mod texts;
mod upload;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Serialize;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::acts::done;
use super::error::Error;
use super::front::Front;
use super::guard::guarded;
use super::problem;

/// The routes of producers and dossiers, each behind the guard.
pub fn router(front: &Front) -> OpenApiRouter<Front> {
    let guarded = |routes| guarded(front, routes);
    OpenApiRouter::new()
        .routes(guarded(routes!(producers_api::list)))
        .routes(guarded(routes!(producers_api::register)))
        .routes(guarded(routes!(producers_api::one)))
        .routes(guarded(routes!(producers_api::change)))
        .routes(guarded(routes!(api::list)))
        .routes(guarded(routes!(api::begin)))
        .routes(guarded(routes!(api::one)))
        .routes(guarded(routes!(api::change)))
        .routes(guarded(routes!(api::lodge)))
        .routes(guarded(routes!(api::withdraw)))
        .routes(guarded(routes!(api::take_in)))
        .routes(guarded(routes!(api::hand_back)))
        .routes(guarded(routes!(files::list)))
        .routes(guarded(routes!(files::add)))
        .routes(guarded(routes!(files::content)))
        .routes(guarded(routes!(files::remove)))
        .routes(guarded(routes!(desk_producers::list)))
        .routes(guarded(routes!(desk_producers::blank)))
        .routes(guarded(routes!(desk_producers::register)))
        .routes(guarded(routes!(desk_producers::one)))
        .routes(guarded(routes!(desk_producers::change)))
        .routes(guarded(routes!(desk_dossiers::list)))
        .routes(guarded(routes!(desk_dossiers::one)))
        .routes(guarded(routes!(desk_dossiers::take_in)))
        .routes(guarded(routes!(desk_dossiers::hand_back)))
        .routes(guarded(routes!(my_dossiers::list)))
        .routes(guarded(routes!(my_dossiers::one)))
        .routes(guarded(routes!(my_editing::blank)))
        .routes(guarded(routes!(my_editing::begin)))
        .routes(guarded(routes!(my_editing::filled)))
        .routes(guarded(routes!(my_editing::save)))
        .routes(guarded(routes!(my_acts::lodge)))
        .routes(guarded(routes!(my_acts::withdraw)))
        .routes(guarded(routes!(my_acts::add_files)))
        .routes(guarded(routes!(my_acts::remove_file)))
}

/// The identity in a path. What is no number names nothing.
fn identity(written: &str) -> Result<i64, Error> {
    let id = written.parse().ok().filter(|id| *id > 0);
    id.ok_or_else(|| Error::new(&problem::NOT_FOUND))
}

/// What was made, and where it is.
fn made(answer: impl Serialize, address: &str) -> Response {
    let mut response = done(answer);
    *response.status_mut() = StatusCode::CREATED;
    if let Ok(address) = HeaderValue::try_from(address) {
        response.headers_mut().insert(header::LOCATION, address);
    }
    response
}

/// After a form did what it should: the page that shows it.
fn onward(address: &str) -> Response {
    Redirect::to(address).into_response()
}
