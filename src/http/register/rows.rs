//! Certificates as pages list them, and what a form lets one choose.

use super::texts::Texts;
use crate::office::{CertificateQuery, Condition, ListedView};
use crate::scheme::check::date;
use crate::scheme::product::group_words;
use crate::scheme::province::{COUNTRY, Province};
use crate::scheme::words::Language;

/// A certificate of a list.
pub struct Row {
    /// Its number.
    pub number: String,
    /// As the decision names it.
    pub product: String,
    /// As the decision names it.
    pub producer: String,
    /// The certified level.
    pub stars: u8,
    /// As a day is written.
    pub valid_through: String,
    /// What it is worth, in words.
    pub status: &'static str,
    /// The same, for the style sheet.
    pub class: &'static str,
    /// The same, as a drawing.
    pub icon: &'static str,
}

/// Certificates as rows.
pub fn rows(listed: Vec<ListedView>, texts: &'static Texts) -> Vec<Row> {
    let row = |listed: ListedView| Row {
        number: listed.certificate.number.to_string(),
        stars: listed.certificate.stars.get(),
        valid_through: date(listed.certificate.valid_through),
        status: texts.condition(listed.status),
        class: listed.status.name(),
        icon: icon(listed.status),
        product: listed.certificate.product,
        producer: listed.certificate.producer,
    };
    listed.into_iter().map(row).collect()
}

/// Another shape for each condition, as on the verdict's page.
fn icon(condition: Condition) -> &'static str {
    match condition {
        Condition::InForce => include_str!("../../../assets/icons/seal.svg"),
        Condition::Suspended | Condition::Revoked => {
            include_str!("../../../assets/icons/barred.svg")
        }
        Condition::Expired => include_str!("../../../assets/icons/clock.svg"),
        Condition::Superseded => include_str!("../../../assets/icons/replaced.svg"),
    }
}

/// Something that a form lets one choose.
pub struct Choice {
    /// As it is sent.
    pub value: String,
    /// In words.
    pub words: String,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// What the form of the filters lets one choose.
pub struct Choices {
    /// By name, and the centre.
    pub provinces: Vec<Choice>,
    /// Three to five.
    pub stars: Vec<Choice>,
    /// By the catalogues.
    pub groups: Vec<Choice>,
    /// What certificates are worth.
    pub conditions: Vec<Choice>,
    /// Whether anything is chosen.
    pub any: bool,
}

/// The groups of both catalogues, in their order.
const GROUPS: [&str; 7] = [
    "food",
    "beverage",
    "herbal",
    "craft",
    "textile",
    "ornamental",
    "tourism",
];

impl Choices {
    /// The choices, with what was asked for.
    pub fn of(asked: &CertificateQuery, texts: &'static Texts, language: Language) -> Self {
        let choice = |value: &str, words: &str, chosen: bool| Choice {
            value: value.to_owned(),
            words: words.to_owned(),
            chosen,
        };
        let province = asked.province.as_deref();
        let mut units: Vec<&Province> = Province::all()
            .iter()
            .filter(|unit| unit.valid_to.is_none() || province == Some(&unit.unit_id))
            .collect();
        units.sort_by_cached_key(|unit| crate::scheme::text::fold(&unit.name));
        let centre = choice(COUNTRY, texts.centre, province == Some(COUNTRY));
        let chosen = |unit: &Province| province == Some(&unit.unit_id);
        let units = units.into_iter();
        Self {
            provinces: units
                .map(|unit| choice(&unit.unit_id, &unit.name, chosen(unit)))
                .chain([centre])
                .collect(),
            stars: ["5", "4", "3"]
                .map(|stars| {
                    let chosen = asked.stars.is_some_and(|asked| asked.to_string() == stars);
                    choice(stars, &format!("{stars} {}", texts.star_unit), chosen)
                })
                .into(),
            groups: GROUPS
                .map(|group| {
                    let words = group_words(group);
                    let chosen = asked.group.as_deref() == Some(group);
                    choice(group, words.get(language), chosen)
                })
                .into(),
            conditions: Condition::ALL
                .map(|condition| {
                    let chosen = asked.condition == Some(condition);
                    choice(condition.name(), texts.condition(condition), chosen)
                })
                .into(),
            any: asked.province.is_some()
                || asked.stars.is_some()
                || asked.group.is_some()
                || asked.condition.is_some()
                || asked.year.is_some(),
        }
    }
}
