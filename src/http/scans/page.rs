//! `/desk/scans`: which labels are scanned too often, with the reason for every point.

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::asked;
use super::texts::Texts;
use crate::http::desk::{Shell, Signed, page};
use crate::http::front::Front;
use crate::office::{InventedView, Right, ScanFigures, ScanQuery, ScanSorting, ScanView};
use crate::scheme::check::date;
use crate::scheme::number::CertificateNumber;
use crate::scheme::province::Province;
use crate::scheme::words::Language;

#[derive(Template)]
#[template(path = "scans/list.html")]
struct List<'a> {
    shell: Shell<'a>,
    own: &'static Texts,
    council: String,
    certificate: String,
    by_day: bool,
    labels: Vec<Line>,
    invented: Vec<Invented>,
    next: Option<String>,
    /// How counting goes: for who keeps the service.
    figures: Option<ScanFigures>,
}

/// A label of the list.
struct Line {
    number: CertificateNumber,
    count: u64,
    score: u64,
    reasons: Vec<String>,
    times: u64,
    days: u64,
    first_on: String,
    last_on: String,
    provinces: String,
}

/// Serials that were never given, on a day.
struct Invented {
    number: CertificateNumber,
    scanned_on: String,
    wrong_macs: u64,
    unknown_counts: u64,
}

/// Scans of labels
#[utoipa::path(
    get,
    path = "/desk/scans",
    tag = "pages",
    responses((status = 200, description = "A page", body = String, content_type = "text/html")),
)]
pub async fn scans(
    State(front): State<Front>,
    signed: Signed,
    RawQuery(written): RawQuery,
) -> Response {
    let asked = match asked::of_page(written.as_deref().unwrap_or_default()) {
        Ok(asked) => asked,
        Err(error) => return signed.refuse(&front, error),
    };
    match front.office().scans(&signed.access, &asked).await {
        Ok(found) => show(&front, &signed, &asked, found),
        Err(error) => signed.refuse(&front, error),
    }
}

fn show(
    front: &Front,
    signed: &Signed,
    asked: &ScanQuery,
    found: crate::office::ScanPage,
) -> Response {
    let language = signed.language();
    let keeps_service = signed.access.allows(Right::Upkeep);
    let next = found.next.as_deref();
    let labels = found.labels.into_iter();
    let shown = List {
        shell: Shell::new(front, signed),
        own: Texts::of(language),
        council: asked
            .council
            .map(|code| code.to_string())
            .unwrap_or_default(),
        certificate: asked
            .certificate
            .map(|number| number.to_string())
            .unwrap_or_default(),
        by_day: asked.sorting == ScanSorting::Day,
        labels: labels.map(|label| Line::of(label, language)).collect(),
        invented: found.invented.into_iter().map(Invented::from).collect(),
        next: next.map(|after| asked::next("/desk/scans", asked, true, after)),
        figures: keeps_service.then(|| front.office().scan_figures()),
    };
    page(StatusCode::OK, signed, &shown)
}

impl Line {
    fn of(label: ScanView, language: Language) -> Self {
        let reasons = label.reasons.iter();
        let units = label.provinces.iter();
        let names = units.map(|unit| Province::find(unit).map_or(unit.as_str(), |unit| &unit.name));
        Self {
            reasons: reasons
                .map(|reason| reason.words.get(language).to_owned())
                .collect(),
            provinces: names.collect::<Vec<_>>().join(", "),
            number: label.number,
            count: label.count,
            score: label.score,
            times: label.times,
            days: label.days,
            first_on: date(label.first_on),
            last_on: date(label.last_on),
        }
    }
}

impl From<InventedView> for Invented {
    fn from(day: InventedView) -> Self {
        Self {
            number: day.number,
            scanned_on: date(day.scanned_on),
            wrong_macs: day.wrong_macs,
            unknown_counts: day.unknown_counts,
        }
    }
}
