//! Lifting a suspension by a decision.

use super::{Changed, Lifting};
use crate::office::{Error, Office};
use crate::scheme::status::Status;

impl Office {
    /// Puts suspended certificates in force again. Done again with the same decision and day it
    /// changes nothing and says so.
    ///
    /// # Errors
    /// [`Error::Refused`] with everything that is wrong, and nothing is lifted.
    pub async fn lift(&self, act: &Lifting) -> Result<Changed, Error> {
        let decision = (act.decision.as_str(), act.decided_on);
        self.by_decision(
            (&act.which, &act.within, act.actor),
            decision,
            Status::Valid,
            None,
        )
        .await
    }
}
