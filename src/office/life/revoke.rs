//! Revoking certificates by a decision: for good.

use super::{Changed, Withdrawal};
use crate::office::{Error, Office};
use crate::scheme::status::Status;

impl Office {
    /// Revokes certificates. Done again with the same decision, day and ground it changes
    /// nothing and says so.
    ///
    /// # Errors
    /// [`Error::Refused`] with everything that is wrong, and nothing is revoked.
    pub async fn revoke(&self, act: &Withdrawal) -> Result<Changed, Error> {
        let decision = (act.decision.as_str(), act.decided_on);
        self.by_decision(
            (&act.which, &act.within, act.actor),
            decision,
            Status::Revoked,
            Some(act.ground),
        )
        .await
    }
}
