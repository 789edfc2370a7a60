//! Events: what happened, in order.

use chrono::{DateTime, Utc};

use super::{Entry, Error, Register, on, rows};

/// Most bytes of what an event says; escaping in JSON can double a subject.
const MOST: usize = 24 << 10;

impl Register {
    /// How many events there are: the position of the next.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn size(&self) -> Result<i64, Error> {
        let size = on!(self.readers(), pool => {
            sqlx::query_scalar("select size from log_head where id = 1").fetch_one(pool).await
        })?;
        Ok(size)
    }
}

impl Entry {
    /// Records one event and returns its position.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn record(
        &mut self,
        at: DateTime<Utc>,
        kind: &'static str,
        subject: String,
        body: serde_json::Value,
    ) -> Result<i64, Error> {
        let position = self.reserve_positions(1).await?;
        let body = body.to_string();
        // An event is a leaf of the log, and a leaf's length has two bytes.
        if MOST < subject.len() + body.len() {
            return Err(Error::TooLong(kind));
        }
        let sql = "insert into events (position, happened_at, kind, subject, body)
                   values ($1, $2, $3, $4, $5)";
        on!(self.connection(), connection => {
            sqlx::query(sql)
                .bind(position)
                .bind(rows::instant(at))
                .bind(kind)
                .bind(subject)
                .bind(body)
                .execute(connection)
                .await
                .map(drop)
        })?;
        Ok(position)
    }
}
