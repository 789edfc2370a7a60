//! A council's signed status list: IETF Token Status List as CWT and as JWT, read and written
//! side by side.

mod claims;
mod cwt;
mod jwt;
mod packed;
mod refused;

use chrono::TimeDelta;

use super::council::CouncilCode;
use super::day;
use super::seal::{KeyId, PublicKey};
use super::status::{Status, StatusList};
use super::trust::{Council, KeyState};

pub use claims::Claims;
pub use cwt::key_id;
pub use packed::{MOST, pack, unpack};
pub use refused::Refused;

/// Media type of the CWT form; also its `typ`.
pub const CWT: &str = "application/statuslist+cwt";
/// Media type of the JWT form.
pub const JWT: &str = "application/statuslist+jwt";
/// Largest signed list that is read, in bytes.
pub const LARGEST: usize = 6 << 20;
/// How long a list may be kept before a newer one is fetched.
pub const TTL: TimeDelta = TimeDelta::hours(12);
/// After this a list may no longer say "valid".
pub const TERM: TimeDelta = TimeDelta::days(7);

/// The public key that may have signed a council's list.
fn key_of(council: &Council, kid: KeyId) -> Result<PublicKey, Refused> {
    match council.status_keys.iter().find(|key| key.kid == kid) {
        Some(key) if key.state == KeyState::Compromised => Err(Refused::CompromisedKey(kid)),
        Some(key) => Ok(key.x),
        None if council.keys.iter().any(|key| key.kid == kid) => Err(Refused::OtherPurpose(kid)),
        None => Err(Refused::UnknownKey {
            council: council.code,
            kid,
        }),
    }
}

/// Checks what a signed list says of itself, and takes its entries.
fn accept(claims: Claims, council: &Council, kid: KeyId) -> Result<StatusList, Refused> {
    if claims.uri != council.status_list {
        return Err(Refused::OtherSubject {
            said: claims.uri.chars().take(200).collect(),
            expected: council.status_list.clone(),
        });
    }
    let day = day::of(claims.issued_at);
    let in_period = council
        .status_keys
        .iter()
        .any(|key| key.kid == kid && key.seals_from <= day && day <= key.seals_until);
    if !in_period {
        return Err(Refused::KeyPeriod { kid, day });
    }
    Ok(StatusList {
        as_of: claims.issued_at,
        expires_at: Some(claims.expires_at),
        size: claims.size,
        entries: unpack(claims.size, &claims.packed)?,
    })
}

impl StatusList {
    /// What the list says of an index.
    ///
    /// # Errors
    /// [`Refused::Index`] when it was never issued, by this list.
    pub fn status(&self, index: u32) -> Result<Status, Refused> {
        if u64::from(index) < self.size {
            Ok(self.entries.get(&index).copied().unwrap_or(Status::Valid))
        } else {
            let size = self.size;
            Err(Refused::Index { index, size })
        }
    }
}

/// Where a council's list stands: what `sub` must say.
pub fn uri(origin: &str, council: CouncilCode) -> String {
    format!("{origin}/status/{council}")
}
