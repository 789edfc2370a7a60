//! `/desk/sessions/{id}`: the dossier beside the sheets, what they lead to, and the conclusion.

use askama::Template;
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use super::api::identity;
use super::forms;
use super::session_shown::{Fact, Head, SheetLine, Shown};
use super::texts::Texts;
use crate::http::desk::{self, Shell, Signed};
use crate::http::error::Error;
use crate::http::fields::{Fields, Typed};
use crate::http::front::Front;
use crate::office::{DossierFileView, Refusal, SessionView};
use crate::scheme::edition::Band;

#[derive(Template)]
#[template(path = "scoring/session.html")]
struct Page<'a> {
    shell: Shell<'a>,
    words: &'static Texts,
    head: Head,
    facts: Vec<Fact>,
    files: Vec<DossierFileView>,
    sheets: Option<Vec<SheetLine>>,
    average: Option<SheetLine>,
    leads: Vec<String>,
    between: Option<[u8; 2]>,
    warnings: Vec<Refusal>,
    shown: Option<Shown>,
    form: Option<ConclusionForm>,
    refusals: Vec<Refusal>,
    done: bool,
}

impl Page<'_> {
    /// What is wrong with a field, in the page's language.
    fn wrong(&self, field: &str) -> Option<&str> {
        let mut refusals = self.refusals.iter();
        let found = refusals.find(|refusal| refusal.column == Some(field))?;
        Some(found.message.get(self.shell.frame.language))
    }
}

/// The form that concludes.
struct ConclusionForm {
    version: i64,
    typed: Typed,
    takers: Vec<(String, String)>,
}

/// A session
#[utoipa::path(
    get,
    path = "/desk/sessions/{id}",
    tag = "pages",
    params(("id" = i64, Path, description = "The session")),
    responses((status = 200, description = "A page", body = String, content_type = "text/html")),
)]
pub async fn page(
    State(front): State<Front>,
    signed: Signed,
    Path(id): Path<String>,
    axum::extract::RawQuery(written): axum::extract::RawQuery,
) -> Response {
    let id = match identity(&id) {
        Ok(id) => id,
        Err(error) => return signed.refuse(&front, error),
    };
    let written = written.unwrap_or_default();
    let done = written.split('&').any(|pair| pair == "done=concluded");
    let failed = Failed {
        done,
        ..Failed::default()
    };
    show(&front, &signed, id, StatusCode::OK, failed).await
}

/// What was typed and what was wrong with it; or that it was done.
#[derive(Default)]
struct Failed {
    typed: Option<Typed>,
    refusals: Vec<Refusal>,
    done: bool,
}

async fn show(
    front: &Front,
    signed: &Signed,
    id: i64,
    status: StatusCode,
    failed: Failed,
) -> Response {
    let view = match front.office().session_view(&signed.access, id).await {
        Ok(view) => view,
        Err(error) => return signed.refuse(front, error),
    };
    let dossier = view.dossier.id;
    // Who scored it before it went on sees what they may of the session, and no more files.
    let files = front.office().dossier_files(&signed.access, dossier).await;
    let (language, words) = (signed.language(), Texts::of(signed.language()));
    let prospect = view.prospect.as_ref();
    let leads = prospect.map(|prospect| {
        let lines = prospect.leads.iter();
        let line = |lead: &crate::office::Lead| {
            let outcome = lead.outcome.words();
            format!("{} {}: {}", lead.stars, words.stars, outcome.get(language))
        };
        lines.map(line).collect::<Vec<_>>()
    });
    let between = prospect.and_then(|prospect| match prospect.band {
        Band::Stars(_) => None,
        Band::Between(low, high) => Some([low.get(), high.get()]),
    });
    let average = prospect.map(|prospect| SheetLine::average(prospect.score, words, language));
    let form = form(&view, failed.typed, language);
    let page = Page {
        words,
        head: Head::of(&view, language),
        facts: Fact::all(&view, language, words),
        files: files.unwrap_or_default(),
        warnings: match (&average, view.may_conclude) {
            (Some(_), true) => view.warnings(),
            _ => Vec::new(),
        },
        shown: Shown::of(&view, language),
        sheets: view.sheets.map(|sheets| {
            let line = |sheet| SheetLine::of(sheet, language);
            sheets.into_iter().map(line).collect()
        }),
        average,
        leads: leads.unwrap_or_default(),
        between,
        form,
        refusals: failed.refusals,
        done: failed.done,
        shell: Shell::new(front, signed),
    };
    desk::page(status, signed, &page)
}

/// The form, for who may conclude; and for whoever typed into it, so that nothing is lost.
fn form(
    view: &SessionView,
    typed: Option<Typed>,
    language: crate::scheme::words::Language,
) -> Option<ConclusionForm> {
    if !view.may_conclude && typed.is_none() {
        return None;
    }
    let takers = view.takers.iter();
    Some(ConclusionForm {
        version: view.session.version,
        typed: typed.unwrap_or_default(),
        takers: takers
            .map(|council| {
                let name = council.name.get(language);
                (
                    council.code.to_string(),
                    format!("{} · {name}", council.code),
                )
            })
            .collect(),
    })
}

/// Concludes a session
#[utoipa::path(
    post,
    path = "/desk/sessions/{id}/conclude",
    tag = "pages",
    params(("id" = i64, Path, description = "The session")),
    responses(
        (status = 303, description = "To the session"),
        (status = 200, description = "A page", body = String, content_type = "text/html"),
    ),
)]
pub async fn conclude(
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
    let read = forms::conclusion(&mut fields);
    let error: Error = match fields.finish(read) {
        Ok((version, text)) => {
            let access = signed.access.clone();
            let concluding = front.act(async move |office| {
                office.conclude_session(&access, id, version, &text).await
            });
            match concluding.await {
                Ok(_) => {
                    let address = format!("/desk/sessions/{id}?done=concluded");
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
    let failed = Failed {
        typed: Some(typed),
        refusals: refusals(error),
        done: false,
    };
    show(&front, &signed, id, status, failed).await
}

/// What was refused, thing by thing.
pub(super) fn refusals(error: Error) -> Vec<Refusal> {
    match error.errors.is_empty() {
        false => error.errors,
        true => vec![Refusal {
            row: None,
            column: None,
            code: error.code,
            message: error.detail,
        }],
    }
}
