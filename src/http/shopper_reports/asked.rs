//! Which reports a list is asked for, and how its next page is asked for.

use crate::http::error::Error;
use crate::http::paging;
use crate::http::problem;
use crate::http::query;
use crate::office::ShopperReportQuery;
use crate::scheme::province::Province;

/// Lines of a page for people.
const OF_A_PAGE: u32 = 30;

/// The parameters of a list of reports.
pub(super) fn reports(written: &str, for_people: bool) -> Result<ShopperReportQuery, Error> {
    let mut asked = ShopperReportQuery {
        limit: if for_people { OF_A_PAGE } else { paging::USUAL },
        ..ShopperReportQuery::default()
    };
    for (name, value) in query::pairs(written) {
        match name.as_str() {
            "lang" => {}
            "state" | "province" | "reason" | "after" if value.is_empty() => {}
            "state" => {
                asked.state = Some(value.parse().map_err(|_| {
                    paging::refused(
                        "state",
                        "state phải là received, looked_at, case_opened hoặc closed.",
                        "state must be received, looked_at, case_opened or closed.",
                    )
                })?);
            }
            "reason" => {
                asked.reason = Some(value.parse().map_err(|_| {
                    paging::refused(
                        "reason",
                        "reason phải là more_stars, expired, other_product, copied_code hoặc other.",
                        "reason must be more_stars, expired, other_product, copied_code or other.",
                    )
                })?);
            }
            "province" => {
                if Province::find(&value).is_none() {
                    return Err(paging::refused(
                        "province",
                        "province phải là mã tỉnh, thành phố, ví dụ VN-04@2.",
                        "province must be a province's identity, such as VN-04@2.",
                    ));
                }
                asked.province = Some(value);
            }
            "after" => asked.after = Some(value),
            "limit" => asked.limit = paging::limit(&value)?,
            _ => {
                return Err(Error::new(&problem::BAD_QUERY).saying(
                    "Chỉ nhận state, province, reason, after và limit.",
                    "Only state, province, reason, after and limit are taken.",
                ));
            }
        }
    }
    Ok(asked)
}

/// The address of the next page.
pub(super) fn next(path: &str, asked: &ShopperReportQuery, after: &str) -> String {
    let mut address = format!("{path}?limit={}", asked.limit);
    if let Some(state) = asked.state {
        query::push(&mut address, "state", state.name());
    }
    if let Some(province) = &asked.province {
        query::push(&mut address, "province", province);
    }
    if let Some(reason) = asked.reason {
        query::push(&mut address, "reason", reason.name());
    }
    query::push(&mut address, "after", after);
    address
}
