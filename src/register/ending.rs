//! What ends when: certificates in force by their last day.

use chrono::NaiveDate;
use sqlx::FromRow;

use super::rows::Row;
use super::{Error, Register, on};
use crate::scheme::council::CouncilCode;
use crate::scheme::number::CertificateNumber;
use crate::scheme::stars::Stars;
use crate::scheme::status::Status;

/// Which certificates are asked for: neither revoked nor superseded.
#[derive(Clone, Copy, Debug)]
pub struct Ending {
    /// Of this council only.
    pub council: Option<CouncilCode>,
    /// The first last day.
    pub from: NaiveDate,
    /// The last last day.
    pub until: NaiveDate,
    /// Without those that were renewed.
    pub not_renewed: bool,
    /// After this last day and place in the book.
    pub after: Option<(NaiveDate, i64)>,
    /// At most so many.
    pub limit: u32,
}

/// A certificate that ends.
#[derive(Clone, Debug)]
pub struct EndingRecord {
    /// Its place in the book.
    pub position: i64,
    /// Its number.
    pub number: CertificateNumber,
    /// The certified level.
    pub stars: Stars,
    /// As the decision names the product.
    pub product: String,
    /// As the decision names the producer.
    pub producer: String,
    /// The last day of validity.
    pub valid_through: NaiveDate,
    /// Valid or suspended.
    pub status: Status,
    /// The certificate in force that renewed it.
    pub renewed_by: Option<CertificateNumber>,
}

#[derive(FromRow)]
struct EndingRow {
    position: i64,
    council: String,
    certificate_index: i64,
    stars: i64,
    product: String,
    producer: String,
    valid_through: String,
    status: i64,
    renewed_by_council: Option<String>,
    renewed_by_index: Option<i64>,
}

impl Register {
    /// Certificates by their last day, and on one day in the order of the book.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn ending(&self, asked: &Ending) -> Result<Vec<EndingRecord>, Error> {
        // Days are digits and dashes at the same places: every collation orders them alike.
        let sql = "select c.position, c.council, c.certificate_index, c.stars, c.product,
                          c.producer, c.valid_through, c.status,
                          n.council as renewed_by_council,
                          n.certificate_index as renewed_by_index
                   from certificates c
                   left join (renewals r join certificates n
                       on n.council = r.renewed_by_council
                       and n.certificate_index = r.renewed_by_index and n.status in (0, 2))
                     on r.council = c.council and r.certificate_index = c.certificate_index
                   where c.valid_through >= $1 and c.valid_through <= $2
                     and c.status in (0, 2)
                     and ($3 is null or c.council = $3)
                     and ($4 = 0 or n.council is null)
                     and (c.valid_through > $5 or (c.valid_through = $5 and c.position > $6))
                   order by c.valid_through, c.position limit $7";
        let (day, position) = match asked.after {
            Some((day, position)) => (day.to_string(), position),
            None => (String::new(), -1),
        };
        let rows: Vec<EndingRow> = on!(self.readers(), pool => {
            sqlx::query_as(sql)
                .bind(asked.from.to_string())
                .bind(asked.until.to_string())
                .bind(asked.council.map(|code| code.to_string()))
                .bind(i64::from(asked.not_renewed))
                .bind(&day)
                .bind(position)
                .bind(i64::from(asked.limit))
                .fetch_all(pool)
                .await
        })?;
        rows.into_iter().map(EndingRow::read).collect()
    }
}

impl EndingRow {
    fn read(self) -> Result<EndingRecord, Error> {
        let key = format!("{} {}", self.council, self.certificate_index);
        let row = Row {
            table: "certificates",
            key: &key,
        };
        let renewed_by = self
            .renewed_by_council
            .as_deref()
            .zip(self.renewed_by_index);
        Ok(EndingRecord {
            position: self.position,
            number: row.certificate(&self.council, self.certificate_index)?,
            stars: row.stars(self.stars)?,
            valid_through: row.date("valid_through", &self.valid_through)?,
            status: row.column("status", Status::numbered(self.status))?,
            renewed_by: renewed_by
                .map(|(council, index)| row.certificate(council, index))
                .transpose()?,
            product: self.product,
            producer: self.producer,
        })
    }
}
