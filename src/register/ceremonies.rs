//! Ceremonies: what is half done on the way in, kept between its two requests. Operational data,
//! written without events.

use chrono::{DateTime, Utc};

use super::rows::{self, Row};
use super::{Entry, Error, Register, on};

/// A sign-in or registration that is half done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ceremony {
    /// Whose it is, where that is known already.
    pub account: Option<i64>,
    /// What is half done.
    pub kind: String,
    /// What must be remembered.
    pub state: String,
    /// The instant from which it is out of date.
    pub expires_at: DateTime<Utc>,
}

type Columns = (Option<i64>, String, String, String);

fn read((account, kind, state, expires_at): Columns) -> Result<Ceremony, Error> {
    let row = Row {
        table: "ceremonies",
        key: &kind,
    };
    let expires_at = row.instant("expires_at", &expires_at)?;
    Ok(Ceremony {
        account,
        kind,
        state,
        expires_at,
    })
}

impl Register {
    /// The ceremony of a hash.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn ceremony_of(&self, hash: &[u8; 32]) -> Result<Option<Ceremony>, Error> {
        let sql = "select account, kind, state, expires_at from ceremonies where hash = $1";
        let found: Option<Columns> = on!(self.readers(), pool => {
            sqlx::query_as(sql).bind(rows::bytes(hash)).fetch_optional(pool).await
        })?;
        found.map(read).transpose()
    }
}

impl Entry {
    /// Keeps a ceremony, and deletes those that are out of date.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn add_ceremony(
        &mut self,
        hash: &[u8; 32],
        ceremony: &Ceremony,
        at: DateTime<Utc>,
    ) -> Result<(), Error> {
        on!(self.connection(), connection => {
            sqlx::query("delete from ceremonies where expires_at < $1")
                .bind(rows::instant(at))
                .execute(connection)
                .await
                .map(drop)
        })?;
        let sql = "insert into ceremonies (hash, account, kind, state, expires_at)
                   values ($1, $2, $3, $4, $5)";
        on!(self.connection(), connection => {
            sqlx::query(sql)
                .bind(rows::bytes(hash))
                .bind(ceremony.account)
                .bind(&ceremony.kind)
                .bind(&ceremony.state)
                .bind(rows::instant(ceremony.expires_at))
                .execute(connection)
                .await
                .map(drop)
        })?;
        Ok(())
    }

    /// Takes a ceremony, so that nobody takes it again.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn take_ceremony(&mut self, hash: &[u8; 32]) -> Result<Option<Ceremony>, Error> {
        let sql = "delete from ceremonies where hash = $1
                   returning account, kind, state, expires_at";
        let found: Option<Columns> = on!(self.connection(), connection => {
            sqlx::query_as(sql).bind(rows::bytes(hash)).fetch_optional(connection).await
        })?;
        found.map(read).transpose()
    }
}
