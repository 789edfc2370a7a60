//! `/desk/cases/{id}`: a case with all that it holds, and what can be done with it.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::texts::Texts;
use super::{identity, shown};
use crate::http::desk::{Shell, Signed, page as desk_page};
use crate::http::fields::Typed;
use crate::http::front::Front;
use crate::http::label_texts::provinces;
use crate::office::{CaseView, EvidenceView, NamedAccount, Reach, Refusal, Right};
use crate::scheme::case::{CaseKind, CaseMove, CaseResult};
use crate::scheme::check::instant;
use crate::scheme::province::Province;
use crate::scheme::words::Language;

#[derive(Template)]
#[template(path = "cases/show.html")]
struct Show<'a> {
    shell: Shell<'a>,
    words: &'static Texts,
    case: &'a CaseView,
    kind: String,
    state: String,
    result: Option<String>,
    province: Option<String>,
    opened_at: String,
    evidence: Vec<Piece<'a>>,
    history: Vec<Made>,
    told: Vec<Told>,
    files: Vec<(String, i64, String)>,
    check: String,
    inspectors: Vec<NamedAccount>,
    moves: Vec<Move>,
    may_work: bool,
    takes_more: bool,
    may_acknowledge: bool,
    has_report: bool,
    kinds: Vec<(&'static str, String)>,
    provinces: &'static [&'static Province],
    results: Vec<(&'static str, String)>,
    typed: &'a Typed,
    /// What stands in the form of what the case says.
    facts: &'a Typed,
    refusals: &'a [Refusal],
}

/// A piece of evidence in words.
struct Piece<'a> {
    held: &'a EvidenceView,
    kind: String,
    verdict: Option<String>,
    checked_at: Option<String>,
    judged: Option<String>,
    reason: Option<String>,
    added_at: String,
    struck: Option<(String, String, String)>,
}

struct Made {
    what: String,
    note: Option<String>,
    who: String,
    at: String,
}

struct Told {
    council: String,
    because: String,
    at: String,
    seen: Option<(String, String)>,
}

/// A move that can be made.
struct Move {
    name: &'static str,
    words: String,
    /// Whether it asks for a result, and for words.
    closes: bool,
    tells: bool,
    ends: bool,
}

impl Show<'_> {
    /// Whether something is wrong with a field.
    fn is_wrong(&self, field: &str) -> bool {
        let mut refusals = self.refusals.iter();
        refusals.any(|refusal| refusal.column == Some(field))
    }
}

/// A case
#[utoipa::path(
    get,
    path = "/desk/cases/{id}",
    tag = "pages",
    params(("id" = String, Path, description = "The case's number", example = "1")),
    responses(
        (status = 200, description = "A page", body = String, content_type = "text/html"),
        (status = 404, description = "There is none, or none in reach", body = String, content_type = "text/html"),
    ),
)]
pub async fn page(State(front): State<Front>, signed: Signed, Path(id): Path<String>) -> Response {
    match identity(&id) {
        Ok(id) => show(&front, &signed, id, StatusCode::OK, None, &[]).await,
        Err(error) => signed.refuse(&front, error),
    }
}

/// The page of a case, with what was typed and is wrong.
pub(super) async fn show(
    front: &Front,
    signed: &Signed,
    id: i64,
    status: StatusCode,
    typed: Option<&Typed>,
    refusals: &[Refusal],
) -> Response {
    let (office, access) = (front.office(), &signed.access);
    let case = match office.case(access, id).await {
        Ok(case) => case,
        Err(error) => return signed.refuse(front, error),
    };
    let may_work = access.allows(Right::Inspect);
    let inspectors = match may_work {
        true => office.inspectors().await,
        false => Ok(Vec::new()),
    };
    let inspectors = match inspectors {
        Ok(inspectors) => inspectors,
        Err(error) => return signed.refuse(front, error),
    };
    let own = match access.reach(Right::Cases) {
        Reach::All => Vec::new(),
        Reach::Of(councils) => councils,
    };
    let stands = Typed::of([
        ("kind", case.kind.name().to_owned()),
        ("statement", case.statement.clone()),
        ("province", case.province.clone().unwrap_or_default()),
        ("place", case.place.clone()),
        ("shop", case.shop.clone()),
        ("shop_address", case.shop_address.clone()),
    ]);
    let nothing = Typed::default();
    let language = signed.language();
    let kinds = CaseKind::ALL.into_iter();
    let results = [CaseResult::Found, CaseResult::NotFound].into_iter();
    let mut told = case.told.iter();
    let page = Show {
        may_acknowledge: told.any(|told| told.seen_at.is_none() && own.contains(&told.council)),
        shell: Shell::new(front, signed),
        words: Texts::of(language),
        kind: case.kind.words().get(language).to_owned(),
        state: case.state.words().get(language).to_owned(),
        result: case
            .result
            .map(|result| result.words().get(language).to_owned()),
        province: case.province.as_deref().map(shown::province),
        opened_at: instant(case.opened_at),
        evidence: case
            .evidence
            .iter()
            .map(|held| piece(held, language))
            .collect(),
        history: history(&case, language),
        told: told_in_words(&case, language),
        files: case
            .files
            .iter()
            .map(|file| (file.digest.clone(), file.version, instant(file.made_at)))
            .collect(),
        check: format!(
            "{}{}",
            office.config().origin().unwrap_or_default(),
            case.check
        ),
        inspectors,
        moves: CaseMove::ALL
            .into_iter()
            .filter(|step| may_work && case.state.may_move(*step))
            .map(|step| Move {
                name: step.name(),
                words: step.words().get(language).to_owned(),
                closes: step == CaseMove::Close,
                tells: step != CaseMove::Begin,
                ends: matches!(step, CaseMove::Close | CaseMove::Refer),
            })
            .collect(),
        may_work,
        takes_more: case.state.takes_more(),
        has_report: case.evidence.iter().any(|held| held.report.is_some()),
        kinds: kinds
            .map(|kind| (kind.name(), kind.words().get(language).to_owned()))
            .collect(),
        provinces: provinces(),
        results: results
            .map(|result| (result.name(), result.words().get(language).to_owned()))
            .collect(),
        facts: typed
            .filter(|typed| typed.has("act", "change"))
            .unwrap_or(&stands),
        typed: typed.unwrap_or(&nothing),
        refusals,
        case: &case,
    };
    desk_page(status, signed, &page)
}

fn piece(held: &EvidenceView, language: Language) -> Piece<'_> {
    let name = held
        .judged
        .as_ref()
        .and_then(|judged| judged["verdict"].as_str());
    let reason = held.judged.as_ref().and_then(shown::reason);
    let words = |name: &str| shown::verdict(name).get(language).to_owned();
    Piece {
        kind: shown::kind(held).get(language).to_owned(),
        verdict: held.verdict.as_deref().map(words),
        checked_at: held.checked_at.map(instant),
        judged: name.map(words),
        reason: reason.map(|reason| reason.get(language).to_owned()),
        added_at: instant(held.added_at),
        struck: held.struck.as_ref().map(|struck| {
            let (who, why) = (struck.by.name.clone(), struck.reason.clone());
            (who, instant(struck.at), why)
        }),
        held,
    }
}

fn history(case: &CaseView, language: Language) -> Vec<Made> {
    let made = case.history.iter().map(|made| Made {
        what: shown::act(made).get(language).to_owned(),
        note: made.note.clone(),
        who: made.by.name.clone(),
        at: instant(made.at),
    });
    made.collect()
}

fn told_in_words(case: &CaseView, language: Language) -> Vec<Told> {
    let told = case.told.iter().map(|told| Told {
        council: told.name.get(language).to_owned(),
        because: shown::because(&told.because).get(language).to_owned(),
        at: instant(told.told_at),
        seen: told.seen_at.map(|at| {
            let by = told.seen_by.as_ref();
            let name = by.map(|by| by.name.clone()).unwrap_or_default();
            (name, instant(at))
        }),
    });
    told.collect()
}
