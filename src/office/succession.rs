//! Succession: a council takes the place of another that was abolished or merged.

use chrono::NaiveDate;

use super::{Error, Office, TrustRefused};
use crate::register::{self, CouncilRecord};
use crate::scheme::council::CouncilCode;
use crate::scheme::day;

/// A succession to be recorded.
#[derive(Clone, Copy, Debug)]
pub struct Succession {
    /// The council that no longer exists.
    pub council: CouncilCode,
    /// The one that acts in its place.
    pub by: CouncilCode,
    /// The last day on which its decisions could be signed; today if `None`.
    pub last_day: Option<NaiveDate>,
}

impl Office {
    /// Gives a council its successor. Its mandates end with the last day, it issues no more,
    /// and its certificates run on to their own end. Verifiers know it once the trust list is
    /// published.
    ///
    /// # Errors
    /// [`Error::NoSuchCouncil`], or the [`TrustRefused`] of what stands against it.
    pub async fn succeed_council(&self, succession: Succession) -> Result<CouncilRecord, Error> {
        let Succession { council, by, .. } = succession;
        let today = day::of(self.clock.now());
        let last_day = succession.last_day.unwrap_or(today);
        let councils = self.register.councils().await?;
        let find = |code: CouncilCode| {
            let mut known = councils.iter();
            known
                .find(|known| known.code == code)
                .ok_or(Error::NoSuchCouncil(code))
        };
        let mut last = find(by)?;
        check_acts(find(council)?)?;
        if last_day > today {
            return Err(TrustRefused::InTheFuture(last_day).into());
        }
        // What is in the register has no cycle; the way from the new council must not lead to
        // the old one.
        for _ in &councils {
            if last.code == council {
                return Err(TrustRefused::Cycle { council, by }.into());
            }
            match last.successor {
                Some(next) => last = find(next)?,
                None => break,
            }
        }
        let now = self.clock.now();
        let count = self
            .writable()
            .await?
            .enter(move |entry| {
                Box::pin(async move { entry.succeed(council, by, last_day, now).await })
            })
            .await
            .map_err(|error| match error {
                // Somebody else was faster.
                register::Error::Missing(_) => TrustRefused::Succeeded { council, by }.into(),
                error => Error::from(error),
            })?;
        if count > 0 {
            return Err(TrustRefused::IssuedLater {
                council,
                count,
                last_day,
            }
            .into());
        }
        self.council(council).await
    }

    /// A council that issues: known to the register, and without a successor, published or not.
    pub(super) async fn acting_council(&self, code: CouncilCode) -> Result<CouncilRecord, Error> {
        let council = self.council(code).await?;
        check_acts(&council)?;
        Ok(council)
    }

    /// A council of the register.
    pub(super) async fn council(&self, code: CouncilCode) -> Result<CouncilRecord, Error> {
        let mut councils = self.register.councils().await?.into_iter();
        let known = councils.find(|known| known.code == code);
        known.ok_or(Error::NoSuchCouncil(code))
    }
}

fn check_acts(council: &CouncilRecord) -> Result<(), Error> {
    let CouncilRecord {
        code, successor, ..
    } = council;
    match *successor {
        None => Ok(()),
        Some(by) => Err(TrustRefused::Succeeded { council: *code, by }.into()),
    }
}
