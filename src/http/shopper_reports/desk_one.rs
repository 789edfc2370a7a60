//! `/desk/shopper-reports/{id}`: one report, and what an inspector may do with it.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::desk_list::province;
use super::desk_texts::Texts;
use super::identity;
use crate::http::desk::{Shell, Signed, page};
use crate::http::fields::Typed;
use crate::http::front::Front;
use crate::office::{self, ContactView, Refusal, ShopperReportView, TrailLine};
use crate::scheme::check::instant;
use crate::scheme::shopper_report::ReportState;
use crate::scheme::verdict::Kind;
use crate::scheme::words::Language;

#[derive(Template)]
#[template(path = "shopper_reports/one.html")]
struct One<'a> {
    shell: Shell<'a>,
    words: &'static Texts,
    report: ShopperReportView,
    province: String,
    received_at: String,
    closed_at: Option<String>,
    verdict_then: Option<String>,
    /// How to reach whoever reported, where somebody has just looked.
    contact: Option<&'a str>,
    history: Vec<Happened>,
    refusals: &'a [Refusal],
    typed: &'a Typed,
    may_take_up: bool,
    may_end: bool,
    may_open_case: bool,
}

/// A line of the history.
struct Happened {
    at: String,
    who: String,
    what: String,
    more: String,
}

/// A shopper's report
#[utoipa::path(
    get,
    path = "/desk/shopper-reports/{id}",
    tag = "pages",
    params(("id" = String, Path, description = "The report's identity", example = "1")),
    responses(
        (status = 200, description = "A page", body = String, content_type = "text/html"),
        (status = 404, description = "There is none, or none in reach", body = String, content_type = "text/html"),
    ),
)]
pub async fn one(State(front): State<Front>, signed: Signed, Path(id): Path<String>) -> Response {
    match identity(&id) {
        Ok(id) => Shown::default().show(&front, &signed, id).await,
        Err(error) => signed.refuse(&front, error),
    }
}

/// What is shown beside a report.
pub(super) struct Shown<'a> {
    pub status: StatusCode,
    pub refusals: &'a [Refusal],
    pub typed: &'a Typed,
    pub contact: Option<&'a str>,
}

static NOTHING_TYPED: std::sync::LazyLock<Typed> = std::sync::LazyLock::new(Typed::default);

impl Default for Shown<'_> {
    fn default() -> Self {
        Self {
            status: StatusCode::OK,
            refusals: &[],
            typed: &NOTHING_TYPED,
            contact: None,
        }
    }
}

impl Shown<'_> {
    pub(super) async fn show(self, front: &Front, signed: &Signed, id: i64) -> Response {
        let (office, access) = (front.office(), &signed.access);
        let reading = async {
            let report = office.shopper_report(access, id).await?;
            let history = office.shopper_report_history(access, id).await?;
            Ok::<_, office::Error>((report, history))
        };
        let (report, history) = match reading.await {
            Ok(read) => read,
            Err(error) => return signed.refuse(front, error),
        };
        let language = signed.language();
        let words = Texts::of(language);
        let state = report.state;
        let original = report.duplicate_of.is_none();
        let one = One {
            shell: Shell::new(front, signed),
            words,
            province: province(report.province.as_deref()),
            received_at: instant(report.received_at),
            closed_at: report.closed_at.map(instant),
            verdict_then: report
                .verdict
                .as_deref()
                .and_then(Kind::named)
                .map(|kind| kind.title().get(language).to_owned()),
            contact: self.contact,
            history: history
                .into_iter()
                .map(|line| Happened::of(line, language))
                .collect(),
            refusals: self.refusals,
            typed: self.typed,
            may_take_up: state == ReportState::Received
                || state == ReportState::Closed && report.case.is_none(),
            may_end: matches!(state, ReportState::Received | ReportState::LookedAt),
            may_open_case: report.case.is_none() && original,
            report,
        };
        page(self.status, signed, &one)
    }
}

impl One<'_> {
    fn has_contact(&self) -> bool {
        self.report.contact == ContactView::Given
    }

    fn contact_erased(&self) -> bool {
        self.report.contact == ContactView::Erased
    }
}

impl Happened {
    fn of(line: TrailLine, language: Language) -> Self {
        let of_body = |name: &str| line.body[name].as_str().map(str::to_owned);
        let more = of_body("reason").or_else(|| of_body("name"));
        Self {
            at: instant(line.happened_at),
            what: line.words.get(language).to_owned(),
            more: more.unwrap_or_default(),
            who: line.name.unwrap_or(line.actor),
        }
    }
}
