//! Which checks are asked for, and how the next page is asked for.

use chrono::NaiveDate;

use crate::http::error::Error;
use crate::http::paging;
use crate::http::problem;
use crate::http::query;
use crate::office::JournalQuery;
use crate::scheme::verdict::Kind;

/// The parameters; what is empty is not asked for.
pub(super) fn read(written: &str, limit: u32) -> Result<JournalQuery, Error> {
    let mut asked = JournalQuery {
        limit,
        ..JournalQuery::default()
    };
    for (name, value) in query::pairs(written) {
        match name.as_str() {
            "lang" => {}
            "verdict" | "device" | "from" | "until" | "after" if value.is_empty() => {}
            "verdict" => {
                let kind = Kind::named(&value).ok_or_else(|| {
                    paging::refused(
                        "verdict",
                        "verdict phải là tên một kết luận, ví dụ expired.",
                        "verdict must be the name of a conclusion, such as expired.",
                    )
                });
                asked.verdict = Some(kind?);
            }
            "device" => {
                let device = value.parse().map_err(|_| {
                    paging::refused(
                        "device",
                        "device phải là mã của một thiết bị trong nhật ký.",
                        "device must be the id of a device of the journal.",
                    )
                });
                asked.device = Some(device?);
            }
            "from" => asked.from = Some(day("from", &value)?),
            "until" => asked.until = Some(day("until", &value)?),
            "after" => asked.after = Some(value),
            "limit" => asked.limit = paging::limit(&value)?,
            _ => {
                return Err(Error::new(&problem::BAD_QUERY).saying(
                    "Chỉ nhận verdict, device, from, until, after và limit.",
                    "Only verdict, device, from, until, after and limit are taken.",
                ));
            }
        }
    }
    Ok(asked)
}

fn day(field: &'static str, value: &str) -> Result<NaiveDate, Error> {
    let day: Option<NaiveDate> = value.parse().ok();
    day.filter(|day| day.to_string() == value).ok_or_else(|| {
        paging::refused(
            field,
            "from và until phải là ngày dạng năm-tháng-ngày, ví dụ 2026-08-05.",
            "from and until must be days as year-month-day, such as 2026-08-05.",
        )
    })
}

/// The filters as a query: the address of a page, without where it begins.
pub(super) fn address(path: &str, asked: &JournalQuery) -> String {
    let mut address = format!("{path}?limit={}", asked.limit);
    if let Some(verdict) = asked.verdict {
        query::push(&mut address, "verdict", verdict.name());
    }
    if let Some(device) = asked.device {
        query::push(&mut address, "device", &device.to_string());
    }
    for (name, day) in [("from", asked.from), ("until", asked.until)] {
        if let Some(day) = day {
            query::push(&mut address, name, &day.to_string());
        }
    }
    address
}

/// The address of the next page.
pub(super) fn next(path: &str, asked: &JournalQuery, after: &str) -> String {
    let mut address = address(path, asked);
    query::push(&mut address, "after", after);
    address
}
