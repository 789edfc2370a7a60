//! Lists of the dossiers that somebody may see.

use serde::Serialize;

use super::DossierLine;
use crate::office::typed::looked_for;
use crate::office::{Access, Error, Office, Reach, Right};
use crate::register::{DossierFilter, DossierRecord};
use crate::scheme::council::CouncilCode;
use crate::scheme::dossier::DossierState;

/// Which dossiers are asked for.
#[derive(Clone, Debug, Default)]
pub struct DossierQuery {
    /// Only those that this council has.
    pub council: Option<CouncilCode>,
    /// Only those of this producer.
    pub producer: Option<i64>,
    /// Only those in this state.
    pub state: Option<DossierState>,
    /// Whose product's name holds this, with or without diacritics.
    pub text: Option<String>,
    /// Those that a council scored, wherever they are now, in place of those that it has.
    pub scored: bool,
    /// After this one: what the page before gave as `next`.
    pub after: Option<String>,
    /// At most so many.
    pub limit: u32,
}

/// A page of dossiers.
#[derive(Clone, Debug, Serialize)]
pub struct DossierPage {
    /// The newest first.
    pub dossiers: Vec<DossierLine>,
    /// Where the next page begins; `None` at the end.
    pub next: Option<String>,
}

/// Whose dossiers are looked through.
#[derive(Clone, Copy)]
enum Among {
    Everybodys,
    Councils(CouncilCode),
    Producers(i64),
}

impl Office {
    /// A page of the dossiers that somebody may see.
    ///
    /// # Errors
    /// [`Error::Cursor`], or when the register does not answer.
    pub async fn dossiers(
        &self,
        access: &Access,
        query: &DossierQuery,
    ) -> Result<DossierPage, Error> {
        let before = match &query.after {
            Some(after) => Some(after.parse().map_err(|_| Error::Cursor)?),
            None => None,
        };
        // One more than asked for tells whether there is another page.
        let limit = i64::from(query.limit) + 1;
        let mut found = Vec::new();
        for among in among(access, query.council, query.producer) {
            let records = self.dossiers_among(access, query, among, before, limit);
            found.extend(records.await?);
        }
        found.sort_by_key(|record| std::cmp::Reverse(record.id));
        found.dedup_by_key(|record| record.id);
        let more = found.len() > query.limit as usize;
        found.truncate(query.limit as usize);
        let last = found.last().filter(|_| more);
        let next = last.map(|last| last.id.to_string());
        let dossiers = self.dossier_lines(found).await?;
        Ok(DossierPage { dossiers, next })
    }

    async fn dossiers_among(
        &self,
        access: &Access,
        query: &DossierQuery,
        among: Among,
        before: Option<i64>,
        limit: i64,
    ) -> Result<Vec<DossierRecord>, Error> {
        if query.scored {
            let Among::Councils(council) = among else {
                return Ok(Vec::new());
            };
            return Ok(self
                .register
                .dossiers_had_by(council, before, limit)
                .await?);
        }
        let (council, producer) = match among {
            Among::Everybodys => (query.council, query.producer),
            Among::Councils(council) => (Some(council), query.producer),
            Among::Producers(producer) => (query.council, Some(producer)),
        };
        let filter = DossierFilter {
            producer,
            council,
            state: query.state,
            handed_in: without_drafts(access, among),
            text: looked_for(query.text.as_deref()),
            before,
            limit,
        };
        Ok(self.register.dossiers(&filter).await?)
    }

    /// How many of the dossiers that somebody may see are in each state: of a council, or of all
    /// that they may see.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn dossier_counts(
        &self,
        access: &Access,
        council: Option<CouncilCode>,
    ) -> Result<Vec<(DossierState, i64)>, Error> {
        let mut totals = [0_i64; DossierState::ALL.len()];
        for among in among(access, council, None) {
            let counts = match among {
                Among::Everybodys => self.register.dossiers_by_state(council).await?,
                Among::Councils(code) => self.register.dossiers_by_state(Some(code)).await?,
                Among::Producers(id) => self.register.dossiers_of_producer_by_state(id).await?,
            };
            let without_drafts = without_drafts(access, among);
            for (place, state) in DossierState::ALL.into_iter().enumerate() {
                let hidden = without_drafts && state == DossierState::Draft;
                let count = counts.iter().find(|(counted, _)| counted == state.name());
                totals[place] += count.filter(|_| !hidden).map_or(0, |(_, count)| *count);
            }
        }
        Ok(DossierState::ALL.into_iter().zip(totals).collect())
    }
}

/// Whose dossiers somebody may see, of those that are asked for.
fn among(access: &Access, council: Option<CouncilCode>, producer: Option<i64>) -> Vec<Among> {
    match access.reach(Right::Work) {
        Reach::All => vec![Among::Everybodys],
        Reach::Of(councils) => {
            let councils = councils
                .into_iter()
                .filter(|code| council.is_none_or(|asked| asked == *code));
            let own = access.producers(Right::Work).into_iter();
            let own = own.filter(|id| producer.is_none_or(|asked| asked == *id));
            let mut all: Vec<Among> = councils.map(Among::Councils).collect();
            all.extend(own.map(Among::Producers));
            all
        }
    }
}

/// Whether drafts are not there: a council sees them that can write them for their producers.
fn without_drafts(access: &Access, among: Among) -> bool {
    match among {
        Among::Everybodys | Among::Producers(_) => false,
        Among::Councils(council) => !access.reaches(Right::Lodge, council),
    }
}
