//! What is replayed, each with the position that recorded it.

use chrono::{DateTime, NaiveDate, Utc};

use crate::scheme::council::{CouncilCode, Level, Mandate};
use crate::scheme::ground::Ground;
use crate::scheme::number::CertificateNumber;
use crate::scheme::seal::PublicKey;
use crate::scheme::status::Status;
use crate::scheme::trust::{CouncilKey, ProgrammePurpose};
use crate::scheme::words::Text;

/// The programme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Programme {
    /// Its name.
    pub name: Text,
    /// The key that signs its trust lists.
    pub root_key: PublicKey,
    /// When it was set up.
    pub created_at: DateTime<Utc>,
}

/// A council as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Council {
    /// Where it was added.
    pub position: u64,
    /// Its administrative unit.
    pub unit: String,
    /// Its level.
    pub level: Level,
    /// Its name.
    pub name: Text,
    /// What it may certify, in the order of the body that added it.
    pub mandates: Vec<Mandate>,
    /// Who took its place.
    pub successor: Option<CouncilCode>,
    /// One more than the greatest index that it issued: at least so many are reserved.
    pub issued: u64,
}

/// What a key signs, and whose it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyUse {
    /// A council's certificates.
    Certificates(CouncilCode),
    /// A council's status lists.
    StatusLists(CouncilCode),
    /// Something of the programme's own.
    Programme(ProgrammePurpose),
}

/// A key as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// Where it was added.
    pub position: u64,
    /// What it signs.
    pub of: KeyUse,
    /// The key, its period and its state.
    pub key: CouncilKey,
}

/// A trust list that was published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrustList {
    /// Where it was recorded.
    pub position: u64,
    /// Its version.
    pub version: u64,
    /// When it was signed.
    pub issued_at: DateTime<Utc>,
    /// When a newer one should have replaced it.
    pub expires_at: DateTime<Utc>,
    /// The SHA-256 of its signed bytes.
    pub sha256: [u8; 32],
}

/// How far the trail had grown, and the hash of its last line then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrailAnchor {
    /// Where it was recorded.
    pub position: u64,
    /// How many lines the trail had.
    pub size: u64,
    /// The hash of the last of them.
    pub sha256: [u8; 32],
}

/// A decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Of which council.
    pub council: CouncilCode,
    /// Who signed it.
    pub authority: String,
    /// Its number.
    pub number: String,
    /// The day it was signed.
    pub decided_on: NaiveDate,
}

/// A certificate as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    /// Where it was recorded.
    pub position: u64,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// The identity of its decision.
    pub decision: u64,
    /// The hash over everything that the register keeps of it but its status.
    pub record: [u8; 32],
    /// The SHA-256 of its token.
    pub token: [u8; 32],
    /// The SHA-256 of its compact token, if one was sealed.
    pub compact: Option<[u8; 32]>,
    /// Its status.
    pub status: Status,
}

/// A change of a certificate's status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusChange {
    /// Where it was recorded.
    pub position: u64,
    /// Whose status.
    pub number: CertificateNumber,
    /// What it became.
    pub status: Status,
    /// Why it was withdrawn.
    pub ground: Option<Ground>,
    /// The number of the decision, and the day it was signed.
    pub decision: Option<(String, NaiveDate)>,
    /// The certificate that takes its place.
    pub replaced_by: Option<CertificateNumber>,
    /// When it was recorded.
    pub changed_at: DateTime<Utc>,
}

/// A certificate that was renewed: both stand, each to its own end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Renewal {
    /// Where it was recorded.
    pub position: u64,
    /// The older certificate.
    pub number: CertificateNumber,
    /// The newer one.
    pub renewed_by: CertificateNumber,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
}
