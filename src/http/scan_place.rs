//! `POST /s/{digits}/place`: a shopper says in which province a label was scanned, if they like.

use axum::extract::{Request, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};

use super::code_pages::scanned;
use super::document;
use super::error::Error;
use super::fields::Fields;
use super::front::Front;
use super::label_texts::provinces;
use super::message_page::refuse;
use super::paging;
use super::visitor::Visitor;
use crate::scheme::words::Language;

/// Says where a label was scanned
///
/// One of its scans of today of unknown place is moved to that province; none is added. Who says
/// so is not asked, and nothing is kept of them.
#[utoipa::path(
    post,
    path = "/s/{digits}/place",
    tag = "pages",
    params(("digits" = String, Path, description = "16 digits of serial, then those of the token")),
    request_body(content = document::Bought, content_type = "application/x-www-form-urlencoded"),
    responses(
        (status = 303, description = "Back to the verdict, which counts no scan"),
        (status = 400, description = "`bad_query`: there is no such province today", body = String, content_type = "text/html"),
        (status = 415, description = "`unsupported_content_type`", body = String, content_type = "text/html"),
    ),
)]
pub async fn place(State(front): State<Front>, visitor: Visitor, request: Request) -> Response {
    let path = request.uri().path();
    let page = path.strip_suffix("/place").unwrap_or(path).to_owned();
    match placed(&front, &page, request).await {
        Ok(()) => back(&page, &visitor),
        Err(error) => refuse(error, front.office().config(), &visitor),
    }
}

async fn placed(front: &Front, page: &str, request: Request) -> Result<(), Error> {
    let (_, typed) = Fields::of_form(request).await?;
    let chosen = typed.get("province").trim();
    if chosen.is_empty() {
        return Ok(());
    }
    let province = provinces()
        .iter()
        .find(|province| province.unit_id == chosen);
    let province = province.ok_or_else(|| {
        paging::refused(
            "province",
            "Không có tỉnh, thành phố này hiện nay. Hãy chọn lại trong danh sách.",
            "There is no such province today. Choose one of the list.",
        )
    })?;
    let examined = front.examine(&scanned(page), None).await;
    front.office().place_scan(&examined, province);
    Ok(())
}

fn back(page: &str, visitor: &Visitor) -> Response {
    let language = match (visitor.language_chosen, visitor.language) {
        (false, _) => "",
        (true, Language::Vi) => "&lang=vi",
        (true, Language::En) => "&lang=en",
    };
    let address = format!("{page}?placed=1{language}");
    let mut response = Redirect::to(&address).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
