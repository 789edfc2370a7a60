//! `/desk/cases/new`: opening a case, by hand or with what a journal or a report led here with.

use std::sync::Arc;

use askama::Template;
use axum::extract::{RawQuery, Request, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::texts::Texts;
use super::{fields, onward};
use crate::http::desk::{Shell, Signed, page};
use crate::http::error::Error;
use crate::http::fields::{Fields, Typed, fresh_key};
use crate::http::forms::TEXT;
use crate::http::front::Front;
use crate::http::label_texts::provinces;
use crate::office::{Office, Refusal};
use crate::scheme::case::CaseKind;
use crate::scheme::province::Province;

#[derive(Template)]
#[template(path = "cases/new.html")]
struct New<'a> {
    shell: Shell<'a>,
    words: &'static Texts,
    kinds: Vec<(&'static str, String)>,
    provinces: &'static [&'static Province],
    typed: &'a Typed,
    refusals: &'a [Refusal],
    /// So that a second click opens no second case.
    once: String,
}

impl New<'_> {
    /// Whether something is wrong with a field.
    fn is_wrong(&self, field: &str) -> bool {
        let mut refusals = self.refusals.iter();
        refusals.any(|refusal| refusal.column == Some(field))
    }
}

/// The form of a new case
#[utoipa::path(
    get,
    path = "/desk/cases/new",
    tag = "pages",
    params(
        ("entries" = Option<String>, Query, description = "Checks of one's own journal", example = "1,2"),
        ("report" = Option<i64>, Query, description = "A shopper's report", example = 1),
        ("codes" = Option<String>, Query, description = "A code or certificate number"),
    ),
    responses((status = 200, description = "A page", body = String, content_type = "text/html")),
)]
pub async fn form(
    State(front): State<Front>,
    signed: Signed,
    RawQuery(written): RawQuery,
) -> Response {
    let typed = Typed::of_query(written.as_deref().unwrap_or_default());
    show(&front, &signed, StatusCode::OK, &typed, &[])
}

fn show(
    front: &Front,
    signed: &Signed,
    status: StatusCode,
    typed: &Typed,
    refusals: &[Refusal],
) -> Response {
    let language = signed.language();
    let kinds = CaseKind::ALL.into_iter();
    let shown = New {
        shell: Shell::new(front, signed),
        words: Texts::of(language),
        kinds: kinds
            .map(|kind| (kind.name(), kind.words().get(language).to_owned()))
            .collect(),
        provinces: provinces(),
        typed,
        refusals,
        once: fresh_key(),
    };
    page(status, signed, &shown)
}

/// Opens a case
#[utoipa::path(
    post,
    path = "/desk/cases/new",
    tag = "pages",
    responses(
        (status = 303, description = "To the case"),
        (status = "4XX", description = "The form again, with what is to mend", body = String, content_type = "text/html"),
    ),
)]
pub async fn open(State(front): State<Front>, signed: Signed, request: Request) -> Response {
    let (mut sent, typed) = match Fields::of_form(request).await {
        Ok(read) => read,
        Err(error) => return signed.refuse(&front, error),
    };
    let form = typed.sent_to("/desk/cases/new");
    sent.optional("once", &TEXT);
    let written = fields::case(&mut sent);
    let wanted = fields::evidence(&mut sent);
    let opening = async {
        sent.finish(Some(()))?;
        let access = signed.access.clone();
        let act = async move |office: Arc<Office>| {
            let written = (&written, &wanted);
            office.open_case_once(&access, form.as_ref(), written).await
        };
        Ok::<_, Error>(front.act(act).await?)
    };
    match opening.await {
        Ok(case) => onward(case.id),
        Err(error) => {
            let (status, refusals) = said(error);
            show(&front, &signed, status, &typed, &refusals)
        }
    }
}

/// What a page says of an error.
pub(super) fn said(error: Error) -> (StatusCode, Vec<Refusal>) {
    let status = error.status();
    let refusals = match error.errors.is_empty() {
        true => vec![Refusal {
            row: None,
            column: error.field,
            code: error.code,
            message: error.detail,
        }],
        false => error.errors,
    };
    (status, refusals)
}
