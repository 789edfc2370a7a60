//! How much waits for whom: counts over indexes.

use super::{Error, Register, on};
use crate::scheme::council::CouncilCode;

type Counts = Vec<(String, i64)>;

impl Register {
    /// How many dossiers are in each state: of one council, or of all.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn dossiers_by_state(
        &self,
        council: Option<CouncilCode>,
    ) -> Result<Vec<(String, i64)>, Error> {
        let counts: Counts = match council {
            None => on!(self.readers(), pool => {
                sqlx::query_as("select state, count(*) from dossiers group by state")
                    .fetch_all(pool)
                    .await
            }),
            Some(code) => on!(self.readers(), pool => {
                let sql = "select state, count(*) from dossiers where council = $1 group by state";
                sqlx::query_as(sql).bind(code.to_string()).fetch_all(pool).await
            }),
        }?;
        Ok(counts)
    }

    /// How many dossiers of a producer are in each state.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn dossiers_of_producer_by_state(
        &self,
        producer: i64,
    ) -> Result<Vec<(String, i64)>, Error> {
        let sql = "select state, count(*) from dossiers where producer = $1 group by state";
        let counts: Counts = on!(self.readers(), pool => {
            sqlx::query_as(sql).bind(producer).fetch_all(pool).await
        })?;
        Ok(counts)
    }

    /// How many sessions of a council are open.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn open_sessions(&self, council: CouncilCode) -> Result<i64, Error> {
        let sql = "select count(*) from sessions_of_councils
                   where council = $1 and concluded_at is null";
        let count = on!(self.readers(), pool => {
            sqlx::query_scalar(sql).bind(council.to_string()).fetch_one(pool).await
        })?;
        Ok(count)
    }

    /// How many open sessions of a council wait for a scorer's sheet.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn sessions_to_score(&self, council: CouncilCode, scorer: i64) -> Result<i64, Error> {
        let sql = "select count(*) from sessions_of_councils as open
                   where council = $1 and concluded_at is null
                     and not exists (select 1 from score_sheets
                                     where session = open.id and scorer = $2)";
        let count = on!(self.readers(), pool => {
            sqlx::query_scalar(sql)
                .bind(council.to_string())
                .bind(scorer)
                .fetch_one(pool)
                .await
        })?;
        Ok(count)
    }
}
