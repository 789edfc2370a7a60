//! `/cases/{secret}/check`: the codes of a case judged again, for anybody who was given the
//! address. Nothing of people or places.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;

use super::check_texts::Texts;
use super::{shapes, shown};
use crate::http::document;
use crate::http::error::Error;
use crate::http::frame::{self, Frame};
use crate::http::front::Front;
use crate::http::message_page;
use crate::http::paging;
use crate::http::problem;
use crate::http::visitor::Visitor;
use crate::office::{CaseCheck, CheckedAgain};
use crate::scheme::check::instant;
use crate::scheme::verdict::Verdict;
use crate::scheme::words::Language;

#[derive(Template)]
#[template(path = "cases/check.html")]
struct Page<'a> {
    frame: Frame<'a>,
    own: &'static Texts,
    reference: &'a str,
    codes: Vec<Again<'a>>,
    files: Vec<Kept>,
}

/// A code judged again, in words.
struct Again<'a> {
    code: &'a CheckedAgain,
    checked_at: String,
    said: Option<String>,
    then: Option<Said>,
    now: Option<Said>,
    /// Whether the verdict of then is what was said; not known where nothing was.
    same: Option<bool>,
}

struct Said {
    kind: String,
    reason: String,
    trust_list: u64,
    as_of: String,
}

struct Kept {
    digest: String,
    hexadecimal: String,
    version: i64,
    made_at: String,
}

/// A case, checked again
///
/// Its codes judged again for the instant of the check and for now, and the digests of its files
/// that were handed out. JSON or a page, as `Accept` says. The address cannot be guessed, and what
/// is here says nothing of people or places.
#[utoipa::path(
    get,
    path = "/cases/{secret}/check",
    tag = "cases",
    params(("secret" = String, Path, description = "As the case file has it", example = "x")),
    responses(
        (status = 200, description = "The verdicts", content((String = "text/html"), (shapes::CaseCheck = "application/json"))),
        (status = 404, description = "`no_such_check`: no case has this address", body = document::Problem, content_type = "application/problem+json"),
    ),
)]
pub async fn page(
    State(front): State<Front>,
    visitor: Visitor,
    Path(secret): Path<String>,
) -> Response {
    let refuse = |error: Error| message_page::refuse(error, front.office().config(), &visitor);
    let checked = match front.office().check_case(&secret).await {
        Ok(checked) => checked,
        Err(error) => return refuse(error.into()),
    };
    let shown = match visitor.json {
        true => Ok(paging::private_answer(checked, None)),
        false => shown(&front, &visitor, &checked),
    };
    shown.unwrap_or_else(refuse)
}

fn shown(front: &Front, visitor: &Visitor, checked: &CaseCheck) -> Result<Response, Error> {
    let language = visitor.language;
    let page = Page {
        frame: Frame::new(front.office().config(), visitor, None),
        own: Texts::of(language),
        reference: &checked.reference,
        codes: checked
            .codes
            .iter()
            .map(|code| Again {
                checked_at: instant(code.checked_at),
                said: code
                    .verdict
                    .as_deref()
                    .map(|name| shown::verdict(name).get(language).to_owned()),
                then: code.then.as_ref().map(|verdict| said(verdict, language)),
                now: code.now.as_ref().map(|verdict| said(verdict, language)),
                same: same(code),
                code,
            })
            .collect(),
        files: checked
            .files
            .iter()
            .map(|file| Kept {
                hexadecimal: hexadecimal(&file.digest),
                digest: file.digest.clone(),
                version: file.version,
                made_at: instant(file.made_at),
            })
            .collect(),
    };
    let html = page.render().map_err(|_| Error::new(&problem::INTERNAL))?;
    let mut response = frame::page(StatusCode::OK, language, html);
    // Who was given the address may look; nobody on the way keeps it.
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

fn said(verdict: &Verdict, language: Language) -> Said {
    let as_of = &verdict.as_of;
    Said {
        kind: shown::verdict(verdict.kind.name()).get(language).to_owned(),
        reason: verdict.reason().get(language).to_owned(),
        trust_list: as_of.trust_list_version,
        as_of: instant(as_of.judged_at),
    }
}

fn same(code: &CheckedAgain) -> Option<bool> {
    let said = code.verdict.as_deref()?;
    Some(code.then.as_ref()?.kind.name() == said)
}

fn hexadecimal(digest: &str) -> String {
    hex::encode(BASE64_URL_SAFE_NO_PAD.decode(digest).unwrap_or_default())
}
