//! How much is taken at once: of everybody, and of one address.

use serde::{Deserialize, Serialize};

/// The limits of a service. Each is generous for people, and small enough for one machine.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct LimitsConfig {
    /// Requests a second from one address, over time; 0 does not limit. Behind a telephone
    /// company's gateway thousands of shoppers share an address.
    pub address_per_second: u32,
    /// Requests from one address at once, before the rate holds.
    pub address_burst: u32,
    /// Checks of codes that are worked on at once.
    pub checks: usize,
    /// Other public requests that are worked on at once: these read the register.
    pub pages: usize,
    /// Requests of who signed in, or of programs, that are worked on at once.
    pub desk: usize,
    /// Megabytes of bodies that are held at once of the public, and as many of the desk.
    pub bodies_mb: usize,
}

impl Default for LimitsConfig {
    fn default() -> Self {
        Self {
            address_per_second: 100,
            address_burst: 1_000,
            checks: 512,
            pages: 32,
            desk: 64,
            bodies_mb: 256,
        }
    }
}

impl LimitsConfig {
    /// Which value cannot be used, if one cannot.
    pub(super) fn fault(&self) -> Option<&'static str> {
        if self.address_per_second > 0 && self.address_burst == 0 {
            return Some("limits.address_burst must be at least 1");
        }
        if [self.checks, self.pages, self.desk].contains(&0) {
            return Some("limits.checks, limits.pages and limits.desk must be at least 1");
        }
        (self.bodies_mb < 32).then_some("limits.bodies_mb must be at least 32")
    }
}
