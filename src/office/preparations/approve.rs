//! Handing a decision in, approving it, giving it up.

use serde_json::json;

use super::canonical::Canonical;
use super::change::may;
use super::{Once, PreparationRefused, Receipt, Seen, person, subject};
use crate::office::{Access, Error, Office, Right};
use crate::register::{self, Deed, NewApproval, PreparationRecord};
use crate::scheme::preparation::PreparationMove;

/// A move of a preparation as a whole.
struct Move {
    /// What is done.
    step: PreparationMove,
    /// Its name in the trail.
    act: &'static str,
    /// What is approved.
    approval: Option<NewApproval>,
}

impl Office {
    /// Hands a decision in for another person to approve.
    ///
    /// # Errors
    /// [`Error::Refused`] with everything that issuing would refuse.
    pub async fn submit_decision(
        &self,
        access: &Access,
        once: Option<&Once>,
        seen: Seen,
    ) -> Result<Receipt, Error> {
        let act = async {
            person(access)?;
            let record = self.seen_preparation(access, Right::Prepare, seen).await?;
            may(&record, PreparationMove::Submit)?;
            self.refuse_what_is_wrong(&record).await?;
            let submitting = Move {
                step: PreparationMove::Submit,
                act: "preparation_submitted",
                approval: None,
            };
            self.step_preparation(access, once, &record, submitting)
                .await
        };
        self.once_for(access, once, act).await
    }

    /// Approves a decision: this version of it, and exactly what it says, by its digest.
    ///
    /// # Errors
    /// [`PreparationRefused::SamePerson`] for whoever had a hand in it;
    /// [`PreparationRefused::OtherContent`]; [`Error::Refused`] with everything that issuing
    /// would refuse now.
    pub async fn approve_decision(
        &self,
        access: &Access,
        once: Option<&Once>,
        seen: Seen,
        digest: &str,
    ) -> Result<Receipt, Error> {
        let act = async {
            let by = person(access)?;
            let record = self.seen_preparation(access, Right::Approve, seen).await?;
            may(&record, PreparationMove::Approve)?;
            if self.register.hands_of(record.id).await?.contains(&by) {
                return Err(PreparationRefused::SamePerson.into());
            }
            let lines = self.all_lines(record.id).await?;
            let canonical = Canonical::of(&record, &lines);
            if hex::encode(canonical.digest) != digest {
                return Err(PreparationRefused::OtherContent.into());
            }
            self.refuse_what_is_wrong(&record).await?;
            let approving = Move {
                step: PreparationMove::Approve,
                act: "preparation_approved",
                approval: Some(NewApproval {
                    preparation: record.id,
                    version: record.version,
                    digest: canonical.digest,
                    prepared_by: record.prepared_by,
                    approved_by: by,
                    approved_at: self.clock.now(),
                }),
            };
            self.step_preparation(access, once, &record, approving)
                .await
        };
        self.once_for(access, once, act).await
    }

    /// Gives a decision up. Nothing of it was sealed, and nothing will be.
    ///
    /// # Errors
    /// What refuses any change.
    pub async fn abandon_decision(
        &self,
        access: &Access,
        once: Option<&Once>,
        seen: Seen,
    ) -> Result<Receipt, Error> {
        let act = async {
            person(access)?;
            let record = self.seen_preparation(access, Right::Prepare, seen).await?;
            may(&record, PreparationMove::Abandon)?;
            let abandoning = Move {
                step: PreparationMove::Abandon,
                act: "preparation_abandoned",
                approval: None,
            };
            self.step_preparation(access, once, &record, abandoning)
                .await
        };
        self.once_for(access, once, act).await
    }

    async fn refuse_what_is_wrong(&self, record: &PreparationRecord) -> Result<(), Error> {
        let lines = self.all_lines(record.id).await?;
        let looked = self.look_at(record, &lines).await?;
        match looked.refusals.is_empty() {
            true => Ok(()),
            false => Err(Error::Refused(looked.refusals)),
        }
    }

    async fn step_preparation(
        &self,
        access: &Access,
        once: Option<&Once>,
        record: &PreparationRecord,
        Move {
            step,
            act,
            approval,
        }: Move,
    ) -> Result<Receipt, Error> {
        let by = person(access)?;
        let state = may(record, step)?;
        let (id, seen) = (record.id, record.version);
        let (now, actor) = (self.clock.now(), access.actor.written());
        self.enter_once(by, once, (id, seen), move |entry| {
            Box::pin(async move {
                let version = entry.move_preparation((id, seen), state, now).await?;
                let approval_voided = entry.void_approval(id, now).await?;
                let mut body = json!({ "version": version, "state": state,
                                       "approval_voided": approval_voided });
                match approval {
                    // Whose hands it went through is asked again where nobody can come between.
                    Some(approval) => {
                        if entry.has_hand(id, approval.approved_by).await? {
                            return Err(register::Error::Changed(seen));
                        }
                        entry.add_approval(&approval).await?;
                        body["approved_version"] = json!(approval.version);
                        body["digest"] = json!(hex::encode(approval.digest));
                    }
                    None => entry.add_hand(id, by).await?,
                }
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
                    state,
                    lines: 0,
                    approval_voided,
                })
            })
        })
        .await
    }
}
