//! Lists of the cases that somebody may see, and how many there are.

use std::collections::{BTreeMap, HashMap, hash_map};

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::office::{Access, Error, Office, Reach, Right};
use crate::register::{CaseFilter, CaseRecord, CaseTally};
use crate::scheme::case::{CaseKind, CaseState};
use crate::scheme::council::CouncilCode;
use crate::scheme::number::CertificateNumber;

/// Which cases are asked for.
#[derive(Clone, Debug, Default)]
pub struct CaseQuery {
    /// Only those that this council was told of.
    pub council: Option<CouncilCode>,
    /// Only those in this state.
    pub state: Option<CaseState>,
    /// Only those of this kind.
    pub kind: Option<CaseKind>,
    /// Only those in this province.
    pub province: Option<String>,
    /// Only those of this set of products, `2023-11`.
    pub product_set: Option<String>,
    /// Only one's own.
    pub mine: bool,
    /// Only those that one's council has not read yet.
    pub unseen: bool,
    /// After this one: what the page before gave as `next`.
    pub after: Option<String>,
    /// At most so many.
    pub limit: u32,
}

/// A case in a list.
#[derive(Clone, Debug, Serialize)]
pub struct CaseLine {
    /// Its identity.
    pub id: i64,
    /// Its reference for people.
    pub reference: String,
    /// What is claimed falsely.
    pub kind: CaseKind,
    /// Where it is.
    pub state: CaseState,
    /// The province where, a unit of today.
    pub province: Option<String>,
    /// The certificate that it is about.
    pub number: Option<CertificateNumber>,
    /// Its product's set: `2023-11`, catalogue and number.
    pub product_set: Option<String>,
    /// Its product.
    pub product: Option<String>,
    /// Its producer.
    pub producer: Option<String>,
    /// The shop's name.
    pub shop: String,
    /// The name of the inspector to whom it is assigned.
    pub assignee: Option<String>,
    /// When it was opened.
    pub opened_at: DateTime<Utc>,
    /// When it was changed last.
    pub changed_at: DateTime<Utc>,
    /// How often it was changed, from 1.
    pub version: i64,
}

/// A page of cases.
#[derive(Clone, Debug, Serialize)]
pub struct CasePage {
    /// The newest first.
    pub cases: Vec<CaseLine>,
    /// Where the next page begins; `None` at the end.
    pub next: Option<String>,
}

/// How many cases somebody may see.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct CaseCounts {
    /// By state.
    pub by_state: BTreeMap<String, i64>,
    /// By kind.
    pub by_kind: BTreeMap<String, i64>,
    /// By province; the empty name where none was given.
    pub by_province: BTreeMap<String, i64>,
    /// By set of products; the empty name where it is not known.
    pub by_set: BTreeMap<String, i64>,
}

impl CaseCounts {
    fn add(&mut self, tally: CaseTally) {
        let count = tally.count;
        *self.by_state.entry(tally.state).or_default() += count;
        *self.by_kind.entry(tally.kind).or_default() += count;
        let province = tally.province.unwrap_or_default();
        *self.by_province.entry(province).or_default() += count;
        let set = tally.product_set.unwrap_or_default();
        *self.by_set.entry(set).or_default() += count;
    }
}

impl Office {
    /// A page of the cases that somebody may see.
    ///
    /// # Errors
    /// [`Error::Cursor`], or when the register does not answer.
    pub async fn cases(&self, access: &Access, query: &CaseQuery) -> Result<CasePage, Error> {
        let before = match &query.after {
            Some(after) => Some(after.parse().map_err(|_| Error::Cursor)?),
            None => None,
        };
        let assignee = match query.mine {
            true => Some(access.account().unwrap_or_default()),
            false => None,
        };
        let mut found = Vec::new();
        for council in among(access, query.council) {
            let filter = CaseFilter {
                council,
                state: query.state,
                kind: query.kind,
                province: query.province.clone(),
                product_set: query.product_set.clone(),
                assignee,
                unseen: query.unseen,
                before,
                // One more than asked for tells whether there is another page.
                limit: i64::from(query.limit) + 1,
            };
            found.extend(self.register.cases(&filter).await?);
        }
        found.sort_by_key(|record| std::cmp::Reverse(record.id));
        found.dedup_by_key(|record| record.id);
        let more = found.len() > query.limit as usize;
        found.truncate(query.limit as usize);
        let last = found.last().filter(|_| more);
        let next = last.map(|last| last.id.to_string());
        Ok(CasePage {
            cases: self.case_lines(found).await?,
            next,
        })
    }

    /// How many cases somebody may see: of a council, or of all that they may see. A case that
    /// two of their councils were told of is counted for each.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn case_counts(
        &self,
        access: &Access,
        council: Option<CouncilCode>,
    ) -> Result<CaseCounts, Error> {
        let mut counts = CaseCounts::default();
        for council in among(access, council) {
            for tally in self.register.case_tallies(council).await? {
                counts.add(tally);
            }
        }
        Ok(counts)
    }

    async fn case_lines(&self, records: Vec<CaseRecord>) -> Result<Vec<CaseLine>, Error> {
        let mut names = HashMap::new();
        for assignee in records.iter().filter_map(|record| record.assignee) {
            if let hash_map::Entry::Vacant(unknown) = names.entry(assignee) {
                let account = self.register.account(assignee).await?;
                unknown.insert(account.map(|account| account.name));
            }
        }
        let line = |record: CaseRecord| CaseLine {
            id: record.id,
            reference: record.reference(),
            kind: record.facts.kind,
            state: record.state,
            province: record.facts.province,
            number: record.product.number,
            product_set: record.product.product_set,
            product: record.product.product,
            producer: record.product.producer,
            shop: record.facts.shop,
            assignee: record
                .assignee
                .and_then(|assignee| names.get(&assignee).cloned().flatten()),
            opened_at: record.opened_at,
            changed_at: record.changed_at,
            version: record.version,
        };
        Ok(records.into_iter().map(line).collect())
    }
}

/// Whose cases are looked through: everybody's, or those of some councils.
fn among(access: &Access, council: Option<CouncilCode>) -> Vec<Option<CouncilCode>> {
    match access.reach(Right::Cases) {
        Reach::All => vec![council],
        Reach::Of(mut councils) => {
            councils.sort_unstable();
            councils.dedup();
            councils.retain(|code| council.is_none_or(|asked| asked == *code));
            councils.into_iter().map(Some).collect()
        }
    }
}
