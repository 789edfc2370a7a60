//! Status changes: what councils decided of certificates after issuing.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::json;
use sqlx::FromRow;

use super::rows::{self, Row};
use super::{Entry, Error, Register, on};
use crate::scheme::ground::Ground;
use crate::scheme::number::CertificateNumber;
use crate::scheme::status::Status;

/// One change of a certificate's status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusChange {
    /// Whose status.
    pub number: CertificateNumber,
    /// What it was until then.
    pub from: Status,
    /// What it became.
    pub to: Status,
    /// Why it was withdrawn.
    pub ground: Option<Ground>,
    /// The number of the decision, and the day it was signed.
    pub decision: Option<(String, NaiveDate)>,
    /// The certificate that takes its place.
    pub replaced_by: Option<CertificateNumber>,
}

/// A recorded change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusChangeRecord {
    /// Whose status.
    pub number: CertificateNumber,
    /// What it became.
    pub status: Status,
    /// Why it was withdrawn.
    pub ground: Option<Ground>,
    /// The number of the decision, and the day it was signed.
    pub decision: Option<(String, NaiveDate)>,
    /// The certificate that takes its place.
    pub replaced_by: Option<CertificateNumber>,
    /// When it was recorded.
    pub changed_at: DateTime<Utc>,
}

#[derive(FromRow)]
struct ChangeRow {
    position: i64,
    council: String,
    certificate_index: i64,
    status: i64,
    ground: Option<String>,
    decision: Option<String>,
    decided_on: Option<String>,
    replaced_by_council: Option<String>,
    replaced_by_index: Option<i64>,
    changed_at: String,
}

impl Register {
    /// Every change at or after a position of the book, in its order.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn status_changes_since(
        &self,
        position: i64,
    ) -> Result<Vec<StatusChangeRecord>, Error> {
        let sql = "select position, council, certificate_index, status, ground, decision,
                          decided_on, replaced_by_council, replaced_by_index, changed_at
                   from status_changes where position >= $1 order by position";
        let rows: Vec<ChangeRow> = on!(self.readers(), pool => {
            sqlx::query_as(sql).bind(position).fetch_all(pool).await
        })?;
        rows.into_iter().map(ChangeRow::read).collect()
    }

    /// Every change from one position of the book up to another, each with its own.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn status_changes_between(
        &self,
        from: u64,
        below: u64,
    ) -> Result<Vec<(u64, StatusChangeRecord)>, Error> {
        let sql = "select position, council, certificate_index, status, ground, decision,
                          decided_on, replaced_by_council, replaced_by_index, changed_at
                   from status_changes where position >= $1 and position < $2 order by position";
        let rows: Vec<ChangeRow> = on!(self.readers(), pool => {
            sqlx::query_as(sql)
                .bind(rows::bound(from))
                .bind(rows::bound(below))
                .fetch_all(pool)
                .await
        })?;
        let placed = |row: ChangeRow| {
            let position = u64::try_from(row.position).unwrap_or(0);
            Ok((position, row.read()?))
        };
        rows.into_iter().map(placed).collect()
    }

    /// Every change of a certificate, in the order of the book.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn status_changes_of(
        &self,
        number: CertificateNumber,
    ) -> Result<Vec<StatusChangeRecord>, Error> {
        let sql = "select position, council, certificate_index, status, ground, decision,
                          decided_on, replaced_by_council, replaced_by_index, changed_at
                   from status_changes where council = $1 and certificate_index = $2
                   order by position";
        let rows: Vec<ChangeRow> = on!(self.readers(), pool => {
            sqlx::query_as(sql)
                .bind(number.council.to_string())
                .bind(i64::from(number.index))
                .fetch_all(pool)
                .await
        })?;
        rows.into_iter().map(ChangeRow::read).collect()
    }

    /// The last change of a certificate.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn last_status_change(
        &self,
        number: CertificateNumber,
    ) -> Result<Option<StatusChangeRecord>, Error> {
        let sql = "select position, council, certificate_index, status, ground, decision,
                          decided_on, replaced_by_council, replaced_by_index, changed_at
                   from status_changes where council = $1 and certificate_index = $2
                   order by position desc limit 1";
        let row: Option<ChangeRow> = on!(self.readers(), pool => {
            sqlx::query_as(sql)
                .bind(number.council.to_string())
                .bind(i64::from(number.index))
                .fetch_optional(pool)
                .await
        })?;
        row.map(ChangeRow::read).transpose()
    }
}

impl Entry {
    /// Changes a certificate's status, with its event. The instant is one since the entry began:
    /// whoever read the register before then does not know of the change, and says so of an
    /// earlier instant.
    ///
    /// # Errors
    /// [`Error::Exists`] when the certificate has no longer the status that the change begins
    /// with, or what takes its place is no longer in force: somebody else changed it meanwhile.
    pub async fn change_status(
        &mut self,
        change: &StatusChange,
        at: DateTime<Utc>,
    ) -> Result<(), Error> {
        let (number, ground) = (change.number, change.ground.map(Ground::name));
        let (decision, decided_on) = match &change.decision {
            Some((number, day)) => (Some(number.as_str()), Some(day.to_string())),
            None => (None, None),
        };
        let body = json!({ "decision": decision, "decided_on": decided_on, "ground": ground,
                           "replaced_by": change.replaced_by });
        let position = self
            .record(at, event(change.to), number.to_string(), body)
            .await?;
        let sql = "update certificates set status = $1
                   where council = $2 and certificate_index = $3 and status = $4
                   returning position";
        let changed: Option<i64> = on!(self.connection(), connection => {
            sqlx::query_scalar(sql)
                .bind(change.to as i64)
                .bind(number.council.to_string())
                .bind(i64::from(number.index))
                .bind(change.from as i64)
                .fetch_optional(connection)
                .await
        })?;
        // Two that replace each other would lead a reader in a circle.
        let replaced = match change.replaced_by {
            Some(newer) => self.is_in_force(newer).await?,
            None => true,
        };
        let Some(of) = changed.filter(|_| replaced) else {
            return Err(Error::Exists(format!("another status of {number}")));
        };
        self.index_status(of, (change.from, change.to)).await?;
        let sql = "insert into status_changes (position, council, certificate_index, status,
                     ground, decision, decided_on, replaced_by_council, replaced_by_index,
                     changed_at)
                   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
        on!(self.connection(), connection => {
            sqlx::query(sql)
                .bind(position)
                .bind(number.council.to_string())
                .bind(i64::from(number.index))
                .bind(change.to as i64)
                .bind(ground)
                .bind(decision)
                .bind(decided_on)
                .bind(change.replaced_by.map(|newer| newer.council.to_string()))
                .bind(change.replaced_by.map(|newer| i64::from(newer.index)))
                .bind(rows::instant(at))
                .execute(connection)
                .await
                .map(drop)
        })?;
        Ok(())
    }
}

impl Entry {
    /// Whether a certificate is neither revoked nor superseded.
    pub(super) async fn is_in_force(&mut self, number: CertificateNumber) -> Result<bool, Error> {
        let sql = "select status from certificates where council = $1 and certificate_index = $2";
        let status: Option<i64> = on!(self.connection(), connection => {
            sqlx::query_scalar(sql)
                .bind(number.council.to_string())
                .bind(i64::from(number.index))
                .fetch_optional(connection)
                .await
        })?;
        let status = status.and_then(Status::numbered);
        Ok(matches!(status, Some(Status::Valid | Status::Suspended)))
    }
}

/// The kind of a change's event. Back to valid is always the end of a suspension.
fn event(to: Status) -> &'static str {
    match to {
        Status::Valid => "suspension_lifted",
        Status::Revoked => "certificate_revoked",
        Status::Suspended => "certificate_suspended",
        Status::Superseded => "certificate_superseded",
    }
}

impl ChangeRow {
    fn read(self) -> Result<StatusChangeRecord, Error> {
        let key = self.position.to_string();
        let row = Row {
            table: "status_changes",
            key: &key,
        };
        let decision = match (self.decision, self.decided_on) {
            (Some(number), Some(day)) => Some((number, row.date("decided_on", &day)?)),
            _ => None,
        };
        let replaced_by = match (self.replaced_by_council, self.replaced_by_index) {
            (Some(council), Some(index)) => Some(CertificateNumber {
                council: row.parsed("replaced_by_council", &council)?,
                index: row.number("replaced_by_index", index)?,
            }),
            _ => None,
        };
        let ground = self.ground.map(|ground| row.parsed("ground", &ground));
        Ok(StatusChangeRecord {
            number: row.certificate(&self.council, self.certificate_index)?,
            status: row.column("status", Status::numbered(self.status))?,
            ground: ground.transpose()?,
            decision,
            replaced_by,
            changed_at: row.instant("changed_at", &self.changed_at)?,
        })
    }
}
