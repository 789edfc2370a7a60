//! More evidence for a case.

use serde_json::json;

use super::acting::{Act, Change};
use super::open::{MOST, nothing_held};
use super::{CaseRefused, CaseView, TypedEvidence};
use crate::office::{Access, Error, Office};
use crate::register::EvidenceRecord;

impl Office {
    /// Adds to what a case holds. What is of another certificate tells its councils too.
    ///
    /// # Errors
    /// [`Error::Refused`] with everything that cannot be added; [`CaseRefused`]; [`Error::Stale`].
    pub async fn add_to_case(
        &self,
        access: &Access,
        (id, seen): (i64, i64),
        wanted: &TypedEvidence,
    ) -> Result<CaseView, Error> {
        let (record, person) = self.case_to_work_on(access, id, seen).await?;
        if !record.state.takes_more() {
            return Err(CaseRefused::State(record.state).into());
        }
        let gathered = self.gather(access, wanted).await?;
        let mut gathered = gathered.map_err(Error::Refused)?;
        // What the case holds already is not added again, but what came to a check since is.
        let held = self.register.evidence_of(id).await?;
        gathered.evidence.retain(|new| {
            let known = |held: &EvidenceRecord| {
                held.struck.is_none() && held.entry == new.entry && held.kind == new.kind
            };
            new.entry.is_none() || !held.iter().any(known)
        });
        if gathered.evidence.is_empty() {
            return Err(Error::Refused(vec![nothing_held()]));
        }
        if held.len() + gathered.evidence.len() > MOST {
            return Err(CaseRefused::TooMuch(MOST).into());
        }
        let act = Act {
            name: "case_evidence_added",
            body: json!({ "count": gathered.evidence.len() }),
            moved: None,
            change: Change::Added(gathered),
        };
        self.act_on_case(access, (&record, person), act).await
    }
}
