//! Sessions: who is signed in. Operational data, written without events.

use chrono::{DateTime, Utc};

use super::rows::{self, Row};
use super::{Entry, Error, Register, on};

/// Who is signed in, since when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionRecord {
    /// Whose it is.
    pub account: i64,
    /// When it began.
    pub started_at: DateTime<Utc>,
    /// When it was last used, to the minute.
    pub seen_at: DateTime<Utc>,
    /// When a second factor was last shown.
    pub factor_at: Option<DateTime<Utc>>,
}

type Columns = (i64, String, String, Option<String>);

impl Register {
    /// The session of a hash.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn session_of(&self, hash: &[u8; 32]) -> Result<Option<SessionRecord>, Error> {
        let sql = "select account, started_at, seen_at, factor_at from sessions where hash = $1";
        let found: Option<Columns> = on!(self.readers(), pool => {
            sqlx::query_as(sql).bind(rows::bytes(hash)).fetch_optional(pool).await
        })?;
        let read = |(account, started_at, seen_at, factor_at): Columns| {
            let key = account.to_string();
            let row = Row {
                table: "sessions",
                key: &key,
            };
            let factor = factor_at.map(|at| row.instant("factor_at", &at));
            Ok(SessionRecord {
                account,
                started_at: row.instant("started_at", &started_at)?,
                seen_at: row.instant("seen_at", &seen_at)?,
                factor_at: factor.transpose()?,
            })
        };
        found.map(read).transpose()
    }
}

impl Entry {
    /// Begins a session.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn add_session(
        &mut self,
        hash: &[u8; 32],
        session: &SessionRecord,
    ) -> Result<(), Error> {
        let sql = "insert into sessions (hash, account, started_at, seen_at, factor_at)
                   values ($1, $2, $3, $4, $5)";
        on!(self.connection(), connection => {
            sqlx::query(sql)
                .bind(rows::bytes(hash))
                .bind(session.account)
                .bind(rows::instant(session.started_at))
                .bind(rows::instant(session.seen_at))
                .bind(session.factor_at.map(rows::instant))
                .execute(connection)
                .await
                .map(drop)
        })?;
        Ok(())
    }

    /// Notes that a session was used.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn see_session(&mut self, hash: &[u8; 32], at: DateTime<Utc>) -> Result<(), Error> {
        on!(self.connection(), connection => {
            sqlx::query("update sessions set seen_at = $1 where hash = $2")
                .bind(rows::instant(at))
                .bind(rows::bytes(hash))
                .execute(connection)
                .await
                .map(drop)
        })?;
        Ok(())
    }

    /// Notes that a second factor was shown in a session.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn freshen_session(
        &mut self,
        hash: &[u8; 32],
        at: DateTime<Utc>,
    ) -> Result<(), Error> {
        on!(self.connection(), connection => {
            sqlx::query("update sessions set factor_at = $1 where hash = $2")
                .bind(rows::instant(at))
                .bind(rows::bytes(hash))
                .execute(connection)
                .await
                .map(drop)
        })?;
        Ok(())
    }

    /// Ends a session.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn end_session(&mut self, hash: &[u8; 32]) -> Result<(), Error> {
        on!(self.connection(), connection => {
            sqlx::query("delete from sessions where hash = $1")
                .bind(rows::bytes(hash))
                .execute(connection)
                .await
                .map(drop)
        })?;
        Ok(())
    }

    /// Ends every session of an account, everywhere.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn end_sessions_of(&mut self, account: i64) -> Result<(), Error> {
        on!(self.connection(), connection => {
            sqlx::query("delete from sessions where account = $1")
                .bind(account)
                .execute(connection)
                .await
                .map(drop)
        })?;
        Ok(())
    }

    /// Deletes the sessions that began before an instant, or were last used before another.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn forget_sessions(
        &mut self,
        started_before: DateTime<Utc>,
        seen_before: DateTime<Utc>,
    ) -> Result<(), Error> {
        on!(self.connection(), connection => {
            sqlx::query("delete from sessions where started_at < $1 or seen_at < $2")
                .bind(rows::instant(started_before))
                .bind(rows::instant(seen_before))
                .execute(connection)
                .await
                .map(drop)
        })?;
        Ok(())
    }
}
