//! Withdrawing a dossier: until everything is decided, its producer can take it back.

use serde_json::json;

use super::step::Going;
use super::{DossierRefused, DossierView};
use crate::office::{Access, Error, Office};
use crate::scheme::dossier::DossierMove;

impl Office {
    /// Withdraws a dossier, as of the version that was looked at. Nothing follows.
    ///
    /// # Errors
    /// That there is no such dossier, that all was decided of it, or that it was changed since, or
    /// that it stands in a decision on its way.
    pub async fn withdraw_dossier(
        &self,
        access: &Access,
        id: i64,
        seen: i64,
    ) -> Result<DossierView, Error> {
        let record = self.dossier_to_write(access, id).await?;
        self.still(access, &record, seen).await?;
        let to = record.state.after(DossierMove::Withdraw);
        let to = to.ok_or(DossierRefused::State(record.state))?;
        if self.register.awaits_decision(id).await? {
            return Err(DossierRefused::InDecision(id).into());
        }
        let going = Going {
            to,
            act: "dossier_withdrawn",
            body: json!({ "was": record.state.name() }),
            lodged_under: None,
        };
        let record = self.go(access, &record, going).await?;
        self.dossier_view(record).await
    }
}
