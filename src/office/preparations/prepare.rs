//! A decision is begun, and what it says of itself is changed.

use chrono::NaiveDate;
use serde_json::json;

use super::{Once, Receipt, Seen, person, subject};
use crate::office::issue::Heading;
use crate::office::{Access, Error, Office, Refusal, Right};
use crate::register::{Deed, PreparationFacts};
use crate::scheme::council::CouncilCode;
use crate::scheme::preparation::PreparationState;

/// What a decision says of itself.
#[derive(Clone, Debug)]
pub struct NewPreparation {
    /// The council whose certificates it makes.
    pub council: CouncilCode,
    /// Its number, as written.
    pub number: String,
    /// The day it was signed.
    pub decided_on: NaiveDate,
    /// Who signed it; the council's name if `None`.
    pub authority: Option<String>,
}

impl NewPreparation {
    fn heading(&self) -> Heading<'_> {
        Heading {
            council: self.council,
            decision: &self.number,
            decided_on: self.decided_on,
            authority: self.authority.as_deref(),
        }
    }
}

impl Office {
    /// Begins a decision.
    ///
    /// # Errors
    /// [`Error::NoSuchCouncil`] for another council's; [`Error::Refused`] with everything that
    /// is wrong.
    pub async fn prepare_decision(
        &self,
        access: &Access,
        once: Option<&Once>,
        new: NewPreparation,
    ) -> Result<Receipt, Error> {
        self.once_for(access, once, self.begin_preparation(access, once, new))
            .await
    }

    async fn begin_preparation(
        &self,
        access: &Access,
        once: Option<&Once>,
        new: NewPreparation,
    ) -> Result<Receipt, Error> {
        let by = person(access)?;
        if !access.reaches(Right::Prepare, new.council) {
            return Err(Error::NoSuchCouncil(new.council));
        }
        let facts = self.decision_facts(&new, None).await?;
        let (now, actor, council) = (self.clock.now(), access.actor.written(), new.council);
        self.enter_once(by, once, (0, 0), move |entry| {
            Box::pin(async move {
                let id = entry.add_preparation(council, &facts, by, now).await?;
                entry.add_hand(id, by).await?;
                entry
                    .trail(&Deed {
                        at: now,
                        actor,
                        act: "preparation_begun",
                        subject: subject(id),
                        body: json!({ "version": 1, "council": council, "number": facts.number,
                                      "decided_on": facts.decided_on }),
                    })
                    .await?;
                Ok(Receipt {
                    id,
                    version: 1,
                    state: PreparationState::Draft,
                    lines: 0,
                    approval_voided: false,
                })
            })
        })
        .await
    }

    /// Changes what a decision says of itself; its council stays, and so does who signed
    /// it where that is left out. Whoever approved it approved something else.
    ///
    /// # Errors
    /// [`Error::Stale`], or what refuses it; [`Error::Refused`] with everything that is wrong.
    pub async fn change_decision(
        &self,
        access: &Access,
        once: Option<&Once>,
        seen: Seen,
        (number, decided_on, authority): (String, NaiveDate, Option<String>),
    ) -> Result<Receipt, Error> {
        let act = async {
            let record = self.changeable_preparation(access, seen).await?;
            let authority = authority.unwrap_or_else(|| record.facts.authority.clone());
            let new = NewPreparation {
                council: record.council,
                number,
                decided_on,
                authority: Some(authority),
            };
            let facts = self.decision_facts(&new, record.facts.scan).await?;
            let change = super::change::Change {
                act: "preparation_changed",
                body: json!({ "number": facts.number, "decided_on": facts.decided_on }),
                facts: Some(facts),
                ..Default::default()
            };
            self.enter_change(access, once, &record, change).await
        };
        self.once_for(access, once, act).await
    }

    /// What a decision says of itself, in the one form.
    async fn decision_facts(
        &self,
        new: &NewPreparation,
        scan: Option<[u8; 32]>,
    ) -> Result<PreparationFacts, Error> {
        let looked = self.look_as_issuing(new.heading(), Vec::new()).await?;
        let of_whole = |refusal: &Refusal| refusal.row.is_none();
        let refusals: Vec<Refusal> = looked
            .refusals
            .iter()
            .filter(|r| of_whole(r))
            .cloned()
            .collect();
        match (looked.number(), looked.authority()) {
            (Some(number), Some(authority)) if refusals.is_empty() => Ok(PreparationFacts {
                authority: authority.to_owned(),
                number: number.to_owned(),
                decided_on: new.decided_on,
                scan,
            }),
            _ => Err(Error::Refused(refusals)),
        }
    }
}
