//! A page that says one thing: a refusal, an address that does not exist, a kind of problem.

use askama::Template;

use super::error::Error;
use super::frame::{self, Frame};
use super::visitor::Visitor;
use crate::config::Config;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

#[derive(Template)]
#[template(path = "message.html")]
struct Page<'a> {
    frame: Frame<'a>,
    icon: &'static str,
    heading: &'a str,
    detail: &'a str,
    code: &'a str,
}

/// A refusal, as the visitor wishes it: a page or problem details.
pub fn refuse(error: Error, config: &Config, visitor: &Visitor) -> Response {
    if visitor.json {
        return error.into_response();
    }
    let status = error.status();
    let mut response = say(&error, status, config, visitor);
    if let Some(seconds) = error.retry_after {
        let headers = response.headers_mut();
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// A kind of refusal explained, which is no refusal itself.
pub fn explain(error: &Error, config: &Config, visitor: &Visitor) -> Response {
    say(error, StatusCode::OK, config, visitor)
}

fn say(error: &Error, status: StatusCode, config: &Config, visitor: &Visitor) -> Response {
    let words = error.detail.get(visitor.language);
    // What comes before the first stop is the heading.
    let (heading, detail) = [": ", "; ", ". "]
        .iter()
        .filter_map(|stop| words.split_once(stop))
        .min_by_key(|(heading, _)| heading.len())
        .unwrap_or((words.trim_end_matches('.'), ""));
    let page = Page {
        frame: Frame::new(config, visitor, None),
        icon: include_str!("../../assets/icons/question.svg"),
        heading,
        detail,
        code: error.code,
    };
    match page.render() {
        Ok(html) => frame::page(status, visitor.language, html),
        Err(_) => error.clone().into_response(),
    }
}
