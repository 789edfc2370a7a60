//! The reports for spreadsheets: CSV and XLSX, in the language of the page. No cell is a formula.

use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use rust_xlsxwriter::{Format, Workbook, XlsxError};

use super::texts::Texts;
use crate::http::desk::Signed;
use crate::http::error::Error;
use crate::http::front::Front;
use crate::http::problem;
use crate::office::{BYTE_ORDER_MARK, Counts, ReportLine, Reports, harmless};
use crate::scheme::words::Language;

/// The reports as CSV
#[utoipa::path(
    get,
    path = "/desk/reports.csv",
    tag = "pages",
    responses((status = 200, description = "Every report, a line each", body = String, content_type = "text/csv")),
)]
pub async fn csv(State(front): State<Front>, signed: Signed) -> Response {
    let reports = match front.office().reports(&signed.access).await {
        Ok(reports) => reports,
        Err(error) => return signed.refuse(&front, error),
    };
    match csv_of(&reports, signed.language()) {
        Ok(bytes) => file(bytes, "text/csv; charset=utf-8", "reports.csv"),
        Err(error) => broken(&front, &signed, &error),
    }
}

fn csv_of(reports: &Reports, language: Language) -> Result<Vec<u8>, csv::Error> {
    let own = Texts::of(language);
    let mut rows = csv::Writer::from_writer(BYTE_ORDER_MARK.as_bytes().to_vec());
    let head = [own.report, own.line].into_iter().chain(headings(own));
    rows.write_record(head)?;
    for (name, lines) in parts(reports, own) {
        for line in lines {
            let head = [
                name.to_owned(),
                harmless(line.name.get(language).to_owned()),
            ];
            let counts = numbers(&line.counts).map(|count| count.to_string());
            rows.write_record(head.into_iter().chain(counts))?;
        }
    }
    rows.into_inner().map_err(|error| error.into_error().into())
}

/// The reports as XLSX
#[utoipa::path(
    get,
    path = "/desk/reports.xlsx",
    tag = "pages",
    responses((status = 200, description = "Every report, a sheet each", body = Vec<u8>, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")),
)]
pub async fn xlsx(State(front): State<Front>, signed: Signed) -> Response {
    let reports = match front.office().reports(&signed.access).await {
        Ok(reports) => reports,
        Err(error) => return signed.refuse(&front, error),
    };
    const TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    match xlsx_of(&reports, signed.language()) {
        Ok(bytes) => file(bytes, TYPE, "reports.xlsx"),
        Err(error) => broken(&front, &signed, &error),
    }
}

fn xlsx_of(reports: &Reports, language: Language) -> Result<Vec<u8>, XlsxError> {
    let own = Texts::of(language);
    let bold = Format::new().set_bold();
    let mut book = Workbook::new();
    for (name, lines) in parts(reports, own) {
        let sheet = book.add_worksheet();
        // A sheet's name has at most 31 characters.
        sheet.set_name(name.chars().take(31).collect::<String>())?;
        for (column, heading) in (0..).zip([own.line].into_iter().chain(headings(own))) {
            sheet.write_string_with_format(0, column, heading, &bold)?;
        }
        for (row, line) in (1..).zip(lines) {
            sheet.write_string(row, 0, harmless(line.name.get(language).to_owned()))?;
            for (column, count) in (1..).zip(numbers(&line.counts)) {
                // Exact up to 2^53.
                sheet.write_number(row, column, count as f64)?;
            }
        }
        sheet.set_column_width(0, 30)?;
    }
    book.save_to_buffer()
}

fn parts<'a>(reports: &'a Reports, own: &'static Texts) -> [(&'static str, &'a [ReportLine]); 5] {
    [
        (own.by_province, &reports.by_province),
        (own.by_stars, &reports.by_stars),
        (own.by_group, &reports.by_group),
        (own.by_year, &reports.by_year),
        (own.expiring, &reports.expiring),
    ]
}

fn headings(own: &'static Texts) -> [&'static str; 6] {
    [
        own.certified,
        own.in_force,
        own.suspended,
        own.expired,
        own.revoked,
        own.superseded,
    ]
}

fn numbers(counts: &Counts) -> [u64; 6] {
    [
        counts.certified,
        counts.in_force,
        counts.suspended,
        counts.expired,
        counts.revoked,
        counts.superseded,
    ]
}

fn file(bytes: Vec<u8>, content_type: &'static str, name: &str) -> Response {
    let mut response = Response::new(bytes.into());
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let disposition = HeaderValue::try_from(format!("attachment; filename=\"{name}\""));
    if let Ok(disposition) = disposition {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    response
}

fn broken(front: &Front, signed: &Signed, error: &dyn std::fmt::Display) -> Response {
    tracing::error!(%error, "a report could not be written");
    signed.refuse(front, Error::new(&problem::INTERNAL))
}
