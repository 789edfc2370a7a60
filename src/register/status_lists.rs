//! The signed status lists: the newest of each council, the same for every replica.

use chrono::{DateTime, Utc};

use super::rows::{self, Row};
use super::{Entry, Error, Register, on};
use crate::scheme::council::CouncilCode;

/// A council's signed list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusListRecord {
    /// Whose it is.
    pub council: CouncilCode,
    /// Counts every signing of the register; 0 before the first.
    pub serial: i64,
    /// The instant that it speaks of.
    pub signed_at: DateTime<Utc>,
    /// `application/statuslist+cwt`.
    pub cwt: Vec<u8>,
    /// `application/statuslist+jwt`.
    pub jwt: String,
}

impl Register {
    /// The lists that were signed after a serial, in their order.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn status_lists_since(&self, serial: i64) -> Result<Vec<StatusListRecord>, Error> {
        let sql = "select council, serial, signed_at, cwt, jwt from status_lists
                   where serial > $1 order by serial";
        let rows: Vec<(String, i64, String, String, String)> = on!(self.readers(), pool => {
            sqlx::query_as(sql).bind(serial).fetch_all(pool).await
        })?;
        let read = |(council, serial, signed_at, cwt, jwt): (String, i64, String, String, _)| {
            let row = Row {
                table: "status_lists",
                key: &council,
            };
            Ok(StatusListRecord {
                council: row.parsed("council", &council)?,
                serial,
                signed_at: row.instant("signed_at", &signed_at)?,
                cwt: row.bytes("cwt", &cwt)?,
                jwt,
            })
        };
        rows.into_iter().map(read).collect()
    }
}

impl Entry {
    /// Puts a signed list in the place of the one with a serial, and says whether it did. If
    /// another replica signed meanwhile, its list stands. A list that knows the book up to a
    /// position is also refused where it does not say what had been decided at its instant: a
    /// change before it was recorded meanwhile, or any that it knows came after it by the clock
    /// of another replica.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn put_status_list(
        &mut self,
        list: &StatusListRecord,
        replaces: i64,
        known_to: i64,
    ) -> Result<bool, Error> {
        if self.is_another_said(list, known_to).await? {
            return Ok(false);
        }
        let sql = "insert into status_lists (council, serial, signed_at, cwt, jwt)
                   values ($1, (select coalesce(max(serial), 0) + 1 from status_lists), $2, $3, $4)
                   on conflict (council) do update
                   set serial = excluded.serial, signed_at = excluded.signed_at,
                       cwt = excluded.cwt, jwt = excluded.jwt
                   where status_lists.serial = $5
                   returning serial";
        let put: Option<i64> = on!(self.connection(), connection => {
            sqlx::query_scalar(sql)
                .bind(list.council.to_string())
                .bind(rows::instant(list.signed_at))
                .bind(rows::bytes(&list.cwt))
                .bind(&list.jwt)
                .bind(replaces)
                .fetch_optional(connection)
                .await
        })?;
        Ok(put.is_some())
    }

    /// Whether the book, at a list's instant, says another thing than who knows it up to a
    /// position.
    async fn is_another_said(
        &mut self,
        list: &StatusListRecord,
        known_to: i64,
    ) -> Result<bool, Error> {
        let unknown = "select count(*) from status_changes
                       where position >= $1 and council = $2 and changed_at < $3";
        // Replicas' clocks differ: the last change is not always the latest.
        let later = "select count(*) from status_changes
                     where position < $1 and council = $2 and changed_at > $3";
        for sql in [unknown, later] {
            let changes: i64 = on!(self.connection(), connection => {
                sqlx::query_scalar(sql)
                    .bind(known_to)
                    .bind(list.council.to_string())
                    .bind(rows::instant(list.signed_at))
                    .fetch_one(connection)
                    .await
            })?;
            if changes > 0 {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
