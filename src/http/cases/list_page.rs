//! `/desk/cases`: the cases within reach, by state, kind, province and set of products.

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::asked;
use super::shown;
use super::texts::Texts;
use crate::http::desk::{Shell, Signed, page as desk_page};
use crate::http::error::Error;
use crate::http::front::Front;
use crate::office::{CaseLine, CaseQuery, Right};
use crate::scheme::case::{CaseKind, CaseState};
use crate::scheme::check::instant;
use crate::scheme::text::fold;

/// Cases of a page.
const PAGE: u32 = 50;

#[derive(Template)]
#[template(path = "cases/list.html")]
struct List<'a> {
    shell: Shell<'a>,
    words: &'static Texts,
    tabs: Vec<Choice>,
    kinds: Vec<Choice>,
    provinces: Vec<Choice>,
    sets: Vec<Choice>,
    state: &'static str,
    unseen: bool,
    mine: bool,
    rows: Vec<Row>,
    may_open: bool,
    csv: String,
    next: Option<String>,
}

/// Something that a list can be limited to.
struct Choice {
    value: String,
    name: String,
    count: i64,
    here: bool,
}

struct Row {
    line: CaseLine,
    kind: String,
    state: String,
    province: String,
    changed_at: String,
}

/// Cases
#[utoipa::path(
    get,
    path = "/desk/cases",
    tag = "pages",
    params(
        ("state" = Option<String>, Query, description = "Only in this state"),
        ("kind" = Option<String>, Query, description = "Only of this kind"),
        ("province" = Option<String>, Query, description = "Only in this province"),
        ("product_set" = Option<String>, Query, description = "Only of this set of products"),
        ("after" = Option<String>, Query, description = "Where the page before ended"),
    ),
    responses((status = 200, description = "A page", body = String, content_type = "text/html")),
)]
pub async fn page(
    State(front): State<Front>,
    signed: Signed,
    RawQuery(written): RawQuery,
) -> Response {
    let shown = show(&front, &signed, written.as_deref().unwrap_or_default());
    shown
        .await
        .unwrap_or_else(|error| signed.refuse(&front, error))
}

async fn show(front: &Front, signed: &Signed, written: &str) -> Result<Response, Error> {
    let asked = asked::cases(written, PAGE)?;
    let (office, access) = (front.office(), &signed.access);
    let found = office.cases(access, &asked).await?;
    let counts = office.case_counts(access, asked.council).await?;
    let (language, words) = (signed.language(), Texts::of(signed.language()));
    let all = counts.by_state.values().sum();
    let count = |name: &str| counts.by_state.get(name).copied().unwrap_or(0);
    let mut tabs = vec![Choice {
        value: String::new(),
        name: words.all.to_owned(),
        count: all,
        here: asked.state.is_none() && !asked.mine && !asked.unseen,
    }];
    tabs.extend(CaseState::ALL.into_iter().map(|state| Choice {
        value: state.name().to_owned(),
        name: state.words().get(language).to_owned(),
        count: count(state.name()),
        here: asked.state == Some(state),
    }));
    let kinds = CaseKind::ALL.into_iter().map(|kind| Choice {
        value: kind.name().to_owned(),
        name: kind.words().get(language).to_owned(),
        count: counts.by_kind.get(kind.name()).copied().unwrap_or(0),
        here: asked.kind == Some(kind),
    });
    let named = counts
        .by_province
        .iter()
        .filter(|(unit, _)| !unit.is_empty());
    let mut provinces: Vec<Choice> = named
        .map(|(unit, count)| Choice {
            value: unit.clone(),
            name: shown::province(unit),
            count: *count,
            here: asked.province.as_ref() == Some(unit),
        })
        .collect();
    provinces.sort_by_cached_key(|choice| fold(&choice.name));
    let named = counts.by_set.iter().filter(|(set, _)| !set.is_empty());
    let mut sets: Vec<Choice> = named
        .map(|(set, count)| Choice {
            value: set.clone(),
            name: shown::product_set(set, language),
            count: *count,
            here: asked.product_set.as_ref() == Some(set),
        })
        .collect();
    sets.sort_by_cached_key(|choice| fold(&choice.name));
    let rows = found.cases.into_iter().map(|line| Row {
        kind: line.kind.words().get(language).to_owned(),
        state: line.state.words().get(language).to_owned(),
        province: line
            .province
            .as_deref()
            .map(shown::province)
            .unwrap_or_default(),
        changed_at: instant(line.changed_at),
        line,
    });
    let list = List {
        rows: rows.collect(),
        shell: Shell::new(front, signed),
        words,
        tabs,
        kinds: kinds.collect(),
        provinces,
        sets,
        state: asked.state.map_or("", CaseState::name),
        unseen: asked.unseen,
        mine: asked.mine,
        may_open: access.allows(Right::Inspect),
        csv: asked::filtered(
            "/desk/cases.csv",
            &CaseQuery {
                limit: 500,
                ..asked.clone()
            },
        ),
        next: found
            .next
            .map(|after| asked::next("/desk/cases", &asked, &after)),
    };
    Ok(desk_page(StatusCode::OK, signed, &list))
}
