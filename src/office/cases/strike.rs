//! Evidence that is wrong is struck, with a reason. It still shows.

use serde_json::json;

use super::acting::{Act, Change};
use super::{CaseRefused, CaseView};
use crate::office::typed::Typed;
use crate::office::{Access, Error, Office};

impl Office {
    /// Strikes a piece of evidence of a case.
    ///
    /// # Errors
    /// [`Error::Refused`] without a reason; [`CaseRefused`]; [`Error::Stale`].
    pub async fn strike_from_case(
        &self,
        access: &Access,
        (id, seen): (i64, i64),
        place: i64,
        reason: &str,
    ) -> Result<CaseView, Error> {
        let (record, person) = self.case_to_work_on(access, id, seen).await?;
        if !record.state.takes_more() {
            return Err(CaseRefused::State(record.state).into());
        }
        let held = self.register.evidence_of(id).await?;
        let mut standing = held.iter().filter(|held| held.struck.is_none());
        if !standing.any(|held| held.place == place) {
            return Err(CaseRefused::NoSuchEvidence(place).into());
        }
        let mut typed = Typed::default();
        let because = typed.prose("reason", reason);
        let because = typed.finish(because)?;
        let act = Act {
            name: "case_evidence_struck",
            body: json!({ "evidence": place, "reason": because }),
            change: Change::Struck { place, because },
            moved: None,
        };
        self.act_on_case(access, (&record, person), act).await
    }
}
