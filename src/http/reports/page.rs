//! `GET /desk/reports`: the counts as tables with bars. The bars repeat what the numbers say, so
//! a screen reader passes over them.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::texts::Texts;
use crate::http::desk::{Shell, Signed, page};
use crate::http::front::Front;
use crate::office::{Counts, ReportLine, Reports};
use crate::scheme::check::date;
use crate::scheme::words::Language;

/// How wide the longest bar is drawn.
const WIDEST: u64 = 200;

#[derive(Template)]
#[template(path = "certificates/reports.html")]
struct Page<'a> {
    shell: Shell<'a>,
    own: &'static Texts,
    on: String,
    total: Counts,
    tables: Vec<Table>,
    ending: Vec<Line>,
}

struct Table {
    heading: &'static str,
    column: &'static str,
    lines: Vec<Line>,
}

struct Line {
    name: String,
    counts: Counts,
    /// The widths of what is in force, and of all.
    in_force: u64,
    all: u64,
}

/// Reports
#[utoipa::path(
    get,
    path = "/desk/reports",
    tag = "pages",
    responses((status = 200, description = "A page", body = String, content_type = "text/html")),
)]
pub async fn reports(State(front): State<Front>, signed: Signed) -> Response {
    match front.office().reports(&signed.access).await {
        Ok(reports) => show(&front, &signed, reports),
        Err(error) => signed.refuse(&front, error),
    }
}

fn show(front: &Front, signed: &Signed, reports: Reports) -> Response {
    let language = signed.language();
    let own = Texts::of(language);
    let table = |heading, column, lines: Vec<ReportLine>| Table {
        heading,
        column,
        lines: drawn(lines, language),
    };
    let shown = Page {
        shell: Shell::new(front, signed),
        own,
        on: date(reports.on),
        total: reports.total,
        ending: drawn(reports.expiring, language),
        tables: vec![
            table(own.by_province, own.province, reports.by_province),
            table(own.by_stars, own.stars, reports.by_stars),
            table(own.by_group, own.group, reports.by_group),
            table(own.by_year, own.year, reports.by_year),
        ],
    };
    page(StatusCode::OK, signed, &shown)
}

/// Lines with their bars, the longest of them [`WIDEST`].
fn drawn(lines: Vec<ReportLine>, language: Language) -> Vec<Line> {
    let most = lines.iter().map(|line| line.counts.certified).max();
    let most = most.unwrap_or(0).max(1);
    let line = |line: ReportLine| Line {
        name: line.name.get(language).to_owned(),
        in_force: line.counts.in_force * WIDEST / most,
        all: line.counts.certified * WIDEST / most,
        counts: line.counts,
    };
    lines.into_iter().map(line).collect()
}
