//! Councils: who they are, and what they may certify where and when.

use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::stars::Stars;
use super::words::Text;

/// A council's code in the programme: 2 to 8 of A-Z and 0-9, beginning with a letter.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CouncilCode {
    // Padded with zero bytes: Copy and cheap to hash, since every verification looks it up.
    bytes: [u8; 8],
}

/// Text that is no council code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is not a council code: use 2 to 8 letters A-Z and digits, such as CB or YB2")]
pub struct NotACouncilCode(pub String);

impl CouncilCode {
    /// The code as text.
    pub fn as_str(&self) -> &str {
        let length = self.bytes.iter().position(|&byte| byte == 0).unwrap_or(8);
        // ASCII by construction.
        str::from_utf8(&self.bytes[..length]).unwrap_or_default()
    }
}

impl FromStr for CouncilCode {
    type Err = NotACouncilCode;

    fn from_str(text: &str) -> Result<Self, NotACouncilCode> {
        let sound = (2..=8).contains(&text.len())
            && text
                .bytes()
                .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
            && text.starts_with(|c: char| c.is_ascii_uppercase());
        if !sound {
            return Err(NotACouncilCode(text.chars().take(40).collect()));
        }
        let mut bytes = [0; 8];
        bytes[..text.len()].copy_from_slice(text.as_bytes());
        Ok(Self { bytes })
    }
}

impl fmt::Display for CouncilCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for CouncilCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for CouncilCode {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for CouncilCode {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

/// The administrative level of a council (cấp).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Cấp xã.
    Commune,
    /// Cấp huyện, abolished on 2025-07-01.
    District,
    /// Cấp tỉnh.
    Province,
    /// Trung ương.
    Central,
}

impl Level {
    /// Every level, from the lowest.
    pub const ALL: [Self; 4] = [Self::Commune, Self::District, Self::Province, Self::Central];

    /// The name in data, `province`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Commune => "commune",
            Self::District => "district",
            Self::Province => "province",
            Self::Central => "central",
        }
    }

    /// The level of a name in data.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.name() == name)
    }

    /// The level in words.
    pub fn words(self) -> Text {
        match self {
            Self::Commune => Text::new("Cấp xã", "Commune"),
            Self::District => Text::new("Cấp huyện", "District"),
            Self::Province => Text::new("Cấp tỉnh", "Province"),
            Self::Central => Text::new("Trung ương", "Central"),
        }
    }
}

/// What a council may certify during a period (thẩm quyền). Compared with the day on which the
/// decision was signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mandate {
    /// The star levels.
    pub stars: Vec<Stars>,
    /// First day.
    pub from: NaiveDate,
    /// Last day, inclusive; `None` is open.
    pub until: Option<NaiveDate>,
    /// Longest validity of a certificate, in months.
    pub months: u32,
}

impl Mandate {
    /// Whether it covers a star level on a day.
    pub fn covers(&self, stars: Stars, issued_on: NaiveDate) -> bool {
        self.stars.contains(&stars)
            && self.from <= issued_on
            && self.until.is_none_or(|until| issued_on <= until)
    }
}

/// The mandates that the editions of the rules give to every council of a level.
pub fn mandates_of(level: Level) -> Vec<Mandate> {
    let mut mandates: Vec<Mandate> = Vec::new();
    for edition in &super::edition::EDITIONS {
        let stars: Vec<Stars> = Stars::ALL
            .into_iter()
            .filter(|&stars| edition.recognised_by(stars) == Some(level))
            .collect();
        match mandates.last_mut() {
            // Consecutive editions that say the same are one mandate.
            Some(last)
                if last.stars == stars
                    && last.months == edition.months
                    && last.until.and_then(|until| until.succ_opt()) == Some(edition.from) =>
            {
                last.until = edition.until;
            }
            _ if stars.is_empty() => {}
            _ => mandates.push(Mandate {
                stars,
                from: edition.from,
                until: edition.until,
                months: edition.months,
            }),
        }
    }
    mandates
}
