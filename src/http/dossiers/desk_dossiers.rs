//! `/desk/dossiers`: officers look dossiers up, take them in, and hand them back.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, RawQuery, Request, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::shown::{Fact, Happened, ShownFile};
use super::texts::Texts;
use super::{asked, identity, onward, shown};
use crate::http::desk::{Shell, Signed, page};
use crate::http::fields::{Fields, Typed};
use crate::http::forms::NUMBER;
use crate::http::front::Front;
use crate::office::{self, DossierLine, DossierView, Office, Refusal, Right};
use crate::scheme::check::instant;
use crate::scheme::dossier::{DossierMove, DossierState};

#[derive(Template)]
#[template(path = "dossiers/list.html")]
pub(super) struct List<'a> {
    pub shell: Shell<'a>,
    pub words: &'static Texts,
    pub title: &'static str,
    /// Where a dossier is shown.
    pub base: &'static str,
    pub mine: bool,
    pub dossiers: Vec<Line>,
    pub states: Vec<Counted>,
    pub text: &'a str,
    pub council: String,
    pub producer: String,
    pub next: Option<String>,
}

/// A dossier of a list.
pub(super) struct Line {
    pub line: DossierLine,
    pub changed_at: String,
}

impl From<DossierLine> for Line {
    fn from(line: DossierLine) -> Self {
        Self {
            changed_at: instant(line.changed_at),
            line,
        }
    }
}

/// A state to choose, and how many are in it.
pub(super) struct Counted {
    pub name: &'static str,
    pub words: String,
    pub count: i64,
    pub chosen: bool,
}

#[derive(Template)]
#[template(path = "dossiers/of_desk.html")]
struct One<'a> {
    shell: Shell<'a>,
    words: &'static Texts,
    dossier: DossierView,
    facts: Vec<Fact>,
    pictures: Vec<ShownFile>,
    documents: Vec<ShownFile>,
    remove: Option<String>,
    history: Vec<Happened>,
    refusals: &'a [Refusal],
    reason: &'a str,
    may_take_in: bool,
    may_return: bool,
    may_open: bool,
    may_write: bool,
}

/// Dossiers
#[utoipa::path(
    get,
    path = "/desk/dossiers",
    tag = "pages",
    responses((status = 200, description = "A page", body = String, content_type = "text/html")),
)]
pub async fn list(
    State(front): State<Front>,
    signed: Signed,
    RawQuery(written): RawQuery,
) -> Response {
    let asked = match asked::dossiers(written.as_deref().unwrap_or_default(), true) {
        Ok(asked) => asked,
        Err(error) => return signed.refuse(&front, error),
    };
    let access = &signed.access;
    let found = match front.office().dossiers(access, &asked).await {
        Ok(found) => found,
        Err(error) => return signed.refuse(&front, error),
    };
    let counts = match front.office().dossier_counts(access, asked.council).await {
        Ok(counts) => counts,
        Err(error) => return signed.refuse(&front, error),
    };
    let words = Texts::of(signed.language());
    let state = |(state, count): (DossierState, i64)| Counted {
        name: state.name(),
        words: state.words().get(signed.language()).to_owned(),
        count,
        chosen: asked.state == Some(state),
    };
    let next = found.next;
    let list = List {
        shell: Shell::new(&front, &signed),
        words,
        title: words.dossiers,
        base: "/desk/dossiers",
        mine: false,
        dossiers: found.dossiers.into_iter().map(Line::from).collect(),
        states: counts.into_iter().map(state).collect(),
        text: asked.text.as_deref().unwrap_or_default(),
        council: asked
            .council
            .map(|code| code.to_string())
            .unwrap_or_default(),
        producer: asked.producer.map(|id| id.to_string()).unwrap_or_default(),
        next: next.map(|after| asked::next_dossiers("/desk/dossiers", &asked, &after)),
    };
    page(StatusCode::OK, &signed, &list)
}

/// A dossier
#[utoipa::path(
    get,
    path = "/desk/dossiers/{id}",
    tag = "pages",
    params(("id" = String, Path, description = "The dossier's number", example = "1")),
    responses(
        (status = 200, description = "A page", body = String, content_type = "text/html"),
        (status = 404, description = "There is none, or none in reach", body = String, content_type = "text/html"),
    ),
)]
pub async fn one(State(front): State<Front>, signed: Signed, Path(id): Path<String>) -> Response {
    match identity(&id) {
        Ok(id) => shown_one(&front, &signed, id, StatusCode::OK, &[], "").await,
        Err(error) => signed.refuse(&front, error),
    }
}

/// Takes a dossier in by a form
#[utoipa::path(
    post,
    path = "/desk/dossiers/{id}/take-in",
    tag = "pages",
    params(("id" = String, Path, description = "The dossier's number", example = "1")),
    responses(
        (status = 303, description = "Taken in: to its page"),
        (status = 404, description = "There is none, or none in reach", body = String, content_type = "text/html"),
        (status = 409, description = "It was changed meanwhile: its page, with what changed", body = String, content_type = "text/html"),
        (status = 422, description = "Its page, with what is to mend", body = String, content_type = "text/html"),
    ),
)]
pub async fn take_in(
    State(front): State<Front>,
    signed: Signed,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    let (id, version, _) = match sent(&front, &signed, &id, request).await {
        Ok(sent) => sent,
        Err(response) => return response,
    };
    let access = signed.access.clone();
    let act = async move |office: Arc<Office>| office.take_dossier_in(&access, id, version).await;
    let moved = front.act(act).await;
    answer(&front, &signed, id, moved, "").await
}

/// Hands a dossier back by a form
#[utoipa::path(
    post,
    path = "/desk/dossiers/{id}/return",
    tag = "pages",
    params(("id" = String, Path, description = "The dossier's number", example = "1")),
    responses(
        (status = 303, description = "Handed back: to its page"),
        (status = 404, description = "There is none, or none in reach", body = String, content_type = "text/html"),
        (status = 409, description = "It was changed meanwhile: its page, with what changed", body = String, content_type = "text/html"),
        (status = 422, description = "Its page, with what is to mend", body = String, content_type = "text/html"),
    ),
)]
pub async fn hand_back(
    State(front): State<Front>,
    signed: Signed,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    let (id, version, typed) = match sent(&front, &signed, &id, request).await {
        Ok(sent) => sent,
        Err(response) => return response,
    };
    let (access, reason) = (signed.access.clone(), typed.get("reason").to_owned());
    let act =
        async move |office: Arc<Office>| office.return_dossier(&access, id, version, &reason).await;
    let moved = front.act(act).await;
    answer(&front, &signed, id, moved, typed.get("reason")).await
}

async fn sent(
    front: &Front,
    signed: &Signed,
    id: &str,
    request: Request,
) -> Result<(i64, i64, Typed), Response> {
    let id = identity(id).map_err(|error| signed.refuse(front, error))?;
    let read = Fields::of_form(request).await;
    let (mut fields, typed) = read.map_err(|error| signed.refuse(front, error))?;
    let version = fields.optional("version", &NUMBER).unwrap_or_default();
    Ok((id, version, typed))
}

async fn answer(
    front: &Front,
    signed: &Signed,
    id: i64,
    moved: Result<DossierView, office::Error>,
    reason: &str,
) -> Response {
    match moved.map_err(shown::refusals) {
        Ok(_) => onward(&format!("/desk/dossiers/{id}")),
        Err(Ok((status, refusals))) => {
            shown_one(front, signed, id, status, &refusals, reason).await
        }
        Err(Err(error)) => signed.refuse(front, error),
    }
}

async fn shown_one(
    front: &Front,
    signed: &Signed,
    id: i64,
    status: StatusCode,
    refusals: &[Refusal],
    reason: &str,
) -> Response {
    let (office, access) = (front.office(), &signed.access);
    let read = async {
        let dossier = office.dossier(access, id).await?;
        let files = office.dossier_files(access, id).await?;
        let history = office.dossier_history(access, id).await?;
        Ok::<_, office::Error>((dossier, files, history))
    };
    let (dossier, files, history) = match read.await {
        Ok(read) => read,
        Err(error) => return signed.refuse(front, error),
    };
    let language = signed.language();
    let words = Texts::of(language);
    let (pictures, documents) = shown::files(id, files);
    let receives = access.reaches(Right::Receive, dossier.council);
    // Officers act by name; a producer that comes here sees what was done, not by whom.
    let officer = !access.producers(Right::Work).contains(&dossier.producer.id);
    let one = One {
        shell: Shell::new(front, signed),
        words,
        facts: shown::facts(front, &dossier, words, language),
        pictures,
        documents,
        remove: None,
        history: shown::history(history, language, officer),
        refusals,
        reason,
        may_take_in: receives && dossier.state == DossierState::Lodged,
        may_return: receives && dossier.state.after(DossierMove::Return).is_some(),
        may_open: receives && dossier.state.level().is_some(),
        may_write: access.reaches(Right::Lodge, dossier.council) && !dossier.state.is_final(),
        dossier,
    };
    page(status, signed, &one)
}
