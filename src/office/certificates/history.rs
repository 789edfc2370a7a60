//! One certificate with everything that is public of it: decision, changes, links, its place in
//! the log.

use std::sync::Arc;

use serde::Serialize;

use super::ListedView;
use crate::office::{DecisionFacts, Error, Office, RenewedBy, StatusFacts};
use crate::register::RecordedCertificate;
use crate::scheme::number::CertificateNumber;
use crate::scheme::words::Text;

/// A certificate and what became of it.
#[derive(Clone, Debug, Serialize)]
pub struct CertificateHistory {
    /// As lists show it.
    #[serde(flatten)]
    pub listed: ListedView,
    /// The council's name.
    pub council_name: Text,
    /// The decision that it stands on.
    pub decision: Option<Arc<DecisionFacts>>,
    /// What was decided of it since, in that order.
    pub changes: Vec<StatusFacts>,
    /// The certificate in force that renewed it.
    pub renewed_by: Option<RenewedBy>,
    /// The certificates that it renewed.
    pub renews: Vec<CertificateNumber>,
    /// The certificates that it took the place of.
    pub replaces: Vec<CertificateNumber>,
    /// Its place in the transparency log.
    pub log: InLog,
}

/// A place in the log.
#[derive(Clone, Debug, Serialize)]
pub struct InLog {
    /// Which leaf it is.
    pub position: i64,
    /// Leaves of the newest checkpoint; `None` before the first.
    pub checkpoint_size: Option<u64>,
    /// Whether that checkpoint commits to it.
    pub committed: bool,
}

impl Office {
    /// A certificate with its history.
    ///
    /// # Errors
    /// [`Error::NoSuchNumber`], or when the register does not answer.
    pub async fn history(&self, number: CertificateNumber) -> Result<CertificateHistory, Error> {
        let listed = self.register.listed_numbered(number).await?;
        let listed = listed.ok_or(Error::NoSuchNumber(number))?;
        let position = listed.position;
        let changes = self.register.status_changes_of(number).await?;
        let held = self.held();
        let size = held.checkpoint.as_ref().map(|newest| newest.size);
        let council = held.trust.council(number.council);
        let code = number.council.to_string();
        Ok(CertificateHistory {
            council_name: council.map_or_else(
                || Text::of(code.clone(), code.clone()),
                |council| council.name.clone(),
            ),
            decision: held.decision_of(number),
            changes: changes.into_iter().map(StatusFacts::from).collect(),
            renewed_by: held.renewed_by(number),
            renews: held.renewals_by(number).to_vec(),
            replaces: held.replaced_by(number).to_vec(),
            log: InLog {
                position,
                checkpoint_size: size,
                committed: size
                    .is_some_and(|size| u64::try_from(position).is_ok_and(|at| at < size)),
            },
            listed: self.list(listed),
        })
    }

    /// Everything that the register keeps of a certificate: for officers, since scores and
    /// addresses are not public.
    ///
    /// # Errors
    /// [`Error::NoSuchNumber`], or when the register does not answer.
    pub async fn recorded(&self, number: CertificateNumber) -> Result<RecordedCertificate, Error> {
        let record = self.register.certificate(number).await?;
        let record = record.ok_or(Error::NoSuchNumber(number))?;
        let at = u64::try_from(record.position).unwrap_or(u64::MAX);
        let mut found = self
            .register
            .certificates_between(at, at.saturating_add(1))
            .await?;
        found.pop().ok_or(Error::NoSuchNumber(number))
    }
}
