//! Administrative units: 63 provinces until June 2025, 34 since, and who succeeded whom.

use std::sync::LazyLock;

use chrono::NaiveDate;
use serde::Deserialize;

/// A province or city during a period. Seven codes were re-used for another province in 2025,
/// so the identity is `unit_id` (code with period), never the code alone.
#[derive(Debug, Deserialize)]
pub struct Province {
    /// `VN-04@2`.
    pub unit_id: String,
    /// Two digits.
    pub code: String,
    /// In Vietnamese.
    pub name: String,
    /// `province` or `city`.
    pub kind: String,
    /// First day; `None` for the units that the programme began with.
    pub valid_from: Option<NaiveDate>,
    /// Last day; `None` while it exists.
    pub valid_to: Option<NaiveDate>,
    /// The unit that took its place.
    pub successor_unit_id: Option<String>,
}

static PROVINCES: LazyLock<Vec<Province>> = LazyLock::new(|| {
    csv::Reader::from_reader(include_str!("../../assets/data/provinces.csv").as_bytes())
        .deserialize()
        .collect::<Result<_, _>>()
        .expect("the embedded provinces are well-formed, as a test reads them whole")
});

/// The unit of the central council: the whole country.
pub const COUNTRY: &str = "VN";

impl Province {
    /// Every unit, the old ones first.
    pub fn all() -> &'static [Self] {
        &PROVINCES
    }

    /// The unit with an identity such as `VN-04@2`.
    pub fn find(unit_id: &str) -> Option<&'static Self> {
        PROVINCES
            .iter()
            .find(|province| province.unit_id == unit_id)
    }
}

/// Whether a text names a unit: the country, a province, or a district of one
/// (`VN-04@1/D`).
pub fn is_unit(unit: &str) -> bool {
    let province = unit.split_once('/').map_or(unit, |(province, _)| province);
    unit == COUNTRY || Province::find(province).is_some()
}
