//! `/desk/decisions`: the decisions within reach, and beginning one.

use askama::Template;
use axum::extract::{RawQuery, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use super::api::{place, state};
use super::sent::of_typed;
use super::texts::Texts;
use crate::http::desk::{Shell, Signed, page as desk_page};
use crate::http::error::Error;
use crate::http::fields::{Fields, Typed, fresh_key};
use crate::http::forms::{COUNCIL, DATE, TEXT};
use crate::http::front::Front;
use crate::http::query;
use crate::office::{NewPreparation, PreparationQuery, Reach, Refusal, Right};
use crate::scheme::check::{date, instant};
use crate::scheme::preparation::PreparationState;

/// Decisions of a page.
const PAGE: u32 = 50;

#[derive(Template)]
#[template(path = "decisions/list.html")]
struct ListPage<'a> {
    shell: Shell<'a>,
    words: &'static Texts,
    tabs: Vec<Tab>,
    rows: Vec<Row>,
    may_prepare: bool,
    next: Option<String>,
}

struct Tab {
    address: String,
    name: String,
    count: i64,
    here: bool,
}

struct Row {
    id: i64,
    number: String,
    decided_on: String,
    council: String,
    authority: String,
    state: String,
    stands_still: bool,
    released: i64,
    changed_at: String,
}

/// Decisions, by state
#[utoipa::path(
    get,
    path = "/desk/decisions",
    tag = "pages",
    params(
        ("state" = Option<String>, Query, description = "Only in this state"),
        ("after" = Option<i64>, Query, description = "Where the page before ended"),
    ),
    responses((status = 200, description = "A page", body = String, content_type = "text/html")),
)]
pub async fn page(
    State(front): State<Front>,
    signed: Signed,
    RawQuery(written): RawQuery,
) -> Response {
    let shown = show_list(&front, &signed, written.as_deref().unwrap_or_default());
    shown
        .await
        .unwrap_or_else(|error| signed.refuse(&front, error))
}

async fn show_list(front: &Front, signed: &Signed, written: &str) -> Result<Response, Error> {
    let mut asked = PreparationQuery {
        limit: PAGE,
        ..PreparationQuery::default()
    };
    for (name, value) in query::pairs(written) {
        match name.as_str() {
            "state" if !value.is_empty() => asked.state = Some(state(&value)?),
            "after" => asked.after = Some(place(&value)?),
            _ => {}
        }
    }
    let found = front.office().preparations(&signed.access, &asked).await?;
    let counts = front.office().count_preparations(&signed.access).await?;
    let (language, words) = (signed.language(), Texts::of(signed.language()));
    let all = counts.iter().map(|(_, count)| count).sum();
    let tab = |state: Option<PreparationState>, count| Tab {
        address: state.map_or_else(
            || "/desk/decisions".to_owned(),
            |state| format!("/desk/decisions?state={}", state.name()),
        ),
        name: state.map_or_else(
            || words.all.to_owned(),
            |state| state.words().get(language).to_owned(),
        ),
        count,
        here: asked.state == state,
    };
    let mut tabs = vec![tab(None, all)];
    tabs.extend(
        counts
            .into_iter()
            .map(|(state, count)| tab(Some(state), count)),
    );
    let rows = found.preparations.into_iter().map(|one| Row {
        id: one.id,
        number: one.number,
        decided_on: date(one.decided_on),
        council: one.council.to_string(),
        authority: one.authority,
        state: one.state.words().get(language).to_owned(),
        stands_still: one.stands_still,
        released: one.released,
        changed_at: instant(one.changed_at),
    });
    let shown = ListPage {
        rows: rows.collect(),
        shell: Shell::new(front, signed),
        words,
        tabs,
        may_prepare: signed.access.allows(Right::Prepare),
        next: found.next.map(|after| {
            let state = asked.state.map_or("", PreparationState::name);
            format!("/desk/decisions?state={state}&after={after}")
        }),
    };
    Ok(desk_page(StatusCode::OK, signed, &shown))
}

#[derive(Template)]
#[template(path = "decisions/new.html")]
struct NewPage<'a> {
    shell: Shell<'a>,
    words: &'static Texts,
    refusals: Vec<Refusal>,
    typed: Typed,
    councils: Vec<(String, String)>,
    once: String,
}

/// The form of a new decision
#[utoipa::path(
    get,
    path = "/desk/decisions/new",
    tag = "pages",
    responses((status = 200, description = "A page", body = String, content_type = "text/html")),
)]
pub async fn new(State(front): State<Front>, signed: Signed) -> Response {
    show_new(
        &front,
        &signed,
        StatusCode::OK,
        Vec::new(),
        Typed::default(),
    )
}

fn show_new(
    front: &Front,
    signed: &Signed,
    status: StatusCode,
    refusals: Vec<Refusal>,
    typed: Typed,
) -> Response {
    let reach = signed.access.reach(Right::Prepare);
    let trust = &front.office().held().trust;
    let councils = trust.councils().iter().filter(|council| match &reach {
        Reach::All => true,
        Reach::Of(codes) => codes.contains(&council.code),
    });
    let councils = councils
        .map(|council| {
            let name = council.name.get(signed.language());
            (council.code.to_string(), name.to_owned())
        })
        .collect();
    let shown = NewPage {
        shell: Shell::new(front, signed),
        words: Texts::of(signed.language()),
        refusals,
        typed,
        councils,
        once: fresh_key(),
    };
    desk_page(status, signed, &shown)
}

/// Begins a decision
#[utoipa::path(
    post,
    path = "/desk/decisions/new",
    tag = "pages",
    responses(
        (status = 303, description = "To the decision"),
        (status = 422, description = "The form again, with what is to mend", body = String, content_type = "text/html"),
    ),
)]
pub async fn begin(State(front): State<Front>, signed: Signed, request: Request) -> Response {
    let (mut fields, typed) = match Fields::of_form(request).await {
        Ok(read) => read,
        Err(error) => return signed.refuse(&front, error),
    };
    let once = of_typed("/desk/decisions/new", &typed);
    fields.optional("once", &TEXT);
    let council = fields.required("council", &COUNCIL);
    let number = fields.required("number", &TEXT);
    let decided_on = fields.required("decided_on", &DATE);
    let authority = fields.optional("authority", &TEXT);
    let begun = async {
        let new = fields.finish(council.zip(number).zip(decided_on))?;
        let ((council, number), decided_on) = new;
        let new = NewPreparation {
            council,
            number,
            decided_on,
            authority,
        };
        let access = signed.access.clone();
        let preparing = front
            .act(async move |office| office.prepare_decision(&access, once.as_ref(), new).await);
        Ok::<_, Error>(preparing.await?)
    };
    match begun.await {
        Ok(receipt) => Redirect::to(&format!("/desk/decisions/{}", receipt.id)).into_response(),
        Err(error) => {
            let status = error.status();
            show_new(
                &front,
                &signed,
                status,
                super::show_page::said(error),
                typed,
            )
        }
    }
}
