//! Leading: of several services on one register, one does what one alone should do.

use super::{Error, Office};
use crate::register::Changes;

impl Office {
    /// Whether this service leads, as far as it knows. On SQLite every one does: what they do
    /// twice is written once.
    pub fn leads(&self) -> bool {
        self.register.leads()
    }

    /// Stands for leading, for as long as this is awaited. A service that cannot sign leads only
    /// while none is there that can.
    pub async fn stand(&self, can_sign: bool) {
        self.register.stand(can_sign).await;
    }

    /// Does something as the leader. Nothing of it is written once another service leads.
    ///
    /// # Errors
    /// Those of the act, and `not_leader`.
    pub async fn as_leader<T>(
        &self,
        act: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, Error> {
        self.register.as_leader(act).await?
    }

    /// Says when something may have been written, by whichever service.
    pub fn changes(&self) -> Changes {
        self.register.changes()
    }
}
