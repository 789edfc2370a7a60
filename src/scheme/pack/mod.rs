//! The pack for verifiers without a network: trust list, status lists, the digests of all
//! genuine tokens and, where wanted, names to search by; under one signed manifest, so that
//! parts of different days cannot be mixed. Written and read side by side.

mod about;
mod answer;
mod delta;
mod file;
mod listed;
mod manifest;
mod names;
mod open;
mod part;
mod refused;
mod seal;
mod unanswered;

use chrono::{DateTime, TimeDelta, Utc};

use super::seal::KeyId;
use super::status::{RegisterData, StatusLists};
use super::trust::TrustList;

pub use delta::apply;
pub use file::PackFile;
pub use manifest::{Manifest, TYP};
pub use names::{LARGEST_CHUNK, NamedCertificate, Names, pack as pack_names};
pub use part::{Part, PartName};
pub use refused::Refused;
pub use seal::{SealedPack, UnsealedPack};
pub use unanswered::Unanswered;

/// Media type of a pack's file.
pub const MEDIA_TYPE: &str = "application/vnd.ocop.pack+cbor";
/// Certificates of a chunk: what a council issued, in the order of the book, so many at a time.
/// A chunk that is full never changes, so a delta brings the last one and what follows.
pub const CHUNK: usize = 1_024;
/// Largest pack that is read, in bytes: some 500,000 certificates with their names.
pub const LARGEST: usize = 64 << 20;
/// Most parts of a pack that is read.
pub const MOST_PARTS: usize = 1 << 14;
/// Most bytes that all names of a pack unpack to.
pub const MOST_UNPACKED: usize = 128 << 20;
/// How long a pack may be used before a newer one should have replaced it: as long as the
/// status lists in it, which may not say "valid" any longer. What it withdrew or does not know
/// stays so.
pub const TERM: TimeDelta = TimeDelta::days(7);
/// A pack older than this is spoken of as old. Not 24 hours: that alarms when a daily pack is a
/// little late.
pub const STALE: TimeDelta = TimeDelta::hours(48);

/// What a verifier holds already, and takes nothing older in place of: no older trust list, and
/// under the same list nothing that was made earlier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct HeldPack {
    /// The pack's sequence number.
    pub sequence: u64,
    /// The version of the trust list in it.
    pub trust_list: u64,
    /// The instant that it speaks of, which orders packs of one trust list. `None` in what was
    /// written down before this was: then the number does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made_at: Option<DateTime<Utc>>,
}

/// A pack that was checked: what a verifier judges by.
#[derive(Clone, Debug)]
pub struct Pack {
    /// Counts the packs of a programme.
    pub sequence: u64,
    /// The instant that it speaks of.
    pub made_at: DateTime<Utc>,
    /// From when on a newer one should have replaced it.
    pub expires_at: DateTime<Utc>,
    /// The id of the root key that its trust list names as its signer.
    pub root: KeyId,
    /// Whether its programme is a demonstration: nothing that it certifies is valid.
    pub is_demonstration: bool,
    /// Councils, mandates and keys.
    pub trust: TrustList,
    /// Every council's signed status list. The pack's own instant counts as seen.
    pub status: StatusLists,
    /// Every genuine token.
    pub register: RegisterData,
    /// What to search by, if the pack came with it.
    pub names: Option<Names>,
}

impl Pack {
    /// What a verifier holds from now on.
    pub fn held(&self) -> HeldPack {
        HeldPack {
            sequence: self.sequence,
            trust_list: self.trust.version(),
            made_at: Some(self.made_at),
        }
    }
}
