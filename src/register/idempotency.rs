//! Requests that carried an `Idempotency-Key`, and what was answered.

use chrono::{DateTime, Utc};

use super::rows::{self, Row};
use super::{Entry, Error, Register, on};

/// An answer that was kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptAnswer {
    /// The SHA-256 of route and body.
    pub request: [u8; 32],
    /// The HTTP status.
    pub status: i64,
    /// The answer, JSON.
    pub answer: String,
}

impl Register {
    /// What was answered to somebody's request with a key.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn kept_answer(&self, account: i64, key: &str) -> Result<Option<KeptAnswer>, Error> {
        let sql = "select request, status, answer from idempotency
                   where account = $1 and key = $2";
        let found: Option<(String, i64, String)> = on!(self.readers(), pool => {
            sqlx::query_as(sql).bind(account).bind(key).fetch_optional(pool).await
        })?;
        let Some((request, status, answer)) = found else {
            return Ok(None);
        };
        let row = Row {
            table: "idempotency",
            key,
        };
        let bytes = row.bytes("request", &request)?;
        Ok(Some(KeptAnswer {
            request: row.column("request", bytes.try_into().ok())?,
            status,
            answer,
        }))
    }
}

impl Entry {
    /// Keeps the answer to a request, in the entry of its act.
    ///
    /// # Errors
    /// [`Error::Exists`] when the key was used: then the act is not done again.
    pub async fn keep_answer(
        &mut self,
        account: i64,
        key: &str,
        answer: &KeptAnswer,
        at: DateTime<Utc>,
    ) -> Result<(), Error> {
        let sql = "insert into idempotency (account, key, request, status, answer, kept_at)
                   values ($1, $2, $3, $4, $5, $6)";
        on!(self.connection(), connection => {
            sqlx::query(sql)
                .bind(account)
                .bind(key)
                .bind(rows::bytes(&answer.request))
                .bind(answer.status)
                .bind(&answer.answer)
                .bind(rows::instant(at))
                .execute(connection)
                .await
                .map(drop)
        })
        .map_err(Error::exists(|| "this Idempotency-Key".to_owned()))
    }
}
