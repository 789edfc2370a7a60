//! The trust list: signed, not older than what was seen, and in the log with all its keys.

use std::collections::HashMap;

use sha2::{Digest, Sha256};

use super::fetched::Fetcher;
use super::state::{Memory, base64};
use super::{Found, Monitor, Monitored, Stopped};
use crate::scheme::council::Mandate;
use crate::scheme::log::replay::{self, KeyUse};
use crate::scheme::seal::KeyId;
use crate::scheme::trust::{Council, CouncilKey, KeyState, LARGEST, Refused, TrustList};

/// Where the list stands.
const PATH: &str = "/trust";
/// How long after a newer list an older one may still be sent from a cache.
const CACHES: chrono::TimeDelta = chrono::TimeDelta::hours(1);

/// The list that is gone by.
pub(super) struct Trusted {
    pub list: TrustList,
    pub sealed: Vec<u8>,
    pub sha256: [u8; 32],
}

impl Trusted {
    /// Fetches the list and checks it by itself.
    pub(super) fn fetch(
        fetcher: &mut Fetcher<'_>,
        asked: &Monitored<'_>,
        memory: Option<&Memory>,
    ) -> Result<Self, Stopped> {
        let sealed = fetcher.need(PATH, LARGEST)?;
        let refused =
            |refused: Refused| Found::refused(refused.code(), PATH, refused.words(), &refused);
        let list = match &asked.root {
            Some(root) => TrustList::from_sealed(&sealed, root),
            None => TrustList::from_unchecked(&sealed),
        };
        let list = list.map_err(refused)?;
        list.check_for_publication().map_err(refused)?;
        if list.expires_at() <= asked.clock.now() {
            return Err(refused(Refused::Expired(list.expires_at())).into());
        }
        let sha256: [u8; 32] = Sha256::digest(&sealed).into();
        if let Some(memory) = memory {
            let (version, held) = (list.version(), memory.trust_version);
            if version < held {
                return Err(refused(Refused::Older { version, held }).into());
            }
            if version == held && sha256 != memory.trust_sha256 {
                return Err(refused(Refused::Repeated { version }).into());
            }
        }
        Ok(Self {
            list,
            sealed,
            sha256,
        })
    }
}

impl Monitor<'_> {
    /// Compares the list with the log: its bytes, the root key, and each council and key on it.
    pub(super) fn check_trust(&self) -> Result<(), Box<Found>> {
        let list = &self.trusted.list;
        let version = list.version();
        let index = usize::try_from(version).unwrap_or(0).checked_sub(1);
        let recorded = index.and_then(|index| self.replay.trust_lists.get(index));
        let newest = self.replay.trust_lists.last();
        let recorded = recorded.ok_or_else(|| {
            let newest = newest.map_or(0, |newest| newest.version);
            Found::new(
                "trust_list_not_in_log",
                PATH,
                format_args!("a version up to {newest}, the newest in the log"),
                format_args!("version {version}"),
                (
                    "danh sách tin cậy không có trong nhật ký",
                    "the trust list is not in the log",
                ),
            )
        })?;
        if recorded.sha256 != self.trusted.sha256 {
            return Err(Found::new(
                "trust_list_not_in_log",
                format_args!("{PATH}, entry {}", recorded.position),
                base64(&recorded.sha256),
                base64(&self.trusted.sha256),
                (
                    "danh sách tin cậy khác với danh sách đã ghi trong nhật ký",
                    "the trust list is another than the log recorded",
                ),
            ));
        }
        if let Some(newest) = newest.filter(|newest| newest.version > version)
            && newest.issued_at + CACHES < self.asked.clock.now()
        {
            return Err(Found::new(
                "trust_list_withheld",
                PATH,
                format_args!("version {}", newest.version),
                format_args!("version {version}"),
                (
                    "máy chủ vẫn đưa ra danh sách tin cậy cũ",
                    "an older trust list is still sent",
                ),
            ));
        }
        self.check_root()?;
        let councils = list.councils().iter();
        for council in councils.map(AsRef::as_ref) {
            self.check_council(council)?;
            let uses = [
                (&council.keys, KeyUse::Certificates(council.code)),
                (&council.status_keys, KeyUse::StatusLists(council.code)),
            ];
            for (keys, of) in uses {
                keys.iter().try_for_each(|key| self.check_key(key, of))?;
            }
        }
        let mut own = list.programme_keys().iter();
        own.try_for_each(|own| self.check_key(&own.key, KeyUse::Programme(own.purpose)))
    }

    /// The log begins with the root key, which signed the list.
    fn check_root(&self) -> Result<(), Box<Found>> {
        let programme = self.replay.programme.as_ref();
        let recorded = programme.map(|programme| programme.root_key);
        let signed = recorded.map(|root| TrustList::from_sealed(&self.trusted.sealed, &root));
        let pinned = self.asked.root.as_ref();
        if matches!(signed, Some(Ok(_))) && pinned.is_none_or(|root| Some(*root) == recorded) {
            return Ok(());
        }
        Err(Found::new(
            "root_key_not_in_log",
            "entry 0",
            pinned.map_or_else(
                || "the key that signed the trust list".to_owned(),
                crate::scheme::seal::PublicKey::to_base64,
            ),
            recorded.map_or_else(|| "none".to_owned(), |root| root.to_base64()),
            (
                "nhật ký không bắt đầu bằng khóa gốc này",
                "the log does not begin with this root key",
            ),
        ))
    }

    fn check_council(&self, council: &Council) -> Result<(), Box<Found>> {
        let known = self.replay.councils.get(&council.code);
        let same = known.is_some_and(|known| {
            known.unit == council.unit
                && known.level == council.level
                && known.name == council.name
                // Between two lists a council can be succeeded: the next one says so.
                && (council.successor == known.successor || council.successor.is_none())
                && council.mandates.iter().all(|mandate| has(known, mandate, council))
        });
        if same {
            return Ok(());
        }
        Err(Found::new(
            "council_not_in_log",
            format_args!("{PATH}, {}", council.code),
            "the council as the log has it",
            "another unit, level, name, mandate or successor, or no such council",
            (
                "hội đồng này không đúng như trong nhật ký",
                "the council is not as the log has it",
            ),
        ))
    }

    fn check_key(&self, key: &CouncilKey, of: KeyUse) -> Result<(), Box<Found>> {
        let at = format!("{PATH}, key {}", key.kid);
        let known = self.replay.keys.get(&key.kid);
        let same = known.is_some_and(|known| {
            let other = &known.key;
            known.of == of
                && (other.x, other.alg) == (key.x, key.alg)
                && (other.seals_from, other.seals_until) == (key.seals_from, key.seals_until)
                && order(key.state) <= order(other.state)
        });
        if !same {
            return Err(Found::new(
                "key_not_in_log",
                at,
                "a key that the log has, with this owner, purpose, period and state",
                key.x.to_base64(),
                (
                    "khóa này không có, hoặc không như vậy, trong nhật ký",
                    "the key is not in the log, or not so",
                ),
            ));
        }
        match state_then(&self.keys_then, key.kid) {
            Some(state) if order(key.state) < order(state) => Err(Found::new(
                "key_state_withheld",
                at,
                state.name(),
                key.state.name(),
                (
                    "danh sách tin cậy không nói rằng khóa đã thôi dùng hoặc bị lộ",
                    "the trust list does not say that the key was retired or compromised",
                ),
            )),
            _ => Ok(()),
        }
    }
}

/// Whether a council had a mandate, or has it shortened by a succession that the list does not
/// know yet.
fn has(known: &replay::Council, mandate: &Mandate, listed: &Council) -> bool {
    known.mandates.iter().any(|other| {
        let until = other.until == mandate.until
            || (known.successor.is_some() && listed.successor.is_none());
        other.stars == mandate.stars
            && other.from == mandate.from
            && other.months == mandate.months
            && until
    })
}

fn order(state: KeyState) -> u8 {
    match state {
        KeyState::Active => 0,
        KeyState::Retired => 1,
        KeyState::Compromised => 2,
    }
}

fn state_then(keys: &HashMap<KeyId, replay::Key>, kid: KeyId) -> Option<KeyState> {
    keys.get(&kid).map(|known| known.key.state)
}
