//! A change to a case, with its move and the line of the trail, in one entry.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::gather::Gathered;
use super::{CaseRefused, CaseView, subject};
use crate::office::{Access, Error, Office};
use crate::register::{self, CaseFacts, CaseRecord, CaseStep, Deed, Entry, NewCaseMove};
use crate::scheme::case::CaseState;

/// What is changed.
pub(super) enum Change {
    Facts(CaseFacts),
    /// With what the shoppers are told whose reports it began with.
    Step(CaseStep, Option<String>),
    Assigned(i64),
    Added(Gathered),
    Struck {
        place: i64,
        because: String,
    },
}

/// A change that an inspector makes to a case that they looked at.
pub(super) struct Act {
    /// As the trail names it.
    pub name: &'static str,
    /// What else the trail says.
    pub body: Value,
    /// What is changed.
    pub change: Change,
    /// The move that is kept, if it is one, with its note.
    pub moved: Option<(&'static str, Option<String>)>,
}

impl Office {
    /// Makes a change to a case that was looked at.
    pub(super) async fn act_on_case(
        &self,
        access: &Access,
        (record, person): (&CaseRecord, i64),
        act: Act,
    ) -> Result<CaseView, Error> {
        let (id, seen, at) = (record.id, record.version, self.clock.now());
        let state = match &act.change {
            Change::Step(step, _) => step.state,
            _ => record.state,
        };
        let made = act.moved.map(|(name, note)| NewCaseMove {
            act: name,
            state,
            note,
            by: person,
            at,
        });
        let deed = Deed {
            at,
            actor: access.actor.written(),
            act: act.name,
            subject: subject(id),
            body: act.body,
        };
        let (change, record) = (act.change, record.clone());
        let entered = self.writable().await?.enter(move |entry| {
            Box::pin(async move {
                let version = change.enter(entry, &record, person, at).await?;
                if let Some(made) = &made {
                    entry.add_case_move(id, made).await?;
                }
                let mut deed = deed;
                deed.body["version"] = json!(version);
                entry.trail(&deed).await.map(drop)
            })
        });
        let entered = match entered.await {
            // Of all that is entered only a report is one case's alone.
            Err(register::Error::Exists(_)) => return Err(CaseRefused::ReportTaken.into()),
            entered => entered,
        };
        self.unless_stale(entered, &subject(id), seen).await?;
        self.case(access, id).await
    }
}

impl Change {
    async fn enter(
        self,
        entry: &mut Entry,
        record: &CaseRecord,
        person: i64,
        at: DateTime<Utc>,
    ) -> Result<i64, register::Error> {
        let (id, seen) = (record.id, record.version);
        match self {
            Self::Facts(facts) => entry.change_case(id, seen, &facts, at).await,
            Self::Step(step, answer) => {
                let version = entry.move_case(&step).await?;
                if step.state == CaseState::Closed {
                    let answer = answer.as_deref();
                    entry.close_shopper_reports_of_case(id, answer, at).await?;
                } else if record.state == CaseState::Closed {
                    // What their shoppers were told may have been wrong: they are told anew.
                    entry.reopen_shopper_reports_of_case(id, at).await?;
                }
                Ok(version)
            }
            Self::Assigned(assignee) => entry.assign_case((id, seen), assignee, at).await,
            Self::Added(gathered) => {
                let position = gathered.position.as_deref();
                let version = entry
                    .touch_case((id, seen), &gathered.about, position, at)
                    .await?;
                for new in &gathered.evidence {
                    entry.add_evidence(id, new, person, at).await?;
                }
                for report in gathered.reports() {
                    if !entry.shopper_report_has_case(report, id, at).await? {
                        return Err(register::Error::Exists(format!(
                            "a case of report {report}"
                        )));
                    }
                }
                for told in gathered.told {
                    entry.tell_of_case(id, told, at).await?;
                }
                Ok(version)
            }
            Self::Struck { place, because } => {
                let about = register::CaseProduct::default();
                let version = entry.touch_case((id, seen), &about, None, at).await?;
                entry
                    .strike_evidence((id, place), &because, person, at)
                    .await?;
                Ok(version)
            }
        }
    }
}
