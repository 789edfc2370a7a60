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

/// Councils that took the place of one another.
pub(super) struct Lineage {
    /// A council, those whose place it took, and those before them.
    pub until: Vec<CouncilRecord>,
    /// The one that took its place, and those after that.
    pub after: Vec<CouncilCode>,
}

impl Lineage {
    /// Every council of it.
    pub fn all(&self) -> impl Iterator<Item = CouncilCode> {
        let until = self.until.iter().map(|council| council.code);
        until.chain(self.after.iter().copied())
    }
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
        self.check_succession(council, by).await?;
        if last_day > today {
            return Err(TrustRefused::InTheFuture(last_day).into());
        }
        let now = self.clock.now();
        let count = self
            .writable()
            .await?
            .enter(move |entry| {
                Box::pin(async move { entry.succeed(council, by, last_day, now).await })
            })
            .await;
        let count = match count {
            // Somebody else was faster: it has a successor now, or the new one follows on it.
            Err(register::Error::Missing(_)) => {
                self.check_succession(council, by).await?;
                return Err(TrustRefused::Succeeded { council, by }.into());
            }
            count => count?,
        };
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

    /// Checks that a council may have another as its successor: it has none, and the way from the
    /// other does not lead back to it.
    async fn check_succession(&self, council: CouncilCode, by: CouncilCode) -> Result<(), Error> {
        let councils = self.register.councils().await?;
        let find = |code: CouncilCode| {
            let mut known = councils.iter();
            known
                .find(|known| known.code == code)
                .ok_or(Error::NoSuchCouncil(code))
        };
        let mut last = find(by)?;
        check_acts(find(council)?)?;
        // What is in the register has no cycle.
        for _ in &councils {
            if last.code == council {
                return Err(TrustRefused::Cycle { council, by }.into());
            }
            match last.successor {
                Some(next) => last = find(next)?,
                None => break,
            }
        }
        Ok(())
    }

    /// A council that issues: known to the register, and without a successor, published or not.
    pub(super) async fn acting_council(&self, code: CouncilCode) -> Result<CouncilRecord, Error> {
        let council = self.council(code).await?;
        check_acts(&council)?;
        Ok(council)
    }

    /// A council with those before and after it; empty where there is no such council.
    pub(super) async fn lineage(&self, code: CouncilCode) -> Result<Lineage, Error> {
        let councils = self.register.councils().await?;
        let itself = councils.iter().filter(|known| known.code == code);
        let mut until: Vec<CouncilRecord> = itself.cloned().collect();
        let mut next = 0;
        // Each has one successor at most, and what is in the register has no cycle.
        while let Some(by) = until.get(next).map(|council| council.code) {
            let before = councils.iter();
            let before = before.filter(|known| known.successor == Some(by) && known.code != code);
            until.extend(before.cloned());
            next += 1;
        }
        let itself = until.first();
        let after = itself.map_or_else(Vec::new, |council| successors(&councils, council));
        Ok(Lineage { until, after })
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

/// Those that took a council's place, the one that answers now last.
pub(super) fn successors(councils: &[CouncilRecord], council: &CouncilRecord) -> Vec<CouncilCode> {
    let mut after = Vec::new();
    let mut last = council.successor;
    while let Some(by) = last.filter(|by| !after.contains(by)) {
        after.push(by);
        let known = councils.iter().find(|known| known.code == by);
        last = known.and_then(|known| known.successor);
    }
    after
}
