//! What an address asks of the register: words, filters, a page.

use crate::http::error::Error;
use crate::http::paging::{self, refused};
use crate::http::problem;
use crate::http::query;
use crate::http::visitor::read_stars;
use crate::office::{CertificateQuery, Condition};
use crate::scheme::product::{Catalogue, ProductSet};

/// Who asks, which decides what else an address may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// A program, for a page.
    Api,
    /// A program, for everything: no page is named.
    OpenData,
    /// A person's browser: its forms send empty fields, and pages name their language.
    Page,
}

impl Asked {
    /// Reads a query.
    ///
    /// # Errors
    /// The first parameter that cannot be read or is not known.
    pub fn read(self, written: &str, limit: u32) -> Result<CertificateQuery, Error> {
        let mut asked = CertificateQuery {
            limit,
            newest_first: self == Self::Page,
            ..CertificateQuery::default()
        };
        for (name, value) in query::pairs(written) {
            // A form sends what was left empty.
            let name = name.as_str();
            if value.is_empty() && name != "limit" {
                continue;
            }
            match name {
                "q" => asked.words = Some(value),
                "council" => asked.council = Some(paging::council(&value)?),
                "decision" => asked.decision = Some(value),
                "province" => asked.province = Some(value),
                "stars" => asked.stars = Some(read_stars(&value).ok_or_else(bad_stars)?),
                "group" => asked.group = Some(value),
                "set" => asked.set = Some(set(&value).ok_or_else(bad_set)?),
                "status" => {
                    asked.condition = Some(Condition::named(&value).ok_or_else(bad_status)?);
                }
                "year" => asked.year = Some(year(&value).ok_or_else(bad_year)?),
                "producer" => {
                    let number = value
                        .parse()
                        .map_err(|reason| Error::from(reason).of_field("producer"));
                    asked.producer_of = Some(number?);
                }
                "after" if self != Self::OpenData => asked.after = Some(value),
                "limit" if self == Self::Api => asked.limit = paging::limit(&value)?,
                "lang" if self == Self::Page => {}
                _ => return Err(self.unknown()),
            }
        }
        Ok(asked)
    }

    fn unknown(self) -> Error {
        const FILTERS: &str =
            "q, council, decision, province, stars, group, set, status, year, producer";
        let more = match self {
            Self::Api => ", after, limit",
            Self::OpenData => "",
            Self::Page => ", after, lang",
        };
        Error::new(&problem::BAD_QUERY).saying(
            format!("Chỉ nhận {FILTERS}{more}."),
            format!("Only {FILTERS}{more} are taken."),
        )
    }
}

/// Appends the filters of a query, for links to the same with something else.
pub fn push_filters(address: &mut String, asked: &CertificateQuery) {
    let mut push = |name, value: Option<String>| {
        if let Some(value) = value {
            query::push(address, name, &value);
        }
    };
    push("q", asked.words.clone());
    push("council", asked.council.map(|code| code.to_string()));
    push("decision", asked.decision.clone());
    push("province", asked.province.clone());
    push("stars", asked.stars.map(|stars| stars.to_string()));
    push("group", asked.group.clone());
    let set = asked.set;
    push(
        "set",
        set.map(|(catalogue, set_no)| format!("{}-{set_no}", catalogue.name())),
    );
    push(
        "status",
        asked.condition.map(|condition| condition.name().to_owned()),
    );
    push("year", asked.year.map(|year| year.to_string()));
    push(
        "producer",
        asked.producer_of.map(|number| number.to_string()),
    );
}

/// `2023-11`, or `11` of the catalogue in force.
fn set(value: &str) -> Option<(Catalogue, u32)> {
    let (catalogue, number) = value.split_once('-').unwrap_or(("2023", value));
    let catalogue = Catalogue::named(catalogue)?;
    let number = number.parse().ok()?;
    ProductSet::find(catalogue, number).map(|set| (catalogue, set.set_no))
}

fn year(value: &str) -> Option<i32> {
    let year = value.parse().ok();
    year.filter(|year| (1900..=9999).contains(year))
}

fn bad_stars() -> Error {
    refused(
        "stars",
        "stars phải là số sao từ 1 đến 5.",
        "stars must be a number of stars, 1 to 5.",
    )
}

fn bad_set() -> Error {
    refused(
        "set",
        "Không có bộ sản phẩm này. Hãy ghi danh mục và số, ví dụ 2023-11.",
        "There is no such set. Write catalogue and number, such as 2023-11.",
    )
}

fn bad_status() -> Error {
    refused(
        "status",
        "status phải là in_force, suspended, expired, revoked hoặc superseded.",
        "status must be in_force, suspended, expired, revoked or superseded.",
    )
}

fn bad_year() -> Error {
    refused(
        "year",
        "year phải là năm của quyết định, ví dụ 2026.",
        "year must be the year of a decision, such as 2026.",
    )
}
