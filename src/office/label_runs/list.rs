//! Runs in reach, the newest first, and one of them.

use super::{LabelRunRefused, LabelRunView};
use crate::office::{Access, Error, Office};
use crate::register::RunsOf;
use crate::scheme::number::CertificateNumber;

/// Which runs are asked for.
#[derive(Clone, Debug, Default)]
pub struct LabelRunQuery {
    /// Only those of this certificate.
    pub number: Option<CertificateNumber>,
    /// Those before this one.
    pub after: Option<i64>,
    /// How many at most.
    pub limit: u32,
}

/// Some runs, the newest first.
#[derive(Clone, Debug)]
pub struct LabelRunPage {
    /// The runs.
    pub runs: Vec<LabelRunView>,
    /// Where the next page begins.
    pub next: Option<i64>,
}

impl Office {
    /// Runs in reach.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn label_runs(
        &self,
        access: &Access,
        query: &LabelRunQuery,
    ) -> Result<LabelRunPage, Error> {
        let (before, limit) = (query.after, i64::from(query.limit) + 1);
        let mut found = match query.number {
            Some(number) => match self.certificate_for_labels(access, number).await {
                Ok(_) => {
                    let of = RunsOf::Certificate(number);
                    self.register.label_runs(&of, before, limit).await?
                }
                Err(Error::NoSuchNumber(_)) => Vec::new(),
                Err(error) => return Err(error),
            },
            None => self.runs_in_reach(access, before, limit).await?,
        };
        found.sort_unstable_by_key(|run| std::cmp::Reverse(run.id));
        found.dedup_by_key(|run| run.id);
        let more = found.len() > query.limit as usize;
        found.truncate(query.limit as usize);
        let next = found.last().filter(|_| more).map(|last| last.id);
        let runs = found.into_iter().map(LabelRunView::from).collect();
        Ok(LabelRunPage { runs, next })
    }

    /// A run in reach.
    ///
    /// # Errors
    /// [`LabelRunRefused::NoSuchRun`], or when the register does not answer.
    pub async fn label_run(&self, access: &Access, id: i64) -> Result<LabelRunView, Error> {
        Ok(self.run_in_reach(access, id).await?.into())
    }

    /// A run in reach whose labels may be printed today, for its texts and files.
    ///
    /// # Errors
    /// [`LabelRunRefused::NoSuchRun`], [`CodeRefused::NotInForce`](crate::office::CodeRefused::NotInForce), or when the register does
    /// not answer.
    pub async fn label_run_to_print(
        &self,
        access: &Access,
        id: i64,
    ) -> Result<LabelRunView, Error> {
        let run = self.label_run(access, id).await?;
        self.may_print(run.number).await?;
        Ok(run)
    }

    /// A run that was read before, as it is now.
    pub(super) async fn run_again(&self, id: i64) -> Result<LabelRunView, Error> {
        let found = self.register.label_run(id).await?;
        Ok(found.ok_or(LabelRunRefused::NoSuchRun(id))?.into())
    }
}
