//! Recognition decisions.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use serde_json::json;

use super::rows::Row;
use super::{Entry, Error, Register, on};
use crate::scheme::council::CouncilCode;

/// A decision that is to be recorded.
#[derive(Clone, Debug)]
pub struct NewDecision {
    /// The council whose certificates it makes.
    pub council: CouncilCode,
    /// Who signed it.
    pub authority: String,
    /// Its number.
    pub number: String,
    /// The day it was signed.
    pub decided_on: NaiveDate,
}

/// A recorded decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecisionRecord {
    /// Its identity in the register.
    pub id: i64,
    /// The council whose certificates it makes.
    pub council: CouncilCode,
    /// Who signed it.
    pub authority: String,
    /// Its number.
    pub number: String,
    /// The day it was signed.
    pub decided_on: NaiveDate,
}

type Columns = (i64, String, String, String, String);

fn read((id, council, authority, number, decided_on): Columns) -> Result<DecisionRecord, Error> {
    let key = id.to_string();
    let row = Row {
        table: "decisions",
        key: &key,
    };
    Ok(DecisionRecord {
        id,
        council: row.parsed("council", &council)?,
        decided_on: row.date("decided_on", &decided_on)?,
        authority,
        number,
    })
}

impl Register {
    /// Every decision recorded at or after a position of the book.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn decisions_since(&self, position: i64) -> Result<Vec<DecisionRecord>, Error> {
        let sql = "select id, council, authority, number, decided_on from decisions
                   where id >= $1 order by id";
        let rows: Vec<Columns> = on!(self.readers(), pool => {
            sqlx::query_as(sql).bind(position).fetch_all(pool).await
        })?;
        rows.into_iter().map(read).collect()
    }

    /// Every decision with a number: it is unique only within an authority and year.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn decisions_numbered(&self, number: &str) -> Result<Vec<DecisionRecord>, Error> {
        let sql = "select id, council, authority, number, decided_on from decisions
                   where number = $1 order by id";
        let rows: Vec<Columns> = on!(self.readers(), pool => {
            sqlx::query_as(sql).bind(number).fetch_all(pool).await
        })?;
        rows.into_iter().map(read).collect()
    }

    /// The decision of an authority with a number in a year.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn decision(
        &self,
        authority: &str,
        number: &str,
        year: i32,
    ) -> Result<Option<DecisionRecord>, Error> {
        let sql = "select id, council, authority, number, decided_on from decisions
                   where authority = $1 and number = $2 and year = $3";
        let found: Option<Columns> = on!(self.readers(), pool => {
            sqlx::query_as(sql)
                .bind(authority)
                .bind(number)
                .bind(i64::from(year))
                .fetch_optional(pool)
                .await
        })?;
        found.map(read).transpose()
    }
}

impl Entry {
    /// Records a decision and returns its identity.
    ///
    /// # Errors
    /// [`Error::Exists`] when the authority has one with this number in this year.
    pub async fn add_decision(
        &mut self,
        decision: &NewDecision,
        at: DateTime<Utc>,
    ) -> Result<i64, Error> {
        let body = json!({ "council": decision.council, "authority": decision.authority,
                           "decided_on": decision.decided_on });
        let id = self
            .record(at, "decision_recorded", decision.number.clone(), body)
            .await?;
        let sql = "insert into decisions (id, council, authority, number, year, decided_on)
                   values ($1, $2, $3, $4, $5, $6)";
        on!(self.connection(), connection => {
            sqlx::query(sql)
                .bind(id)
                .bind(decision.council.to_string())
                .bind(&decision.authority)
                .bind(&decision.number)
                .bind(i64::from(decision.decided_on.year()))
                .bind(decision.decided_on.to_string())
                .execute(connection)
                .await
                .map(drop)
        })
        .map_err(Error::exists(|| format!("decision {}", decision.number)))?;
        Ok(id)
    }
}
