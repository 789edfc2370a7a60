//! Permits to print labels of a suspended certificate. Operational data, written without events.

use chrono::{DateTime, Utc};

use super::rows::{self, Row};
use super::{Entry, Error, Register, on};
use crate::scheme::number::CertificateNumber;

/// A permit that stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReprintPermit {
    /// Why.
    pub reason: String,
    /// Who allowed it, as the trail writes it.
    pub allowed_by: String,
    /// When.
    pub allowed_at: DateTime<Utc>,
}

impl Register {
    /// The permit that stands for the suspension that a certificate is in, if its last change is
    /// one.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn reprint_permit(
        &self,
        number: CertificateNumber,
    ) -> Result<Option<ReprintPermit>, Error> {
        let sql = "select p.reason, p.allowed_by, p.allowed_at
                   from reprint_permits p join certificates c
                     on c.council = p.council and c.certificate_index = p.certificate_index
                   where c.council = $1 and c.certificate_index = $2 and c.status = 2
                     and p.withdrawn_at is null
                     and p.suspension = (select max(position) from status_changes
                                         where council = $1 and certificate_index = $2)";
        let found: Option<(String, String, String)> = on!(self.readers(), pool => {
            sqlx::query_as(sql)
                .bind(number.council.to_string())
                .bind(i64::from(number.index))
                .fetch_optional(pool)
                .await
        })?;
        let row = Row {
            table: "reprint_permits",
            key: &number.to_string(),
        };
        let read = |(reason, allowed_by, allowed_at): (String, String, String)| {
            Ok(ReprintPermit {
                reason,
                allowed_by,
                allowed_at: row.instant("allowed_at", &allowed_at)?,
            })
        };
        found.map(read).transpose()
    }
}

impl Entry {
    /// Permits labels while the suspension lasts that a certificate is in.
    ///
    /// # Errors
    /// [`Error::Missing`] when it is not suspended; [`Error::Exists`] when a permit stands.
    pub async fn add_reprint_permit(
        &mut self,
        number: CertificateNumber,
        permit: &ReprintPermit,
    ) -> Result<(), Error> {
        let sql = "insert into reprint_permits (id, council, certificate_index, suspension, reason,
                     allowed_by, allowed_at)
                   select (select coalesce(max(id), 0) + 1 from reprint_permits), c.council,
                          c.certificate_index,
                          (select max(position) from status_changes
                           where council = $1 and certificate_index = $2),
                          $3, $4, $5
                   from certificates c
                   where c.council = $1 and c.certificate_index = $2 and c.status = 2
                   returning id";
        let added: Option<i64> = on!(self.connection(), connection => {
            sqlx::query_scalar(sql)
                .bind(number.council.to_string())
                .bind(i64::from(number.index))
                .bind(&permit.reason)
                .bind(&permit.allowed_by)
                .bind(rows::instant(permit.allowed_at))
                .fetch_optional(connection)
                .await
        })
        .map_err(Error::exists(|| format!("a permit for {number}")))?;
        let none = || Error::Missing(format!("a suspension of {number}"));
        added.map(drop).ok_or_else(none)
    }

    /// Takes back the permit that stands for a certificate.
    ///
    /// # Errors
    /// [`Error::Missing`] when none does.
    pub async fn withdraw_reprint_permit(
        &mut self,
        number: CertificateNumber,
        by: &str,
        at: DateTime<Utc>,
    ) -> Result<(), Error> {
        let sql = "update reprint_permits set withdrawn_by = $3, withdrawn_at = $4
                   where withdrawn_at is null
                     and suspension = (select max(position) from status_changes
                                       where council = $1 and certificate_index = $2)
                   returning id";
        let withdrawn: Option<i64> = on!(self.connection(), connection => {
            sqlx::query_scalar(sql)
                .bind(number.council.to_string())
                .bind(i64::from(number.index))
                .bind(by)
                .bind(rows::instant(at))
                .fetch_optional(connection)
                .await
        })?;
        let none = || Error::Missing(format!("a permit for {number}"));
        withdrawn.map(drop).ok_or_else(none)
    }
}
