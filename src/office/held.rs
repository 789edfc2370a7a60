//! The lists that verifying holds in memory, so that a verdict needs no database.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

use super::life::RenewedBy;
use super::proofs::Proofs;
use super::status_facts::{SignedList, StatusFacts};
use super::{Error, LogRefused};
use crate::register::{
    CheckpointRecord, CouncilRecord, Register, RenewalRecord, Sealed, StatusChangeRecord,
};
use crate::scheme::council::CouncilCode;
use crate::scheme::number::CertificateNumber;
use crate::scheme::seal::PublicKey;
use crate::scheme::status::{RegisterData, Status, StatusList, StatusLists};
use crate::scheme::status_list;
use crate::scheme::token::TokenDigest;
use crate::scheme::trust::TrustList;

/// A decision, as pages show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DecisionFacts {
    /// Its number.
    pub number: String,
    /// The day it was signed.
    pub decided_on: NaiveDate,
    /// Who signed it.
    pub authority: String,
}

/// What the office knows, at one instant.
#[derive(Clone)]
pub struct Held {
    /// The newest trust list, checked against the root key.
    pub trust: Arc<TrustList>,
    /// Its signed bytes, `application/cose`.
    pub trust_sealed: Arc<Vec<u8>>,
    /// What it proved of tokens lately.
    pub(super) proofs: Proofs,
    /// The programme's root key.
    pub root: PublicKey,
    /// The status of every certificate, from the register itself.
    pub status: StatusLists,
    /// Every genuine token.
    pub register: RegisterData,
    /// The newest checkpoint of the log.
    pub checkpoint: Option<Arc<CheckpointRecord>>,
    decisions: Arc<HashMap<i64, Arc<DecisionFacts>>>,
    // By the index, which is dense; 0 where none is known.
    decision_of: Arc<HashMap<CouncilCode, Arc<Vec<i64>>>>,
    entries: Arc<HashMap<CouncilCode, HashMap<u32, Status>>>,
    said: Arc<HashMap<CertificateNumber, Arc<StatusFacts>>>,
    replaces: Arc<HashMap<CertificateNumber, Vec<CertificateNumber>>>,
    renewed: Arc<HashMap<CertificateNumber, RenewalRecord>>,
    renews: Arc<HashMap<CertificateNumber, Vec<CertificateNumber>>>,
    traceability: Arc<HashMap<CertificateNumber, Arc<str>>>,
    traceability_serial: i64,
    signed: Arc<HashMap<CouncilCode, Arc<SignedList>>>,
    stored: Arc<HashMap<CouncilCode, i64>>,
    size: i64,
    serial: i64,
}

impl Held {
    /// Loads everything; `None` before the programme was set up.
    pub(super) async fn load(
        register: &Register,
        now: DateTime<Utc>,
    ) -> Result<Option<Self>, Error> {
        let Some(programme) = register.programme().await? else {
            return Ok(None);
        };
        let Some(list) = register.newest_trust_list().await? else {
            return Ok(None);
        };
        let trust = TrustList::from_sealed(&list.sealed, &programme.root_key)?;
        let trust = Arc::new(trust);
        let held = Self {
            proofs: Proofs::under(Arc::clone(&trust)),
            trust,
            trust_sealed: Arc::new(list.sealed),
            root: programme.root_key,
            status: StatusLists::default(),
            register: RegisterData {
                as_of: now,
                councils: Arc::default(),
            },
            checkpoint: None,
            decisions: Arc::default(),
            decision_of: Arc::default(),
            entries: Arc::default(),
            said: Arc::default(),
            replaces: Arc::default(),
            renewed: Arc::default(),
            renews: Arc::default(),
            traceability: Arc::default(),
            traceability_serial: 0,
            signed: Arc::default(),
            stored: Arc::default(),
            size: 0,
            serial: 0,
        };
        held.refreshed(register, now, &[]).await.map(Some)
    }

    /// The same, with what was recorded since. `now` is read before the register, so that the
    /// lists never claim to know what came later. What the caller recorded itself, in the order
    /// of its places in the book, is not read back.
    pub(super) async fn refreshed(
        &self,
        register: &Register,
        now: DateTime<Utc>,
        own: &[(i64, Sealed)],
    ) -> Result<Self, Error> {
        let mut held = self.clone();
        let size = register.size().await?;
        if size < self.size {
            // What is known to have been recorded is gone: an old backup under a running service.
            return Err(LogRefused::SetBack {
                register: u64::try_from(size).unwrap_or(0),
                published: u64::try_from(self.size).unwrap_or(0),
            }
            .into());
        }
        if size != self.size {
            held.take_in(register, own, size).await?;
            held.size = size;
        }
        held.take_in_signed(register).await?;
        held.take_in_traceability(register).await?;
        let newest = register.newest_checkpoint().await?;
        if newest.as_ref() != self.checkpoint.as_deref() {
            held.checkpoint = newest.map(Arc::new);
        }
        held.register.as_of = now;
        let councils = register.councils().await?;
        let list = |council: &crate::register::CouncilRecord| StatusList {
            as_of: now,
            expires_at: Some(now + status_list::TERM),
            size: council.next_index,
            entries: held.entries.get(&council.code).cloned().unwrap_or_default(),
        };
        held.status = StatusLists::new(
            councils
                .iter()
                .map(|council| (council.code, list(council)))
                .collect(),
        );
        Ok(held)
    }

    /// Reads what was recorded at or after the position up to which all is known; of changes of
    /// status only those below the size that was read. A list says that it knows no later one.
    async fn take_in(
        &mut self,
        register: &Register,
        own: &[(i64, Sealed)],
        size: i64,
    ) -> Result<(), Error> {
        if register.trust_list_version().await? != self.trust.version()
            && let Some(list) = register.newest_trust_list().await?
        {
            let newest = TrustList::from_sealed(&list.sealed, &self.root)?;
            // A register that was put back to an older day must not take verifiers with it.
            if newest.replaces(&self.trust)? {
                self.trust = Arc::new(newest);
                self.proofs = Proofs::under(Arc::clone(&self.trust));
                self.trust_sealed = Arc::new(list.sealed);
                // Another list may say otherwise of the keys that signed status lists.
                self.serial = 0;
                self.signed = Arc::default();
            }
        }
        let decisions = Arc::make_mut(&mut self.decisions);
        for decision in register.decisions_since(self.size).await? {
            let facts = DecisionFacts {
                number: decision.number,
                decided_on: decision.decided_on,
                authority: decision.authority,
            };
            decisions.insert(decision.id, Arc::new(facts));
        }
        let councils = register.councils().await?;
        let mut new: Vec<Sealed> = own.iter().map(|(_, sealed)| *sealed).collect();
        let mut from = self.size;
        for run in own.chunk_by(|(one, _), (next, _)| one + 1 == *next) {
            new.extend(register.sealed_between(from, run[0].0).await?);
            from = from.max(run[0].0 + run.len() as i64);
        }
        new.extend(register.sealed_since(from).await?);
        let compact = register.compact_digests(self.size, i64::MAX).await?;
        let known = &self.register.councils;
        if !new.is_empty()
            || !compact.is_empty()
            || councils
                .iter()
                .any(|council| !known.contains_key(&council.code))
        {
            self.take_in_sealed(&councils, new, compact);
        }
        let place = |position: i64| u64::try_from(position).unwrap_or(0);
        let changes = register.status_changes_between(place(self.size), place(size));
        self.take_in_changes(changes.await?);
        self.take_in_renewals(register.renewals_since(self.size).await?);
        Ok(())
    }

    /// Takes in new councils, certificates and compact tokens. Copies what is held of the councils
    /// that have new ones.
    fn take_in_sealed(
        &mut self,
        councils: &[CouncilRecord],
        new: Vec<Sealed>,
        compact: Vec<(CouncilCode, TokenDigest)>,
    ) {
        let tokens = Arc::make_mut(&mut self.register.councils);
        for council in councils {
            tokens.entry(council.code).or_default();
        }
        for (council, digest) in compact {
            of(tokens, council).insert(digest);
        }
        let decision_of = Arc::make_mut(&mut self.decision_of);
        for sealed in new {
            let CertificateNumber { council, index } = sealed.number;
            of(tokens, council).insert(sealed.digest);
            let decisions = of(decision_of, council);
            let place = index as usize;
            if decisions.len() <= place {
                decisions.resize(place + 1, 0);
            }
            decisions[place] = sealed.decision;
        }
    }

    /// Takes in what was decided since. Taken in twice it is the same: the last word holds.
    fn take_in_changes(&mut self, changes: Vec<(u64, StatusChangeRecord)>) {
        if changes.is_empty() {
            return;
        }
        let entries = Arc::make_mut(&mut self.entries);
        let said = Arc::make_mut(&mut self.said);
        let replaces = Arc::make_mut(&mut self.replaces);
        for (_, change) in changes {
            let number = change.number;
            let of_council = entries.entry(number.council).or_default();
            if change.status == Status::Valid {
                of_council.remove(&number.index);
                said.remove(&number);
            } else {
                of_council.insert(number.index, change.status);
                let older = change
                    .replaced_by
                    .map(|newer| replaces.entry(newer).or_default());
                if let Some(older) = older.filter(|older| !older.contains(&number)) {
                    older.push(number);
                }
                said.insert(number, Arc::new(change.into()));
            }
        }
    }

    /// Takes in the renewals recorded since; the last of a certificate holds.
    fn take_in_renewals(&mut self, renewals: Vec<RenewalRecord>) {
        if renewals.is_empty() {
            return;
        }
        let renewed = Arc::make_mut(&mut self.renewed);
        let renews = Arc::make_mut(&mut self.renews);
        for renewal in renewals {
            let older = renews.entry(renewal.new).or_default();
            if !older.contains(&renewal.old) {
                older.push(renewal.old);
            }
            renewed.insert(renewal.old, renewal);
        }
    }

    /// Takes in the status lists that were signed since. One that this programme's own trust
    /// list does not vouch for is not sent on.
    async fn take_in_signed(&mut self, register: &Register) -> Result<(), Error> {
        for record in register.status_lists_since(self.serial).await? {
            self.serial = record.serial;
            Arc::make_mut(&mut self.stored).insert(record.council, record.serial);
            let kid = status_list::key_id(&record.cwt);
            let list = self
                .trust
                .council(record.council)
                .map(|council| StatusList::from_cwt(&record.cwt, council));
            let signed = Arc::make_mut(&mut self.signed);
            match list.map(|list| Ok((kid?, list?))) {
                Some(Ok((kid, list))) => {
                    signed.insert(record.council, Arc::new(SignedList { kid, record, list }));
                }
                Some(Err::<_, status_list::Refused>(refused)) => {
                    let code = refused.code();
                    tracing::error!(council = %record.council, code, "a stored status list is refused");
                    signed.remove(&record.council);
                }
                None => {}
            }
        }
        Ok(())
    }

    /// Takes in what producers changed of their traceability codes since.
    async fn take_in_traceability(&mut self, register: &Register) -> Result<(), Error> {
        for record in register
            .traceability_since(self.traceability_serial)
            .await?
        {
            self.traceability_serial = record.serial;
            let codes = Arc::make_mut(&mut self.traceability);
            match record.code {
                Some(code) => codes.insert(record.number, code.into()),
                None => codes.remove(&record.number),
            };
        }
        Ok(())
    }

    /// How many entries of the book are known.
    pub fn size(&self) -> i64 {
        self.size
    }

    /// The producer's code on the traceability portal.
    pub fn traceability_of(&self, number: CertificateNumber) -> Option<Arc<str>> {
        self.traceability.get(&number).cloned()
    }

    /// What was decided of a certificate that is not in force.
    pub fn said_of(&self, number: CertificateNumber) -> Option<Arc<StatusFacts>> {
        self.said.get(&number).cloned()
    }

    /// The certificates that one took the place of.
    pub fn replaced_by(&self, number: CertificateNumber) -> &[CertificateNumber] {
        self.replaces.get(&number).map_or(&[], Vec::as_slice)
    }

    /// The certificate that renewed one, as it stands now.
    pub fn renewed_by(&self, number: CertificateNumber) -> Option<RenewedBy> {
        let renewal = self.renewed.get(&number)?;
        let new = renewal.new;
        let status = self
            .entries
            .get(&new.council)
            .and_then(|entries| entries.get(&new.index));
        Some(RenewedBy {
            number: new,
            stars: renewal.stars,
            valid_through: renewal.valid_through,
            status: status.copied().unwrap_or(Status::Valid),
        })
    }

    /// The certificates that one renewed.
    pub fn renewals_by(&self, number: CertificateNumber) -> &[CertificateNumber] {
        self.renews.get(&number).map_or(&[], Vec::as_slice)
    }

    /// The newest signed status list of a council.
    pub fn signed_list(&self, council: CouncilCode) -> Option<&Arc<SignedList>> {
        self.signed.get(&council)
    }

    /// The position of the book up to which all is known.
    pub(super) fn known_to(&self) -> i64 {
        self.size
    }

    /// The serial of the list that the register keeps of a council, usable or not; 0 when it
    /// keeps none.
    pub(super) fn stored_serial(&self, council: CouncilCode) -> i64 {
        self.stored.get(&council).copied().unwrap_or(0)
    }

    /// The decision that a certificate stands on.
    pub fn decision_of(&self, number: CertificateNumber) -> Option<Arc<DecisionFacts>> {
        let of_council = self.decision_of.get(&number.council)?;
        let decision = of_council.get(number.index as usize)?;
        self.decisions.get(decision).cloned()
    }
}

/// What is held of a council, to be written to: copied where a check under way still reads it.
fn of<T: Clone + Default>(
    councils: &mut HashMap<CouncilCode, Arc<T>>,
    council: CouncilCode,
) -> &mut T {
    Arc::make_mut(councils.entry(council).or_default())
}
