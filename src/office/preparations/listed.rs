//! Lists of prepared decisions, and how many are where.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

use crate::office::{Access, Error, Office, Reach, Right};
use crate::register::{PreparationFilter, PreparationRecord};
use crate::scheme::council::CouncilCode;
use crate::scheme::preparation::PreparationState;

/// A prepared decision, as lists show it.
#[derive(Clone, Debug, Serialize)]
pub struct ListedPreparation {
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
    /// Where it is.
    pub state: PreparationState,
    /// How many certificates it has.
    pub released: i64,
    /// When it was changed last.
    pub changed_at: DateTime<Utc>,
    /// Whether its release stands still.
    pub stands_still: bool,
    /// How often it was changed.
    pub version: i64,
}

impl From<PreparationRecord> for ListedPreparation {
    fn from(record: PreparationRecord) -> Self {
        Self {
            id: record.id,
            council: record.council,
            number: record.facts.number,
            decided_on: record.facts.decided_on,
            authority: record.facts.authority,
            state: record.state,
            released: record.released,
            changed_at: record.changed_at,
            stands_still: record.problem.is_some(),
            version: record.version,
        }
    }
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
    pub preparations: Vec<ListedPreparation>,
    /// Where the next page begins.
    pub next: Option<i64>,
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
        let preparations = preparations.into_iter().map(ListedPreparation::from);
        let preparations = preparations.collect();
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
