//! How much work waits in the register, which engine it is of, and how many of its connections
//! are in use.

use super::{Error, Register, on};

impl Register {
    /// How many runs of labels have files that are to be made.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn label_runs_to_make(&self) -> Result<i64, Error> {
        let sql = "select count(*) from label_runs where finished_at is null and problem is null";
        let count = on!(self.readers(), pool => {
            sqlx::query_scalar(sql).fetch_one(pool).await
        })?;
        Ok(count)
    }

    /// How many notices wait to be sent.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn notices_queued(&self) -> Result<i64, Error> {
        let sql = "select count(*) from notices where state = 'queued'";
        let count = on!(self.readers(), pool => {
            sqlx::query_scalar(sql).fetch_one(pool).await
        })?;
        Ok(count)
    }

    /// What the engine is called.
    pub fn engine_name(&self) -> &'static str {
        match self.readers() {
            super::Engine::Sqlite(_) => "SQLite",
            super::Engine::Postgres(_) => "PostgreSQL",
        }
    }

    /// The pool's connections that are in use, and those that are idle.
    pub fn connections(&self) -> (usize, usize) {
        let (all, idle) = on!(self.readers(), pool => (pool.size(), pool.num_idle()));
        let all = usize::try_from(all).unwrap_or(usize::MAX);
        (all.saturating_sub(idle), idle)
    }
}
