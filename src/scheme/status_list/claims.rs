//! What a signed status list says, whichever form it has.

use chrono::{DateTime, Utc};

use super::{TERM, pack};
use crate::scheme::status::StatusList;

/// The claims of a status list token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claims {
    /// `sub`: where the list stands, as the trust list names it.
    pub uri: String,
    /// `iat`: the instant that it speaks of.
    pub issued_at: DateTime<Utc>,
    /// `exp`: when it may no longer say "valid".
    pub expires_at: DateTime<Utc>,
    /// How many entries there are. The standard pads to whole bytes and cannot say.
    pub size: u64,
    /// `lst`: the entries, two bits each, zlib.
    pub packed: Vec<u8>,
}

impl Claims {
    /// The claims for a council's list. It runs for [`TERM`].
    pub fn new(uri: String, list: &StatusList) -> Self {
        Self {
            uri,
            issued_at: list.as_of,
            expires_at: list.expires_at.unwrap_or(list.as_of + TERM),
            size: list.size,
            packed: pack(list.size, &list.entries),
        }
    }
}

/// An instant of a signed list: from 1970 to the last year with four digits.
pub(super) fn instant(seconds: u64) -> Option<DateTime<Utc>> {
    const YEAR_10000: i64 = 253_402_300_800;
    let seconds = i64::try_from(seconds)
        .ok()
        .filter(|&second| second < YEAR_10000)?;
    DateTime::from_timestamp(seconds, 0)
}

/// Whole seconds since 1970.
pub(super) fn seconds(at: DateTime<Utc>) -> u64 {
    u64::try_from(at.timestamp()).unwrap_or(0)
}
