//! `/reports`: how far a report has come, by its number.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};

use super::shapes;
use super::texts::Texts;
use crate::http::document;
use crate::http::error::Error;
use crate::http::frame::{self, Frame};
use crate::http::front::Front;
use crate::http::guard;
use crate::http::message_page;
use crate::http::paging;
use crate::http::peer::Peer;
use crate::http::people::Attempt;
use crate::http::problem;
use crate::http::query;
use crate::http::visitor::Visitor;
use crate::office::{Office, PublicReportState};
use crate::scheme::check::instant;

#[derive(Template)]
#[template(path = "shopper_reports/state.html")]
struct Page<'a> {
    frame: Frame<'a>,
    words: &'static Texts,
    number: &'a str,
    refusal: Option<&'a str>,
    state: Option<Shown<'a>>,
    thanks: bool,
}

/// How far a report has come, in words.
struct Shown<'a> {
    words: &'a str,
    meaning: &'static str,
    merged: bool,
    answer: Option<&'a str>,
    contact_kept: bool,
    received_at: String,
    changed_at: String,
}

/// Find a report
#[utoipa::path(
    get,
    path = "/reports",
    tag = "pages",
    params(
        ("number" = Option<String>, Query, description = "The number of a report, as it is typed", example = "PA-7K3M-Q9TD"),
        ("lang" = Option<String>, Query, description = "`vi` or `en`; otherwise by Accept-Language"),
    ),
    responses(
        (status = 200, description = "A form for a number", body = String, content_type = "text/html"),
        (status = 303, description = "To the page of the report with that number"),
    ),
)]
pub async fn find(
    State(front): State<Front>,
    visitor: Visitor,
    RawQuery(written): RawQuery,
) -> Response {
    let written = written.unwrap_or_default();
    let typed = query::pairs(&written).find(|(name, _)| name == "number");
    let typed = typed.map(|(_, number)| number.trim().to_owned());
    match typed.filter(|number| !number.is_empty()) {
        None => show(&front, &visitor, "", Ok(None), false),
        Some(number) => {
            let mut to = String::from("/reports/");
            query::push_encoded(&mut to, &number);
            if visitor.language_chosen {
                to.push_str("?lang=");
                to.push_str(visitor.language.tag());
            }
            Redirect::to(&to).into_response()
        }
    }
}

/// How far a report has come
///
/// Its state and the inspectors' answer; nothing that anybody typed into it. With
/// `Accept: application/json` as JSON.
#[utoipa::path(
    get,
    path = "/reports/{number}",
    tag = "pages",
    params(
        ("number" = String, Path, description = "The number of the report", example = "PA-7K3M-Q9TD"),
        ("lang" = Option<String>, Query, description = "`vi` or `en`; otherwise by Accept-Language"),
    ),
    responses(
        (status = 200, description = "How far it is", content((String = "text/html"), (shapes::PublicState = "application/json"))),
        (status = 404, description = "`no_such_report_number`, `not_a_report_number`, `mistyped_report_number`", body = document::Problem, content_type = "application/problem+json"),
        (status = 429, description = "`too_many_attempts`: wait `Retry-After` seconds", body = document::Problem, content_type = "application/problem+json"),
    ),
)]
pub async fn state(
    State(front): State<Front>,
    visitor: Visitor,
    peer: Peer,
    Path(number): Path<String>,
    RawQuery(written): RawQuery,
) -> Response {
    let looking = async {
        front.attempts().from(Attempt::ReportNumber, peer)?;
        Ok::<_, Error>(front.office().public_report_state(&number).await?)
    };
    let found = looking.await;
    if visitor.json {
        return match found {
            Ok(state) => paging::private_answer(state, None),
            Err(error) => message_page::refuse(error, front.office().config(), &visitor),
        };
    }
    let thanks = query::pairs(written.as_deref().unwrap_or_default())
        .any(|(name, value)| (name.as_str(), value.as_str()) == ("sent", "1"));
    match found {
        Ok(state) => show(&front, &visitor, &number, Ok(Some(&state)), thanks),
        Err(error) if error.status().is_client_error() => {
            show(&front, &visitor, &number, Err(&error), false)
        }
        Err(error) => message_page::refuse(error, front.office().config(), &visitor),
    }
}

/// Erase the contact of a report
///
/// For whoever has its number.
#[utoipa::path(
    post,
    path = "/reports/{number}/erase-contact",
    tag = "pages",
    params(("number" = String, Path, description = "The number of the report", example = "PA-7K3M-Q9TD")),
    responses(
        (status = 303, description = "Erased: to the page with the state"),
        (status = 404, description = "`no_such_report_number`, `no_contact`", body = String, content_type = "text/html"),
        (status = 429, description = "`too_many_attempts`: wait `Retry-After` seconds", body = String, content_type = "text/html"),
    ),
)]
pub async fn erase_contact(
    State(front): State<Front>,
    visitor: Visitor,
    peer: Peer,
    Path(number): Path<String>,
    headers: HeaderMap,
) -> Response {
    let (typed, lang) = (number.clone(), visitor.language.tag());
    let erasing = async {
        guard::not_foreign(&front, &headers)?;
        front.attempts().from(Attempt::ReportNumber, peer)?;
        let act = async move |office: Arc<Office>| office.erase_own_contact(&typed).await;
        Ok::<_, Error>(front.act(act).await?)
    };
    match erasing.await {
        Ok(()) => {
            let mut to = String::from("/reports/");
            query::push_encoded(&mut to, &number);
            if visitor.language_chosen {
                to.push_str("?lang=");
                to.push_str(lang);
            }
            Redirect::to(&to).into_response()
        }
        Err(error) => message_page::refuse(error, front.office().config(), &visitor),
    }
}

fn show(
    front: &Front,
    visitor: &Visitor,
    typed: &str,
    found: Result<Option<&PublicReportState>, &Error>,
    thanks: bool,
) -> Response {
    let words = Texts::of(visitor.language);
    let language = visitor.language;
    let mut frame = Frame::new(front.office().config(), visitor, None);
    frame.style = frame::DESK_STYLE;
    if thanks {
        query::push(&mut frame.other_language, "sent", "1");
    }
    let state = found.ok().flatten();
    let page = Page {
        number: state.map_or(typed, |state| &state.number),
        refusal: found.err().map(|error| error.detail.get(language)),
        state: state.map(|state| Shown {
            words: state.words.get(language),
            meaning: words.meaning(state.state),
            merged: state.merged,
            answer: state.answer.as_deref(),
            contact_kept: state.contact_kept,
            received_at: instant(state.received_at),
            changed_at: instant(state.changed_at),
        }),
        words,
        thanks,
        frame,
    };
    let status = found.err().map_or(StatusCode::OK, Error::status);
    let mut response = match page.render() {
        Ok(html) => frame::with_forms(frame::page(status, language, html)),
        Err(_) => return Error::new(&problem::INTERNAL).into_response(),
    };
    if let Some(seconds) = found.err().and_then(|error| error.retry_after) {
        let headers = response.headers_mut();
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}
