//! Which cases a list is asked for, and how its next page is asked for.

use crate::http::error::Error;
use crate::http::paging;
use crate::http::problem;
use crate::http::query;
use crate::office::CaseQuery;
use crate::scheme::province::Province;

/// The parameters of a list of cases.
pub(super) fn cases(written: &str, limit: u32) -> Result<CaseQuery, Error> {
    let mut asked = CaseQuery {
        limit,
        ..CaseQuery::default()
    };
    for (name, value) in query::pairs(written) {
        match name.as_str() {
            "lang" => {}
            "council" | "state" | "kind" | "province" | "product_set" | "mine" | "unseen"
            | "after"
                if value.is_empty() => {}
            "council" => asked.council = Some(paging::council(&value)?),
            "state" => {
                asked.state = Some(value.parse().map_err(|_| {
                    paging::refused(
                        "state",
                        "state phải là open, investigating, referred hoặc closed.",
                        "state must be open, investigating, referred or closed.",
                    )
                })?);
            }
            "kind" => {
                asked.kind = Some(value.parse().map_err(|_| {
                    paging::refused(
                        "kind",
                        "kind phải là false_claim, expired, wrong_product, copied_code hoặc other.",
                        "kind must be false_claim, expired, wrong_product, copied_code or other.",
                    )
                })?);
            }
            "province" => {
                let province = Province::find(&value).ok_or_else(|| {
                    paging::refused(
                        "province",
                        "province phải là đơn vị hành chính, ví dụ VN-04@2.",
                        "province must be an administrative unit, such as VN-04@2.",
                    )
                })?;
                asked.province = Some(province.unit_id.clone());
            }
            "product_set" => asked.product_set = Some(value),
            "mine" => asked.mine = ticked("mine", &value)?,
            "unseen" => asked.unseen = ticked("unseen", &value)?,
            "after" => asked.after = Some(value),
            "limit" => asked.limit = paging::limit(&value)?,
            _ => {
                return Err(Error::new(&problem::BAD_QUERY).saying(
                    "Chỉ nhận council, state, kind, province, product_set, mine, unseen, after và limit.",
                    "Only council, state, kind, province, product_set, mine, unseen, after and limit are taken.",
                ));
            }
        }
    }
    Ok(asked)
}

fn ticked(name: &'static str, value: &str) -> Result<bool, Error> {
    match value {
        "1" => Ok(true),
        "0" => Ok(false),
        _ => Err(paging::refused(
            name,
            "Giá trị phải là 0 hoặc 1.",
            "The value must be 0 or 1.",
        )),
    }
}

/// The address of the next page.
pub(super) fn next(path: &str, asked: &CaseQuery, after: &str) -> String {
    let mut address = filtered(path, asked);
    query::push(&mut address, "after", after);
    address
}

/// The address of a list with its filters.
pub(super) fn filtered(path: &str, asked: &CaseQuery) -> String {
    let mut address = format!("{path}?limit={}", asked.limit);
    let mut put = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            query::push(&mut address, name, &value);
        }
    };
    let ticked = |wanted: bool| wanted.then(|| "1".to_owned());
    put("council", asked.council.map(|council| council.to_string()));
    put("state", asked.state.map(|state| state.name().to_owned()));
    put("kind", asked.kind.map(|kind| kind.name().to_owned()));
    put("province", asked.province.clone());
    put("product_set", asked.product_set.clone());
    put("mine", ticked(asked.mine));
    put("unseen", ticked(asked.unseen));
    address
}
