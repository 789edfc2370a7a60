//! Somebody of a council says that a case was read there.

use serde_json::json;

use super::{CaseRefused, CaseView, subject};
use crate::office::{Access, Error, Office, Reach, Right};
use crate::register::{self, Deed};

impl Office {
    /// Notes that the councils of somebody have read a case that they were told of.
    ///
    /// # Errors
    /// [`CaseRefused::NoSuchCase`] for one out of reach; [`CaseRefused::NothingToSee`] where
    /// none of their councils was told, or each has read it; [`CaseRefused::PersonNeeded`].
    pub async fn acknowledge_case(&self, access: &Access, id: i64) -> Result<CaseView, Error> {
        self.case_in_sight(access, id).await?;
        let person = access.account().ok_or(CaseRefused::PersonNeeded)?;
        let councils = match access.reach(Right::Cases) {
            Reach::All => Vec::new(),
            Reach::Of(councils) => councils,
        };
        let told = self.register.told_of_case(id).await?;
        let mut theirs = told.iter().filter(|told| councils.contains(&told.council));
        if !theirs.any(|told| told.seen.is_none()) {
            return Err(CaseRefused::NothingToSee.into());
        }
        let (actor, now) = (access.actor.written(), self.clock.now());
        let entering = self.writable().await?.enter(move |entry| {
            Box::pin(async move {
                let mut noted = Vec::new();
                for council in councils {
                    if entry.note_case_seen(id, council, person, now).await? {
                        noted.push(council.to_string());
                    }
                }
                if noted.is_empty() {
                    return Err(register::Error::Missing(format!("news of case {id}")));
                }
                let deed = Deed {
                    at: now,
                    actor,
                    act: "case_acknowledged",
                    subject: subject(id),
                    body: json!({ "councils": noted }),
                };
                entry.trail(&deed).await.map(drop)
            })
        });
        match entering.await {
            Err(register::Error::Missing(_)) => Err(CaseRefused::NothingToSee.into()),
            Err(error) => Err(error.into()),
            Ok(()) => self.case(access, id).await,
        }
    }
}
