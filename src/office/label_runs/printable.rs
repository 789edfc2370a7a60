//! Whether labels of a certificate may be printed today: the one place that says so.

use super::LabelRunRefused;
use crate::office::{Condition, Error, Office};
use crate::scheme::number::CertificateNumber;

impl Office {
    /// That labels of a certificate may be printed today: it is in force. Of what is suspended
    /// none are made, so that nothing new is put on the market meanwhile.
    ///
    /// # Errors
    /// [`LabelRunRefused::NotInForce`], [`Error::NoSuchNumber`], or when the register does not
    /// answer.
    pub(super) async fn printable(&self, number: CertificateNumber) -> Result<(), Error> {
        let condition = self.history(number).await?.listed.status;
        match condition {
            Condition::InForce => Ok(()),
            other => Err(LabelRunRefused::NotInForce(number, other).into()),
        }
    }
}
