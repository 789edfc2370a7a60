//! Decisions that are prepared: what they say, and where they are on their way. Not public: no
//! event ever names one.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::{FromRow, QueryBuilder};

use super::rows::{self, Row};
use super::{Entry, Error, Register, on};
use crate::scheme::council::CouncilCode;
use crate::scheme::preparation::PreparationState;

/// What a prepared decision says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreparationFacts {
    /// Who signed it.
    pub authority: String,
    /// Its number.
    pub number: String,
    /// The day it was signed.
    pub decided_on: NaiveDate,
    /// The SHA-256 of the signed paper.
    pub scan: Option<[u8; 32]>,
}

/// A decision that is prepared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreparationRecord {
    /// Its identity.
    pub id: i64,
    /// The council whose certificates it makes.
    pub council: CouncilCode,
    /// What it says of itself.
    pub facts: PreparationFacts,
    /// Where it is.
    pub state: PreparationState,
    /// The account that changed it last.
    pub prepared_by: i64,
    /// When it was begun.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub changed_at: DateTime<Utc>,
    /// When its release began. Once one of its lines has its certificate nothing of it changes.
    pub begun_at: Option<DateTime<Utc>>,
    /// The recorded decision, once it is released.
    pub decision: Option<i64>,
    /// How many lines have their certificates.
    pub released: i64,
    /// When all had.
    pub released_at: Option<DateTime<Utc>>,
    /// Why the release stands still, JSON.
    pub problem: Option<String>,
    /// How often it was changed, from 1.
    pub version: i64,
}

/// Which preparations are asked for.
#[derive(Clone, Debug, Default)]
pub struct PreparationFilter {
    /// Only these councils'; `None` for all.
    pub councils: Option<Vec<CouncilCode>>,
    /// Only in this state.
    pub state: Option<PreparationState>,
    /// Only those before this one.
    pub before: Option<i64>,
    /// How many at most.
    pub limit: i64,
}

#[derive(FromRow)]
struct PreparationRow {
    id: i64,
    council: String,
    authority: String,
    number: String,
    decided_on: String,
    scan: Option<String>,
    state: String,
    prepared_by: i64,
    created_at: String,
    changed_at: String,
    begun_at: Option<String>,
    decision: Option<i64>,
    released: i64,
    released_at: Option<String>,
    problem: Option<String>,
    version: i64,
}

impl PreparationRow {
    fn read(self) -> Result<PreparationRecord, Error> {
        let key = self.id.to_string();
        let row = Row {
            table: "preparations",
            key: &key,
        };
        let scan = self.scan.map(|scan| {
            let bytes = row.bytes("scan", &scan)?;
            row.column("scan", bytes.try_into().ok())
        });
        let begun_at = self.begun_at.map(|at| row.instant("begun_at", &at));
        let released_at = self.released_at.map(|at| row.instant("released_at", &at));
        Ok(PreparationRecord {
            id: self.id,
            council: row.parsed("council", &self.council)?,
            facts: PreparationFacts {
                decided_on: row.date("decided_on", &self.decided_on)?,
                scan: scan.transpose()?,
                authority: self.authority,
                number: self.number,
            },
            state: row.parsed("state", &self.state)?,
            prepared_by: self.prepared_by,
            created_at: row.instant("created_at", &self.created_at)?,
            changed_at: row.instant("changed_at", &self.changed_at)?,
            begun_at: begun_at.transpose()?,
            decision: self.decision,
            released: self.released,
            released_at: released_at.transpose()?,
            problem: self.problem,
            version: self.version,
        })
    }
}

/// The condition that councils set; nothing for all of them.
fn within<DB: sqlx::Database>(query: &mut QueryBuilder<DB>, councils: Option<&[CouncilCode]>)
where
    String: for<'q> sqlx::Encode<'q, DB> + sqlx::Type<DB>,
{
    let Some(councils) = councils else {
        query.push(" where council is not null");
        return;
    };
    query.push(" where council in (");
    let mut codes = query.separated(", ");
    // A list of no councils would be no SQL.
    codes.push("''");
    for code in councils {
        codes.push_bind(code.to_string());
    }
    codes.push_unseparated(")");
}

impl Register {
    /// A preparation.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn preparation(&self, id: i64) -> Result<Option<PreparationRecord>, Error> {
        let sql = "select * from preparations where id = $1";
        let row: Option<PreparationRow> = on!(self.readers(), pool => {
            sqlx::query_as(sql).bind(id).fetch_optional(pool).await
        })?;
        row.map(PreparationRow::read).transpose()
    }

    /// Preparations, the newest first.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn preparations(
        &self,
        filter: &PreparationFilter,
    ) -> Result<Vec<PreparationRecord>, Error> {
        let rows: Vec<PreparationRow> = on!(self.readers(), pool => {
            let mut query = QueryBuilder::new("select * from preparations");
            within(&mut query, filter.councils.as_deref());
            if let Some(state) = filter.state {
                query.push(" and state = ").push_bind(state.name());
            }
            query.push(" and id < ").push_bind(filter.before.unwrap_or(i64::MAX));
            query.push(" order by id desc limit ").push_bind(filter.limit);
            query.build_query_as().fetch_all(pool).await
        })?;
        rows.into_iter().map(PreparationRow::read).collect()
    }

    /// How many preparations of some councils are in each state.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn preparation_counts(
        &self,
        councils: Option<&[CouncilCode]>,
    ) -> Result<Vec<(String, i64)>, Error> {
        let counts = on!(self.readers(), pool => {
            let mut query = QueryBuilder::new("select state, count(*) from preparations");
            within(&mut query, councils);
            query.push(" group by state");
            query.build_query_as().fetch_all(pool).await
        })?;
        Ok(counts)
    }

    /// Preparations that were approved and are to be released, the oldest first; only those of
    /// a decision's number, where it is named.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn preparations_to_release(
        &self,
        number: Option<&str>,
    ) -> Result<Vec<PreparationRecord>, Error> {
        let sql = match number {
            None => {
                "select * from preparations where state = 'approved' and $1 is null order by id"
            }
            Some(_) => {
                "select * from preparations where state = 'approved' and number = $1 order by id"
            }
        };
        let rows: Vec<PreparationRow> = on!(self.readers(), pool => {
            sqlx::query_as(sql).bind(number).fetch_all(pool).await
        })?;
        rows.into_iter().map(PreparationRow::read).collect()
    }
}

impl Entry {
    /// Begins a preparation, a draft, and returns its identity.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn add_preparation(
        &mut self,
        council: CouncilCode,
        facts: &PreparationFacts,
        by: i64,
        at: DateTime<Utc>,
    ) -> Result<i64, Error> {
        let sql = "insert into preparations (id, council, authority, number, decided_on, scan,
                     state, prepared_by, created_at, changed_at, version)
                   values ((select coalesce(max(id), 0) + 1 from preparations),
                     $1, $2, $3, $4, $5, 'draft', $6, $7, $7, 1) returning id";
        let id = on!(self.connection(), connection => {
            sqlx::query_scalar(sql)
                .bind(council.to_string())
                .bind(&facts.authority)
                .bind(&facts.number)
                .bind(facts.decided_on.to_string())
                .bind(facts.scan.map(|scan| rows::bytes(&scan)))
                .bind(by)
                .bind(rows::instant(at))
                .fetch_one(connection)
                .await
        })?;
        Ok(id)
    }

    /// Changes a preparation of which nothing was released, which makes it a draft again, and
    /// returns its new version. A release that began and has recorded nothing records nothing any
    /// more: each of its batches asks whether the approval stands.
    ///
    /// # Errors
    /// [`Error::Changed`] when another version stands than was seen.
    pub async fn change_preparation(
        &mut self,
        (id, seen): (i64, i64),
        facts: &PreparationFacts,
        by: i64,
        at: DateTime<Utc>,
    ) -> Result<i64, Error> {
        let sql = "update preparations set authority = $3, number = $4, decided_on = $5,
                     scan = $6, prepared_by = $7, changed_at = $8, state = 'draft',
                     problem = null, begun_at = null, version = version + 1
                   where id = $1 and version = $2 and (begun_at is null or released = 0)
                     and state in ('draft', 'submitted', 'approved') returning version";
        let version: Option<i64> = on!(self.connection(), connection => {
            sqlx::query_scalar(sql)
                .bind(id)
                .bind(seen)
                .bind(&facts.authority)
                .bind(&facts.number)
                .bind(facts.decided_on.to_string())
                .bind(facts.scan.map(|scan| rows::bytes(&scan)))
                .bind(by)
                .bind(rows::instant(at))
                .fetch_optional(connection)
                .await
        })?;
        self.or_changed(id, version).await
    }

    /// Moves a preparation of which nothing was released, and returns its new version. Whether the
    /// move can be made is the caller's to ask: what it saw is what still stands, or nothing is
    /// moved.
    ///
    /// # Errors
    /// [`Error::Changed`] when another version stands than was seen.
    pub async fn move_preparation(
        &mut self,
        (id, seen): (i64, i64),
        to: PreparationState,
        at: DateTime<Utc>,
    ) -> Result<i64, Error> {
        let sql = "update preparations set state = $3, changed_at = $4, problem = null,
                     begun_at = null, version = version + 1
                   where id = $1 and version = $2 and (begun_at is null or released = 0)
                   returning version";
        let version: Option<i64> = on!(self.connection(), connection => {
            sqlx::query_scalar(sql)
                .bind(id)
                .bind(seen)
                .bind(to.name())
                .bind(rows::instant(at))
                .fetch_optional(connection)
                .await
        })?;
        self.or_changed(id, version).await
    }

    /// The version that a statement returned, or the refusal of what changed since.
    pub(super) async fn or_changed(&mut self, id: i64, version: Option<i64>) -> Result<i64, Error> {
        if let Some(version) = version {
            return Ok(version);
        }
        let sql = "select version from preparations where id = $1";
        let now: Option<i64> = on!(self.connection(), connection => {
            sqlx::query_scalar(sql).bind(id).fetch_optional(connection).await
        })?;
        Err(match now {
            Some(now) => Error::Changed(now),
            None => Error::Missing(format!("preparation {id}")),
        })
    }
}
