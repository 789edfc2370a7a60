//! Who may see a case: inspectors, the programme office, auditors; and the councils that were told
//! of it. To everybody else it is not there.

use super::{CaseRefused, subject};
use crate::office::{Access, Error, Office, Reach, Right};
use crate::register::CaseRecord;

impl Office {
    /// A case that somebody may see.
    ///
    /// # Errors
    /// [`CaseRefused::NoSuchCase`] when there is none, or none in reach.
    pub(super) async fn case_in_sight(
        &self,
        access: &Access,
        id: i64,
    ) -> Result<CaseRecord, Error> {
        let refused = CaseRefused::NoSuchCase(id);
        let Some(record) = self.register.case(id).await? else {
            return Err(refused.into());
        };
        let seen = match access.reach(Right::Cases) {
            Reach::All => true,
            Reach::Of(councils) => {
                let told = self.register.told_of_case(id).await?;
                told.iter().any(|told| councils.contains(&told.council))
            }
        };
        match seen {
            true => Ok(record),
            false => Err(refused.into()),
        }
    }

    /// A case that somebody may work on, as they saw it, and who they are.
    ///
    /// # Errors
    /// [`CaseRefused::NoSuchCase`]; [`CaseRefused::PersonNeeded`]; [`Error::Stale`] with what
    /// changed since.
    pub(super) async fn case_to_work_on(
        &self,
        access: &Access,
        id: i64,
        seen: i64,
    ) -> Result<(CaseRecord, i64), Error> {
        let person = inspects(access)?;
        let found = self.register.case(id).await?;
        let record = found.ok_or(CaseRefused::NoSuchCase(id))?;
        if record.version != seen {
            return Err(self.stale(&subject(id), seen, record.version).await?.into());
        }
        Ok((record, person))
    }
}

/// Who works on cases: somebody who checks the market, everywhere, and answers for it by name.
///
/// # Errors
/// [`CaseRefused::PersonNeeded`].
pub(super) fn inspects(access: &Access) -> Result<i64, Error> {
    let person = access.account().ok_or(CaseRefused::PersonNeeded)?;
    match access.reach(Right::Inspect) {
        Reach::All => Ok(person),
        Reach::Of(_) => Err(CaseRefused::PersonNeeded.into()),
    }
}
