//! Renewals: which certificate goes on as which.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::json;
use sqlx::FromRow;

use super::rows::{self, Row};
use super::{Entry, Error, Register, on};
use crate::scheme::number::CertificateNumber;
use crate::scheme::stars::Stars;
use crate::scheme::status::Status;

/// A renewal that is to be recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Renewal {
    /// The certificate that runs on to its own end.
    pub old: CertificateNumber,
    /// The certificate that a new decision made.
    pub new: CertificateNumber,
}

/// A recorded renewal, with what is told of the newer certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RenewalRecord {
    /// The older certificate.
    pub old: CertificateNumber,
    /// The newer.
    pub new: CertificateNumber,
    /// The newer one's stars: they may rise or fall.
    pub stars: Stars,
    /// The newer one's last day.
    pub valid_through: NaiveDate,
    /// The newer one's status as it was read.
    pub status: Status,
}

#[derive(FromRow)]
struct RenewalRow {
    position: i64,
    council: String,
    certificate_index: i64,
    renewed_by_council: String,
    renewed_by_index: i64,
    stars: i64,
    valid_through: String,
    status: i64,
}

impl Register {
    /// Every renewal at or after a position of the book, in its order.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn renewals_since(&self, position: i64) -> Result<Vec<RenewalRecord>, Error> {
        let sql = "select r.position, r.council, r.certificate_index, r.renewed_by_council,
                          r.renewed_by_index, c.stars, c.valid_through, c.status
                   from renewals r join certificates c on c.council = r.renewed_by_council
                     and c.certificate_index = r.renewed_by_index
                   where r.position >= $1 order by r.position";
        let rows: Vec<RenewalRow> = on!(self.readers(), pool => {
            sqlx::query_as(sql).bind(position).fetch_all(pool).await
        })?;
        rows.into_iter().map(RenewalRow::read).collect()
    }

    /// The last renewal of a certificate.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn renewal_of(&self, old: CertificateNumber) -> Result<Option<RenewalRecord>, Error> {
        let sql = "select r.position, r.council, r.certificate_index, r.renewed_by_council,
                          r.renewed_by_index, c.stars, c.valid_through, c.status
                   from renewals r join certificates c on c.council = r.renewed_by_council
                     and c.certificate_index = r.renewed_by_index
                   where r.council = $1 and r.certificate_index = $2
                   order by r.position desc limit 1";
        let row: Option<RenewalRow> = on!(self.readers(), pool => {
            sqlx::query_as(sql)
                .bind(old.council.to_string())
                .bind(i64::from(old.index))
                .fetch_optional(pool)
                .await
        })?;
        row.map(RenewalRow::read).transpose()
    }
}

impl Entry {
    /// Records a renewal, with its event.
    ///
    /// # Errors
    /// [`Error::Exists`] when the older certificate was renewed, revoked or superseded
    /// meanwhile, or the newer one is no longer in force.
    pub async fn add_renewal(&mut self, renewal: Renewal, at: DateTime<Utc>) -> Result<(), Error> {
        let Renewal { old, new } = renewal;
        let changed = || Error::Exists(format!("another word on {old} or {new}"));
        if !self.is_in_force(old).await? || !self.is_in_force(new).await? {
            return Err(changed());
        }
        let sql = "select count(*) from renewals r join certificates c
                     on c.council = r.renewed_by_council
                     and c.certificate_index = r.renewed_by_index
                   where r.council = $1 and r.certificate_index = $2 and c.status in (0, 2)";
        let renewed: i64 = on!(self.connection(), connection => {
            sqlx::query_scalar(sql)
                .bind(old.council.to_string())
                .bind(i64::from(old.index))
                .fetch_one(connection)
                .await
        })?;
        if renewed > 0 {
            return Err(changed());
        }
        let body = json!({ "renewed_by": new });
        let position = self
            .record(at, "certificate_renewed", old.to_string(), body)
            .await?;
        let sql = "insert into renewals (position, council, certificate_index,
                     renewed_by_council, renewed_by_index, recorded_at)
                   values ($1, $2, $3, $4, $5, $6)";
        on!(self.connection(), connection => {
            sqlx::query(sql)
                .bind(position)
                .bind(old.council.to_string())
                .bind(i64::from(old.index))
                .bind(new.council.to_string())
                .bind(i64::from(new.index))
                .bind(rows::instant(at))
                .execute(connection)
                .await
                .map(drop)
        })
        .map_err(Error::exists(|| format!("the renewal of {old} by {new}")))
    }
}

impl RenewalRow {
    fn read(self) -> Result<RenewalRecord, Error> {
        let key = self.position.to_string();
        let row = Row {
            table: "renewals",
            key: &key,
        };
        Ok(RenewalRecord {
            old: row.certificate(&self.council, self.certificate_index)?,
            new: CertificateNumber {
                council: row.parsed("renewed_by_council", &self.renewed_by_council)?,
                index: row.number("renewed_by_index", self.renewed_by_index)?,
            },
            stars: row.stars(self.stars)?,
            valid_through: row.date("valid_through", &self.valid_through)?,
            status: row.column("status", Status::numbered(self.status))?,
        })
    }
}
