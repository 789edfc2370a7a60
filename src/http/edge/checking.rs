//! Codes and numbers, by the pack: as JSON the main service's answer with what the pack says of
//! itself, as a page the same page, which shows how old the data are. No scan is counted.

use axum::extract::{Path, Request, State};
use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use serde_json::Value;

use super::{Front, for_a_minute, not_yet, number_page};
use crate::http::answer::Answer;
use crate::http::asked::{Asked, Subject};
use crate::http::code_pages::scanned;
use crate::http::error::Error;
use crate::http::frame;
use crate::http::message_page::refuse;
use crate::http::problem;
use crate::http::verdict_page;
use crate::http::visitor::Visitor;
use crate::office::EdgeAnswer;
use crate::scheme::number::CertificateNumber;
use crate::scheme::pack::Unanswered;
use crate::scheme::stars::Stars;

/// Checks a code, a number or a photograph, as the main service's route of that name.
pub async fn verify(State(front): State<Front>, request: Request) -> Result<Response, Error> {
    let Asked {
        subject,
        stars_on_package,
    } = Asked::read(request).await?;
    let (code, of_photo) = match subject {
        Subject::Code(code) => (code, false),
        Subject::Photo(photo) => (Box::pin(front.0.pictures.read(photo)).await?, true),
    };
    let answer = answer(&front, &code, stars_on_package);
    let answer = answer.map_err(|error| error.of_field("code"))?;
    json(&front, &answer, of_photo.then_some(&code))
}

/// The page of a code, with a label's serial or without.
pub async fn token(State(front): State<Front>, visitor: Visitor, uri: Uri) -> Response {
    let shown = visitor
        .stars()
        .and_then(|stars| judged(&front, &visitor, &uri, stars));
    shown.unwrap_or_else(|error| refuse(error, front.config(), &visitor))
}

/// The page of a number.
pub async fn number(
    State(front): State<Front>,
    visitor: Visitor,
    Path(number): Path<String>,
) -> Response {
    let shown = looked_up(&front, &visitor, &number);
    shown.unwrap_or_else(|error| refuse(error, front.config(), &visitor))
}

fn judged(
    front: &Front,
    visitor: &Visitor,
    uri: &Uri,
    stars: Option<Stars>,
) -> Result<Response, Error> {
    let answer = answer(front, &scanned(uri.path()), stars)?;
    let response = match &answer {
        EdgeAnswer::Judged { examined, .. } if !visitor.json => {
            let html = verdict_page::render(examined, front.config(), visitor, false)?;
            frame::page(StatusCode::OK, visitor.language, html)
        }
        answer => json(front, answer, None)?,
    };
    Ok(cached(response))
}

fn looked_up(front: &Front, visitor: &Visitor, number: &str) -> Result<Response, Error> {
    let number: CertificateNumber = number.parse()?;
    let answer = of(front.edge().answer_number(number))?;
    let response = match &answer {
        EdgeAnswer::LookedUp(said) if !visitor.json => {
            number_page::page(said, number, &front.0.main, front.config(), visitor)?
        }
        answer => json(front, answer, None)?,
    };
    Ok(cached(response))
}

/// What is said of a code; verdicts are counted.
fn answer(front: &Front, code: &str, stars: Option<Stars>) -> Result<EdgeAnswer, Error> {
    let answer = of(front.edge().answer(code, stars))?;
    if let EdgeAnswer::Judged { examined, .. } = &answer {
        front.0.watch.verdict(examined.verdict.kind);
    }
    Ok(answer)
}

/// The answer, or why there is none.
fn of(answered: Option<Result<EdgeAnswer, Unanswered>>) -> Result<EdgeAnswer, Error> {
    let answered = answered.ok_or_else(not_yet)?;
    answered.map_err(|unanswered| Error::of_act(unanswered.code(), unanswered.words()))
}

fn json(front: &Front, answer: &EdgeAnswer, code: Option<&String>) -> Result<Response, Error> {
    let internal = |_| Error::new(&problem::INTERNAL);
    let body = match answer {
        EdgeAnswer::LookedUp(said) => said.clone(),
        EdgeAnswer::Judged {
            examined,
            decision,
            pack,
        } => {
            let answer = Answer::new(examined, code.map(String::as_str), front.config());
            let mut body = serde_json::to_value(answer).map_err(internal)?;
            // The pack does not know what these would say; `null` would say that there is nothing.
            if let Value::Object(fields) = &mut body {
                for unknown in ["status", "replaces", "renewed_by", "renews"] {
                    fields.remove(unknown);
                }
            }
            body["decision"] = decision.clone();
            body["pack"] = pack.clone();
            body
        }
    };
    let headers = [
        (header::CONTENT_TYPE, "application/json"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, body.to_string()).into_response())
}

/// What depends on the address, on the form that is wished and on the language alone.
fn cached(response: Response) -> Response {
    let mut response = for_a_minute(response);
    let varies = HeaderValue::from_static("accept, accept-language");
    response.headers_mut().insert(header::VARY, varies);
    response
}
