//! The lists that verifying holds in memory, so that a verdict needs no database.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

use super::Error;
use crate::register::Register;
use crate::scheme::council::CouncilCode;
use crate::scheme::number::CertificateNumber;
use crate::scheme::seal::PublicKey;
use crate::scheme::status::{RegisterData, Status, StatusList, StatusLists};
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
    /// The programme's root key.
    pub root: PublicKey,
    /// The status of every certificate, from the register itself.
    pub status: StatusLists,
    /// Every genuine token.
    pub register: RegisterData,
    decisions: Arc<HashMap<i64, Arc<DecisionFacts>>>,
    decision_of: Arc<HashMap<CertificateNumber, i64>>,
    entries: Arc<HashMap<CouncilCode, HashMap<u32, Status>>>,
    size: i64,
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
        let held = Self {
            trust: Arc::new(trust),
            trust_sealed: Arc::new(list.sealed),
            root: programme.root_key,
            status: StatusLists::default(),
            register: RegisterData {
                as_of: now,
                councils: Arc::default(),
            },
            decisions: Arc::default(),
            decision_of: Arc::default(),
            entries: Arc::default(),
            size: 0,
        };
        held.refreshed(register, now).await.map(Some)
    }

    /// The same, with what was recorded since. `now` is read before the register, so that the
    /// lists never claim to know what came later.
    pub(super) async fn refreshed(
        &self,
        register: &Register,
        now: DateTime<Utc>,
    ) -> Result<Self, Error> {
        let mut held = self.clone();
        let size = register.size().await?;
        if size != self.size {
            held.take_in(register).await?;
            held.size = size;
        }
        held.register.as_of = now;
        let councils = register.councils().await?;
        let list = |council: &crate::register::CouncilRecord| StatusList {
            as_of: now,
            expires_at: None,
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

    /// Reads what was recorded at or after the position up to which all is known.
    async fn take_in(&mut self, register: &Register) -> Result<(), Error> {
        if register.trust_list_version().await? != self.trust.version()
            && let Some(list) = register.newest_trust_list().await?
        {
            let newest = TrustList::from_sealed(&list.sealed, &self.root)?;
            // A register that was put back to an older day must not take verifiers with it.
            if newest.replaces(&self.trust)? {
                self.trust = Arc::new(newest);
                self.trust_sealed = Arc::new(list.sealed);
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
        let tokens = Arc::make_mut(&mut self.register.councils);
        for council in register.councils().await? {
            tokens.entry(council.code).or_default();
        }
        let decision_of = Arc::make_mut(&mut self.decision_of);
        let entries = Arc::make_mut(&mut self.entries);
        for sealed in register.sealed_since(self.size).await? {
            let CertificateNumber { council, index } = sealed.number;
            tokens.entry(council).or_default().insert(sealed.digest);
            decision_of.insert(sealed.number, sealed.decision);
            if sealed.status != Status::Valid {
                entries
                    .entry(council)
                    .or_default()
                    .insert(index, sealed.status);
            }
        }
        Ok(())
    }

    /// The decision that a certificate stands on.
    pub fn decision_of(&self, number: CertificateNumber) -> Option<Arc<DecisionFacts>> {
        self.decisions.get(self.decision_of.get(&number)?).cloned()
    }
}
