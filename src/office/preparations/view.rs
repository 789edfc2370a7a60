//! Prepared decisions as people and programs see them.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::canonical::Canonical;
use crate::office::{Access, Error, Office, Refusal, Right};
use crate::scheme::council::CouncilCode;
use crate::scheme::edition::Edition;
use crate::scheme::preparation::PreparationState;
use crate::scheme::words::Text;

/// Refusals that a stored problem names; the rest is seen when they are mended.
const NAMED: usize = 10;

/// A person.
#[derive(Clone, Debug, Serialize)]
pub struct Named {
    /// Their account.
    pub account: i64,
    /// Their name.
    pub name: String,
}

/// Why a release stands still.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Stable, for programs.
    pub code: String,
    /// What is wrong, and what to do next.
    pub message: Text,
}

/// An approval that stands.
#[derive(Clone, Debug, Serialize)]
pub struct ApprovalView {
    /// Who approved.
    pub by: Named,
    /// When.
    pub at: DateTime<Utc>,
    /// The version that was approved.
    pub version: i64,
    /// The SHA-256 of exactly what was approved.
    pub digest: String,
}

/// A prepared decision.
#[derive(Clone, Debug, Serialize)]
pub struct PreparationView {
    /// Its identity.
    pub id: i64,
    /// The council whose certificates it makes.
    pub council: CouncilCode,
    /// Its number.
    pub number: String,
    /// The day it was signed.
    pub decided_on: NaiveDate,
    /// Who signed it.
    pub authority: String,
    /// The catalogue that its sets are of.
    pub catalogue: Option<&'static str>,
    /// Where it is.
    pub state: PreparationState,
    /// The SHA-256 of the scan.
    pub scan: Option<String>,
    /// How many lines it has.
    pub lines: i64,
    /// How many of them have their certificates.
    pub released: i64,
    /// Who changed it last.
    pub prepared_by: Named,
    /// When it was begun.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub changed_at: DateTime<Utc>,
    /// When its release began.
    pub begun_at: Option<DateTime<Utc>>,
    /// When every line had its certificate.
    pub released_at: Option<DateTime<Utc>>,
    /// The SHA-256 of exactly what is to be signed.
    pub digest: String,
    /// The approval that stands.
    pub approval: Option<ApprovalView>,
    /// Why the release stands still.
    pub problem: Option<Problem>,
    /// Everything that would be refused now; rows are lines.
    pub refusals: Vec<Refusal>,
    /// What somebody should look at.
    pub warnings: Vec<Refusal>,
    /// How often it was changed.
    pub version: i64,
}

impl Problem {
    /// What keeps a release.
    pub(super) fn of(error: &Error) -> Self {
        let message = match error {
            Error::Refused(refusals) => {
                let named = |vi: bool| {
                    let texts = refusals.iter().take(NAMED).map(|refusal| {
                        let message = &refusal.message;
                        let said = if vi { &message.vi } else { &message.en };
                        match refusal.row {
                            Some(row) if vi => format!("Dòng {row}: {said}"),
                            Some(row) => format!("Row {row}: {said}"),
                            None => said.to_string(),
                        }
                    });
                    texts.collect::<Vec<_>>().join(" ")
                };
                Text::of(named(true), named(false))
            }
            error => error.words(),
        };
        Self {
            code: error.code().to_owned(),
            message,
        }
    }

    pub(super) fn written(&self) -> String {
        // Texts: there is nothing that could not be written.
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl Office {
    /// A decision, with everything that would be refused of it now.
    ///
    /// # Errors
    /// [`PreparationRefused::NoSuchPreparation`].
    pub async fn preparation(&self, access: &Access, id: i64) -> Result<PreparationView, Error> {
        let record = self.reached_preparation(access, Right::Work, id).await?;
        let lines = self.all_lines(id).await?;
        let is_open = matches!(
            record.state,
            PreparationState::Draft | PreparationState::Submitted
        );
        let (refusals, warnings) = if is_open {
            let looked = self.look_at(&record, &lines).await?;
            (looked.refusals, looked.warnings)
        } else {
            (Vec::new(), Vec::new())
        };
        let approval = match self.register.approval_of(id).await? {
            None => None,
            Some(approval) => Some(ApprovalView {
                by: self.named_person(approval.approved_by).await?,
                at: approval.approved_at,
                version: approval.version,
                digest: hex::encode(approval.digest),
            }),
        };
        let problem = record.problem.as_deref();
        Ok(PreparationView {
            id,
            council: record.council,
            catalogue: Edition::on(record.facts.decided_on).map(|rules| rules.catalogue.name()),
            state: record.state,
            scan: record.facts.scan.as_ref().map(hex::encode),
            lines: i64::try_from(lines.len()).unwrap_or(i64::MAX),
            released: record.released,
            prepared_by: self.named_person(record.prepared_by).await?,
            created_at: record.created_at,
            changed_at: record.changed_at,
            begun_at: record.begun_at,
            released_at: record.released_at,
            digest: hex::encode(Canonical::of(&record, &lines).digest),
            approval,
            problem: problem.and_then(|problem| serde_json::from_str(problem).ok()),
            refusals,
            warnings,
            version: record.version,
            number: record.facts.number,
            decided_on: record.facts.decided_on,
            authority: record.facts.authority,
        })
    }

    async fn named_person(&self, account: i64) -> Result<Named, Error> {
        let found = self.register.account(account).await?;
        let name = found.map(|found| found.name).unwrap_or_default();
        Ok(Named { account, name })
    }
}
