//! A dossier goes on, and the trail says so, in one entry.

use serde_json::Value;

use super::sight::told;
use super::subject;
use crate::office::scoring::lapse_sessions_about;
use crate::office::{Access, Error, Office};
use crate::register::{Deed, DossierRecord, DossierStep, Entry};
use crate::scheme::dossier::DossierState;

/// How a dossier goes on.
pub(super) struct Going {
    /// Where to.
    pub to: DossierState,
    /// The act, as the trail names it.
    pub act: &'static str,
    /// What else the trail says.
    pub body: Value,
    /// The edition, when it is lodged.
    pub lodged_under: Option<&'static str>,
}

impl Office {
    /// Moves a dossier that was looked at.
    pub(super) async fn go(
        &self,
        access: &Access,
        record: &DossierRecord,
        going: Going,
    ) -> Result<DossierRecord, Error> {
        let (id, seen, at) = (record.id, record.version, self.clock.now());
        let step = DossierStep {
            id,
            seen,
            state: going.to,
            council: record.facts.council,
            stars: None,
            at,
        };
        let actor = access.actor.written();
        let (to, lodged_under) = (going.to, going.lodged_under);
        let entered = self.writable().await?.enter(move |entry: &mut Entry| {
            Box::pin(async move {
                let version = entry.move_dossier(&step).await?;
                if let Some(edition) = going.lodged_under {
                    entry.note_lodged(id, edition, at).await?;
                }
                // A dossier that no council has any more is scored by none.
                if matches!(to, DossierState::Returned | DossierState::Withdrawn) {
                    lapse_sessions_about(entry, id, &actor, at).await?;
                }
                let mut body = going.body;
                body["version"] = version.into();
                let (act, subject) = (going.act, subject(id));
                let deed = Deed {
                    at,
                    actor,
                    act,
                    subject,
                    body,
                };
                entry.trail(&deed).await?;
                Ok(version)
            })
        });
        let entered = entered.await;
        let version = self.unless_stale(entered, &subject(id), seen).await;
        let version = version.map_err(|error| told(access, record, error))?;
        let mut record = record.clone();
        record.state = to;
        record.version = version;
        record.changed_at = at;
        if let Some(edition) = lodged_under {
            record.edition = Some(edition.to_owned());
            record.lodged_at = Some(at);
        }
        Ok(record)
    }
}
