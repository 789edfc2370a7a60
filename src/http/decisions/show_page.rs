//! `/desk/decisions/{id}`: a decision, what stands in its way, and what can be done with it.

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use chrono::Datelike;

use super::api::place;
use super::files::XLSX;
use super::sent::identity;
use super::texts::Texts;
use crate::http::desk::{Shell, Signed, page as desk_page};
use crate::http::error::Error;
use crate::http::fields::{Typed, fresh_key};
use crate::http::front::Front;
use crate::http::query;
use crate::office::{LineView, PreparationView, Refusal, Right, line_columns};
use crate::scheme::check::{date, instant};
use crate::scheme::preparation::PreparationState;
use crate::scheme::producer::ProducerKind;
use crate::scheme::product::ProductSet;

/// Lines of a page.
const PAGE: u32 = 50;
/// What is to mend in lines that is named; the rest comes when these are mended.
const NAMED: usize = 50;
/// Bytes of a marked list that a page carries along.
const CARRIED: usize = 4 << 20;

/// What is shown besides the decision itself.
#[derive(Default)]
pub struct Beside {
    pub status: StatusCode,
    pub refusals: Vec<Refusal>,
    pub typed: Typed,
    /// The list that was refused, with its column.
    pub marked: Option<Vec<u8>>,
    pub after: i64,
    pub done: Option<String>,
}

#[derive(Template)]
#[template(path = "decisions/show.html")]
struct ShowPage<'a> {
    shell: Shell<'a>,
    words: &'static Texts,
    view: PreparationView,
    state: String,
    decided_on: String,
    changed_at: String,
    released_at: Option<String>,
    approved_at: String,
    lines: Vec<LineView>,
    kinds: Vec<(&'static str, String)>,
    sets: Vec<(u32, String)>,
    columns: Vec<Column>,
    to_mend: Vec<String>,
    to_look_at: Vec<String>,
    more_to_mend: bool,
    refusals: Vec<Refusal>,
    typed: Typed,
    /// What the decision says of itself: as typed, or as it stands.
    facts: Typed,
    /// Whether that was typed just now.
    changing: bool,
    marked: Option<String>,
    done: Option<&'static str>,
    voided: bool,
    may_change: bool,
    may_approve: bool,
    problem: Option<String>,
    next: Option<String>,
    /// Where the labels of all its certificates are.
    labels: Option<String>,
    once: String,
}

struct Column {
    name: &'static str,
    called: String,
    required: bool,
}

/// A decision
#[utoipa::path(
    get,
    path = "/desk/decisions/{id}",
    tag = "pages",
    params(
        ("id" = String, Path, description = "The decision's identity", example = "12"),
        ("after" = Option<i64>, Query, description = "The last line of the page before"),
    ),
    responses((status = 200, description = "A page", body = String, content_type = "text/html")),
)]
pub async fn page(
    State(front): State<Front>,
    signed: Signed,
    Path(id): Path<String>,
    RawQuery(written): RawQuery,
) -> Response {
    let mut beside = Beside::default();
    for (name, value) in query::pairs(written.as_deref().unwrap_or_default()) {
        match name.as_str() {
            "after" => match place(&value) {
                Ok(after) => beside.after = after,
                Err(error) => return signed.refuse(&front, error),
            },
            "done" => beside.done = Some(value),
            _ => {}
        }
    }
    match identity(&id) {
        Ok(id) => show(&front, &signed, id, beside).await,
        Err(error) => signed.refuse(&front, error),
    }
}

/// The page of a decision.
pub async fn show(front: &Front, signed: &Signed, id: i64, beside: Beside) -> Response {
    let shown = render(front, signed, id, beside).await;
    shown.unwrap_or_else(|error| signed.refuse(front, error))
}

async fn render(
    front: &Front,
    signed: &Signed,
    id: i64,
    beside: Beside,
) -> Result<Response, Error> {
    let view = front.office().preparation(&signed.access, id).await?;
    let found = front
        .office()
        .decision_lines(&signed.access, id, (beside.after, PAGE))
        .await?;
    let (language, words) = (signed.language(), Texts::of(signed.language()));
    let said = |refusals: &[Refusal]| -> Vec<String> {
        let named = refusals.iter().take(NAMED);
        named
            .map(|refusal| in_words(refusal, words, signed))
            .collect()
    };
    let open = matches!(
        view.state,
        PreparationState::Draft | PreparationState::Submitted | PreparationState::Approved
    );
    let sets = ProductSet::all().iter();
    let sets = sets.filter(|set| Some(set.catalogue.name()) == view.catalogue);
    let done = match beside.done.as_deref() {
        Some("submitted") => Some(words.done_submitted),
        Some("approved") => Some(words.done_approved),
        Some("voided") => Some(words.voided),
        Some(_) => Some(words.done),
        None => None,
    };
    // Before anything was typed the form says what stands, so that saving it changes nothing.
    let changing = beside.typed.pairs().any(|(name, _)| name == "number");
    let facts = if changing {
        beside.typed.clone()
    } else {
        facts_of(&view)
    };
    let shown = ShowPage {
        facts,
        changing,
        state: view.state.words().get(language).to_owned(),
        decided_on: date(view.decided_on),
        changed_at: instant(view.changed_at),
        released_at: view.released_at.map(instant),
        approved_at: view
            .approval
            .as_ref()
            .map(|approval| instant(approval.at))
            .unwrap_or_default(),
        kinds: ProducerKind::ALL
            .map(|kind| (kind.name(), kind.words().get(language).to_owned()))
            .into(),
        sets: sets
            .map(|set| (set.set_no, format!("{}. {}", set.set_no, set.set_vi)))
            .collect(),
        columns: line_columns()
            .map(|(name, called, required)| Column {
                name,
                called: called.to_owned(),
                required,
            })
            .collect(),
        to_mend: said(&view.refusals),
        to_look_at: said(&view.warnings),
        more_to_mend: view.refusals.len() > NAMED,
        marked: beside
            .marked
            .filter(|marked| marked.len() <= CARRIED)
            .map(|marked| format!("data:{XLSX};base64,{}", BASE64_STANDARD.encode(marked))),
        voided: beside.done.as_deref() == Some("voided"),
        may_change: open
            && (view.begun_at.is_none() || view.released == 0)
            && signed.access.reaches(Right::Prepare, view.council),
        may_approve: view.state == PreparationState::Submitted
            && signed.access.reaches(Right::Approve, view.council),
        problem: view
            .problem
            .as_ref()
            .map(|problem| problem.message.get(language).to_owned()),
        next: found
            .next
            .map(|after| format!("/desk/decisions/{id}?after={after}")),
        labels: labels(signed, &view),
        lines: found.lines,
        shell: Shell::new(front, signed),
        words,
        refusals: beside.refusals,
        typed: beside.typed,
        done,
        once: fresh_key(),
        view,
    };
    Ok(desk_page(beside.status, signed, &shown))
}

/// What a decision says of itself, as the fields of its form hold it.
fn facts_of(view: &PreparationView) -> Typed {
    Typed::of([
        ("number", view.number.clone()),
        ("decided_on", view.decided_on.to_string()),
        ("authority", view.authority.clone()),
    ])
}

/// The labels of a released decision, for who may print them.
fn labels(signed: &Signed, view: &PreparationView) -> Option<String> {
    let may = signed.access.reaches(Right::Labels, view.council);
    view.released_at.filter(|_| may)?;
    let mut address = String::from("/api/v1/labels.zip?format=pdf");
    query::push(&mut address, "council", view.council.as_str());
    query::push(&mut address, "decision", &view.number);
    query::push(&mut address, "year", &view.decided_on.year().to_string());
    Some(address)
}

/// What is wrong with a line, as a sentence that names it.
fn in_words(refusal: &Refusal, words: &Texts, signed: &Signed) -> String {
    let message = refusal.message.get(signed.language());
    let called = refusal.column.and_then(|column| {
        let mut columns = line_columns();
        columns.find(|(name, _, _)| *name == column)
    });
    match (refusal.row, called) {
        (Some(row), Some((_, called, _))) => {
            format!("{} {row}, {}: {message}", words.row, called)
        }
        (Some(row), None) => format!("{} {row}: {message}", words.row),
        (None, _) => message.to_owned(),
    }
}

/// What a refusal says, for the top of a form.
pub fn said(error: Error) -> Vec<Refusal> {
    if error.errors.is_empty() {
        return vec![Refusal {
            row: None,
            column: error.field,
            code: error.code,
            message: error.detail,
        }];
    }
    error.errors
}
