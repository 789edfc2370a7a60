//! Counting the scans of labels with serials: how many may wait, from where, and how many are
//! too many.

use serde::{Deserialize, Serialize};

use crate::scheme::scan_score::ScanLimits;

/// How scans are counted and scored.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct ScanConfig {
    /// Scans that may wait to be written; what comes while so many wait is not counted.
    pub queue: usize,
    /// The header in which a trusted proxy names the province that a request comes from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region_header: Option<String>,
    /// Scans of one label beyond which it earns points.
    pub in_all: u64,
    /// The same of one day.
    pub on_a_day: u64,
    /// Provinces in which one label is scanned, beyond which it earns points.
    pub provinces: u64,
    /// The same on one day.
    pub provinces_on_a_day: u64,
}

/// The most scans that may wait: some hundred bytes each.
const LONGEST_QUEUE: usize = 1_000_000;

impl Default for ScanConfig {
    /// A jar is scanned in the shop, at home and by guests, some dozen times until it is empty; a
    /// copied label is scanned by everybody who buys a copy. A package is made in one province,
    /// sold in another and given away in a third; on one day it is carried across one border.
    fn default() -> Self {
        Self {
            queue: 10_000,
            region_header: None,
            in_all: 30,
            on_a_day: 10,
            provinces: 3,
            provinces_on_a_day: 2,
        }
    }
}

impl ScanConfig {
    /// What scans may reach without points.
    pub fn limits(&self) -> ScanLimits {
        ScanLimits {
            in_all: self.in_all,
            on_a_day: self.on_a_day,
            provinces: self.provinces,
            provinces_on_a_day: self.provinces_on_a_day,
        }
    }

    /// Whether it can be used, or which value cannot.
    pub(super) fn fault(&self) -> Option<&'static str> {
        let is_name = |name: &String| {
            let token = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
            !name.is_empty() && name.bytes().all(token)
        };
        if !(1..=LONGEST_QUEUE).contains(&self.queue) {
            return Some("scans.queue must be 1 to 1000000");
        }
        let wrong = self
            .region_header
            .as_ref()
            .is_some_and(|name| !is_name(name));
        wrong.then_some("scans.region_header is no header's name, such as x-region")
    }
}
