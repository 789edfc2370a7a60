//! A council takes a lodged dossier in, or hands it back for completion.

use serde_json::json;

use super::step::Going;
use super::{DossierRefused, DossierView};
use crate::office::typed::Typed;
use crate::office::{Access, Error, Office};
use crate::scheme::day;
use crate::scheme::dossier::{DossierMove, DossierState};
use crate::scheme::edition::Edition;

impl Office {
    /// Takes a lodged dossier in, at the level that scores first on this day.
    ///
    /// # Errors
    /// That there is no such dossier, that it is not lodged, that it was changed since, or
    /// [`Error::Refused`] when its council is not the one to take it: then it is handed back.
    pub async fn take_dossier_in(
        &self,
        access: &Access,
        id: i64,
        seen: i64,
    ) -> Result<DossierView, Error> {
        let record = self.dossier_to_receive(access, id).await?;
        self.still(access, &record, seen).await?;
        let refused = DossierRefused::State(record.state);
        if record.state != DossierState::Lodged {
            return Err(refused.into());
        }
        let edition = Edition::on(day::of(self.clock.now()));
        if let Some(refusal) = self.not_first(record.facts.council, edition) {
            return Err(Error::Refused(vec![refusal]));
        }
        let level = edition.map(Edition::first_level);
        let to = level.and_then(|level| record.state.after(DossierMove::Take(level)));
        let going = Going {
            to: to.ok_or(refused)?,
            act: "dossier_taken_in",
            body: json!({ "council": record.facts.council.to_string() }),
            lodged_under: None,
        };
        let record = self.go(access, &record, going).await?;
        self.dossier_view(record).await
    }

    /// Hands a dossier back to its producer, with a reason that the producer sees.
    ///
    /// # Errors
    /// [`Error::Refused`] without a reason; that there is no such dossier, that it cannot be
    /// handed back from where it is, or that it was changed since.
    pub async fn return_dossier(
        &self,
        access: &Access,
        id: i64,
        seen: i64,
        reason: &str,
    ) -> Result<DossierView, Error> {
        let record = self.dossier_to_receive(access, id).await?;
        self.still(access, &record, seen).await?;
        let to = record.state.after(DossierMove::Return);
        let to = to.ok_or(DossierRefused::State(record.state))?;
        let mut typed = Typed::default();
        let reason = typed.prose("reason", reason);
        let reason = typed.finish(reason)?;
        if self.register.awaits_decision(id).await? {
            return Err(DossierRefused::InDecision(id).into());
        }
        let council = record.facts.council.to_string();
        let going = Going {
            to,
            act: "dossier_returned",
            body: json!({ "council": council, "reason": reason }),
            lodged_under: None,
        };
        let record = self.go(access, &record, going).await?;
        self.dossier_view(record).await
    }
}
