//! The release of a preparation, as the register keeps it: begun, counted, finished.

use chrono::{DateTime, Utc};

use super::rows;
use super::{Entry, Error, on};

impl Entry {
    /// Begins a release, and returns the preparation's new version: once the first certificate
    /// is recorded nothing of it changes. Only what was approved as it stands is released.
    ///
    /// # Errors
    /// [`Error::Changed`] when another version stands than was seen, or no approval of this
    /// digest does.
    pub async fn begin_release(
        &mut self,
        (id, seen): (i64, i64),
        digest: &[u8; 32],
        at: DateTime<Utc>,
    ) -> Result<i64, Error> {
        let sql = "update preparations set begun_at = $3, version = version + 1
                   where id = $1 and version = $2 and state = 'approved' and begun_at is null
                     and exists (select 1 from approvals
                                 where preparation = $1 and voided_at is null and digest = $4)
                   returning version";
        let version: Option<i64> = on!(self.connection(), connection => {
            sqlx::query_scalar(sql)
                .bind(id)
                .bind(seen)
                .bind(rows::instant(at))
                .bind(rows::bytes(digest))
                .fetch_optional(connection)
                .await
        })?;
        self.or_changed(id, version).await
    }

    /// Counts certificates of a release that are recorded in this entry.
    ///
    /// # Errors
    /// [`Error::Missing`] when it is not being released, or what was approved meanwhile is not of
    /// this digest: then they are not recorded either.
    pub async fn count_released(
        &mut self,
        (id, digest): (i64, &[u8; 32]),
        count: usize,
    ) -> Result<(), Error> {
        let sql = "update preparations set released = released + $2, problem = null
                   where id = $1 and state = 'approved' and begun_at is not null
                     and exists (select 1 from approvals
                                 where preparation = $1 and voided_at is null and digest = $3)";
        let counted = on!(self.connection(), connection => {
            sqlx::query(sql)
                .bind(id)
                .bind(i64::try_from(count).unwrap_or(0))
                .bind(rows::bytes(digest))
                .execute(connection)
                .await
                .map(|done| done.rows_affected())
        })?;
        match counted {
            1 => Ok(()),
            _ => Err(Error::Missing(format!("the release of preparation {id}"))),
        }
    }

    /// Notes why a release stands still; `None` that it does no longer. Says whether that is
    /// news.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn note_problem(&mut self, id: i64, problem: Option<&str>) -> Result<bool, Error> {
        let sql = "update preparations set problem = $2
                   where id = $1 and state = 'approved'
                     and coalesce(problem, '') <> coalesce($2, '')";
        let noted = on!(self.connection(), connection => {
            sqlx::query(sql)
                .bind(id)
                .bind(problem)
                .execute(connection)
                .await
                .map(|done| done.rows_affected())
        })?;
        Ok(noted > 0)
    }

    /// Finishes a release: every line has its certificate. Returns the new version; `None` when
    /// somebody else has finished it, or it was changed and approved anew meanwhile.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn finish_release(
        &mut self,
        (id, digest): (i64, &[u8; 32]),
        decision: i64,
        released: usize,
        at: DateTime<Utc>,
    ) -> Result<Option<i64>, Error> {
        let sql = "update preparations set state = 'released', decision = $2, released = $3,
                     released_at = $4, changed_at = $4, problem = null, version = version + 1
                   where id = $1 and state = 'approved' and begun_at is not null
                     and exists (select 1 from approvals
                                 where preparation = $1 and voided_at is null and digest = $5)
                   returning version";
        let version = on!(self.connection(), connection => {
            sqlx::query_scalar(sql)
                .bind(id)
                .bind(decision)
                .bind(i64::try_from(released).unwrap_or(i64::MAX))
                .bind(rows::instant(at))
                .bind(rows::bytes(digest))
                .fetch_optional(connection)
                .await
        })?;
        Ok(version)
    }
}
