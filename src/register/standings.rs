//! How certificates stand: what an act must know before it changes their status.

use chrono::NaiveDate;

use super::decisions::DecisionRecord;
use super::rows::Row;
use super::{Error, Register, on};
use crate::scheme::number::CertificateNumber;
use crate::scheme::status::Status;

/// A certificate with its status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Its number.
    pub number: CertificateNumber,
    /// What its council says of it now.
    pub status: Status,
    /// As the decision names the producer.
    pub producer: String,
    /// The day the decision was signed.
    pub issued_on: NaiveDate,
}

type Columns = (String, i64, i64, String, String);

fn read((council, index, status, producer, issued_on): Columns) -> Result<Standing, Error> {
    let key = format!("{council} {index}");
    let row = Row {
        table: "certificates",
        key: &key,
    };
    Ok(Standing {
        number: row.certificate(&council, index)?,
        status: row.column("status", Status::numbered(status))?,
        issued_on: row.date("issued_on", &issued_on)?,
        producer,
    })
}

impl Register {
    /// How the certificate with a number stands.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn standing(&self, number: CertificateNumber) -> Result<Option<Standing>, Error> {
        let sql = "select council, certificate_index, status, producer, issued_on
                   from certificates where council = $1 and certificate_index = $2";
        let found: Option<Columns> = on!(self.readers(), pool => {
            sqlx::query_as(sql)
                .bind(number.council.to_string())
                .bind(i64::from(number.index))
                .fetch_optional(pool)
                .await
        })?;
        found.map(read).transpose()
    }

    /// How the certificates of a decision stand, in the order of the book.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn standings_of(&self, decision: &DecisionRecord) -> Result<Vec<Standing>, Error> {
        let sql = "select council, certificate_index, status, producer, issued_on
                   from certificates where decision = $1 order by position";
        let rows: Vec<Columns> = on!(self.readers(), pool => {
            sqlx::query_as(sql).bind(decision.id).fetch_all(pool).await
        })?;
        rows.into_iter().map(read).collect()
    }
}
