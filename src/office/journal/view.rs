//! Checks of a journal as their inspector reads them, with what was added to each.

use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;

use crate::register::JournalEntryRecord;
use crate::scheme::journal::{Body, DeviceId, EntryHash, Place};
use crate::scheme::number::CertificateNumber;
use crate::scheme::text::printable;
use crate::scheme::verdict::Kind;

/// How far a device's clock may be ahead of ours.
const CLOCK_TOLERANCE: TimeDelta = TimeDelta::minutes(5);

/// A check.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct JournalCheck {
    /// Its number here.
    pub id: i64,
    /// The device that made it.
    pub device: DeviceId,
    /// Its place in the device's journal.
    pub counter: u64,
    /// The SHA-256 of its text.
    pub hash: EntryHash,
    /// The text, as the device wrote it.
    pub entry: String,
    /// The instant that was judged for.
    pub at: DateTime<Utc>,
    /// What the device's clock said.
    pub clock: DateTime<Utc>,
    /// Whether that was later than when the entry came in: the clock was wrong.
    pub clock_ahead: bool,
    /// The text that was scanned, or the number that was typed, without what cannot be seen.
    pub code: String,
    /// What the device concluded; null where a number was typed.
    #[serde(serialize_with = "name")]
    pub verdict: Option<Kind>,
    /// What the judge said here when the entry came in, of the same code and instant.
    #[serde(serialize_with = "name")]
    pub judged_again: Option<Kind>,
    /// The certificate that is signed in the code, or the number that was typed; whether or not
    /// there is one.
    pub number: Option<CertificateNumber>,
    /// The product of that certificate in the register.
    pub product: Option<String>,
    /// Its producer.
    pub producer: Option<String>,
    /// The stars on the package, where they were given.
    pub stars_on_package: Option<u8>,
    /// The version of the trust list that the device judged by.
    pub trust_list: u64,
    /// Its pack.
    pub pack: u64,
    /// When that was made.
    pub pack_made_at: DateTime<Utc>,
    /// Whether it was one of many along a shelf.
    pub shelf: bool,
    /// When it came in.
    pub received_at: DateTime<Utc>,
    /// How many entries add to it.
    pub additions: u64,
}

/// Something that was added to a check.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct JournalAddition {
    /// Its number here.
    pub id: i64,
    /// Its place in the device's journal.
    pub counter: u64,
    /// The SHA-256 of its text.
    pub hash: EntryHash,
    /// The text, as the device wrote it.
    pub entry: String,
    /// When.
    pub at: DateTime<Utc>,
    /// A note, without what cannot be seen.
    pub note: Option<String>,
    /// Where.
    pub place: Option<PlaceView>,
    /// A picture.
    pub photograph: Option<JournalPhotograph>,
}

/// A place, as the device knew it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct PlaceView {
    /// Degrees, north of the equator.
    pub latitude: f64,
    /// Degrees, east of Greenwich.
    pub longitude: f64,
    /// How far off it may be.
    pub accuracy_metres: f64,
}

/// A picture that an addition names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct JournalPhotograph {
    /// The SHA-256 of its bytes.
    pub sha256: EntryHash,
    /// How many they are.
    pub bytes: u64,
    /// When they came; null when they have not yet.
    pub received_at: Option<DateTime<Utc>>,
    /// Which of the photographs that are kept it is then.
    #[serde(skip)]
    pub kept: Option<i64>,
}

#[expect(
    clippy::ref_option,
    clippy::trivially_copy_pass_by_ref,
    reason = "as serde calls it"
)]
fn name<S: serde::Serializer>(kind: &Option<Kind>, serializer: S) -> Result<S::Ok, S::Error> {
    kind.map(Kind::name).serialize(serializer)
}

impl JournalCheck {
    /// Whether the judge said something else here than the device.
    pub fn differs(&self) -> bool {
        self.judged_again != self.verdict
    }

    /// Whether the register's names of the certificate may be shown beside it: not where the
    /// number was signed by whoever was not entitled to.
    pub fn is_confirmed(&self) -> bool {
        let kinds = [self.verdict, self.judged_again];
        kinds.into_iter().flatten().all(|kind| {
            !matches!(
                kind,
                Kind::OutOfMandate | Kind::CompromisedKey | Kind::NotRegistered
            )
        })
    }

    /// Of an entry, if it is a check.
    pub(super) fn of(record: JournalEntryRecord) -> Option<Self> {
        let Body::Check(check) = record.entry.body else {
            return None;
        };
        Some(Self {
            id: record.id,
            device: record.device,
            counter: record.entry.counter,
            hash: record.hash,
            entry: record.text,
            at: record.entry.at,
            clock: record.entry.clock,
            clock_ahead: record.entry.clock > record.received_at + CLOCK_TOLERANCE,
            code: printable(&check.code),
            verdict: check.verdict,
            judged_again: record.judged_again,
            number: record.number,
            product: record.product,
            producer: record.producer,
            stars_on_package: check.stars_on_package.map(|stars| stars.get()),
            trust_list: check.trust_list,
            pack: check.pack,
            pack_made_at: check.pack_made_at,
            shelf: check.shelf,
            received_at: record.received_at,
            additions: record.additions,
        })
    }
}

impl JournalAddition {
    /// Of an entry, if it adds to a check.
    pub(super) fn of(record: JournalEntryRecord) -> Option<Self> {
        let Body::Addition(addition) = record.entry.body else {
            return None;
        };
        Some(Self {
            id: record.id,
            counter: record.entry.counter,
            hash: record.hash,
            entry: record.text,
            at: record.entry.at,
            note: addition.note.map(|note| printable(&note)),
            place: addition.place.map(PlaceView::from),
            photograph: addition.photograph.map(|photograph| JournalPhotograph {
                sha256: photograph.sha256,
                bytes: photograph.bytes,
                received_at: record.photograph.map(|(_, at)| at),
                kept: record.photograph.map(|(id, _)| id),
            }),
        })
    }
}

impl From<Place> for PlaceView {
    fn from(place: Place) -> Self {
        Self {
            latitude: place.latitude,
            longitude: place.longitude,
            accuracy_metres: place.accuracy_metres,
        }
    }
}
