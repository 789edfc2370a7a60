//! `/desk/journal/{id}`: a check with what was added to it, and the conclusion then and now.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::api::identity;
use super::list_page::Mark;
use super::texts::Texts;
use crate::http::desk::{Shell, Signed, page};
use crate::http::document;
use crate::http::error::Error;
use crate::http::front::Front;
use crate::http::tone::{self, Tone};
use crate::office::{JournalAddition, JournalCheck, JournalEvidence};
use crate::scheme::check::instant;
use crate::scheme::text::visible;
use crate::scheme::verdict::Verdict;
use crate::scheme::words::Language;

#[derive(Template)]
#[template(path = "journal/one.html")]
struct One<'a> {
    shell: Shell<'a>,
    own: &'static Texts,
    id: i64,
    /// What it is about: the product, or what was scanned.
    heading: String,
    on_device: Option<Mark>,
    when_received: Option<Mark>,
    by_today: Option<Mark>,
    differs: bool,
    at: String,
    received_at: String,
    facts: Vec<(&'static str, String)>,
    check: JournalCheck,
    /// The entry's own text.
    text: String,
    additions: Vec<Addition>,
}

struct Addition {
    id: i64,
    at: String,
    note: Option<String>,
    place: Option<String>,
    /// Whether the picture that it names has come.
    photograph: Option<bool>,
    entry: String,
}

/// One of one's own checks
#[utoipa::path(
    get,
    path = "/desk/journal/{id}",
    tag = "pages",
    params(("id" = String, Path, description = "The check's number", example = "1")),
    responses(
        (status = 200, description = "A page", body = String, content_type = "text/html"),
        (status = 404, description = "No such check of one's own", body = document::Problem, content_type = "application/problem+json"),
    ),
)]
pub async fn one(State(front): State<Front>, signed: Signed, Path(id): Path<String>) -> Response {
    let found = async {
        let id = identity(&id)?;
        let evidence = front.office().journal_evidence(&signed.access, id).await?;
        Ok::<_, Error>(evidence)
    };
    match found.await {
        Ok(evidence) => show(&front, &signed, evidence),
        Err(error) => signed.refuse(&front, error),
    }
}

fn show(front: &Front, signed: &Signed, evidence: JournalEvidence) -> Response {
    let language = signed.language();
    let own = Texts::of(language);
    let JournalEvidence {
        check,
        additions,
        judged_now,
    } = evidence;
    let now = judged_now.as_ref();
    let confirmed = check.is_confirmed() && now.is_none_or(|now| tone::is_confirmed(now.kind));
    let product = check.product.clone().filter(|_| confirmed);
    let differs = check.differs() || now.map(|now| now.kind) != check.judged_again;
    let additions = additions.into_iter();
    let shown = One {
        shell: Shell::new(front, signed),
        own,
        id: check.id,
        heading: product.unwrap_or_else(|| shortened(&check.code)),
        on_device: (check.verdict).map(|kind| Mark::on_device(kind, language)),
        when_received: check.judged_again.map(|kind| Mark::of(kind, language)),
        by_today: now.map(|now| reasoned(now, language)),
        differs,
        at: instant(check.at),
        received_at: instant(check.received_at),
        facts: facts(&check, now.filter(|_| confirmed), confirmed, own),
        additions: additions.map(Addition::of).collect(),
        text: visible(&check.entry),
        check,
    };
    page(StatusCode::OK, signed, &shown)
}

/// A conclusion with its evidence.
fn reasoned(verdict: &Verdict, language: Language) -> Mark {
    Mark {
        icon: tone::icon(verdict.kind, Tone::of(verdict)),
        words: verdict.reason().get(language).to_owned(),
    }
}

/// What a scanned text begins with.
fn shortened(code: &str) -> String {
    const MOST: usize = 40;
    let begun: String = code.chars().take(MOST).collect();
    match code.chars().nth(MOST) {
        None => begun,
        Some(_) => format!("{begun}…"),
    }
}

fn facts(
    check: &JournalCheck,
    now: Option<&Verdict>,
    confirmed: bool,
    own: &'static Texts,
) -> Vec<(&'static str, String)> {
    let mut facts = Vec::new();
    if confirmed {
        let names = [
            (own.product, &check.product),
            (own.producer, &check.producer),
        ];
        let names = names.into_iter();
        facts.extend(names.filter_map(|(term, name)| Some((term, name.clone()?))));
    }
    let certificate = now.and_then(|now| now.certificate.as_ref());
    if let Some(certificate) = certificate {
        facts.push((own.certified_stars, certificate.stars.to_string()));
    }
    if let Some(stars) = check.stars_on_package {
        facts.push((own.stars_on_package, stars.to_string()));
    }
    facts.push((own.judged_for, instant(check.at)));
    let clock = instant(check.clock);
    if check.clock_ahead {
        facts.push((own.clock, format!("{clock}: {}", own.clock_ahead_more)));
    } else if check.clock < check.at {
        facts.push((own.clock, format!("{clock}: {}", own.clock_behind)));
    }
    facts.push((own.received_at, instant(check.received_at)));
    facts.push((
        own.lists,
        format!(
            "{} {}, {} {} {} {}",
            own.trust_list,
            check.trust_list,
            own.pack,
            check.pack,
            own.made_at,
            instant(check.pack_made_at)
        ),
    ));
    if check.shelf {
        facts.push((own.more, own.shelf.to_owned()));
    }
    facts
}

impl Addition {
    fn of(addition: JournalAddition) -> Self {
        let place = addition.place.map(|place| {
            format!(
                "{}, {} (± {} m)",
                place.latitude,
                place.longitude,
                place.accuracy_metres.ceil()
            )
        });
        let photograph = addition.photograph;
        Self {
            id: addition.id,
            at: instant(addition.at),
            note: addition.note,
            place,
            photograph: photograph.map(|photograph| photograph.received_at.is_some()),
            entry: visible(&addition.entry),
        }
    }
}
