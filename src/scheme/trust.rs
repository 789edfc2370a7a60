//! The trust list: councils, their mandates and keys, signed by the programme's root key.

mod changes;
mod draft;
mod key_changes;
mod programme_key;
mod publication;
mod refused;

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::cbor;
use super::cose::{self, Sign1};
use super::council::{CouncilCode, Level, Mandate};
use super::seal::{Alg, KeyId, PublicKey};
use super::words::Text;
pub use changes::{Change, changes};
pub use draft::Draft;
pub use programme_key::{ProgrammeKey, ProgrammePurpose};
pub use refused::Refused;

/// Largest trust list that is read, in bytes.
pub const LARGEST: usize = 4 << 20;

/// What a verifier pins or gets over a trusted channel (token specification, section 4).
#[derive(Clone, Debug)]
pub struct TrustList {
    contents: Contents,
    by_kid: HashMap<KeyId, Vec<(usize, usize)>>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Contents {
    version: u64,
    issued_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
    councils: Vec<Arc<Council>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    programme_keys: Vec<ProgrammeKey>,
}

/// A council with all that a verifier must know of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Council {
    /// Its code, as in certificate numbers.
    pub code: CouncilCode,
    /// Its administrative unit, `VN-04@2`.
    pub unit: String,
    /// Its level.
    pub level: Level,
    /// Its name.
    pub name: Text,
    /// The council that took its place when it was abolished or merged.
    pub successor: Option<CouncilCode>,
    /// What it may, or might, certify.
    pub mandates: Vec<Mandate>,
    /// Its keys, past and present.
    pub keys: Vec<CouncilKey>,
    /// Where its status list stands.
    pub status_list: String,
    /// Its keys for status lists, past and present. A certificate's key never signs a list, nor
    /// one of these a certificate.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub status_keys: Vec<CouncilKey>,
}

/// A council's public key and when it seals.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CouncilKey {
    /// The hint in tokens.
    pub kid: KeyId,
    /// How tokens under it name the algorithm.
    pub alg: Alg,
    /// The key.
    pub x: PublicKey,
    /// First day of sealing, in UTC+07:00.
    pub seals_from: NaiveDate,
    /// Last day of sealing, inclusive.
    pub seals_until: NaiveDate,
    /// Whether it seals, sealed, or is lost.
    pub state: KeyState,
    /// Since when it is compromised.
    pub compromised_on: Option<NaiveDate>,
}

/// The state of a council's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyState {
    /// Seals.
    Active,
    /// No longer seals; what it sealed stays valid.
    Retired,
    /// In somebody else's hands: only the register vouches for what it sealed.
    Compromised,
}

impl KeyState {
    /// The name in data, `active`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Retired => "retired",
            Self::Compromised => "compromised",
        }
    }

    /// The state of a name in data.
    pub fn named(name: &str) -> Option<Self> {
        [Self::Active, Self::Retired, Self::Compromised]
            .into_iter()
            .find(|state| state.name() == name)
    }
}

impl TrustList {
    /// Makes a list, with an index of its keys.
    pub fn new(
        version: u64,
        issued_at: DateTime<Utc>,
        expires_at: DateTime<Utc>,
        councils: Vec<Arc<Council>>,
    ) -> Self {
        Self::index(Contents {
            version,
            issued_at,
            expires_at,
            councils,
            programme_keys: Vec::new(),
        })
    }

    fn index(contents: Contents) -> Self {
        let mut by_kid: HashMap<KeyId, Vec<(usize, usize)>> = HashMap::new();
        for (c, council) in contents.councils.iter().enumerate() {
            for (k, key) in council.keys.iter().enumerate() {
                by_kid.entry(key.kid).or_default().push((c, k));
            }
        }
        Self { contents, by_kid }
    }

    /// Counts up with each publication.
    pub fn version(&self) -> u64 {
        self.contents.version
    }

    /// When it was signed.
    pub fn issued_at(&self) -> DateTime<Utc> {
        self.contents.issued_at
    }

    /// When a newer one should have replaced it.
    pub fn expires_at(&self) -> DateTime<Utc> {
        self.contents.expires_at
    }

    /// Every council.
    pub fn councils(&self) -> &[Arc<Council>] {
        &self.contents.councils
    }

    /// The council with a code.
    pub fn council(&self, code: CouncilCode) -> Option<&Arc<Council>> {
        self.contents
            .councils
            .iter()
            .find(|council| council.code == code)
    }

    /// Every key with a kid, and its council.
    pub fn keys(&self, kid: KeyId) -> impl Iterator<Item = (&Arc<Council>, &CouncilKey)> {
        self.by_kid
            .get(&kid)
            .into_iter()
            .flatten()
            .filter_map(|&(c, k)| {
                let council = self.contents.councils.get(c)?;
                Some((council, council.keys.get(k)?))
            })
    }

    /// Whether a key with a kid is on the list, whatever it is for.
    pub fn names(&self, kid: KeyId) -> bool {
        self.kids().any(|known| known == kid)
    }

    /// The kid of every key, whatever it is for.
    fn kids(&self) -> impl Iterator<Item = KeyId> {
        self.councils()
            .iter()
            .flat_map(|council| council.keys.iter().chain(&council.status_keys))
            .chain(self.programme_keys().iter().map(|own| &own.key))
            .map(|key| key.kid)
    }

    /// The council that stands in the place of another today: the last of its successors.
    /// `None` when it has none, or the list does not name it.
    pub fn successor_of(&self, council: &Council) -> Option<&Arc<Council>> {
        let mut last = self.council(council.successor?)?;
        // A published list has no cycle; one that was made otherwise does not hang us.
        for _ in self.councils() {
            match last.successor.and_then(|code| self.council(code)) {
                Some(next) => last = next,
                None => break,
            }
        }
        Some(last)
    }

    /// Whether a holder of `held` takes this list in its place: `false` when it is the same one.
    ///
    /// # Errors
    /// [`Refused::Older`]; [`Refused::Repeated`] when another list has the same version.
    pub fn replaces(&self, held: &Self) -> Result<bool, Refused> {
        let (version, held_version) = (self.version(), held.version());
        if version < held_version {
            return Err(Refused::Older {
                version,
                held: held_version,
            });
        }
        if version == held_version && self.to_json() != held.to_json() {
            return Err(Refused::Repeated { version });
        }
        Ok(version > held_version)
    }

    /// Reads the JSON twin, which carries no signature.
    ///
    /// # Errors
    /// When the JSON has another form, or a key cannot be used.
    pub fn from_json(json: serde_json::Value) -> Result<Self, Refused> {
        let contents =
            serde_json::from_value(json).map_err(|error| Refused::Content(error.to_string()))?;
        Ok(Self::index(contents))
    }

    /// The JSON twin.
    pub fn to_json(&self) -> serde_json::Value {
        // Strings, numbers and lists only: there is nothing that could fail.
        serde_json::to_value(&self.contents).unwrap_or_default()
    }

    /// The payload to be signed: the JSON twin's values in deterministic CBOR.
    pub fn to_cbor(&self) -> Vec<u8> {
        cbor::write(&self.to_json())
    }

    /// What the root key signs to publish this list.
    pub fn to_be_signed(&self, root: &PublicKey) -> Vec<u8> {
        cose::to_be_signed(Alg::Ed25519, root.id(), &self.to_cbor())
    }

    /// The signed list, `application/cose`.
    pub fn sealed(&self, root: &PublicKey, signature: [u8; 64]) -> Vec<u8> {
        Sign1 {
            alg: Alg::Ed25519,
            kid: root.id(),
            payload: self.to_cbor(),
            signature,
        }
        .to_bytes()
    }

    /// Reads a signed list.
    ///
    /// # Errors
    /// When it is not signed by the root key, or not in its one form.
    pub fn from_sealed(bytes: &[u8], root: &PublicKey) -> Result<Self, Refused> {
        let message = message(bytes)?;
        if message.alg != Alg::Ed25519 || message.kid != root.id() {
            return Err(Refused::Signature);
        }
        if !message.is_signed_by(root) {
            return Err(Refused::Altered);
        }
        Self::from_payload(&message)
    }

    /// Reads a signed list without checking who signed it: for a file that its owner trusts.
    ///
    /// # Errors
    /// When it is not in its one form.
    pub fn from_unchecked(bytes: &[u8]) -> Result<Self, Refused> {
        Self::from_payload(&message(bytes)?)
    }

    fn from_payload(message: &Sign1) -> Result<Self, Refused> {
        let json =
            cbor::read(&message.payload).map_err(|error| Refused::Content(error.to_string()))?;
        Self::from_json(json)
    }
}

fn message(bytes: &[u8]) -> Result<Sign1, Refused> {
    if bytes.len() > LARGEST {
        return Err(Refused::Large(bytes.len()));
    }
    Ok(Sign1::from_bytes(bytes)?)
}
