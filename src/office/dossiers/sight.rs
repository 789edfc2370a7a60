//! Who may see a dossier: its producer; councils that have or had it; the programme office and
//! auditors. To everybody else it is not there.

use super::DossierRefused;
use crate::office::{Access, Error, Office, Reach, Right};
use crate::register::DossierRecord;
use crate::scheme::dossier::DossierState;

impl Office {
    /// A dossier that somebody may see.
    ///
    /// # Errors
    /// [`DossierRefused::NoSuchDossier`] when there is none, or none in reach.
    pub(in crate::office) async fn dossier_in_sight(
        &self,
        access: &Access,
        id: i64,
    ) -> Result<DossierRecord, Error> {
        let refused = DossierRefused::NoSuchDossier(id);
        let Some(record) = self.register.dossier(id).await? else {
            return Err(refused.into());
        };
        if access
            .producers(Right::Work)
            .contains(&record.facts.producer)
        {
            return Ok(record);
        }
        let reach = access.reach(Right::Work);
        let council = record.facts.council;
        let seen = match (&reach, record.state) {
            (Reach::All, _) => true,
            // Who can write it for its producer; it was handed in to nobody else yet.
            (_, DossierState::Draft) => access.reaches(Right::Lodge, council),
            (Reach::Of(councils), _) => {
                councils.contains(&council) || {
                    let had = self.register.councils_that_had(id).await?;
                    had.iter().any(|council| councils.contains(council))
                }
            }
        };
        if seen {
            Ok(record)
        } else {
            Err(refused.into())
        }
    }

    /// A dossier that somebody may write: its producer, or for it a secretary of the council
    /// that has it.
    ///
    /// # Errors
    /// [`DossierRefused::NoSuchDossier`] when there is none, or none that they may write.
    pub(super) async fn dossier_to_write(
        &self,
        access: &Access,
        id: i64,
    ) -> Result<DossierRecord, Error> {
        let found = self.register.dossier(id).await?.filter(|record| {
            access
                .producers(Right::Lodge)
                .contains(&record.facts.producer)
                || access.reaches(Right::Lodge, record.facts.council)
        });
        Ok(found.ok_or(DossierRefused::NoSuchDossier(id))?)
    }

    /// A dossier that a council in somebody's reach has, to work on.
    ///
    /// # Errors
    /// [`DossierRefused::NoSuchDossier`] when there is none, or none in reach.
    pub(in crate::office) async fn dossier_to_receive(
        &self,
        access: &Access,
        id: i64,
    ) -> Result<DossierRecord, Error> {
        let found = self.register.dossier(id).await?.filter(|record| {
            record.state != DossierState::Draft
                && access.reaches(Right::Receive, record.facts.council)
        });
        Ok(found.ok_or(DossierRefused::NoSuchDossier(id))?)
    }

    /// That what somebody looked at still stands.
    ///
    /// # Errors
    /// [`Error::Stale`] with what changed since.
    pub(super) async fn still(
        &self,
        access: &Access,
        record: &DossierRecord,
        seen: i64,
    ) -> Result<(), Error> {
        if record.version == seen {
            return Ok(());
        }
        let subject = super::subject(record.id);
        let stale = self.stale(&subject, seen, record.version).await?;
        Err(told(access, record, stale.into()))
    }
}

/// What somebody is told of why a dossier stays as it is. Who of an office changed it meanwhile
/// is for offices to know: its producer is told what was done, and when.
pub(super) fn told(access: &Access, record: &DossierRecord, error: Error) -> Error {
    match error {
        Error::Stale(stale) if !access.reaches(Right::Work, record.facts.council) => {
            stale.without_names().into()
        }
        error => error,
    }
}
