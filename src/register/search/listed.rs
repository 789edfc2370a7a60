//! Certificates as lists show them, by their places in the book.

use chrono::NaiveDate;
use sqlx::{FromRow, QueryBuilder};

use super::super::rows::Row;
use super::super::{Error, Register, on};
use crate::scheme::number::CertificateNumber;
use crate::scheme::product::Catalogue;
use crate::scheme::stars::Stars;
use crate::scheme::status::Status;

/// A certificate as lists show it.
#[derive(Clone, Debug)]
pub struct ListedCertificate {
    /// Its place in the book.
    pub position: i64,
    /// Its number.
    pub number: CertificateNumber,
    /// As the decision names the product.
    pub product: String,
    /// As the decision names the producer.
    pub producer: String,
    /// The catalogue of the set.
    pub catalogue: Catalogue,
    /// The product's set.
    pub set_no: u32,
    /// The certified level.
    pub stars: Stars,
    /// The day the decision was signed.
    pub issued_on: NaiveDate,
    /// The last day of validity.
    pub valid_through: NaiveDate,
    /// What its council says of it.
    pub status: Status,
    /// The token's bytes.
    pub token: Vec<u8>,
}

#[derive(FromRow)]
struct ListedRow {
    position: i64,
    council: String,
    certificate_index: i64,
    product: String,
    producer: String,
    catalogue: String,
    set_no: i64,
    stars: i64,
    issued_on: String,
    valid_through: String,
    status: i64,
    token: String,
}

impl Register {
    /// The certificates at some places of the book, in the order of the places.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn listed(&self, positions: &[i64]) -> Result<Vec<ListedCertificate>, Error> {
        if positions.is_empty() {
            return Ok(Vec::new());
        }
        let sql = "select position, council, certificate_index, product, producer, catalogue,
                          set_no, stars, issued_on, valid_through, status, token
                   from certificates where position in (";
        let rows: Vec<ListedRow> = on!(self.readers(), pool => {
            let mut query = QueryBuilder::new(sql);
            let mut places = query.separated(", ");
            for position in positions {
                places.push_bind(position);
            }
            query.push(")");
            query.build_query_as().fetch_all(pool).await
        })?;
        let read: Result<Vec<ListedCertificate>, Error> =
            rows.into_iter().map(ListedRow::read).collect();
        let mut listed = read?;
        let place = |listed: &ListedCertificate| {
            let mut places = positions.iter();
            places.position(|position| *position == listed.position)
        };
        listed.sort_by_cached_key(place);
        Ok(listed)
    }

    /// The certificate with a number, as lists show it.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn listed_numbered(
        &self,
        number: CertificateNumber,
    ) -> Result<Option<ListedCertificate>, Error> {
        let sql = "select position, council, certificate_index, product, producer, catalogue,
                          set_no, stars, issued_on, valid_through, status, token
                   from certificates where council = $1 and certificate_index = $2";
        let row: Option<ListedRow> = on!(self.readers(), pool => {
            sqlx::query_as(sql)
                .bind(number.council.to_string())
                .bind(i64::from(number.index))
                .fetch_optional(pool)
                .await
        })?;
        row.map(ListedRow::read).transpose()
    }
}

impl ListedRow {
    fn read(self) -> Result<ListedCertificate, Error> {
        let key = format!("{} {}", self.council, self.certificate_index);
        let row = Row {
            table: "certificates",
            key: &key,
        };
        Ok(ListedCertificate {
            position: self.position,
            number: row.certificate(&self.council, self.certificate_index)?,
            catalogue: row.column("catalogue", Catalogue::named(&self.catalogue))?,
            set_no: row.number("set_no", self.set_no)?,
            stars: row.stars(self.stars)?,
            issued_on: row.date("issued_on", &self.issued_on)?,
            valid_through: row.date("valid_through", &self.valid_through)?,
            status: row.column("status", Status::numbered(self.status))?,
            token: row.bytes("token", &self.token)?,
            product: self.product,
            producer: self.producer,
        })
    }
}
