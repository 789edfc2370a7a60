//! The start page: what this is, and a form for a code, a number or a photograph.

use askama::Template;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};

use super::asked::{Asked, Subject};
use super::document;
use super::error::Error;
use super::frame::{self, Frame};
use super::front::Front;
use super::message_page::refuse;
use super::query;
use super::shopper_reports;
use super::verdict_page;
use super::visitor::Visitor;
use crate::config::Config;
use crate::scheme::digits;
use crate::scheme::qr_text::QrText;
use crate::scheme::stars::Stars;
use crate::scheme::words::Language;

#[derive(Template)]
#[template(path = "start.html")]
struct Page<'a> {
    frame: Frame<'a>,
    refusal: Option<&'a str>,
    report: &'static shopper_reports::Texts,
}

/// The start page
#[utoipa::path(
    get,
    path = "/",
    tag = "pages",
    params(("lang" = Option<String>, Query, description = "`vi` or `en`; otherwise by Accept-Language")),
    responses((status = 200, description = "A page", body = String, content_type = "text/html")),
)]
pub async fn start(State(front): State<Front>, visitor: Visitor) -> Response {
    show(front.office().config(), &visitor, None)
}

fn show(config: &Config, visitor: &Visitor, refusal: Option<&Error>) -> Response {
    let page = Page {
        frame: Frame::new(config, visitor, None),
        refusal: refusal.map(|error| error.detail.get(visitor.language)),
        report: shopper_reports::Texts::of(visitor.language),
    };
    let status = refusal.map_or(StatusCode::OK, Error::status);
    match page.render() {
        Ok(html) => frame::page(status, visitor.language, html),
        Err(_) => Error::new(&super::problem::INTERNAL).into_response(),
    }
}

/// The start page's form
///
/// Leads to the page of the code or number that was given.
#[utoipa::path(
    post,
    path = "/",
    tag = "pages",
    request_body(content = document::VerifyForm, content_type = "multipart/form-data"),
    responses(
        (status = 303, description = "To the page of the code, the number, or the code in the photo"),
        (status = 200, description = "The page of a text that is no OCOP code", body = String, content_type = "text/html"),
        (status = "4XX", description = "The form again, saying what is wrong", body = String, content_type = "text/html"),
    ),
)]
pub async fn submit(State(front): State<Front>, visitor: Visitor, request: Request) -> Response {
    let config = front.office().config();
    match answer(&front, &visitor, request).await {
        Ok(response) => response,
        Err(error) if visitor.json => refuse(error, config, &visitor),
        Err(error) => show(config, &visitor, Some(&error)),
    }
}

async fn answer(front: &Front, visitor: &Visitor, request: Request) -> Result<Response, Error> {
    let asked = Asked::read(request).await?;
    let stars = asked.stars_on_package;
    let code = match asked.subject {
        Subject::Code(code) => code,
        Subject::Photo(photo) => front.read_photo(photo).await?,
    };
    let office = front.office();
    let path = match office.number_in(&code) {
        Some(number) => {
            let mut path = String::from("/c/");
            query::push_encoded(&mut path, &number);
            path
        }
        None => match QrText::read(&code) {
            QrText::Token {
                bytes,
                serial: None,
            } => format!("/v/{}", digits::write(&bytes)),
            QrText::Token {
                bytes,
                serial: Some(serial),
            } => {
                format!("/s/{serial}{}", digits::write(&bytes))
            }
            _ => {
                let examined = office.verify(&code, stars);
                let html = verdict_page::render(&examined, office.config(), visitor, false)?;
                return Ok(frame::page(StatusCode::OK, visitor.language, html));
            }
        },
    };
    let mut response = Redirect::to(&with_wishes(path, visitor, stars)).into_response();
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

fn with_wishes(mut path: String, visitor: &Visitor, stars: Option<Stars>) -> String {
    let mut mark = '?';
    if visitor.language_chosen {
        path.push(mark);
        path.push_str(match visitor.language {
            Language::Vi => "lang=vi",
            Language::En => "lang=en",
        });
        mark = '&';
    }
    if let Some(stars) = stars {
        path.push(mark);
        path.push_str("stars=");
        path.push(char::from(b'0' + stars.get()));
    }
    path
}
