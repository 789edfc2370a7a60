//! `GET /desk/certificates/{number}`: a certificate with everything that is known of it.

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::act::Deed;
use super::texts::Texts;
use crate::http::desk::{Shell, Signed, page};
use crate::http::document;
use crate::http::error::Error;
use crate::http::front::Front;
use crate::http::problem;
use crate::http::query;
use crate::http::register::Texts as Register;
use crate::http::reprints;
use crate::office::{CertificateHistory, Condition, RecordedCertificate, Right, StatusFacts};
use crate::scheme::check::{date, instant};
use crate::scheme::number::CertificateNumber;
use crate::scheme::product::ProductSet;
use crate::scheme::words::Language;

#[derive(Template)]
#[template(path = "certificates/one.html")]
struct Page<'a> {
    shell: Shell<'a>,
    own: &'static Texts,
    number: CertificateNumber,
    history: &'a CertificateHistory,
    condition: &'static str,
    facts: Vec<(&'static str, String)>,
    changes: Vec<Change>,
    renewed_by: Option<CertificateNumber>,
    acts: Vec<(&'static str, &'static str)>,
    may_label: bool,
    labels: &'static reprints::Texts,
    /// Whether labels are allowed although it is suspended, and who may say so; `None` for what
    /// is not suspended.
    reprints: Option<Reprints>,
    /// What was just done.
    done: Option<&'static str>,
}

struct Reprints {
    /// Of the permit that stands.
    reason: Option<String>,
    may: bool,
}

struct Change {
    at: String,
    what: &'static str,
    more: String,
    replaced_by: Option<CertificateNumber>,
}

/// A certificate at the desk
#[utoipa::path(
    get,
    path = "/desk/certificates/{number}",
    tag = "pages",
    params(
        ("number" = String, Path, description = "The certificate number", example = "CB-0-8"),
        ("done" = Option<String>, Query, description = "What was just done"),
    ),
    responses(
        (status = 200, description = "A page", body = String, content_type = "text/html"),
        (status = 404, description = "No such certificate within reach", body = document::Problem, content_type = "application/problem+json"),
    ),
)]
pub async fn one(
    State(front): State<Front>,
    signed: Signed,
    Path(number): Path<String>,
    RawQuery(written): RawQuery,
) -> Response {
    match found(&front, &signed, &number).await {
        Ok((history, recorded, reprints)) => {
            let written = written.unwrap_or_default();
            let done = query::pairs(&written).find(|(name, _)| name == "done");
            let own = Texts::of(signed.language());
            let done = done.and_then(|(_, act)| match Deed::named(&act) {
                Some(deed) => Some(deed.done(own)),
                None => reprints::Texts::of(signed.language()).done(&act),
            });
            let shown = (&history, &recorded, reprints);
            show(&front, &signed, shown, done)
        }
        Err(error) => signed.refuse(&front, error),
    }
}

async fn found(
    front: &Front,
    signed: &Signed,
    number: &str,
) -> Result<(CertificateHistory, RecordedCertificate, Option<Reprints>), Error> {
    let number: CertificateNumber = number.parse()?;
    if !signed.access.reaches(Right::Work, number.council) {
        return Err(Error::new(&problem::NO_SUCH_NUMBER));
    }
    let office = front.office();
    let history = office.history(number).await?;
    let mut reprints = None;
    if history.listed.status == Condition::Suspended {
        let permit = office.reprints(&signed.access, number).await?;
        reprints = Some(Reprints {
            reason: permit.map(|permit| permit.reason),
            may: signed.access.reaches(Right::Reprint, number.council),
        });
    }
    Ok((history, office.recorded(number).await?, reprints))
}

fn show(
    front: &Front,
    signed: &Signed,
    (history, recorded, reprints): (&CertificateHistory, &RecordedCertificate, Option<Reprints>),
    done: Option<&'static str>,
) -> Response {
    let language = signed.language();
    let (texts, own) = (Register::of(language), Texts::of(language));
    let number = history.listed.certificate.number;
    let may = signed.access.reaches(Right::Life, number.council);
    let acts = Deed::ALL
        .into_iter()
        .filter(|deed| may && deed.can_follow(recorded.status));
    let shown = Page {
        shell: Shell::new(front, signed),
        own,
        number,
        history,
        condition: texts.condition(history.listed.status),
        facts: facts(history, recorded, (texts, own), language),
        changes: history
            .changes
            .iter()
            .map(|change| said(change, own, language))
            .collect(),
        renewed_by: history.renewed_by.map(|newer| newer.number),
        acts: acts.map(|deed| (deed.name(), deed.words(own))).collect(),
        may_label: signed.access.reaches(Right::Labels, number.council)
            && match history.listed.status {
                Condition::InForce => true,
                Condition::Suspended => reprints
                    .as_ref()
                    .is_some_and(|reprints| reprints.reason.is_some()),
                _ => false,
            },
        labels: reprints::Texts::of(language),
        reprints,
        done,
    };
    page(StatusCode::OK, signed, &shown)
}

/// Every fact that is there, in words.
fn facts(
    history: &CertificateHistory,
    recorded: &RecordedCertificate,
    (texts, own): (&'static Register, &'static Texts),
    language: Language,
) -> Vec<(&'static str, String)> {
    let certificate = &recorded.certificate;
    let set = ProductSet::find(certificate.catalogue, certificate.set_no);
    let set = set.map_or_else(String::new, |set| match language {
        Language::Vi => set.set_vi.clone(),
        Language::En => set.set_en.clone(),
    });
    let decision = history.decision.as_ref().map(|decision| {
        let day = date(decision.decided_on);
        format!("{} · {day} · {}", decision.number, decision.authority)
    });
    let score = &certificate.score;
    let parts = [score.a, score.b, score.c].map(|part| part.written(language));
    let optional = |name, value: &Option<String>| value.clone().map(|value| (name, value));
    let kind = certificate.producer_kind.words();
    let sure = [
        (texts.producer, certificate.producer.clone()),
        (own.kind, kind.get(language).to_owned()),
        (own.address, certificate.address.clone()),
        (
            texts.stars,
            format!("{} {}", certificate.stars, texts.star_unit),
        ),
        (
            own.score,
            format!(
                "{} = {}",
                parts.join(" + "),
                score.total().written(language)
            ),
        ),
        (
            own.set,
            format!(
                "{} ({}: {})",
                set,
                certificate.catalogue.name(),
                certificate.set_no
            ),
        ),
        (own.council, history.council_name.get(language).to_owned()),
        (own.decision, decision.unwrap_or_default()),
        (own.issued_on, date(certificate.issued_on)),
        (texts.valid_through, date(certificate.valid_through)),
        (own.sealed_at, instant(certificate.sealed_at)),
    ];
    let more = [
        optional(own.product_code, &certificate.product_code),
        optional(own.gtin, &certificate.gtin),
        optional(own.lowered_because, &certificate.lowered_because),
        optional(own.other_term, &certificate.valid_through_reason),
        certificate
            .taken_over_at
            .map(|at| (own.taken_over_at, instant(at))),
    ];
    sure.into_iter().chain(more.into_iter().flatten()).collect()
}

/// A change in words.
fn said(change: &StatusFacts, own: &'static Texts, language: Language) -> Change {
    let ground = change
        .ground
        .map(|ground| ground.words().get(language).to_owned());
    let decision = change
        .decision
        .as_ref()
        .map(|(number, day)| format!("{} {number} · {}", own.by_decision, date(*day)));
    let more: Vec<String> = ground.into_iter().chain(decision).collect();
    Change {
        at: instant(change.changed_at),
        what: own.change(change.status),
        more: more.join(" · "),
        replaced_by: change.replaced_by,
    }
}
