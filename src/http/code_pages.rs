//! The pages that codes lead to: `/v/` a token, `/s/` a token with a serial, `/c/` a number.

use axum::extract::{Path, State};
use axum::http::{Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};

use super::answer::Answer;
use super::document;
use super::error::Error;
use super::frame;
use super::front::Front;
use super::message_page::{explain, refuse};
use super::problem;
use super::region::Region;
use super::verdict_page;
use super::visitor::Visitor;
use crate::config::Config;
use crate::office::Examined;

/// Stands for whatever host the visitor came to.
const HOST: &str = "https://host";

/// A code's verdict
///
/// What a phone's camera opens. With `Accept: application/json` the same verdict as JSON.
#[utoipa::path(
    get,
    path = "/v/{digits}",
    tag = "pages",
    params(
        ("digits" = String, Path, description = "The digits of the token"),
        ("stars" = Option<u8>, Query, description = "The stars that the package shows, 1 to 5"),
        ("lang" = Option<String>, Query, description = "`vi` or `en`; otherwise by Accept-Language"),
    ),
    responses(
        (status = 200, description = "The verdict, whatever it is", content((String = "text/html"), (document::Verdict = "application/json"))),
        (status = 422, description = "`stars_out_of_range`", body = document::Problem, content_type = "application/problem+json"),
    ),
)]
pub async fn token(State(front): State<Front>, visitor: Visitor, uri: Uri) -> Response {
    judged(&front, &visitor, uri.path()).await
}

/// The verdict on a code with a serial
///
/// As `/v/`; the first 16 digits are the label's serial. Asked for without a query, as the label
/// has it, it is counted as a scan of that label: its day and, at most, its province.
#[utoipa::path(
    get,
    path = "/s/{digits}",
    tag = "pages",
    params(
        ("digits" = String, Path, description = "16 digits of serial, then those of the token"),
        ("stars" = Option<u8>, Query, description = "The stars that the package shows, 1 to 5"),
        ("lang" = Option<String>, Query, description = "`vi` or `en`; otherwise by Accept-Language"),
    ),
    responses(
        (status = 200, description = "The verdict, whatever it is", content((String = "text/html"), (document::Verdict = "application/json"))),
        (status = 422, description = "`stars_out_of_range`", body = document::Problem, content_type = "application/problem+json"),
    ),
)]
pub async fn serial(
    State(front): State<Front>,
    visitor: Visitor,
    Region(region): Region,
    method: Method,
    uri: Uri,
) -> Response {
    let stars = match visitor.stars() {
        Ok(stars) => stars,
        Err(error) => return refuse(error, front.office().config(), &visitor),
    };
    let mut examined = front.examine(&scanned(uri.path()), stars).await;
    // A label's code has no query: what has one is a link of the page, followed by who has
    // scanned already.
    if method == Method::GET && uri.query().is_none() {
        front.office().count_scan(&mut examined, region);
    }
    show(&front, &visitor, &examined, false)
}

/// A certificate by its number
///
/// Online only: a number carries no signature. The certificate's own token is judged.
#[utoipa::path(
    get,
    path = "/c/{number}",
    tag = "pages",
    params(
        ("number" = String, Path, description = "The certificate number", example = "CB-0-8"),
        ("stars" = Option<u8>, Query, description = "The stars that the package shows, 1 to 5"),
        ("lang" = Option<String>, Query, description = "`vi` or `en`; otherwise by Accept-Language"),
    ),
    responses(
        (status = 200, description = "The verdict, whatever it is", content((String = "text/html"), (document::Verdict = "application/json"))),
        (status = 404, description = "`no_such_number`, `mistyped_number`, `not_a_number`", body = document::Problem, content_type = "application/problem+json"),
        (status = 422, description = "`stars_out_of_range`", body = document::Problem, content_type = "application/problem+json"),
    ),
)]
pub async fn number(
    State(front): State<Front>,
    visitor: Visitor,
    Path(number): Path<String>,
) -> Response {
    let found = match visitor.stars() {
        Ok(stars) => front.examine_number(&number, stars).await,
        Err(error) => Err(error),
    };
    match found {
        Ok(examined) => show(&front, &visitor, &examined, true),
        Err(error) => refuse(error, front.office().config(), &visitor),
    }
}

async fn judged(front: &Front, visitor: &Visitor, path: &str) -> Response {
    let stars = match visitor.stars() {
        Ok(stars) => stars,
        Err(error) => return refuse(error, front.office().config(), visitor),
    };
    let examined = front.examine(&scanned(path), stars).await;
    show(front, visitor, &examined, false)
}

/// The text of a QR code, as it was scanned; which host is all the same to the judge.
pub(super) fn scanned(path: &str) -> String {
    let mut code = String::with_capacity(HOST.len() + path.len());
    code.push_str(HOST);
    code.push_str(path);
    code
}

/// The same text with this service's own origin, where it is known: as the label has it.
pub(super) fn of_this_host(code: &str, config: &Config) -> String {
    match (code.strip_prefix(HOST), config.origin()) {
        (Some(path), Some(origin)) if path.starts_with('/') => format!("{origin}{path}"),
        _ => code.to_owned(),
    }
}

fn show(front: &Front, visitor: &Visitor, examined: &Examined, by_number: bool) -> Response {
    if visitor.json {
        return Answer::new(examined, None, front.office().config()).into_response();
    }
    match verdict_page::render(examined, front.office().config(), visitor, by_number) {
        Ok(html) => frame::page(StatusCode::OK, visitor.language, html),
        Err(error) => error.into_response(),
    }
}

/// A kind of problem explained
///
/// What the `type` of problem details leads to.
#[utoipa::path(
    get,
    path = "/problems/{code}",
    tag = "pages",
    params(("code" = String, Path, description = "The stable name", example = "missing_code")),
    responses(
        (status = 200, description = "What it means and what to do", body = String, content_type = "text/html"),
        (status = 404, description = "There is no such problem", body = String, content_type = "text/html"),
    ),
)]
pub async fn problem_kind(
    State(front): State<Front>,
    visitor: Visitor,
    Path(code): Path<String>,
) -> Response {
    let config = front.office().config();
    match problem::named(&code) {
        Some(problem) => explain(&Error::new(problem), config, &visitor),
        None => refuse(Error::new(&problem::NOT_FOUND), config, &visitor),
    }
}
