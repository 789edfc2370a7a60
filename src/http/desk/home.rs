//! `/desk`: where everybody arrives who signed in.

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;

use super::shapes;
use super::shell::{self, Shell, Signed};
use crate::http::acts::NotLetIn;
use crate::http::error::Error;
use crate::http::front::Front;
use crate::http::paging;
use crate::office::{Access, WorkList};

#[derive(Template)]
#[template(path = "desk/home.html")]
struct Page<'a> {
    shell: Shell<'a>,
    lists: Vec<List>,
}

struct List {
    address: String,
    count: i64,
    name: String,
}

#[derive(Serialize)]
struct WorkLists {
    work_lists: Vec<WorkList>,
}

/// What waits for whoever asks
///
/// With counts, and the page that lists it.
#[utoipa::path(
    get,
    path = "/api/v1/work-lists",
    tag = "people",
    responses(
        (status = 200, description = "What waits", body = shapes::WorkLists),
        NotLetIn,
    ),
)]
pub async fn work_lists(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
) -> Result<Response, Error> {
    let work_lists = front.office().work_lists(&access).await?;
    Ok(paging::private_answer(WorkLists { work_lists }, None))
}

/// The desk
#[utoipa::path(
    get,
    path = "/desk",
    tag = "pages",
    responses((status = 200, description = "A page", body = String, content_type = "text/html")),
)]
pub async fn home(State(front): State<Front>, signed: Signed) -> Response {
    let lists = match front.office().work_lists(&signed.access).await {
        Ok(lists) => lists,
        Err(error) => return signed.refuse(&front, error),
    };
    let lists = lists.into_iter().map(|list| List {
        name: list.words.get(signed.language()).to_owned(),
        address: list.page,
        count: list.count,
    });
    let page = Page {
        lists: lists.collect(),
        shell: Shell::new(&front, &signed),
    };
    shell::page(StatusCode::OK, &signed, &page)
}
