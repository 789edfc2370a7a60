//! Taking a file away from an open dossier. Its content stays: what was shown can be proved.

use serde_json::json;

use crate::office::dossiers::{DossierRefused, subject};
use crate::office::{Access, Error, Office};
use crate::register::Deed;

impl Office {
    /// Takes a file away from a dossier that somebody may write, and that is open.
    ///
    /// # Errors
    /// That there is no such dossier, no such file of it, or that it is not open.
    pub async fn remove_file(&self, access: &Access, dossier: i64, id: i64) -> Result<(), Error> {
        self.dossier_to_write(access, dossier).await?;
        let found = self.register.dossier_file(id).await?;
        let found = found.filter(|file| file.dossier == dossier && file.removed_at.is_none());
        let name = found.ok_or(DossierRefused::NoSuchFile(id))?.name;
        let (at, actor) = (self.clock.now(), access.actor.written());
        let entering = self.writable().await?.enter(move |entry| {
            Box::pin(async move {
                let state = entry.dossier_state(dossier).await?;
                if !state.is_open() {
                    return Ok(Err(DossierRefused::State(state)));
                }
                if !entry.remove_dossier_file(id, at).await? {
                    return Ok(Err(DossierRefused::NoSuchFile(id)));
                }
                let body = json!({ "file": id, "name": name });
                let (act, subject) = ("dossier_file_removed", subject(dossier));
                let deed = Deed {
                    at,
                    actor,
                    act,
                    subject,
                    body,
                };
                entry.trail(&deed).await?;
                Ok(Ok(()))
            })
        });
        Ok(entering.await??)
    }
}
