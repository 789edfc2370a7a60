//! `/desk/sessions`: what is to score, what is open, what was concluded; and opening one.

use askama::Template;
use axum::extract::{RawQuery, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use super::asked::{Asked, name};
use super::texts::Texts;
use crate::http::desk::{self, Shell, Signed};
use crate::http::error::Error;
use crate::http::fields::{Fields, Typed};
use crate::http::forms::NUMBER;
use crate::http::front::Front;
use crate::office::{ListedSession, SessionsWanted};
use crate::office::{Refusal, Right};
use crate::scheme::check::instant;

#[derive(Template)]
#[template(path = "scoring/list.html")]
struct Page<'a> {
    shell: Shell<'a>,
    words: &'static Texts,
    tabs: Vec<Tab>,
    sessions: Vec<Line>,
    concluded: bool,
    may_open: bool,
    typed: Typed,
    refusals: Vec<Refusal>,
    next: Option<String>,
}

struct Tab {
    address: String,
    name: &'static str,
    here: bool,
}

struct Line {
    id: i64,
    product: String,
    producer: String,
    council: String,
    when: String,
    sheets: u32,
    mine: bool,
    result: String,
}

impl Line {
    fn of(session: ListedSession, signed: &Signed, words: &Texts) -> Self {
        let outcome = session.outcome.map(|outcome| outcome.words());
        let outcome = outcome.as_ref().map(|text| text.get(signed.language()));
        let stars = session
            .stars
            .map(|stars| format!("{stars} {}", words.stars));
        let result: Vec<&str> = stars.as_deref().into_iter().chain(outcome).collect();
        Self {
            id: session.id,
            council: session.council.to_string(),
            when: instant(session.concluded_at.unwrap_or(session.opened_at)),
            sheets: session.sheets,
            mine: session.mine,
            result: result.join(" · "),
            product: session.product,
            producer: session.producer,
        }
    }
}

/// Scoring sessions
#[utoipa::path(
    get,
    path = "/desk/sessions",
    tag = "pages",
    params(
        ("state" = Option<String>, Query, description = "`to_score`, `open` or `concluded`"),
        ("after" = Option<String>, Query, description = "Where the page before ended"),
    ),
    responses((status = 200, description = "A page", body = String, content_type = "text/html")),
)]
pub async fn page(
    State(front): State<Front>,
    signed: Signed,
    RawQuery(written): RawQuery,
) -> Response {
    match Asked::read(written.as_deref().unwrap_or_default()) {
        Ok(asked) => show(&front, &signed, &asked, StatusCode::OK, Failed::default()).await,
        Err(error) => signed.refuse(&front, error),
    }
}

/// What was typed, and what was wrong with it.
#[derive(Default)]
struct Failed {
    typed: Typed,
    refusals: Vec<Refusal>,
}

async fn show(
    front: &Front,
    signed: &Signed,
    asked: &Asked,
    status: StatusCode,
    failed: Failed,
) -> Response {
    use SessionsWanted::{Concluded, Open, ToScore};
    let words = Texts::of(signed.language());
    let scores = signed.access.allows(Right::Score);
    let query = asked.query(if scores { ToScore } else { Open });
    let mut sessions = match front.office().sessions(&signed.access, &query).await {
        Ok(sessions) => sessions,
        Err(error) => return signed.refuse(front, error),
    };
    let next = asked.cut(&mut sessions, query.wanted, "/desk/sessions");
    let tabs = [
        (ToScore, words.to_score),
        (Open, words.open),
        (Concluded, words.concluded),
    ];
    let shell = Shell::new(front, signed);
    let page = Page {
        words,
        tabs: tabs
            .into_iter()
            .filter(|(wanted, _)| *wanted != ToScore || scores)
            .map(|(wanted, title)| Tab {
                address: format!("/desk/sessions?state={}", name(wanted)),
                name: title,
                here: wanted == query.wanted,
            })
            .collect(),
        sessions: sessions
            .into_iter()
            .map(|session| Line::of(session, signed, words))
            .collect(),
        concluded: query.wanted == Concluded,
        may_open: signed.access.allows(Right::Receive),
        typed: failed.typed,
        refusals: failed.refusals,
        next,
        shell,
    };
    desk::page(status, signed, &page)
}

/// Opens a session about a dossier
#[utoipa::path(
    post,
    path = "/desk/sessions",
    tag = "pages",
    responses(
        (status = 303, description = "To the session"),
        (status = 200, description = "A page", body = String, content_type = "text/html"),
    ),
)]
pub async fn open(State(front): State<Front>, signed: Signed, request: Request) -> Response {
    let (mut fields, typed) = match Fields::of_form(request).await {
        Ok(read) => read,
        Err(error) => return signed.refuse(&front, error),
    };
    let dossier = fields.required("dossier", &NUMBER);
    let error: Error = match fields.finish(dossier) {
        Ok(dossier) => {
            let access = signed.access.clone();
            let opening =
                front.act(async move |office| office.open_session(&access, dossier).await);
            match opening.await {
                Ok(id) => return Redirect::to(&format!("/desk/sessions/{id}")).into_response(),
                Err(error) if error.is_internal() => return signed.refuse(&front, error),
                Err(error) => error.into(),
            }
        }
        Err(error) => error,
    };
    let status = error.status();
    let refusals = match error.errors.is_empty() {
        true => vec![Refusal {
            row: None,
            column: Some("dossier"),
            code: error.code,
            message: error.detail,
        }],
        false => error.errors,
    };
    let failed = Failed { typed, refusals };
    match Asked::read("state=open") {
        Ok(asked) => show(&front, &signed, &asked, status, failed).await,
        Err(error) => signed.refuse(&front, error),
    }
}
