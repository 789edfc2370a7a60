//! One's own score sheet: seen and filled by its scorer alone, until the session is concluded.

use serde_json::json;

use super::{ScoringRefused, SheetText, reach};
use crate::office::{Access, Error, Office, Right, Stale, TrailFilter};
use crate::register::{self, CouncilSessionRecord, Deed, FilledSheet, ScoreSheetRecord};

/// The changes that are told of a sheet.
const TOLD: i64 = 100;

/// One's own sheet, and the session that it is for.
#[derive(Clone, Debug)]
pub struct OwnSheet {
    /// The session.
    pub session: CouncilSessionRecord,
    /// The sheet; `None` before it was handed in.
    pub sheet: Option<ScoreSheetRecord>,
    /// Why it can no longer be filled.
    pub closed: Option<ScoringRefused>,
}

impl OwnSheet {
    /// The sheet's version; 0 before it was handed in.
    pub fn version(&self) -> i64 {
        self.sheet.as_ref().map_or(0, |sheet| sheet.version)
    }
}

impl Office {
    /// One's own sheet of a session of one's council.
    ///
    /// # Errors
    /// [`ScoringRefused`] when the session is out of reach, or no person asks.
    pub async fn own_sheet(&self, access: &Access, session: i64) -> Result<OwnSheet, Error> {
        let scorer = access.account().ok_or(ScoringRefused::NotAPerson)?;
        let session = self.session_in_reach(access, Right::Score, session);
        let session = session.await?;
        let dossier = self.dossier_of(&session).await?;
        let sheets = self.register.score_sheets(session.id).await?;
        Ok(OwnSheet {
            closed: self.goes_on(&session, &dossier).err(),
            sheet: sheets
                .into_iter()
                .find(|sheet| sheet.filled.scorer == scorer),
            session,
        })
    }

    /// Hands in one's own sheet, or changes it, and returns its new version. `seen` is the version
    /// that was looked at, 0 where there was none.
    ///
    /// # Errors
    /// Everything that is wrong with the sheet; [`Stale`] when it was changed in another window;
    /// [`ScoringRefused`] when the session is out of reach or cannot go on.
    pub async fn fill_sheet(
        &self,
        access: &Access,
        session: i64,
        seen: i64,
        typed: &SheetText,
    ) -> Result<i64, Error> {
        let own = self.own_sheet(access, session).await?;
        if let Some(closed) = own.closed {
            return Err(closed.into());
        }
        if own.sheet.as_ref().map_or(0, |sheet| sheet.version) != seen {
            return Err(self.stale_sheet(access, session, seen).await?);
        }
        let read = typed.read(own.session.edition);
        let (score, remark) = read.map_err(Error::Refused)?;
        let filled = FilledSheet {
            session,
            scorer: access.account().ok_or(ScoringRefused::NotAPerson)?,
            score,
            remark,
        };
        let (at, actor) = (self.clock.now(), access.actor.written());
        let entering = self.writable().await?.enter(move |entry| {
            Box::pin(async move {
                let sheet = entry.fill_sheet(&filled, seen, at).await?;
                // Whoever is about to conclude looked at other averages.
                let version = entry.touch_council_session(session, None).await?;
                let deed = Deed {
                    at,
                    actor,
                    act: "sheet_filled",
                    subject: reach::subject(session),
                    // Not the scores: nobody reads them before their own are in.
                    body: json!({ "version": version, "sheet": sheet }),
                };
                entry.trail(&deed).await?;
                Ok(sheet)
            })
        });
        match entering.await {
            Err(register::Error::Changed(_)) => {
                let found = self.session_in_reach(access, Right::Score, session).await?;
                match found.conclusion {
                    Some(_) => Err(ScoringRefused::Concluded(session).into()),
                    None => Err(self.stale_sheet(access, session, seen).await?),
                }
            }
            entered => Ok(entered?),
        }
    }

    /// The refusal of a sheet that its scorer changed in another window.
    async fn stale_sheet(&self, access: &Access, session: i64, given: i64) -> Result<Error, Error> {
        let filter = TrailFilter {
            subject: Some(reach::subject(session)),
            actor: Some(access.actor.written()),
            before: None,
            limit: TOLD,
        };
        let mut changes = self.trail(&filter).await?;
        let sheet = |body: &serde_json::Value| body["sheet"].as_i64();
        changes.retain(|line| sheet(&line.body).is_some_and(|version| version > given));
        let now = changes.first().and_then(|line| sheet(&line.body));
        Ok(Error::Stale(Stale {
            given,
            now: now.unwrap_or(0),
            changes,
        }))
    }
}
