//! `/report`: a form for what may be a false claim. It works without scripts, and what was typed
//! stands in it again when something is wrong.

use askama::Template;
use axum::extract::{RawQuery, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;

use super::texts::Texts;
use super::{sent, shapes};
use crate::http::error::Error;
use crate::http::fields::{Fields, Typed};
use crate::http::forms::TEXT;
use crate::http::frame::{self, Frame};
use crate::http::front::Front;
use crate::http::guard;
use crate::http::label_texts::provinces;
use crate::http::message_page;
use crate::http::peer::Peer;
use crate::http::people;
use crate::http::problem;
use crate::http::query;
use crate::http::visitor::Visitor;
use crate::office::Refusal;
use crate::scheme::province::Province;
use crate::scheme::shopper_report::ReportReason;
use crate::scheme::words::Language;

#[derive(Template)]
#[template(path = "shopper_reports/form.html")]
struct Page<'a> {
    frame: Frame<'a>,
    words: &'static Texts,
    typed: &'a Typed,
    refusals: &'a [Refusal],
    reasons: Vec<(ReportReason, &'static str)>,
    provinces: &'static [&'static Province],
    about: Option<About>,
    once: &'a str,
    /// Whether to ask if a person sends it.
    ask_person: bool,
}

/// What is reported, as its code says.
struct About {
    verdict: String,
    product: Option<String>,
    producer: Option<String>,
}

impl Page<'_> {
    fn is_wrong(&self, field: &str) -> bool {
        let mut refusals = self.refusals.iter();
        refusals.any(|refusal| refusal.column == Some(field))
    }
}

/// Where a suspicion about a code is reported.
pub fn address(code: &str, visitor: &Visitor) -> String {
    let mut address = String::from("/report?code=");
    query::push_encoded(&mut address, code);
    if visitor.language_chosen {
        query::push(&mut address, "lang", visitor.language.tag());
    }
    address
}

/// The form to report a suspicion
#[utoipa::path(
    get,
    path = "/report",
    tag = "pages",
    params(
        ("code" = Option<String>, Query, description = "The code as it was scanned, or a certificate number", example = "CB-0-8"),
        ("lang" = Option<String>, Query, description = "`vi` or `en`; otherwise by Accept-Language"),
    ),
    responses((status = 200, description = "A page", body = String, content_type = "text/html")),
)]
pub async fn form(
    State(front): State<Front>,
    visitor: Visitor,
    RawQuery(written): RawQuery,
) -> Response {
    let typed = Typed::of_query(written.as_deref().unwrap_or_default());
    show(&front, &visitor, &typed, None, false).await
}

/// Report a suspicion
///
/// Leads to the page that thanks and tells the number of the report.
#[utoipa::path(
    post,
    path = "/report",
    tag = "pages",
    request_body(content = shapes::ReportForm, content_type = "multipart/form-data"),
    responses(
        (status = 303, description = "To the page with the number of the report"),
        (status = "4XX", description = "The form again with what was typed, saying what is wrong", body = String, content_type = "text/html"),
        (status = 503, description = "`busy`", body = String, content_type = "text/html"),
    ),
)]
pub async fn send(
    State(front): State<Front>,
    visitor: Visitor,
    peer: Peer,
    request: Request,
) -> Response {
    let refuse = |error| message_page::refuse(error, front.office().config(), &visitor);
    if let Err(error) = guard::not_foreign(&front, request.headers()) {
        return refuse(error);
    }
    let counted = front.attempts().report(peer);
    let reading = async { sent::read(&front, request, counted.is_ok()).await };
    let sent = match reading.await {
        Ok(sent) => sent,
        Err(error) => return refuse(error),
    };
    let typed = sent.typed;
    let mut fields = Fields::of_typed(&typed);
    let trap = fields.optional("website", &TEXT);
    let person = fields.optional("person", &TEXT);
    let report = sent::report(&mut fields, sent.refusals);
    let ask_person = trap.is_some() && person.is_none();
    if ask_person {
        fields.refuse_for(person_asked());
    }
    let keeping = async {
        counted?;
        let report = fields.finish(Some(report))?;
        sent::keep(&front, report, sent.photographs).await
    };
    match keeping.await {
        Ok(number) => {
            let mut to = format!("/reports/{number}?sent=1");
            if visitor.language_chosen {
                query::push(&mut to, "lang", visitor.language.tag());
            }
            Redirect::to(&to).into_response()
        }
        Err(error) if error.status().is_client_error() => {
            show(
                &front,
                &visitor,
                &typed,
                Some(&error),
                ask_person || person.is_some(),
            )
            .await
        }
        Err(error) => refuse(error),
    }
}

/// A field that people do not see was filled: a program did so, or a browser by itself. Nobody
/// is told which field; a person says that they are one.
fn person_asked() -> Refusal {
    Refusal {
        row: None,
        column: Some("person"),
        code: "person_asked",
        message: Texts::PERSON_ASKED,
    }
}

async fn show(
    front: &Front,
    visitor: &Visitor,
    typed: &Typed,
    error: Option<&Error>,
    ask_person: bool,
) -> Response {
    let config = front.office().config();
    let mut frame = Frame::new(config, visitor, None);
    frame.style = frame::DESK_STYLE;
    let code = typed.get("code").trim();
    if !code.is_empty() {
        query::push(&mut frame.other_language, "code", code);
    }
    let refusals = error.map(people::refusals).unwrap_or_default();
    let once = match typed.get("once") {
        "" => drawn(),
        once => once.to_owned(),
    };
    let reasons = ReportReason::ALL.into_iter();
    let page = Page {
        words: Texts::of(visitor.language),
        about: about(front, code, visitor.language).await,
        reasons: reasons
            .map(|reason| (reason, Texts::of(visitor.language).reason(reason)))
            .collect(),
        provinces: provinces(),
        once: &once,
        typed,
        refusals: &refusals,
        ask_person,
        frame,
    };
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

/// What a form draws, so that it is kept once however often it arrives. Without randomness it is
/// kept as often as it arrives.
fn drawn() -> String {
    let mut random = [0; 16];
    match getrandom::fill(&mut random) {
        Ok(()) => BASE64_URL_SAFE_NO_PAD.encode(random),
        Err(_) => String::new(),
    }
}

/// What a code says of itself, and the judge of it.
async fn about(front: &Front, code: &str, language: Language) -> Option<About> {
    if code.is_empty() {
        return None;
    }
    // That a number was never issued is what the report may be about: the form opens anyway.
    let examined = match front.office().number_in(code) {
        None => front.examine(code, None).await,
        Some(number) => front.examine_number(&number, None).await.ok()?,
    };
    let verdict = examined.verdict;
    let certificate = verdict.certificate.as_ref();
    Some(About {
        product: certificate.and_then(|certificate| certificate.product.clone()),
        producer: certificate.and_then(|certificate| certificate.producer.clone()),
        verdict: verdict.reason().get(language).to_owned(),
    })
}
