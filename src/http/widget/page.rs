//! `GET /widget`: how to check codes on one's own page, with the element at work.

use askama::Template;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::script::WIDGET;
use super::texts::Texts;
use crate::http::error::Error;
use crate::http::frame::{self, Frame};
use crate::http::front::Front;
use crate::http::problem;
use crate::http::visitor::Visitor;

#[derive(Template)]
#[template(path = "widget.html")]
struct Page<'a> {
    frame: Frame<'a>,
    texts: &'static Texts,
    origin: String,
    root: String,
    pinned: String,
    integrity: &'a str,
}

/// How to check codes on one's own page
#[utoipa::path(
    get,
    path = "/widget",
    tag = "pages",
    params(("lang" = Option<String>, Query, description = "`vi` or `en`; otherwise by Accept-Language")),
    responses((status = 200, description = "A page", body = String, content_type = "text/html")),
)]
pub async fn page(State(front): State<Front>, visitor: Visitor) -> Response {
    let office = front.office();
    let page = Page {
        frame: Frame::new(office.config(), &visitor, None),
        texts: Texts::of(visitor.language),
        origin: office.config().origin().unwrap_or_default(),
        root: office.held().root.to_base64(),
        pinned: WIDGET.address(),
        integrity: &WIDGET.integrity,
    };
    let Ok(html) = page.render() else {
        return Error::new(&problem::INTERNAL).into_response();
    };
    let mut response = frame::page(StatusCode::OK, visitor.language, html);
    let headers = response.headers_mut();
    let policy = frame::WIDGET_POLICY.clone();
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    response
}
