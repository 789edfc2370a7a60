//! The pack for offline verifiers: made when something changed and by schedule, once for all
//! replicas, and made again from the register by each.

mod chunks;
mod delta;

use std::sync::Arc;

use arc_swap::ArcSwapOption;
use chrono::{DateTime, TimeDelta, Utc};

use super::programme_keys::{ProgrammeKeyHolder, ProgrammeSigner};
use super::{Error, Held, Office};
use crate::register::{self, PackRecord, PackStatusList};
use crate::scheme::council::CouncilCode;
use crate::scheme::pack::{Pack, PartName, SealedPack, UnsealedPack};
use crate::scheme::seal::PublicKey;
use crate::scheme::trust::{KeyState, TrustList};
use chunks::Chunks;

/// How old a pack grows before the next is made although nothing changed: it says until when
/// nothing changed.
const SCHEDULE: TimeDelta = TimeDelta::hours(1);
/// How soon after a pack a service makes the next, whatever changed: issuing comes in bursts.
const PAUSE: TimeDelta = TimeDelta::minutes(1);

/// The newest pack, as this replica has made it again.
#[derive(Default)]
pub(super) struct Shelf(ArcSwapOption<StandingPack>);

/// A pack that can be sent.
pub struct StandingPack {
    /// What it speaks of.
    pub record: PackRecord,
    /// Its manifest and parts.
    pub sealed: SealedPack,
    /// How many certificates its digests are of.
    pub certificates: usize,
    /// The councils whose status list is not in it, because none is signed.
    pub without_list: Vec<CouncilCode>,
    chunks: Chunks,
    lists: Vec<PackStatusList>,
}

/// What the next pack is to be made of.
pub struct DuePack {
    sequence: u64,
    made_at: DateTime<Utc>,
    is_demonstration: bool,
    chunks: Chunks,
    trust_sealed: Arc<Vec<u8>>,
    lists: Vec<PackStatusList>,
}

impl Office {
    /// The newest pack, as it is in memory. None is sent on that was signed by a key which is
    /// in other hands since.
    pub fn pack(&self) -> Option<Arc<StandingPack>> {
        let pack = self.shelf.0.load_full()?;
        let held = self.held();
        let mut keys = held.trust.programme_keys().iter();
        let stolen = keys
            .any(|own| own.key.kid == pack.record.kid && own.key.state == KeyState::Compromised);
        (!stolen).then_some(pack)
    }

    /// Brings the pack in memory up to date with the one that was made last, here or by another
    /// replica.
    ///
    /// # Errors
    /// When the register does not answer; or [`Error::Pack`] when what can be made again from
    /// it is not what was signed.
    pub async fn refresh_pack(&self) -> Result<Option<Arc<StandingPack>>, Error> {
        let Some(record) = self.register.newest_pack().await? else {
            return Ok(None);
        };
        let standing = self.shelf.0.load_full();
        if let Some(pack) = standing.as_ref().filter(|pack| pack.record == record) {
            return Ok(Some(Arc::clone(pack)));
        }
        let chunks = standing.map(|pack| pack.chunks.clone());
        let chunks = chunks.filter(|chunks| chunks.position <= record.position);
        let chunks = chunks
            .unwrap_or_default()
            .advanced(&self.register, record.position)
            .await?;
        let trust_sealed = self.register.sealed_trust_list(record.trust_list).await?;
        let missing = || register::Error::Missing(format!("trust list {}", record.trust_list));
        let due = DuePack {
            sequence: record.sequence,
            made_at: record.made_at,
            is_demonstration: self.config.demonstration,
            chunks,
            trust_sealed: Arc::new(trust_sealed.ok_or_else(missing)?),
            lists: self.register.pack_status_lists().await?,
        };
        let root = self.held().root;
        let pack = tokio::task::spawn_blocking(move || {
            let trust = TrustList::from_sealed(&due.trust_sealed, &root)?;
            let unsealed = due.unsealed(&trust, &root);
            let sealed = unsealed.seal(record.kid, record.signature);
            standing_pack(due, record, sealed, &trust, &root)
        });
        let pack = pack.await.map_err(|_| Error::Stopped)??;
        Ok(Some(self.put(pack)))
    }

    /// What the next pack is to be made of, if the newest does not say what the register and the
    /// lists do, or is older than an hour.
    ///
    /// # Errors
    /// [`Error::ClockBehind`] when something that was signed is from the clock's future; when
    /// the register does not answer.
    pub async fn due_pack(&self) -> Result<Option<DuePack>, Error> {
        self.due(None).await
    }

    /// Makes the next pack. When another replica made one meanwhile, that is the answer.
    ///
    /// # Errors
    /// When the pack key cannot be opened, or the register does not answer.
    pub async fn make_pack(
        &self,
        due: DuePack,
        key: &ProgrammeKeyHolder,
    ) -> Result<Arc<StandingPack>, Error> {
        let own = self.programme_signer(key).await?;
        self.make(due, own).await
    }

    /// What a service does every few seconds: holds the newest pack, and makes the next if it
    /// is due, but no more than one a minute. Says whether it made one.
    ///
    /// # Errors
    /// As [`Self::due_pack`] and [`Self::make_pack`].
    pub async fn keep_pack(&self, key: &ProgrammeKeyHolder) -> Result<bool, Error> {
        match self.due(Some(PAUSE)).await? {
            Some(due) => self.make_pack(due, key).await.map(|_| true),
            None => self.refresh_pack().await.map(|_| false),
        }
    }

    async fn newest_pack(&self) -> Result<Arc<StandingPack>, Error> {
        let none = || register::Error::Missing("a pack".to_owned());
        Ok(self.refresh_pack().await?.ok_or_else(none)?)
    }

    async fn due(&self, pause: Option<TimeDelta>) -> Result<Option<DuePack>, Error> {
        self.writable().await?;
        let newest = self.register.newest_pack().await?;
        if let (Some(newest), Some(pause)) = (&newest, pause) {
            let since = self.clock.now() - newest.made_at;
            if TimeDelta::zero() <= since && since < pause {
                return Ok(None);
            }
        }
        // One that cannot be made again here is replaced: nobody could be sent it.
        let standing = match self.refresh_pack().await {
            Err(Error::Pack(refused)) => {
                let code = refused.code();
                tracing::error!(
                    code,
                    "the newest pack cannot be made again; the next is made"
                );
                None
            }
            standing => standing?,
        };
        self.refresh().await?;
        let held = self.held();
        // After the lists were taken and before the register is read: later than every signing
        // in the pack, and never claiming to know what was recorded afterwards.
        let now = self.clock.now();
        if let Some(newest) = &newest {
            check_not_before(now, newest.made_at)?;
        }
        let size = self.register.size().await?;
        let chunks = standing.as_ref().map(|pack| pack.chunks.clone());
        let chunks = chunks.unwrap_or_default();
        let chunks = chunks.advanced(&self.register, size).await?;
        let lists = signed_lists(&held);
        let is_current = standing.is_some_and(|pack| {
            pack.record.trust_list == held.trust.version()
                && pack.certificates == chunks.len()
                && pack.chunks.compact() == chunks.compact()
                && pack.lists == lists
                && now - pack.record.made_at < SCHEDULE
        });
        if is_current {
            return Ok(None);
        }
        check_not_before(now, held.trust.issued_at())?;
        for council in held.trust.councils() {
            if let Some(list) = held.signed_list(council.code) {
                check_not_before(now, list.record.signed_at)?;
            }
        }
        Ok(Some(DuePack {
            sequence: newest.map_or(0, |newest| newest.sequence) + 1,
            made_at: now,
            is_demonstration: self.config.demonstration,
            chunks,
            trust_sealed: Arc::clone(&held.trust_sealed),
            lists,
        }))
    }

    async fn make(&self, due: DuePack, own: ProgrammeSigner) -> Result<Arc<StandingPack>, Error> {
        let root = self.held().root;
        let pack = tokio::task::spawn_blocking(move || {
            let trust = TrustList::from_sealed(&due.trust_sealed, &root)?;
            let unsealed = due.unsealed(&trust, &root);
            let kid = own.key.kid;
            let signature = own.signer.sign(&unsealed.to_be_signed(kid))?;
            let record = PackRecord {
                sequence: due.sequence,
                position: due.chunks.position,
                trust_list: trust.version(),
                status_serial: due.lists.iter().map(|list| list.serial).max().unwrap_or(0),
                made_at: due.made_at,
                kid,
                signature,
            };
            let sealed = unsealed.seal(kid, signature);
            standing_pack(due, record, sealed, &trust, &root)
        });
        let pack = pack.await.map_err(|_| Error::Stopped)??;
        let (record, lists) = (pack.record.clone(), pack.lists.clone());
        let noted = self
            .writable()
            .await?
            .enter(move |entry| Box::pin(async move { entry.add_pack(&record, &lists).await }))
            .await;
        match noted {
            Ok(()) => Ok(self.put(pack)),
            // Another replica made one meanwhile: its pack stands.
            Err(register::Error::Exists(_)) => self.newest_pack().await,
            Err(error) => Err(error.into()),
        }
    }

    fn put(&self, pack: StandingPack) -> Arc<StandingPack> {
        let pack = Arc::new(pack);
        self.shelf.0.store(Some(Arc::clone(&pack)));
        pack
    }
}

impl DuePack {
    fn unsealed(&self, trust: &TrustList, root: &PublicKey) -> UnsealedPack {
        let mut parts: Vec<(PartName, Arc<[u8]>)> =
            vec![(PartName::Trust, self.trust_sealed.as_slice().into())];
        if self.is_demonstration {
            parts.push((PartName::Demonstration, Arc::default()));
        }
        for council in trust.councils() {
            let code = council.code;
            let list = self.lists.iter().find(|list| list.council == code);
            parts.extend(list.map(|list| (PartName::Status(code), Arc::from(list.cwt.as_slice()))));
            parts.extend(self.chunks.parts(code));
        }
        UnsealedPack::new(
            self.sequence,
            self.made_at,
            root.id(),
            trust.version(),
            parts,
        )
    }
}

/// What verifiers will read is read here first.
fn standing_pack(
    due: DuePack,
    record: PackRecord,
    sealed: SealedPack,
    trust: &TrustList,
    root: &PublicKey,
) -> Result<StandingPack, Error> {
    let whole = sealed.whole(true);
    Pack::open(&whole, root, None)?;
    let councils = trust.councils().iter().map(|council| council.code);
    Ok(StandingPack {
        record,
        sealed,
        certificates: due.chunks.len(),
        without_list: councils
            .filter(|&code| due.lists.iter().all(|list| list.council != code))
            .collect(),
        chunks: due.chunks,
        lists: due.lists,
    })
}

/// The signed status lists, in the order of their signing.
fn signed_lists(held: &Held) -> Vec<PackStatusList> {
    let councils = held.trust.councils().iter();
    let lists = councils.filter_map(|council| held.signed_list(council.code));
    let mut lists: Vec<PackStatusList> = lists
        .map(|list| PackStatusList {
            council: list.record.council,
            serial: list.record.serial,
            cwt: list.record.cwt.clone(),
        })
        .collect();
    lists.sort_by_key(|list| list.serial);
    lists
}

fn check_not_before(now: DateTime<Utc>, signed: DateTime<Utc>) -> Result<(), Error> {
    if now < signed {
        return Err(Error::ClockBehind { now, signed });
    }
    Ok(())
}
