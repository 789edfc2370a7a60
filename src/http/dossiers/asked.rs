//! Which producers or dossiers a list is asked for, and how its next page is asked for.

use crate::http::error::Error;
use crate::http::paging;
use crate::http::problem;
use crate::http::query;
use crate::office::{DossierQuery, ProducerQuery};

/// Lines of a page for people.
const OF_A_PAGE: u32 = 30;

/// The parameters of a list of producers.
pub(super) fn producers(written: &str, for_people: bool) -> Result<ProducerQuery, Error> {
    let mut asked = ProducerQuery {
        limit: usual(for_people),
        ..ProducerQuery::default()
    };
    for (name, value) in query::pairs(written) {
        match name.as_str() {
            "lang" => {}
            "council" | "text" | "after" if value.is_empty() => {}
            "council" => asked.council = Some(paging::council(&value)?),
            "text" => asked.text = Some(value),
            "after" => asked.after = Some(value),
            "limit" => asked.limit = paging::limit(&value)?,
            _ => {
                return Err(Error::new(&problem::BAD_QUERY).saying(
                    "Chỉ nhận council, text, after và limit.",
                    "Only council, text, after and limit are taken.",
                ));
            }
        }
    }
    Ok(asked)
}

/// The address of the next page of producers.
pub(super) fn next_producers(path: &str, asked: &ProducerQuery, after: &str) -> String {
    let mut address = format!("{path}?limit={}", asked.limit);
    if let Some(council) = asked.council {
        query::push(&mut address, "council", council.as_str());
    }
    if let Some(text) = &asked.text {
        query::push(&mut address, "text", text);
    }
    query::push(&mut address, "after", after);
    address
}

/// The parameters of a list of dossiers.
pub(super) fn dossiers(written: &str, for_people: bool) -> Result<DossierQuery, Error> {
    let mut asked = DossierQuery {
        limit: usual(for_people),
        ..DossierQuery::default()
    };
    for (name, value) in query::pairs(written) {
        match name.as_str() {
            "lang" => {}
            "council" | "producer" | "state" | "text" | "scored" | "after" if value.is_empty() => {}
            "council" => asked.council = Some(paging::council(&value)?),
            "producer" => {
                asked.producer = Some(value.parse().map_err(|_| {
                    paging::refused(
                        "producer",
                        "producer phải là số của chủ thể, ví dụ 3.",
                        "producer must be a producer's number, such as 3.",
                    )
                })?);
            }
            "state" => {
                asked.state = Some(value.parse().map_err(|_| {
                    paging::refused(
                        "state",
                        "state phải là draft, lodged, returned, at_district, at_province, proposed_to_centre, decided, refused hoặc withdrawn.",
                        "state must be draft, lodged, returned, at_district, at_province, proposed_to_centre, decided, refused or withdrawn.",
                    )
                })?);
            }
            "text" => asked.text = Some(value),
            "scored" => {
                asked.scored = value == "1";
                if !asked.scored && value != "0" {
                    return Err(paging::refused(
                        "scored",
                        "scored phải là 0 hoặc 1.",
                        "scored must be 0 or 1.",
                    ));
                }
            }
            "after" => asked.after = Some(value),
            "limit" => asked.limit = paging::limit(&value)?,
            _ => {
                return Err(Error::new(&problem::BAD_QUERY).saying(
                    "Chỉ nhận council, producer, state, text, scored, after và limit.",
                    "Only council, producer, state, text, scored, after and limit are taken.",
                ));
            }
        }
    }
    Ok(asked)
}

/// The address of the next page of dossiers.
pub(super) fn next_dossiers(path: &str, asked: &DossierQuery, after: &str) -> String {
    let mut address = format!("{path}?limit={}", asked.limit);
    if let Some(council) = asked.council {
        query::push(&mut address, "council", council.as_str());
    }
    if let Some(producer) = asked.producer {
        query::push(&mut address, "producer", &producer.to_string());
    }
    if let Some(state) = asked.state {
        query::push(&mut address, "state", state.name());
    }
    if let Some(text) = &asked.text {
        query::push(&mut address, "text", text);
    }
    if asked.scored {
        query::push(&mut address, "scored", "1");
    }
    query::push(&mut address, "after", after);
    address
}

fn usual(for_people: bool) -> u32 {
    if for_people { OF_A_PAGE } else { paging::USUAL }
}
