//! What the pages on the way in share: their frame, what is wrong, and where they lead.

use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::after::After;
use super::texts::Texts;
use crate::http::error::Error;
use crate::http::frame::{self, Frame};
use crate::http::front::Front;
use crate::http::passkeys;
use crate::http::problem;
use crate::http::scripts;
use crate::http::visitor::Visitor;
use crate::office::Refusal;
use crate::scheme::words::Text;

/// What a page on the way in is made of: a field `gate` of its template.
pub struct Gate<'a> {
    /// The words.
    pub words: &'static Texts,
    /// The words of passkeys, and where their script is.
    pub passkeys: &'static passkeys::Texts,
    pub script: String,
    /// What is wrong with what was typed.
    pub refusals: Vec<Refusal>,
    /// Where it leads.
    pub after: After,
    /// The frame.
    pub frame: Frame<'a>,
}

impl<'a> Gate<'a> {
    /// For somebody who is not in yet.
    pub fn new(front: &'a Front, visitor: &Visitor, after: After) -> Self {
        let mut frame = Frame::new(front.office().config(), visitor, None);
        frame.style = frame::DESK_STYLE;
        if let Some(next) = &after.next {
            crate::http::query::push(&mut frame.other_language, "next", next);
        }
        Self {
            words: Texts::of(visitor.language),
            passkeys: passkeys::Texts::of(visitor.language),
            script: scripts::PASSKEY.address(),
            refusals: Vec::new(),
            after,
            frame,
        }
    }

    /// With what an error says.
    pub fn refusing(mut self, error: &Error) -> Self {
        self.refusals = refusals(error);
        self
    }
}

/// Everything that an error says, one by one.
pub fn refusals(error: &Error) -> Vec<Refusal> {
    if error.errors.is_empty() {
        return vec![Refusal {
            row: None,
            column: error.field,
            code: error.code,
            message: Text::clone(&error.detail),
        }];
    }
    error.errors.clone()
}

/// A page on the way in. An error gives its status.
pub fn page(visitor: &Visitor, error: Option<&Error>, page: &impl Template) -> Response {
    let status = error.map_or(StatusCode::OK, Error::status);
    let mut response = match page.render() {
        Ok(html) => frame::with_forms(frame::page(status, visitor.language, html)),
        Err(_) => return Error::new(&problem::INTERNAL).into_response(),
    };
    if let Some(seconds) = error.and_then(|error| error.retry_after) {
        let headers = response.headers_mut();
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}
