//! The pack for verifiers without a network: of the root key, fresh, and saying what the log says.

use std::collections::HashSet;

use chrono::NaiveDate;

use super::certificates::short;
use super::state::base64;
use super::status::MARGIN;
use super::{Found, Monitor, Stopped};
use crate::scheme::day;
use crate::scheme::pack::{LARGEST, Pack, PackFile, Refused, STALE};
use crate::scheme::trust::{KeyState, ProgrammePurpose};

/// Where the pack stands.
const PATH: &str = "/pack";

/// The pack that is looked at.
pub(super) struct Fetched {
    pub pack: Pack,
    /// Of the trust list in it, as it was signed.
    trust_sha256: [u8; 32],
}

impl Monitor<'_> {
    /// Fetches the pack and checks it by itself, as who judges by it does. A programme without a
    /// pack key makes none.
    pub(super) fn pack(&mut self) -> Result<Option<Fetched>, Stopped> {
        let now = self.asked.clock.now();
        let Some(bytes) = self.fetcher.get(PATH, LARGEST)? else {
            if self.has_pack_key(day::of(now)) {
                return Err(missing().into());
            }
            return Ok(None);
        };
        let refused =
            |refused: Refused| Found::refused(refused.code(), PATH, refused.words(), &refused);
        let opened = match &self.asked.root {
            Some(root) => Pack::open(&bytes, root, None),
            None => Pack::open_unrooted(&bytes, None),
        };
        let pack = opened.map_err(refused)?;
        if pack.made_at + STALE < now {
            return Err(Found::new(
                "pack_stale",
                PATH,
                format_args!("made after {}", now - STALE),
                format_args!("made at {}", pack.made_at),
                (
                    "gói ngoại tuyến đã cũ: có thể che giấu việc thu hồi",
                    "the pack is old: it can hide what was revoked",
                ),
            )
            .into());
        }
        // A pack that opened begins with its trust list.
        let file = PackFile::read(&bytes).map_err(refused)?;
        let trust = file.manifest.parts.first().ok_or(Stopped::Inconsistent)?;
        Ok(Some(Fetched {
            trust_sha256: trust.sha256,
            pack,
        }))
    }

    /// Whether the trust list names a key that can sign packs on a day.
    fn has_pack_key(&self, today: NaiveDate) -> bool {
        let mut own = self.trusted.list.programme_keys().iter();
        own.any(|own| {
            own.purpose == ProgrammePurpose::Pack
                && own.key.state == KeyState::Active
                && own.key.seals_from <= today
                && today <= own.key.seals_until
        })
    }

    /// Compares the pack with the log: its trust list, its status lists and its digests.
    pub(super) fn check_pack(&self, fetched: &Fetched) -> Result<(), Box<Found>> {
        let Fetched { pack, trust_sha256 } = fetched;
        self.check_packed_trust(pack.trust.version(), trust_sha256)?;
        for council in pack.trust.councils() {
            if let Some(list) = pack.status.get(council.code) {
                let at = format!("{PATH}, status list of {}", council.code);
                self.check_status_list(&at, council.code, list)?;
            }
        }
        self.check_only_logged(pack)?;
        self.check_all_packed(pack)
    }

    fn check_packed_trust(&self, version: u64, sha256: &[u8; 32]) -> Result<(), Box<Found>> {
        let mut lists = self.replay.trust_lists.iter();
        let recorded = lists.find(|list| list.version == version);
        if recorded.is_some_and(|list| list.sha256 == *sha256) {
            return Ok(());
        }
        Err(Found::new(
            "pack_trust_list_not_in_log",
            format_args!("{PATH}, trust list {version}"),
            recorded.map_or_else(
                || "a version that is in the log".to_owned(),
                |list| base64(&list.sha256),
            ),
            base64(sha256),
            (
                "danh sách tin cậy trong gói không có trong nhật ký",
                "the trust list in the pack is not in the log",
            ),
        ))
    }

    /// Nothing is in the pack that the log does not have: it would be taken for genuine.
    fn check_only_logged(&self, pack: &Pack) -> Result<(), Box<Found>> {
        let logged = self.logged_digests();
        let none = HashSet::new();
        for (code, packed) in pack.register.councils.iter() {
            let logged = logged.get(code).unwrap_or(&none);
            let strange = packed.iter().filter(|digest| !logged.contains(*digest));
            if let Some(digest) = strange.min() {
                return Err(Found::new(
                    "pack_digest_not_in_log",
                    format_args!("{PATH}, {code}"),
                    "digests of tokens in the log",
                    base64(&digest.0),
                    (
                        "gói ngoại tuyến coi là thật một mã không có trong nhật ký",
                        "the pack takes a code for genuine that is not in the log",
                    ),
                ));
            }
        }
        Ok(())
    }

    /// What was recorded before the pack was made is in it. When a compact token was sealed the
    /// replay does not say, so that one may be in it or not.
    fn check_all_packed(&self, pack: &Pack) -> Result<(), Box<Found>> {
        let certificates = self.replay.certificates.iter();
        let missing = certificates
            .filter(|(_, known)| known.recorded_at + MARGIN <= pack.made_at)
            .filter(|(number, known)| {
                let packed = pack.register.councils.get(&number.council);
                !packed.is_some_and(|packed| packed.contains(&short(&known.token)))
            })
            .min_by_key(|(_, known)| known.position);
        match missing {
            None => Ok(()),
            Some((number, known)) => Err(Found::new(
                "pack_digest_missing",
                format_args!("{PATH}, {}", number.council),
                format_args!("{number}, entry {} of the log", known.position),
                format_args!("not in the pack made at {}", pack.made_at),
                (
                    "gói ngoại tuyến thiếu giấy có trong nhật ký",
                    "the pack leaves out a certificate of the log",
                ),
            )),
        }
    }
}

fn missing() -> Box<Found> {
    Found::new(
        "pack_missing",
        PATH,
        "a signed pack: the trust list names a key for it",
        "nothing",
        ("không có gói ngoại tuyến", "there is no pack"),
    )
}
