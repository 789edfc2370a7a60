//! Whether labels of a certificate may be printed, and the chair's permit for a suspended one.
//!
//! Labels are given of what is in force. One that expired, was revoked or superseded gets none
//! any more; of a suspended one the chair of its council may allow them, until the suspension
//! ends or the permit is withdrawn.

mod permit;

pub use permit::ReprintView;

use super::certificates::Condition;
use super::{CodeRefused, Error, Office};
use crate::scheme::day;
use crate::scheme::number::CertificateNumber;

impl Office {
    /// Whether labels of a certificate may be printed. Everything that makes labels asks here.
    ///
    /// # Errors
    /// [`CodeRefused::NotInForce`] with what became of it; [`Error::NoSuchNumber`]; or when the
    /// register does not answer.
    pub async fn may_print(&self, number: CertificateNumber) -> Result<(), Error> {
        let listed = self.register.listed_numbered(number).await?;
        let listed = listed.ok_or(Error::NoSuchNumber(number))?;
        let through = listed.valid_through;
        let condition = Condition::of(listed.status, through, day::of(self.clock.now()));
        let allowed = match condition {
            Condition::InForce => true,
            Condition::Suspended => self.register.reprint_permit(number).await?.is_some(),
            Condition::Expired | Condition::Revoked | Condition::Superseded => false,
        };
        if allowed {
            return Ok(());
        }
        let last = match condition {
            Condition::InForce | Condition::Expired => None,
            _ => self.register.last_status_change(number).await?,
        };
        let decided = last.as_ref().and_then(|change| change.decision.as_ref());
        let changed_on = last.as_ref().map(|change| day::of(change.changed_at));
        let renewed = self.register.renewal_of(number).await?;
        Err(CodeRefused::NotInForce {
            number,
            condition,
            on: decided
                .map(|(_, day)| *day)
                .or(changed_on)
                .unwrap_or(through),
            newer: last
                .and_then(|change| change.replaced_by)
                .or(renewed.map(|renewal| renewal.new)),
        }
        .into())
    }
}
