//! Certificates by their article number, and the producers' codes on the traceability portal.

use chrono::{DateTime, NaiveDate, Utc};

use super::rows::{self, Row};
use super::{Entry, Error, Register, on};
use crate::scheme::gtin::Gtin;
use crate::scheme::number::CertificateNumber;
use crate::scheme::status::Status;

/// A certificate that bears an article number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GtinRecord {
    /// Its place in the book.
    pub position: i64,
    /// Its number.
    pub number: CertificateNumber,
    /// The product.
    pub product: String,
    /// Who makes it.
    pub producer: String,
    /// What its council says of it now.
    pub status: Status,
    /// Its last day.
    pub valid_through: NaiveDate,
}

/// A producer's code for a certificate's product, as it is now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TraceabilityRecord {
    /// The certificate.
    pub number: CertificateNumber,
    /// The code; `None` once it was taken away.
    pub code: Option<String>,
    /// Counts every change.
    pub serial: i64,
}

impl Register {
    /// Every certificate with an article number, in whichever length it is written, in the order
    /// of the book.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn certificates_with_gtin(&self, gtin: Gtin) -> Result<Vec<GtinRecord>, Error> {
        let sql = "select position, council, certificate_index, product, producer, status,
                          valid_through
                   from certificates where gtin in ($1, $2, $3, $4)";
        let [first, second, third, fourth] = gtin.written();
        let found: Vec<(i64, String, i64, String, String, i64, String)> = on!(self.readers(), pool => {
            sqlx::query_as(sql)
                .bind(&first)
                .bind(&second)
                .bind(&third)
                .bind(&fourth)
                .fetch_all(pool)
                .await
        })?;
        let read = |(position, council, index, product, producer, status, through): (
            i64,
            String,
            i64,
            String,
            String,
            i64,
            String,
        )| {
            let key = format!("{council} {index}");
            let row = Row {
                table: "certificates",
                key: &key,
            };
            Ok(GtinRecord {
                position,
                number: row.certificate(&council, index)?,
                product,
                producer,
                status: row.column("status", Status::numbered(status))?,
                valid_through: row.date("valid_through", &through)?,
            })
        };
        let read: Result<Vec<GtinRecord>, Error> = found.into_iter().map(read).collect();
        let mut records = read?;
        records.sort_by_key(|record| record.position);
        Ok(records)
    }

    /// The producers' codes that were changed after a serial.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn traceability_since(&self, serial: i64) -> Result<Vec<TraceabilityRecord>, Error> {
        let sql = "select council, certificate_index, code, serial from traceability_codes
                   where serial > $1 order by serial";
        let found: Vec<(String, i64, Option<String>, i64)> = on!(self.readers(), pool => {
            sqlx::query_as(sql).bind(serial).fetch_all(pool).await
        })?;
        let read = |(council, index, code, serial): (String, i64, Option<String>, i64)| {
            let key = format!("{council} {index}");
            let row = Row {
                table: "traceability_codes",
                key: &key,
            };
            Ok(TraceabilityRecord {
                number: row.certificate(&council, index)?,
                code,
                serial,
            })
        };
        found.into_iter().map(read).collect()
    }
}

impl Entry {
    /// Sets or takes away the code of a certificate's product.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn set_traceability(
        &mut self,
        number: CertificateNumber,
        code: Option<&str>,
        (by, at): (&str, DateTime<Utc>),
    ) -> Result<(), Error> {
        let sql = "insert into traceability_codes
                     (council, certificate_index, code, set_by, set_at, serial)
                   values ($1, $2, $3, $4, $5,
                           (select coalesce(max(serial), 0) + 1 from traceability_codes))
                   on conflict (council, certificate_index) do update
                   set code = excluded.code, set_by = excluded.set_by,
                       set_at = excluded.set_at, serial = excluded.serial";
        on!(self.connection(), connection => {
            sqlx::query(sql)
                .bind(number.council.to_string())
                .bind(i64::from(number.index))
                .bind(code)
                .bind(by)
                .bind(rows::instant(at))
                .execute(connection)
                .await
                .map(drop)
        })?;
        Ok(())
    }
}
