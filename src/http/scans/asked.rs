//! Which labels are asked for, and how the next page is asked for.

use crate::http::error::Error;
use crate::http::paging;
use crate::http::problem;
use crate::http::query;
use crate::office::{ScanQuery, ScanSorting};

/// Lines of a page for people.
const OF_A_PAGE: u32 = 30;

/// The parameters of the page, which may name a certificate.
pub(super) fn of_page(written: &str) -> Result<ScanQuery, Error> {
    read(written, OF_A_PAGE, true)
}

/// The parameters of the API.
pub(super) fn of_api(written: &str) -> Result<ScanQuery, Error> {
    read(written, paging::USUAL, false)
}

fn read(written: &str, limit: u32, of_page: bool) -> Result<ScanQuery, Error> {
    let mut asked = ScanQuery {
        limit,
        ..ScanQuery::default()
    };
    for (name, value) in query::pairs(written) {
        match name.as_str() {
            "lang" if of_page => {}
            "council" | "certificate" | "order" | "after" if value.is_empty() => {}
            "council" => asked.council = Some(paging::council(&value)?),
            "certificate" if of_page => {
                let number = value.parse().map_err(Error::from);
                asked.certificate = Some(number.map_err(|error| error.of_field("certificate"))?);
            }
            "order" => {
                asked.sorting = match value.as_str() {
                    "score" => ScanSorting::Score,
                    "day" => ScanSorting::Day,
                    _ => {
                        return Err(paging::refused(
                            "order",
                            "order phải là score hoặc day.",
                            "order must be score or day.",
                        ));
                    }
                };
            }
            "after" => asked.after = Some(value),
            "limit" => asked.limit = paging::limit(&value)?,
            _ => {
                return Err(Error::new(&problem::BAD_QUERY).saying(
                    "Chỉ nhận council, order, after và limit; trang của cán bộ nhận thêm certificate.",
                    "Only council, order, after and limit are taken; the officers' page takes certificate too.",
                ));
            }
        }
    }
    Ok(asked)
}

/// The address of the next page; a certificate is in the path or, on the page, in the query.
pub(super) fn next(path: &str, asked: &ScanQuery, of_page: bool, after: &str) -> String {
    let mut address = format!("{path}?limit={}", asked.limit);
    if let Some(council) = asked.council {
        query::push(&mut address, "council", council.as_str());
    }
    if let Some(certificate) = asked.certificate.filter(|_| of_page) {
        query::push(&mut address, "certificate", &certificate.to_string());
    }
    if asked.sorting == ScanSorting::Day {
        query::push(&mut address, "order", "day");
    }
    query::push(&mut address, "after", after);
    address
}
