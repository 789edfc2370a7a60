//! Whose labels somebody may have printed: of councils in reach, of producers that they act for.

use std::collections::HashMap;

use super::LabelRunRefused;
use crate::office::certificates::Owner;
use crate::office::{Access, Actor, CertificateView, Error, Office, Reach, Right};
use crate::register::{CertificateRecord, LabelRunRecord, RunsOf};
use crate::scheme::number::CertificateNumber;

/// Runs that are looked at together, at the least.
const LOOKED_AT: i64 = 200;

impl Office {
    /// Whether somebody may have labels of a certificate printed.
    async fn reaches_labels(
        &self,
        access: &Access,
        number: CertificateNumber,
    ) -> Result<bool, Error> {
        if councils(access).includes(number.council) {
            return Ok(true);
        }
        let owner = self.owner_among(access, Right::Labels, number).await?;
        Ok(owner.is_some())
    }

    /// A certificate whose labels somebody may have printed.
    ///
    /// # Errors
    /// [`Error::NoSuchNumber`] when there is none, or none in reach.
    pub(in crate::office) async fn certificate_for_labels(
        &self,
        access: &Access,
        number: CertificateNumber,
    ) -> Result<CertificateRecord, Error> {
        let is_reached = self.reaches_labels(access, number).await?;
        let found = self.register.certificate(number).await?;
        found
            .filter(|_| is_reached)
            .ok_or(Error::NoSuchNumber(number))
    }

    /// A certificate whose labels somebody may have printed, for its label to be tried out.
    ///
    /// # Errors
    /// [`Error::NoSuchNumber`] when there is none, or none in reach.
    pub async fn certificate_to_label(
        &self,
        access: &Access,
        number: CertificateNumber,
    ) -> Result<CertificateView, Error> {
        let found = self.certificate_for_labels(access, number).await?;
        Ok(self.view(found))
    }

    /// A run that somebody may see.
    ///
    /// # Errors
    /// [`LabelRunRefused::NoSuchRun`] when there is none, or none in reach.
    pub(super) async fn run_in_reach(
        &self,
        access: &Access,
        id: i64,
    ) -> Result<LabelRunRecord, Error> {
        if let Some(run) = self.register.label_run(id).await?
            && self.reaches_labels(access, run.number).await?
        {
            return Ok(run);
        }
        Err(LabelRunRefused::NoSuchRun(id).into())
    }

    /// Runs that somebody may see, before one of them: of each council and producer so many of the
    /// newest at the least, if there are. In no order; one may come twice.
    pub(super) async fn runs_in_reach(
        &self,
        access: &Access,
        before: Option<i64>,
        limit: i64,
    ) -> Result<Vec<LabelRunRecord>, Error> {
        let mut found = Vec::new();
        let shelves = match councils(access) {
            Reach::All => vec![RunsOf::All],
            Reach::Of(councils) => councils.into_iter().map(RunsOf::Council).collect(),
        };
        for shelf in &shelves {
            found.extend(self.register.label_runs(shelf, before, limit).await?);
        }
        for owner in self.owners(access, Right::Labels).await? {
            found.extend(self.runs_of_owner(&owner, before, limit).await?);
        }
        Ok(found)
    }

    /// Runs of a producer's own certificates. The index gives those of its names, and of these
    /// the own ones are kept.
    async fn runs_of_owner(
        &self,
        owner: &Owner,
        before: Option<i64>,
        limit: i64,
    ) -> Result<Vec<LabelRunRecord>, Error> {
        let page = limit.max(LOOKED_AT);
        let mut known: HashMap<CertificateNumber, bool> = HashMap::new();
        let mut own = Vec::new();
        for name in self.names_borne_by(owner).await? {
            let of_name = RunsOf::Producer(name);
            let (mut before, mut left) = (before, limit);
            while left > 0 {
                let runs = self.register.label_runs(&of_name, before, page).await?;
                let is_full = i64::try_from(runs.len()).is_ok_and(|found| found == page);
                before = runs.last().map(|last| last.id).filter(|_| is_full);
                for run in runs {
                    let is_own = match known.get(&run.number) {
                        Some(is_own) => *is_own,
                        None => self.is_own(owner, run.number).await?,
                    };
                    known.insert(run.number, is_own);
                    if is_own {
                        own.push(run);
                        left -= 1;
                    }
                }
                if before.is_none() {
                    break;
                }
            }
        }
        Ok(own)
    }
}

/// The councils whose labels somebody may have printed.
fn councils(access: &Access) -> Reach {
    match access.actor {
        // Whoever has the machine has the register.
        Actor::Program => Reach::All,
        _ => access.reach(Right::Labels),
    }
}
