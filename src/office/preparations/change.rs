//! What every change of a preparation does: it makes it a draft again, voids the approval, and
//! notes whose hand it was.

use serde_json::{Value, json};

use super::{Once, PreparationRefused, Receipt, Seen, person, subject};
use crate::office::{Access, Error, Office, Right};
use crate::register::{Deed, PreparationFacts, PreparationLine, PreparationRecord};
use crate::scheme::preparation::{PreparationMove, PreparationState};

/// A change.
#[derive(Default)]
pub(super) struct Change {
    /// Its name in the trail.
    pub act: &'static str,
    /// What the trail says besides.
    pub body: Value,
    /// What the decision says of itself; `None` leaves it.
    pub facts: Option<PreparationFacts>,
    /// Lines to remove.
    pub remove: Remove,
    /// Lines to add.
    pub add: Vec<PreparationLine>,
}

/// Which lines are removed.
#[derive(Default)]
pub(super) enum Remove {
    #[default]
    None,
    These(Vec<i64>),
    All,
}

impl Office {
    /// The version of a preparation that somebody saw, if it can be changed.
    pub(super) async fn changeable_preparation(
        &self,
        access: &Access,
        seen: Seen,
    ) -> Result<PreparationRecord, Error> {
        person(access)?;
        let record = self.seen_preparation(access, Right::Prepare, seen).await?;
        may(&record, PreparationMove::Change)?;
        Ok(record)
    }

    /// Enters a change.
    pub(super) async fn enter_change(
        &self,
        access: &Access,
        once: Option<&Once>,
        record: &PreparationRecord,
        change: Change,
    ) -> Result<Receipt, Error> {
        let by = person(access)?;
        let (id, seen) = (record.id, record.version);
        let facts = change.facts.unwrap_or_else(|| record.facts.clone());
        let (now, actor) = (self.clock.now(), access.actor.written());
        let (act, mut body, add, remove) = (change.act, change.body, change.add, change.remove);
        self.enter_once(by, once, (id, seen), move |entry| {
            Box::pin(async move {
                let changing = entry.change_preparation((id, seen), &facts, by, now);
                let version = changing.await?;
                let approval_voided = entry.void_approval(id, now).await?;
                entry.add_hand(id, by).await?;
                let removed = match remove {
                    Remove::None => 0,
                    Remove::These(lines) => {
                        entry.remove_preparation_lines(id, Some(&lines)).await?
                    }
                    Remove::All => entry.remove_preparation_lines(id, None).await?,
                };
                entry.add_preparation_lines(id, &add).await?;
                let lines = add.len() + usize::try_from(removed).unwrap_or(0);
                if !body.is_object() {
                    body = json!({});
                }
                body["version"] = json!(version);
                body["lines"] = json!(lines);
                body["approval_voided"] = json!(approval_voided);
                entry
                    .trail(&Deed {
                        at: now,
                        actor,
                        act,
                        subject: subject(id),
                        body,
                    })
                    .await?;
                Ok(Receipt {
                    id,
                    version,
                    state: PreparationState::Draft,
                    lines,
                    approval_voided,
                })
            })
        })
        .await
    }
}

/// Whether a move can be made from where a preparation is. A release that began and recorded
/// nothing, as its key could not sign, binds nobody.
pub(super) fn may(
    record: &PreparationRecord,
    step: PreparationMove,
) -> Result<PreparationState, PreparationRefused> {
    let is_begun = record.begun_at.is_some() && record.released > 0;
    if is_begun && record.state == PreparationState::Approved {
        return Err(PreparationRefused::ReleaseBegun);
    }
    let after = record.state.after(step);
    after.ok_or(PreparationRefused::State(record.state))
}
