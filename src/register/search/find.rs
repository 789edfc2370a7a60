//! Reading: a page of what is asked for, all of it, or how many there are of each kind.

use std::collections::BTreeMap;

use super::super::rows::Row;
use super::super::{Error, Register, on};
use super::members::{BLOCK, Members};
use super::term::{Clause, Field, Shelf, Term};

/// Blocks that are looked at first; then twice as many, and so on. What is frequent fills a page
/// from the first.
const FIRST: i64 = 4;

/// A page of what is asked for.
#[derive(Clone, Debug)]
pub struct Asked<'a> {
    /// What each thing must have, and must not.
    pub clauses: &'a [Clause],
    /// The newest first; otherwise in the order of the book.
    pub newest_first: bool,
    /// Beyond this thing, in that order.
    pub after: Option<i64>,
    /// At most so many.
    pub limit: u32,
}

/// Things that were gathered, to be counted.
#[derive(Clone, Debug, Default)]
pub struct Gathered(BTreeMap<i64, Members>);

impl Gathered {
    /// How many there are.
    pub fn len(&self) -> u64 {
        self.0.values().map(Members::len).sum()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.values().all(Members::is_empty)
    }

    /// Those that others hold as well.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        let both = self.0.iter().filter_map(|(block, members)| {
            let mut members = members.clone();
            members.intersect(other.0.get(block)?);
            Some((*block, members))
        });
        Self(both.collect())
    }

    /// Those that others do not hold.
    #[must_use]
    pub fn without(&self, other: &Self) -> Self {
        let mut rest = self.clone();
        for (block, members) in &mut rest.0 {
            if let Some(other) = other.0.get(block) {
                members.subtract(other);
            }
        }
        rest
    }
}

impl Register {
    /// The things that hold some words, the newest first.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn find(
        &self,
        shelf: Shelf,
        words: &str,
        before: Option<i64>,
        limit: u32,
    ) -> Result<Vec<i64>, Error> {
        let asked = Asked {
            clauses: &Clause::typed(words),
            newest_first: true,
            after: before,
            limit,
        };
        self.found(shelf, &asked).await
    }

    /// A page of the things that are asked for.
    ///
    /// # Errors
    /// [`Error::NotSearchable`] while older things are still taken in; or when the register does
    /// not answer.
    pub async fn found(&self, shelf: Shelf, asked: &Asked<'_>) -> Result<Vec<i64>, Error> {
        self.searchable(shelf).await?;
        let mut found = Vec::new();
        let Some(newest) = self.newest_block(shelf).await? else {
            return Ok(found);
        };
        let limit = asked.limit as usize;
        let mut span = FIRST;
        // The blocks that were not looked at yet.
        let (mut low, mut high) = match (asked.after, asked.newest_first) {
            (None, _) => (0, newest),
            (Some(after), true) => (0, after.div_euclid(BLOCK).min(newest)),
            (Some(after), false) => (after.div_euclid(BLOCK).max(0), newest),
        };
        while low <= high && found.len() < limit {
            let blocks = match asked.newest_first {
                true => ((high - span + 1).max(low), high),
                false => (low, (low + span - 1).min(high)),
            };
            let gathered = self.gather_in(shelf, asked.clauses, blocks).await?.0;
            let ids = gathered.iter().flat_map(|(block, members)| {
                members
                    .places()
                    .map(move |place| block * BLOCK + place as i64)
            });
            let beyond = |id: &i64| match (asked.after, asked.newest_first) {
                (None, _) => true,
                (Some(after), true) => *id < after,
                (Some(after), false) => *id > after,
            };
            let mut ids: Vec<i64> = ids.filter(beyond).collect();
            if asked.newest_first {
                ids.reverse();
                high = blocks.0 - 1;
            } else {
                low = blocks.1 + 1;
            }
            found.extend(ids.into_iter().take(limit - found.len()));
            span *= 2;
        }
        Ok(found)
    }

    /// Everything that is asked for, to be counted.
    ///
    /// # Errors
    /// As [`Self::found`].
    pub async fn gather(&self, shelf: Shelf, clauses: &[Clause]) -> Result<Gathered, Error> {
        self.searchable(shelf).await?;
        self.gather_in(shelf, clauses, (0, i64::MAX)).await
    }

    /// How many of the things that were gathered, in each gathering, have each term of a field,
    /// by the term's number.
    ///
    /// # Errors
    /// As [`Self::found`].
    pub async fn tally(
        &self,
        shelf: Shelf,
        clause: &Clause,
        gathered: &[&Gathered],
    ) -> Result<BTreeMap<i64, Vec<u64>>, Error> {
        let mut tallies = BTreeMap::new();
        for &range in &clause.ranges {
            let rows = self
                .blocks(shelf, clause.field, range, (0, i64::MAX))
                .await?;
            for (term, block, members) in rows {
                let counts = tallies
                    .entry(term)
                    .or_insert_with(|| vec![0; gathered.len()]);
                for (count, gathered) in counts.iter_mut().zip(gathered) {
                    *count += gathered
                        .0
                        .get(&block)
                        .map_or(0, |own| own.in_both(&members));
                }
            }
        }
        Ok(tallies)
    }

    async fn gather_in(
        &self,
        shelf: Shelf,
        clauses: &[Clause],
        mut blocks: (i64, i64),
    ) -> Result<Gathered, Error> {
        let everything = [Clause::from(Term::ALL)];
        let (without, with): (Vec<&Clause>, Vec<&Clause>) =
            clauses.iter().partition(|clause| clause.without);
        let with: Vec<&Clause> = match with.is_empty() {
            true => everything.iter().collect(),
            false => with,
        };
        let mut gathered: Option<BTreeMap<i64, Members>> = None;
        for clause in with {
            let mut found = self.of_clause(shelf, clause, blocks).await?;
            if let Some(before) = gathered {
                found.retain(|block, members| match before.get(block) {
                    Some(before) => {
                        members.intersect(before);
                        !members.is_empty()
                    }
                    None => false,
                });
            }
            let (Some(first), Some(last)) = (
                found.first_key_value().map(|(block, _)| *block),
                found.last_key_value().map(|(block, _)| *block),
            ) else {
                return Ok(Gathered::default());
            };
            blocks = (first, last);
            gathered = Some(found);
        }
        let mut gathered = gathered.unwrap_or_default();
        for clause in without {
            for (block, members) in self.of_clause(shelf, clause, blocks).await? {
                if let Some(own) = gathered.get_mut(&block) {
                    own.subtract(&members);
                }
            }
        }
        Ok(Gathered(gathered))
    }

    async fn of_clause(
        &self,
        shelf: Shelf,
        clause: &Clause,
        blocks: (i64, i64),
    ) -> Result<BTreeMap<i64, Members>, Error> {
        let mut united: BTreeMap<i64, Members> = BTreeMap::new();
        for &range in &clause.ranges {
            for (_, block, members) in self.blocks(shelf, clause.field, range, blocks).await? {
                united
                    .entry(block)
                    .or_insert_with(Members::none)
                    .unite(&members);
            }
        }
        Ok(united)
    }

    async fn blocks(
        &self,
        shelf: Shelf,
        field: Field,
        terms: (i64, i64),
        blocks: (i64, i64),
    ) -> Result<Vec<(i64, i64, Members)>, Error> {
        let sql = "select term, block, members from search
                   where shelf = $1 and field = $2 and term >= $3 and term <= $4
                     and block >= $5 and block <= $6";
        let rows: Vec<(i64, i64, String)> = on!(self.readers(), pool => {
            sqlx::query_as(sql)
                .bind(shelf.name())
                .bind(field.name())
                .bind(terms.0)
                .bind(terms.1)
                .bind(blocks.0)
                .bind(blocks.1)
                .fetch_all(pool)
                .await
        })?;
        let read = |(term, block, members): (i64, i64, String)| {
            let key = format!("{} {term} {block}", field.name());
            let row = Row {
                table: "search",
                key: &key,
            };
            Ok((term, block, Members::read(&row, &members)?))
        };
        rows.into_iter().map(read).collect()
    }

    async fn newest_block(&self, shelf: Shelf) -> Result<Option<i64>, Error> {
        let sql = "select block from search where shelf = $1 and field = $2 and term = $3
                   order by block desc limit 1";
        Ok(on!(self.readers(), pool => {
            sqlx::query_scalar(sql)
                .bind(shelf.name())
                .bind(Term::ALL.field.name())
                .bind(Term::ALL.key)
                .fetch_optional(pool)
                .await
        })?)
    }
}
