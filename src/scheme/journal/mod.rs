//! The journal of a device with which an inspector checks: entries, each bound to the one before.
//!
//! An entry is a JSON text that has one form (`read`, `written`), and whose bytes are never
//! written anew by anybody: its hash is the SHA-256 of them. A device writes its journal alone and
//! only adds to it, so two copies of a journal differ in nothing but their length.

mod chain;
mod identity;
mod read;
mod written;

use chrono::{DateTime, Utc};

pub use chain::{Broken, Head};
pub use identity::{DeviceId, EntryHash, NotAnIdentity};
pub use read::{NotAnEntry, read};

use super::number::CertificateNumber;
use super::stars::Stars;
use super::verdict::Kind;

/// Bytes of the longest entry: a code of 2,953 control characters, each written with six.
pub const LONGEST_ENTRY: usize = 20 * 1024;
/// Characters of the longest code: digits that the largest QR code holds.
pub const LONGEST_CODE: usize = 7_089;
/// Characters of the longest note.
pub const LONGEST_NOTE: usize = 2_000;
/// Bytes of the largest photograph.
pub const LARGEST_PHOTOGRAPH: u64 = 5 * 1024 * 1024;
/// The media type of every photograph: devices encode them anew.
pub const PHOTOGRAPH_TYPE: &str = "image/jpeg";

/// An entry of a journal.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The device that wrote it.
    pub device: DeviceId,
    /// Its place, from 1.
    pub counter: u64,
    /// The hash of the entry before; `None` for the first.
    pub previous: Option<EntryHash>,
    /// When: the clock's instant, or the latest signed instant if the clock is behind it.
    pub at: DateTime<Utc>,
    /// What the device's clock said.
    pub clock: DateTime<Utc>,
    /// What it says.
    pub body: Body,
}

/// What an entry says.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// A code was checked.
    Check(Check),
    /// Something about an earlier check.
    Addition(Addition),
}

/// A code that was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// The text that was scanned, or the certificate number that was typed.
    pub code: String,
    /// What the device concluded; `None` where a number was typed, which proves nothing.
    pub verdict: Option<Kind>,
    /// The certificate that it was of.
    pub number: Option<CertificateNumber>,
    /// The stars on the package, where they were given.
    pub stars_on_package: Option<Stars>,
    /// The version of the trust list that was judged by.
    pub trust_list: u64,
    /// The pack that was judged by.
    pub pack: u64,
    /// When it was made.
    pub pack_made_at: DateTime<Utc>,
    /// Whether it was one of many, checked along a shelf.
    pub shelf: bool,
}

/// Something about an earlier check: at least one of the three.
#[derive(Clone, Debug, PartialEq)]
pub struct Addition {
    /// The counter of the check.
    pub to: u64,
    /// A note, as it was typed.
    pub note: Option<String>,
    /// Where the inspector was.
    pub place: Option<Place>,
    /// A picture, which comes separately.
    pub photograph: Option<Photograph>,
}

/// A place on earth (WGS 84), as the device knew it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// Degrees, north of the equator.
    pub latitude: f64,
    /// Degrees, east of Greenwich.
    pub longitude: f64,
    /// How far off it may be.
    pub accuracy_metres: f64,
}

/// A picture that an entry names by its hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Photograph {
    /// The SHA-256 of its bytes.
    pub sha256: EntryHash,
    /// How many they are.
    pub bytes: u64,
}

impl Entry {
    /// What it checked, if it is a check.
    pub fn check(&self) -> Option<&Check> {
        match &self.body {
            Body::Check(check) => Some(check),
            Body::Addition(_) => None,
        }
    }

    /// What it adds, if it is an addition.
    pub fn addition(&self) -> Option<&Addition> {
        match &self.body {
            Body::Check(_) => None,
            Body::Addition(addition) => Some(addition),
        }
    }
}
