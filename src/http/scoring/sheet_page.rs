//! `/desk/sessions/{id}/sheet`: one's own score sheet.

use askama::Template;
use axum::extract::{Path, RawQuery, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use super::api::identity;
use super::forms;
use super::session_page::refusals;
use super::texts::Texts;
use crate::http::desk::{self, Shell, Signed};
use crate::http::error::Error;
use crate::http::fields::{Fields, Typed};
use crate::http::front::Front;
use crate::office::{OwnSheet, Refusal};

#[derive(Template)]
#[template(path = "scoring/sheet.html")]
struct Page<'a> {
    shell: Shell<'a>,
    words: &'static Texts,
    id: i64,
    product: String,
    edition: &'static str,
    parts: Vec<Part>,
    total: Option<String>,
    remark: String,
    remark_wrong: Option<String>,
    version: i64,
    closed: Option<String>,
    refusals: Vec<Refusal>,
    saved: bool,
}

/// A part of the sheet.
struct Part {
    field: &'static str,
    name: &'static str,
    most: String,
    value: String,
    wrong: Option<String>,
}

/// One's own score sheet
#[utoipa::path(
    get,
    path = "/desk/sessions/{id}/sheet",
    tag = "pages",
    params(("id" = i64, Path, description = "The session")),
    responses((status = 200, description = "A page", body = String, content_type = "text/html")),
)]
pub async fn page(
    State(front): State<Front>,
    signed: Signed,
    Path(id): Path<String>,
    RawQuery(written): RawQuery,
) -> Response {
    let id = match identity(&id) {
        Ok(id) => id,
        Err(error) => return signed.refuse(&front, error),
    };
    let written = written.unwrap_or_default();
    let saved = written.split('&').any(|pair| pair == "done=saved");
    show(&front, &signed, id, StatusCode::OK, None, Vec::new(), saved).await
}

async fn show(
    front: &Front,
    signed: &Signed,
    id: i64,
    status: StatusCode,
    typed: Option<Typed>,
    refusals: Vec<Refusal>,
    saved: bool,
) -> Response {
    let own = front.office().own_sheet(&signed.access, id).await;
    let view = front.office().session_view(&signed.access, id).await;
    let (own, view) = match own.and_then(|own| Ok((own, view?))) {
        Ok(found) => found,
        Err(error) => return signed.refuse(front, error),
    };
    let (language, words) = (signed.language(), Texts::of(signed.language()));
    let wrong = |field: &str| {
        let mut found = refusals.iter();
        let refusal = found.find(|refusal| refusal.column == Some(field))?;
        Some(refusal.message.get(language).to_owned())
    };
    let stands = kept(&own);
    let shown = typed.as_ref().unwrap_or(&stands);
    let [most_a, most_b, most_c] = own.session.edition.parts;
    let parts = [
        ("score_a", words.part_a, most_a),
        ("score_b", words.part_b, most_b),
        ("score_c", words.part_c, most_c),
    ];
    let score = own.sheet.as_ref().map(|sheet| sheet.filled.score);
    let page = Page {
        words,
        id,
        product: view.dossier.facts.product,
        edition: own.session.edition.name,
        parts: parts
            .into_iter()
            .map(|(field, name, most)| Part {
                field,
                name,
                most: most.written(language),
                value: shown.get(field).to_owned(),
                wrong: wrong(field),
            })
            .collect(),
        total: score.map(|score| score.total().written(language)),
        remark: shown.get("remark").to_owned(),
        remark_wrong: wrong("remark"),
        version: own.version(),
        closed: own
            .closed
            .as_ref()
            .map(|closed| closed.words().get(language).to_owned()),
        refusals,
        saved,
        shell: Shell::new(front, signed),
    };
    desk::page(status, signed, &page)
}

/// The sheet as it stands, as if it had been typed.
fn kept(own: &OwnSheet) -> Typed {
    let Some(sheet) = &own.sheet else {
        return Typed::default();
    };
    let filled = &sheet.filled;
    Typed::of([
        ("score_a", filled.score.a.to_string()),
        ("score_b", filled.score.b.to_string()),
        ("score_c", filled.score.c.to_string()),
        ("remark", filled.remark.clone()),
    ])
}

/// Hands in one's own score sheet
#[utoipa::path(
    post,
    path = "/desk/sessions/{id}/sheet",
    tag = "pages",
    params(("id" = i64, Path, description = "The session")),
    responses(
        (status = 303, description = "To the sheet"),
        (status = 200, description = "A page", body = String, content_type = "text/html"),
    ),
)]
pub async fn fill(
    State(front): State<Front>,
    signed: Signed,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    let read = Fields::of_form(request).await;
    let ((mut fields, typed), id) = match read.and_then(|read| Ok((read, identity(&id)?))) {
        Ok(read) => read,
        Err(error) => return signed.refuse(&front, error),
    };
    let read = forms::sheet(&mut fields);
    let error: Error = match fields.finish(read) {
        Ok((seen, text)) => {
            let access = signed.access.clone();
            let filling =
                front.act(async move |office| office.fill_sheet(&access, id, seen, &text).await);
            match filling.await {
                Ok(_) => {
                    let address = format!("/desk/sessions/{id}/sheet?done=saved");
                    return Redirect::to(&address).into_response();
                }
                Err(error) => error.into(),
            }
        }
        Err(error) => error,
    };
    let status = error.status();
    if status == StatusCode::NOT_FOUND || status.is_server_error() {
        return signed.refuse(&front, error);
    }
    let refusals = refusals(error);
    show(&front, &signed, id, status, Some(typed), refusals, false).await
}
