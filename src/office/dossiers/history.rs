//! What happened to a dossier, for those who may see it.

use super::subject;
use crate::office::{Access, Error, Office, TrailFilter, TrailLine};

/// Lines of a history. A dossier that was changed more often than this is read in the trail.
const MOST: i64 = 200;

impl Office {
    /// What happened to a dossier that somebody may see, the newest first.
    ///
    /// # Errors
    /// That there is no such dossier in sight.
    pub async fn dossier_history(&self, access: &Access, id: i64) -> Result<Vec<TrailLine>, Error> {
        self.dossier_in_sight(access, id).await?;
        let filter = TrailFilter {
            subject: Some(subject(id)),
            limit: MOST,
            ..TrailFilter::default()
        };
        self.trail(&filter).await
    }

    /// Why a dossier was handed back last, if it ever was.
    ///
    /// # Errors
    /// That there is no such dossier in sight.
    pub async fn last_return(&self, access: &Access, id: i64) -> Result<Option<String>, Error> {
        let lines = self.dossier_history(access, id).await?;
        let returned = lines.iter().find(|line| line.act == "dossier_returned");
        let reason = returned.and_then(|line| line.body["reason"].as_str());
        Ok(reason.map(str::to_owned))
    }
}
