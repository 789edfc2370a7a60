//! Shoppers' reports that are a case's: they go its way.

use chrono::{DateTime, Utc};

use super::{Entry, Error, on, rows};

impl Entry {
    /// Notes that a case was opened about a report; says whether one could be: nobody had opened
    /// one, and it is no duplicate.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn shopper_report_has_case(
        &mut self,
        id: i64,
        case: i64,
        at: DateTime<Utc>,
    ) -> Result<bool, Error> {
        let sql = "update shopper_reports set state = 'case_opened', case_id = $2,
                     dismissed_for = null, public_answer = null, closed_at = null,
                     changed_at = $3, version = version + 1
                   where id = $1 and case_id is null and duplicate_of is null";
        let done = on!(self.connection(), connection => {
            sqlx::query(sql)
                .bind(id)
                .bind(case)
                .bind(rows::instant(at))
                .execute(connection)
                .await
                .map(|done| done.rows_affected())
        })?;
        Ok(done > 0)
    }

    /// Closes the reports about which a case was opened, with what their shoppers are told; says
    /// how many.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn close_shopper_reports_of_case(
        &mut self,
        case: i64,
        public_answer: Option<&str>,
        at: DateTime<Utc>,
    ) -> Result<u64, Error> {
        let sql = "update shopper_reports set state = 'closed', public_answer = $2,
                     closed_at = $3, changed_at = $3, version = version + 1
                   where case_id = $1 and state = 'case_opened'";
        let closed = on!(self.connection(), connection => {
            sqlx::query(sql)
                .bind(case)
                .bind(public_answer)
                .bind(rows::instant(at))
                .execute(connection)
                .await
                .map(|done| done.rows_affected())
        })?;
        Ok(closed)
    }

    /// Takes back that the reports about which a case was opened are closed, with what their
    /// shoppers were told: the case goes on, and may end otherwise.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn reopen_shopper_reports_of_case(
        &mut self,
        case: i64,
        at: DateTime<Utc>,
    ) -> Result<(), Error> {
        let sql = "update shopper_reports set state = 'case_opened', public_answer = null,
                     closed_at = null, changed_at = $2, version = version + 1
                   where case_id = $1 and state = 'closed' and duplicate_of is null";
        on!(self.connection(), connection => {
            sqlx::query(sql)
                .bind(case)
                .bind(rows::instant(at))
                .execute(connection)
                .await
                .map(drop)
        })?;
        Ok(())
    }
}
