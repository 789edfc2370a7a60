//! How to reach those who reported: apart from their reports, and not kept for long.

use chrono::{DateTime, Utc};

use super::rows::{self, Row};
use super::{Entry, Error, Register, on};

/// What is known of a contact without looking at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ContactRecord {
    /// When it was given.
    pub given_at: DateTime<Utc>,
    /// When it was erased.
    pub erased_at: Option<DateTime<Utc>>,
}

impl Register {
    /// Whether a contact was given with a report, and is still there.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn shopper_contact(&self, report: i64) -> Result<Option<ContactRecord>, Error> {
        let sql = "select given_at, erased_at from shopper_contacts where report = $1";
        let found: Option<(String, Option<String>)> = on!(self.readers(), pool => {
            sqlx::query_as(sql).bind(report).fetch_optional(pool).await
        })?;
        let key = report.to_string();
        let row = Row {
            table: "shopper_contacts",
            key: &key,
        };
        let Some((given, erased)) = found else {
            return Ok(None);
        };
        let erased = erased.map(|at| row.instant("erased_at", &at));
        Ok(Some(ContactRecord {
            given_at: row.instant("given_at", &given)?,
            erased_at: erased.transpose()?,
        }))
    }

    /// Whether contacts are to be erased: those of reports that were closed before one instant,
    /// and all that were given before another.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn contacts_are_due(
        &self,
        closed_before: DateTime<Utc>,
        given_before: DateTime<Utc>,
    ) -> Result<bool, Error> {
        let sql = "select c.report from shopper_contacts c
                   join shopper_reports r on r.id = c.report
                   where c.contact is not null
                     and (c.given_at < $2 or r.closed_at < $1) limit 1";
        let found: Option<i64> = on!(self.readers(), pool => {
            sqlx::query_scalar(sql)
                .bind(rows::instant(closed_before))
                .bind(rows::instant(given_before))
                .fetch_optional(pool)
                .await
        })?;
        Ok(found.is_some())
    }
}

impl Entry {
    /// Keeps how to reach whoever reported.
    pub(super) async fn add_shopper_contact(
        &mut self,
        report: i64,
        contact: &str,
        at: DateTime<Utc>,
    ) -> Result<(), Error> {
        let sql = "insert into shopper_contacts (report, contact, given_at) values ($1, $2, $3)";
        on!(self.connection(), connection => {
            sqlx::query(sql)
                .bind(report)
                .bind(contact)
                .bind(rows::instant(at))
                .execute(connection)
                .await
                .map(drop)
        })?;
        Ok(())
    }

    /// How to reach whoever reported, if that was said and not erased. In an entry, so that
    /// whoever looks is written down.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn look_at_shopper_contact(&mut self, report: i64) -> Result<Option<String>, Error> {
        let sql = "select contact from shopper_contacts where report = $1 and contact is not null";
        let contact = on!(self.connection(), connection => {
            sqlx::query_scalar(sql).bind(report).fetch_optional(connection).await
        })?;
        Ok(contact)
    }

    /// Erases how to reach whoever reported; says whether it was there.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn erase_shopper_contact(
        &mut self,
        report: i64,
        at: DateTime<Utc>,
    ) -> Result<bool, Error> {
        let sql = "update shopper_contacts set contact = null, erased_at = $2
                   where report = $1 and contact is not null";
        let erased = on!(self.connection(), connection => {
            sqlx::query(sql)
                .bind(report)
                .bind(rows::instant(at))
                .execute(connection)
                .await
                .map(|done| done.rows_affected())
        })?;
        Ok(erased > 0)
    }

    /// Erases the contacts of reports that were closed before one instant, and all that were
    /// given before another; says how many.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn erase_shopper_contacts(
        &mut self,
        closed_before: DateTime<Utc>,
        given_before: DateTime<Utc>,
        at: DateTime<Utc>,
    ) -> Result<u64, Error> {
        let sql = "update shopper_contacts set contact = null, erased_at = $3
                   where contact is not null and (given_at < $2 or report in (
                     select id from shopper_reports where closed_at < $1))";
        let erased = on!(self.connection(), connection => {
            sqlx::query(sql)
                .bind(rows::instant(closed_before))
                .bind(rows::instant(given_before))
                .bind(rows::instant(at))
                .execute(connection)
                .await
                .map(|done| done.rows_affected())
        })?;
        Ok(erased)
    }
}
