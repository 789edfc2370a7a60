//! Where somebody is there to approve, nothing is issued without them.

use super::PreparationRefused;
use crate::office::{Error, Office};
use crate::scheme::council::CouncilCode;

impl Office {
    /// Refuses for a council that has a chair.
    pub(in crate::office) async fn check_no_chair(
        &self,
        council: CouncilCode,
    ) -> Result<(), Error> {
        match self.register.has_chair(council.as_str()).await? {
            true => Err(PreparationRefused::TwoPeople(council).into()),
            false => Ok(()),
        }
    }
}
