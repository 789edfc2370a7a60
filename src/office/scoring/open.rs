//! Opening a council's session about a dossier.

use serde_json::json;

use super::lapse::lapse;
use super::{ScoringRefused, reach};
use crate::office::{Access, Error, Office};
use crate::register::{self, CouncilSessionRecord, Deed, NewCouncilSession};

impl Office {
    /// Opens a session of the council that has a dossier, under the edition in force today, and
    /// returns its identity. One that was overtaken lapses.
    ///
    /// # Errors
    /// That there is no such dossier in reach; [`ScoringRefused`] when it is not with a council
    /// that scores, or has an open session there or a decision that is being prepared.
    pub async fn open_session(&self, access: &Access, dossier: i64) -> Result<i64, Error> {
        let found = self.dossier_to_receive(access, dossier).await?;
        let councils = self.all_councils().await?;
        let council = reach::council(&councils, found.facts.council)?;
        if found.state.level() != Some(council.level) {
            return Err(ScoringRefused::NotWithCouncil(dossier).into());
        }
        // No dossier was lodged before the first edition.
        let edition = self.edition_today();
        let edition = edition.ok_or(ScoringRefused::NotWithCouncil(dossier))?;
        if !edition.is_scored_by(council.level) {
            return Err(ScoringRefused::LevelDoesNotScore(council.level, edition.name).into());
        }
        if found.facts.catalogue != edition.catalogue {
            return Err(ScoringRefused::OtherCatalogue(dossier, edition.name).into());
        }
        let code = council.code;
        if self.register.is_in_preparation(dossier, code).await? {
            return Err(ScoringRefused::InPreparation(dossier).into());
        }
        let before = self.register.sessions_about(dossier).await?;
        let open = before
            .into_iter()
            .find(|session| session.conclusion.is_none() && session.council == code);
        if let Some(open) = open
            .as_ref()
            .filter(|open| !self.is_overtaken(open, &found))
        {
            return Err(ScoringRefused::AlreadyOpen(open.id).into());
        }
        let new = NewCouncilSession {
            dossier,
            council: code,
            level: council.level,
            edition,
        };
        self.enter_session(access, new, open).await
    }

    async fn enter_session(
        &self,
        access: &Access,
        new: NewCouncilSession,
        overtaken: Option<CouncilSessionRecord>,
    ) -> Result<i64, Error> {
        let (at, actor) = (self.clock.now(), access.actor.written());
        let entering = self.writable().await?.enter(move |entry| {
            Box::pin(async move {
                if let Some(overtaken) = overtaken {
                    let seen = (overtaken.id, Some(overtaken.version));
                    lapse(entry, seen, &actor, at).await?;
                }
                let id = entry.open_council_session(&new, at).await?;
                let deed = Deed {
                    at,
                    actor,
                    act: "session_opened",
                    subject: reach::subject(id),
                    body: json!({
                        "version": 1,
                        "dossier": new.dossier,
                        "council": new.council,
                        "edition": new.edition.name,
                    }),
                };
                entry.trail(&deed).await?;
                Ok(id)
            })
        });
        match entering.await {
            // Opened, or concluded, by somebody else at the same moment.
            Err(register::Error::Exists(_) | register::Error::Changed(_)) => {
                let sessions = self.register.sessions_about(new.dossier).await?;
                let newest = sessions.last().map_or(0, |session| session.id);
                Err(ScoringRefused::AlreadyOpen(newest).into())
            }
            entered => Ok(entered?),
        }
    }
}
