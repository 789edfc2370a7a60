//! Prepared decisions as people and programs see them.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::PreparationRefused;
use super::canonical::{Canonical, shown};
use crate::office::{Access, CertificateView, Error, Office, Reach, Refusal, Right};
use crate::register::{PreparationFilter, PreparationLine, PreparationRecord};
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

/// Which decisions are asked for.
#[derive(Clone, Debug, Default)]
pub struct PreparationQuery {
    /// Only this council's.
    pub council: Option<CouncilCode>,
    /// Only in this state.
    pub state: Option<PreparationState>,
    /// Those before this one.
    pub after: Option<i64>,
    /// How many at most.
    pub limit: u32,
}

/// Some decisions, the newest first.
#[derive(Clone, Debug)]
pub struct PreparationPage {
    /// The decisions.
    pub preparations: Vec<PreparationRecord>,
    /// Where the next page begins.
    pub next: Option<i64>,
}

/// Some lines, in order.
#[derive(Clone, Debug)]
pub struct LinePage {
    /// The lines.
    pub lines: Vec<PreparationLine>,
    /// Where the next page begins.
    pub next: Option<i64>,
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
    /// Decisions within reach, the newest first.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn preparations(
        &self,
        access: &Access,
        query: &PreparationQuery,
    ) -> Result<PreparationPage, Error> {
        let filter = PreparationFilter {
            councils: within(access, query.council),
            state: query.state,
            before: query.after,
            limit: i64::from(query.limit) + 1,
        };
        let mut preparations = self.register.preparations(&filter).await?;
        let more = preparations.len() > query.limit as usize;
        preparations.truncate(query.limit as usize);
        let next = preparations.last().filter(|_| more).map(|last| last.id);
        Ok(PreparationPage { preparations, next })
    }

    /// How many decisions within reach are in each state.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn count_preparations(
        &self,
        access: &Access,
    ) -> Result<Vec<(PreparationState, i64)>, Error> {
        let councils = within(access, None);
        let counts = self
            .register
            .preparation_counts(councils.as_deref())
            .await?;
        let count = |state: PreparationState| {
            let found = counts.iter().find(|(name, _)| name == state.name());
            (state, found.map_or(0, |(_, count)| *count))
        };
        Ok(PreparationState::ALL.map(count).into())
    }

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
                digest: shown(&approval.digest),
            }),
        };
        let problem = record.problem.as_deref();
        Ok(PreparationView {
            id,
            council: record.council,
            catalogue: Edition::on(record.facts.decided_on).map(|rules| rules.catalogue.name()),
            state: record.state,
            scan: record.facts.scan.as_ref().map(shown),
            lines: i64::try_from(lines.len()).unwrap_or(i64::MAX),
            released: record.released,
            prepared_by: self.named_person(record.prepared_by).await?,
            created_at: record.created_at,
            changed_at: record.changed_at,
            begun_at: record.begun_at,
            released_at: record.released_at,
            digest: shown(&Canonical::of(&record, &lines).digest),
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

    /// Lines of a decision, in order.
    ///
    /// # Errors
    /// [`PreparationRefused::NoSuchPreparation`].
    pub async fn decision_lines(
        &self,
        access: &Access,
        id: i64,
        (after, limit): (i64, u32),
    ) -> Result<LinePage, Error> {
        self.reached_preparation(access, Right::Work, id).await?;
        let more = i64::from(limit) + 1;
        let mut lines = self.register.preparation_lines(id, after, more).await?;
        let more = lines.len() > limit as usize;
        lines.truncate(limit as usize);
        let next = lines.last().filter(|_| more).map(|last| last.line);
        Ok(LinePage { lines, next })
    }

    /// The one form of what is to be signed, as bytes whose SHA-256 is the digest.
    ///
    /// # Errors
    /// [`PreparationRefused::NoSuchPreparation`].
    pub async fn decision_form(&self, access: &Access, id: i64) -> Result<Vec<u8>, Error> {
        let record = self.reached_preparation(access, Right::Work, id).await?;
        let lines = self.all_lines(id).await?;
        Ok(Canonical::of(&record, &lines).whole)
    }

    /// What the label of a line will look like, as SVG: marked, and with no seal in its code.
    ///
    /// # Errors
    /// [`PreparationRefused::NoSuchLine`]; [`Error::Refused`] where no label can be made.
    pub async fn label_preview(
        &self,
        access: &Access,
        id: i64,
        line: i64,
    ) -> Result<String, Error> {
        let record = self.reached_preparation(access, Right::Work, id).await?;
        let found = self.register.preparation_lines(id, line - 1, 1).await?;
        let found: Vec<PreparationLine> = found
            .into_iter()
            .filter(|found| found.line == line)
            .collect();
        if found.is_empty() {
            return Err(PreparationRefused::NoSuchLine(line).into());
        }
        let looked = self.look_at(&record, &found).await?;
        let sound = looked.lines.first();
        let label = match sound {
            Some(sound) => looked.preview(sound)?,
            None => None,
        };
        label.ok_or(Error::Refused(looked.refusals))
    }

    /// The certificates of a released decision's lines, in the order of the lines.
    ///
    /// # Errors
    /// [`PreparationRefused::NoSuchPreparation`].
    pub async fn certificates_of_lines(
        &self,
        access: &Access,
        id: i64,
        lines: &[PreparationLine],
    ) -> Result<Vec<Option<CertificateView>>, Error> {
        let record = self.reached_preparation(access, Right::Work, id).await?;
        let Some(decision) = record.decision else {
            return Ok(vec![None; lines.len()]);
        };
        let mut found = Vec::with_capacity(lines.len());
        for line in lines {
            let one = self
                .register
                .certificate_of_line(decision, &line.product, &line.producer);
            found.push(one.await?.map(|record| self.view(record)));
        }
        Ok(found)
    }

    async fn named_person(&self, account: i64) -> Result<Named, Error> {
        let found = self.register.account(account).await?;
        let name = found.map(|found| found.name).unwrap_or_default();
        Ok(Named { account, name })
    }
}

/// The councils whose decisions somebody sees; `None` for all.
fn within(access: &Access, asked: Option<CouncilCode>) -> Option<Vec<CouncilCode>> {
    match (access.reach(Right::Work), asked) {
        (Reach::All, asked) => asked.map(|council| vec![council]),
        (Reach::Of(councils), None) => Some(councils),
        (Reach::Of(councils), Some(asked)) => Some(
            councils
                .into_iter()
                .filter(|council| *council == asked)
                .collect(),
        ),
    }
}
