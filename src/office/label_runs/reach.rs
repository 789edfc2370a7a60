//! Whose labels somebody may have printed: of producers that they act for, of councils in reach.

use super::LabelRunRefused;
use crate::office::{Access, Actor, CertificateView, Error, Office, Reach, Right};
use crate::register::{CertificateRecord, LabelRunRecord};
use crate::scheme::council::CouncilCode;
use crate::scheme::number::CertificateNumber;
use crate::scheme::text::fold;

/// Councils and producers, these by their folded names.
pub(super) struct LabelsReach {
    pub councils: Reach,
    pub producers: Vec<String>,
}

impl LabelsReach {
    fn includes(&self, council: CouncilCode, producer: &str) -> bool {
        self.councils.includes(council) || self.producers.iter().any(|name| name == producer)
    }
}

impl Office {
    /// How far somebody's right to labels reaches.
    pub(super) async fn labels_reach(&self, access: &Access) -> Result<LabelsReach, Error> {
        let councils = match access.actor {
            // Whoever has the machine has the register.
            Actor::Program => Reach::All,
            _ => access.reach(Right::Labels),
        };
        let mut producers = Vec::new();
        for id in access.producers(Right::Labels) {
            let found = self.register.producer(id).await?;
            producers.extend(found.map(|producer| fold(&producer.facts.name)));
        }
        Ok(LabelsReach {
            councils,
            producers,
        })
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
        let reach = self.labels_reach(access).await?;
        let found = self.register.certificate(number).await?;
        found
            .filter(|found| reach.includes(number.council, &fold(&found.producer)))
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
        let reach = self.labels_reach(access).await?;
        let found = self.register.label_run(id).await?;
        let found = found.filter(|run| reach.includes(run.number.council, &run.producer));
        Ok(found.ok_or(LabelRunRefused::NoSuchRun(id))?)
    }
}
