//! The life of a certificate after issuing: revoke, suspend, lift, supersede, renew. Each changes
//! everything that it names, or nothing.

mod lift;
mod moves;
mod renew;
mod revoke;
mod supersede;
mod suspend;
mod which;

use std::collections::HashSet;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use serde_json::json;

use super::{Access, Actor, Error, Office, Reach, Refusal, Right};
use crate::register::{self, Deed, Standing, StatusChange};
use crate::scheme::check::date;
use crate::scheme::council::CouncilCode;
use crate::scheme::day;
use crate::scheme::decision::DecisionNumber;
use crate::scheme::ground::Ground;
use crate::scheme::number::CertificateNumber;
use crate::scheme::status::Status;
use crate::scheme::words::Text;

use moves::{Act, Move};

pub use renew::{Renewed, RenewedBy};
pub(super) use renew::{objections, other_producer};

/// How often an act begins again when others change the same certificates.
const ATTEMPTS: usize = 3;

/// Which certificates an act is about.
#[derive(Clone, Debug)]
pub enum Which {
    /// Those with these numbers, as people write them.
    Numbers(Vec<String>),
    /// Every certificate of a decision.
    AllOf {
        /// The decision's number, as people write it.
        decision: String,
        /// Of which council, where several have a decision of this number.
        council: Option<CouncilCode>,
        /// Of which year.
        year: Option<i32>,
    },
}

/// Certificates that a decision withdraws, for good or for a time.
#[derive(Clone, Debug)]
pub struct Withdrawal {
    /// Which.
    pub which: Which,
    /// Of these only what one council certified; another's is as if it were not there.
    pub within: Reach,
    /// Who does it, for the trail.
    pub actor: Actor,
    /// The number of the decision that withdraws them.
    pub decision: String,
    /// The day it was signed.
    pub decided_on: NaiveDate,
    /// Why.
    pub ground: Ground,
}

/// Suspended certificates that a decision puts in force again.
#[derive(Clone, Debug)]
pub struct Lifting {
    /// Which.
    pub which: Which,
    /// Of these only what one council certified; another's is as if it were not there.
    pub within: Reach,
    /// Who does it, for the trail.
    pub actor: Actor,
    /// The number of the decision that lifts the suspension.
    pub decision: String,
    /// The day it was signed.
    pub decided_on: NaiveDate,
}

/// What an act did.
#[derive(Clone, Debug, Serialize)]
pub struct Changed {
    /// What the certificates are now, `revoked`.
    pub status: &'static str,
    /// Those that this run changed.
    pub changed: Vec<CertificateNumber>,
    /// Those that the same act had changed before.
    pub unchanged: Vec<CertificateNumber>,
    /// What to look at.
    pub warnings: Vec<Refusal>,
}

impl Office {
    /// Carries an act out on all certificates at once.
    async fn change(
        &self,
        which: &Which,
        (within, actor): (&Reach, Actor),
        act: &Act,
    ) -> Result<Changed, Error> {
        for _ in 0..ATTEMPTS {
            match self.attempt(which, (within, actor), act).await {
                // Somebody else changed one of them meanwhile: what may be done is seen anew.
                Err(Error::Register(register::Error::Exists(_))) => {}
                outcome => return outcome,
            }
        }
        Err(Error::StatusContended)
    }

    async fn attempt(
        &self,
        which: &Which,
        (within, actor): (&Reach, Actor),
        act: &Act,
    ) -> Result<Changed, Error> {
        let standings = self.standings(which, within).await?;
        let mut changed = Changed {
            status: act.to.name(),
            changed: Vec::new(),
            unchanged: Vec::new(),
            warnings: Vec::new(),
        };
        let mut changes = Vec::new();
        let mut refusals = Vec::new();
        let mut seen = HashSet::new();
        for standing in standings {
            let number = standing.number;
            if !seen.insert(number) {
                continue;
            }
            match self.step(&standing, act).await? {
                Move::Nothing => changed.unchanged.push(number),
                Move::Refused(refusal) => refusals.push(refusal),
                Move::Change => {
                    changed.changed.push(number);
                    changes.push(StatusChange {
                        number,
                        from: standing.status,
                        to: act.to,
                        ground: act.ground,
                        decision: act.decision.clone(),
                        replaced_by: act.replaced_by,
                    });
                }
            }
        }
        if !refusals.is_empty() {
            return Err(Error::Refused(refusals));
        }
        if !changes.is_empty() {
            let clock = Arc::clone(&self.clock);
            self.writable()
                .await?
                .enter(move |entry| {
                    Box::pin(async move {
                        let now = clock.now();
                        for change in &changes {
                            entry.change_status(change, now).await?;
                            entry.trail(&deed(actor, change, now)).await?;
                        }
                        Ok(())
                    })
                })
                .await?;
            self.refresh().await?;
        }
        Ok(changed)
    }

    async fn step(&self, standing: &Standing, act: &Act) -> Result<Move, Error> {
        // Only where something was said before there is something to compare with. A lifted
        // suspension leaves a certificate valid.
        let last = if standing.status == Status::Valid && act.to != Status::Valid {
            None
        } else {
            self.register.last_status_change(standing.number).await?
        };
        Ok(moves::step(standing, last.as_ref(), act))
    }

    /// The decision of an act: its number in its one form, and a day that can be.
    fn decided(
        &self,
        decision: &str,
        decided_on: NaiveDate,
    ) -> Result<(String, NaiveDate), Vec<Refusal>> {
        let mut refusals = Vec::new();
        let number = DecisionNumber::parse(decision).map_err(|error| {
            refusals.push(Refusal::of("decision", "not_a_decision_number", Text::of(
                format!("\"{}\" không phải số quyết định. Hãy ghi như trên quyết định, ví dụ 900/QĐ-UBND.", error.0),
                format!("{error}."),
            )));
        });
        let today = day::of(self.clock.now());
        if decided_on > today {
            refusals.push(Refusal::of(
                "decided_on",
                "in_the_future",
                Text::of(
                    format!(
                        "Ngày quyết định {} ở tương lai; hôm nay là {}. Hãy xem lại ngày.",
                        date(decided_on),
                        date(today)
                    ),
                    format!(
                        "The decision's date {} is in the future; today is {}. Check the date.",
                        date(decided_on),
                        date(today)
                    ),
                ),
            ));
        }
        match number {
            Ok(number) if refusals.is_empty() => Ok((number.to_string(), decided_on)),
            _ => Err(refusals),
        }
    }

    /// Carries out an act that stands on a decision. What is wrong with the decision and what is
    /// wrong with the certificates is said together.
    async fn by_decision(
        &self,
        (which, within, actor): (&Which, &Reach, Actor),
        (decision, decided_on): (&str, NaiveDate),
        to: Status,
        ground: Option<Ground>,
    ) -> Result<Changed, Error> {
        match self.decided(decision, decided_on) {
            Ok(decision) => {
                let act = Act {
                    to,
                    ground,
                    decision: Some(decision),
                    replaced_by: None,
                };
                self.change(which, (within, actor), &act).await
            }
            Err(mut refusals) => {
                // What is the future to a clock that is wrong, is no fault of the decision.
                self.writable().await?;
                if let Err(error) = self.standings(which, within).await {
                    match error {
                        Error::Refused(more) => refusals.extend(more),
                        error => return Err(error),
                    }
                }
                Err(Error::Refused(refusals))
            }
        }
    }
}

/// How far somebody may change the life of certificates. Who has the machine may do it without
/// the role.
fn within(access: &Access) -> Reach {
    match access.actor {
        Actor::Program => Reach::All,
        Actor::Account(_) | Actor::Token(_) => access.reach(Right::Life),
    }
}

/// What the trail says of a change.
fn deed(actor: Actor, change: &StatusChange, at: DateTime<Utc>) -> Deed {
    let decision = change.decision.as_ref();
    Deed {
        at,
        actor: actor.written(),
        act: match change.to {
            Status::Valid => "suspension_lifted",
            Status::Revoked => "certificate_revoked",
            Status::Suspended => "certificate_suspended",
            Status::Superseded => "certificate_superseded",
        },
        subject: format!("certificate {}", change.number),
        body: json!({ "decision": decision.map(|(number, _)| number),
                      "decided_on": decision.map(|(_, day)| day),
                      "ground": change.ground.map(Ground::name),
                      "replaced_by": change.replaced_by }),
    }
}
