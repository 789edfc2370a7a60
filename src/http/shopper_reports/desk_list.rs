//! `/desk/shopper-reports`: inspectors look through what shoppers report.

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::asked;
use super::desk_texts::Texts;
use crate::http::desk::{Shell, Signed, page};
use crate::http::front::Front;
use crate::http::label_texts::provinces;
use crate::office::{ShopperReportLine, ShopperReportQuery};
use crate::scheme::check::instant;
use crate::scheme::province::Province;
use crate::scheme::shopper_report::{ReportReason, ReportState};

#[derive(Template)]
#[template(path = "shopper_reports/list.html")]
struct List<'a> {
    shell: Shell<'a>,
    words: &'static Texts,
    asked: &'a ShopperReportQuery,
    provinces: &'static [&'static Province],
    reports: Vec<Line>,
    next: Option<String>,
}

/// A report of the list.
struct Line {
    report: ShopperReportLine,
    province: String,
    received_at: String,
}

impl List<'_> {
    fn comes_from(&self, unit: &str) -> bool {
        self.asked.province.as_deref() == Some(unit)
    }
}

/// Shoppers' reports
#[utoipa::path(
    get,
    path = "/desk/shopper-reports",
    tag = "pages",
    responses((status = 200, description = "A page", body = String, content_type = "text/html")),
)]
pub async fn list(
    State(front): State<Front>,
    signed: Signed,
    RawQuery(written): RawQuery,
) -> Response {
    let asked = match asked::reports(written.as_deref().unwrap_or_default(), true) {
        Ok(asked) => asked,
        Err(error) => return signed.refuse(&front, error),
    };
    let found = match front.office().shopper_reports(&signed.access, &asked).await {
        Ok(found) => found,
        Err(error) => return signed.refuse(&front, error),
    };
    let next = found.next.as_deref();
    let list = List {
        shell: Shell::new(&front, &signed),
        words: Texts::of(signed.language()),
        next: next.map(|after| asked::next("/desk/shopper-reports", &asked, after)),
        asked: &asked,
        provinces: provinces(),
        reports: found.reports.into_iter().map(Line::from).collect(),
    };
    page(StatusCode::OK, &signed, &list)
}

impl From<ShopperReportLine> for Line {
    fn from(report: ShopperReportLine) -> Self {
        Self {
            province: province(report.province.as_deref()),
            received_at: instant(report.received_at),
            report,
        }
    }
}

/// The name of a province; nothing for none.
pub(super) fn province(unit: Option<&str>) -> String {
    let known = unit.and_then(Province::find);
    known.map_or_else(String::new, |province| province.name.clone())
}
