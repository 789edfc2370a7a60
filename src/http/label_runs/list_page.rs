//! `/my/label-runs`: the runs of who asks, and the form to begin one.

use askama::Template;
use axum::extract::{RawQuery, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use sha2::{Digest, Sha256};

use super::choices::Choices;
use super::texts::Texts;
use super::{api, asked};
use crate::http::desk::{Shell, Signed, page};
use crate::http::error::Error;
use crate::http::fields::{Fields, Typed, fresh_key};
use crate::http::forms::TEXT;
use crate::http::front::Front;
use crate::office::{LabelRunQuery, LabelRunView, Refusal};
use crate::scheme::check::instant;
use crate::scheme::words::Language;

#[derive(Template)]
#[template(path = "runs/list.html")]
struct Page<'a> {
    shell: Shell<'a>,
    words: &'static Texts,
    lines: Vec<Line>,
    number: String,
    next: Option<String>,
    typed: &'a Typed,
    refusals: &'a [Refusal],
    choices: Choices,
    /// What makes a second click the same request.
    once: String,
}

/// A run in the list.
struct Line {
    id: i64,
    number: String,
    product: String,
    count: String,
    serials: String,
    lot: String,
    made_at: String,
    state: &'static str,
}

/// Runs of labels, and the form to begin one
///
/// `number` fills the form, and shows the runs of that certificate alone.
#[utoipa::path(
    get,
    path = "/my/label-runs",
    tag = "pages",
    params(
        ("number" = Option<String>, Query, description = "Of this certificate", example = "CB-0-8"),
        ("after" = Option<i64>, Query, description = "Where the page before ended"),
    ),
    responses(
        (status = 200, description = "A page", body = String, content_type = "text/html"),
        (status = "4XX", description = "A page that says what is wrong", body = String, content_type = "text/html"),
    ),
)]
pub async fn list(
    State(front): State<Front>,
    signed: Signed,
    RawQuery(written): RawQuery,
) -> Response {
    match api::read(written.as_deref().unwrap_or_default()) {
        Ok(asked) => {
            let number = asked.number.map(|number| number.to_string());
            let typed = Typed::of([("number", number.unwrap_or_default())]);
            shown(&front, &signed, StatusCode::OK, asked, &typed, &[]).await
        }
        Err(error) => signed.refuse(&front, error),
    }
}

/// Begins a run by a form
#[utoipa::path(
    post,
    path = "/my/label-runs",
    tag = "pages",
    responses(
        (status = 303, description = "Begun: to its page"),
        (status = 404, description = "There is no such certificate, or none in reach", body = String, content_type = "text/html"),
        (status = 409, description = "The form again: the certificate is not in force", body = String, content_type = "text/html"),
        (status = 422, description = "The form again, with what is to mend", body = String, content_type = "text/html"),
    ),
)]
pub async fn begin(State(front): State<Front>, signed: Signed, request: Request) -> Response {
    let (mut fields, typed) = match Fields::of_form(request).await {
        Ok(read) => read,
        Err(error) => return signed.refuse(&front, error),
    };
    fields.optional("once", &TEXT);
    let key = once(&typed);
    let begun = async {
        let (mut run, look) = asked::new_run(fields)?;
        let access = signed.access.clone();
        if let Some(look) = look {
            run.files = Some(asked::wanted(&front, &access, (run.number, run.kind), look).await?);
        }
        let beginning = front
            .act(async move |office| office.begin_label_run(&access, key.as_deref(), &run).await);
        Ok::<_, Error>(beginning.await?)
    };
    match begun.await {
        Ok(run) => Redirect::to(&format!("/my/label-runs/{}", run.id)).into_response(),
        Err(error) => match to_mend(error) {
            Ok((status, refusals)) => {
                let asked = LabelRunQuery {
                    number: typed.get("number").trim().parse().ok(),
                    limit: 20,
                    ..LabelRunQuery::default()
                };
                shown(&front, &signed, status, asked, &typed, &refusals).await
            }
            Err(error) => signed.refuse(&front, error),
        },
    }
}

/// What keeps a form from being done, to be shown with it; what is no affair of the form comes
/// back.
pub fn to_mend(error: Error) -> Result<(StatusCode, Vec<Refusal>), Error> {
    if !error.errors.is_empty() {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, error.errors));
    }
    match error.code {
        "not_in_force" | "no_such_number" => {
            let status = match error.code {
                "not_in_force" => StatusCode::CONFLICT,
                _ => StatusCode::NOT_FOUND,
            };
            let refusal = Refusal {
                row: None,
                column: Some("number"),
                code: error.code,
                message: error.detail,
            };
            Ok((status, vec![refusal]))
        }
        _ => Err(error),
    }
}

/// The key of a form: what the page gave it, and what was typed. A second click is the same
/// request; the form sent again with something mended is another.
fn once(typed: &Typed) -> Option<String> {
    if typed.get("once").is_empty() {
        return None;
    }
    let hash = Sha256::digest(format!("{typed:?}").as_bytes());
    Some(format!("form-{}", hex::encode(&hash[..16])))
}

async fn shown(
    front: &Front,
    signed: &Signed,
    status: StatusCode,
    asked: LabelRunQuery,
    typed: &Typed,
    refusals: &[Refusal],
) -> Response {
    let found = match front.office().label_runs(&signed.access, &asked).await {
        Ok(found) => found,
        Err(error) => return signed.refuse(front, error),
    };
    let language = signed.language();
    let next = found
        .next
        .map(|after| api::address("/my/label-runs", &asked, after));
    let lines = found.runs.into_iter().map(|run| Line::of(run, language));
    let shown = Page {
        shell: Shell::new(front, signed),
        words: Texts::of(language),
        lines: lines.collect(),
        number: asked
            .number
            .map(|number| number.to_string())
            .unwrap_or_default(),
        next,
        typed,
        refusals,
        choices: Choices::of(language),
        once: fresh_key(),
    };
    page(status, signed, &shown)
}

impl Line {
    fn of(run: LabelRunView, language: Language) -> Self {
        Self {
            id: run.id,
            number: run.number.to_string(),
            count: grouped(run.count, language),
            serials: serials(&run, language),
            lot: run.lot.unwrap_or_default(),
            made_at: instant(run.made_at),
            state: Texts::of(language).of_state(run.state),
            product: run.product,
        }
    }
}

/// The counts of a run, first to last.
pub fn serials(run: &LabelRunView, language: Language) -> String {
    format!(
        "{} – {}",
        grouped(run.first, language),
        grouped(run.last, language)
    )
}

/// A number with its thousands apart.
pub fn grouped(number: u64, language: Language) -> String {
    let separator = match language {
        Language::Vi => '.',
        Language::En => ',',
    };
    let digits = number.to_string();
    let mut grouped = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(separator);
        }
        grouped.push(digit);
    }
    grouped
}
