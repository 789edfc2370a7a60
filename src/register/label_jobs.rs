//! The files of runs that are being made: by one worker at a time, part by part.

use chrono::{DateTime, Utc};

use super::rows;
use super::{Entry, Error, Register, on};

impl Register {
    /// The oldest run whose files are to be made and at which no other worker works.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn label_run_to_make(
        &self,
        worker: &str,
        now: DateTime<Utc>,
    ) -> Result<Option<i64>, Error> {
        let sql = "select id from label_runs
                   where finished_at is null and problem is null
                     and (worked_until is null or worked_until < $2 or worker = $1)
                   order by id limit 1";
        let id = on!(self.readers(), pool => {
            sqlx::query_scalar(sql)
                .bind(worker)
                .bind(rows::instant(now))
                .fetch_optional(pool)
                .await
        })?;
        Ok(id)
    }
}

impl Entry {
    /// Takes a run whose files are to be made, for one worker; says whether it is theirs. Only by
    /// the order that the worker read: it may have been replaced since. Parts that another made
    /// lie in a folder of its own machine, perhaps: the worker says how many it has itself.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn take_label_run(
        &mut self,
        (id, wanted): (i64, &str),
        (worker, parts_there): (&str, u64),
        now: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<bool, Error> {
        let sql = "update label_runs set worker = $2, worked_until = $3, parts_made = $4
                   where id = $1 and finished_at is null and problem is null
                     and coalesce(wanted, '') = $6
                     and (worked_until is null or worked_until < $5 or worker = $2)";
        let taken = on!(self.connection(), connection => {
            sqlx::query(sql)
                .bind(id)
                .bind(worker)
                .bind(rows::instant(until))
                .bind(rows::bound(parts_there))
                .bind(rows::instant(now))
                .bind(wanted)
                .execute(connection)
                .await
                .map(|done| done.rows_affected())
        })?;
        Ok(taken > 0)
    }

    /// Counts the parts that a worker has made and goes on; says whether the run is still theirs.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn count_label_parts(
        &mut self,
        id: i64,
        (worker, made): (&str, u64),
        until: DateTime<Utc>,
    ) -> Result<bool, Error> {
        let sql = "update label_runs set parts_made = $3, worked_until = $4
                   where id = $1 and worker = $2 and finished_at is null";
        let counted = on!(self.connection(), connection => {
            sqlx::query(sql)
                .bind(id)
                .bind(worker)
                .bind(rows::bound(made))
                .bind(rows::instant(until))
                .execute(connection)
                .await
                .map(|done| done.rows_affected())
        })?;
        Ok(counted > 0)
    }

    /// Finishes a run's files.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn finish_label_run(
        &mut self,
        id: i64,
        worker: &str,
        at: DateTime<Utc>,
    ) -> Result<bool, Error> {
        let sql = "update label_runs set finished_at = $3, parts_made = parts,
                     worked_until = null
                   where id = $1 and worker = $2 and finished_at is null";
        let finished = on!(self.connection(), connection => {
            sqlx::query(sql)
                .bind(id)
                .bind(worker)
                .bind(rows::instant(at))
                .execute(connection)
                .await
                .map(|done| done.rows_affected())
        })?;
        Ok(finished > 0)
    }

    /// Notes why a worker cannot make a run's files: nobody tries until they are ordered again.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn note_label_problem(
        &mut self,
        id: i64,
        worker: &str,
        problem: &str,
    ) -> Result<(), Error> {
        let sql = "update label_runs set problem = $3, worked_until = null
                   where id = $1 and worker = $2 and finished_at is null";
        on!(self.connection(), connection => {
            sqlx::query(sql)
                .bind(id)
                .bind(worker)
                .bind(problem)
                .execute(connection)
                .await
                .map(drop)
        })?;
        Ok(())
    }

    /// Orders files of a run, again or others: whoever works at it stops.
    ///
    /// # Errors
    /// [`Error::Missing`] when there is no such run.
    pub async fn order_label_files(
        &mut self,
        id: i64,
        wanted: &str,
        parts: u64,
    ) -> Result<(), Error> {
        let sql = "update label_runs set wanted = $2, parts = $3, parts_made = 0,
                     finished_at = null, problem = null, worker = null, worked_until = null
                   where id = $1";
        let ordered = on!(self.connection(), connection => {
            sqlx::query(sql)
                .bind(id)
                .bind(wanted)
                .bind(rows::bound(parts))
                .execute(connection)
                .await
                .map(|done| done.rows_affected())
        })?;
        match ordered {
            1 => Ok(()),
            _ => Err(Error::Missing(format!("label run {id}"))),
        }
    }
}
