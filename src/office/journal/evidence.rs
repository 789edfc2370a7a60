//! A check with all that bears on it: what was added to it, and what the judge says here.

use serde::Serialize;

use super::{JournalAddition, JournalCheck, JournalRefused, inspector};
use crate::office::{Access, Error, Office};
use crate::register::JournalEntryRecord;
use crate::scheme::verdict::Verdict;

/// A check with all that bears on it.
#[derive(Clone, Debug, Serialize)]
pub struct JournalEvidence {
    /// The check.
    pub check: JournalCheck,
    /// What was added to it, in order.
    pub additions: Vec<JournalAddition>,
    /// What the judge says now of the same code at the same instant; null where a number was
    /// typed.
    pub judged_now: Option<Verdict>,
}

impl Office {
    /// One of one's own checks, with all that bears on it.
    ///
    /// # Errors
    /// [`JournalRefused::NoSuchEntry`] for what is no check of one's own; or when the register
    /// does not answer.
    pub async fn journal_evidence(
        &self,
        access: &Access,
        id: i64,
    ) -> Result<JournalEvidence, Error> {
        let account = inspector(access)?;
        let found = self.register.journal_entry(id).await?;
        let own = found.filter(|record| record.account == account);
        let evidence = match own {
            Some(record) => self.evidence_of(record).await?,
            None => None,
        };
        Ok(evidence.ok_or(JournalRefused::NoSuchEntry(id))?)
    }

    /// The same of a check that a case rests on, whoever's it is: whether it may be seen is for
    /// the case to say. `None` for what is no check.
    ///
    /// # Errors
    /// When the register does not answer.
    pub(in crate::office) async fn evidence_of(
        &self,
        record: JournalEntryRecord,
    ) -> Result<Option<JournalEvidence>, Error> {
        let counter = record.entry.counter;
        let additions = self.register.journal_additions(record.journal, counter);
        let additions = additions.await?.into_iter();
        let judged_now = self.judge_again(&record.entry);
        Ok(JournalCheck::of(record).map(|check| JournalEvidence {
            check,
            additions: additions.filter_map(JournalAddition::of).collect(),
            judged_now,
        }))
    }
}
