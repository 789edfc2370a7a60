//! `/desk`: where everybody arrives who signed in.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::shell::{self, Shell, Signed};
use crate::http::front::Front;

#[derive(Template)]
#[template(path = "desk/home.html")]
struct Page<'a> {
    shell: Shell<'a>,
}

/// The desk
#[utoipa::path(
    get,
    path = "/desk",
    tag = "pages",
    responses((status = 200, description = "A page", body = String, content_type = "text/html")),
)]
pub async fn home(State(front): State<Front>, signed: Signed) -> Response {
    let page = Page {
        shell: Shell::new(&front, &signed),
    };
    shell::page(StatusCode::OK, &signed, &page)
}
