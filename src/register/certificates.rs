//! Certificates: read by line, by number and by position.

use chrono::NaiveDate;
use futures_util::TryStreamExt;
use futures_util::future::ready;
use sqlx::FromRow;

use super::rows::Row;
use super::{Error, Register, on};
use crate::scheme::council::CouncilCode;
use crate::scheme::number::CertificateNumber;
use crate::scheme::stars::Stars;
use crate::scheme::token::TokenDigest;

/// A recorded certificate, with what is public of it.
#[derive(Clone, Debug)]
pub struct CertificateRecord {
    /// Its place in the book.
    pub position: i64,
    /// Its number.
    pub number: CertificateNumber,
    /// The decision's identity.
    pub decision: i64,
    /// As the decision names the product.
    pub product: String,
    /// As the decision names the producer.
    pub producer: String,
    /// The product's set.
    pub set_no: u32,
    /// The certified level.
    pub stars: Stars,
    /// The day the decision was signed.
    pub issued_on: NaiveDate,
    /// The last day of validity.
    pub valid_through: NaiveDate,
    /// The token's bytes.
    pub token: Vec<u8>,
}

/// What a verifier holds of a certificate.
#[derive(Clone, Copy, Debug)]
pub struct Sealed {
    /// Its number.
    pub number: CertificateNumber,
    /// The decision's identity.
    pub decision: i64,
    /// The token's digest.
    pub digest: TokenDigest,
}

/// Which certificates are asked for.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Of this council only.
    pub council: Option<CouncilCode>,
    /// Of decisions with this number only.
    pub decision: Option<String>,
    /// After this place in the book.
    pub after: Option<i64>,
    /// At most so many.
    pub limit: u32,
}

#[derive(FromRow)]
struct CertificateRow {
    position: i64,
    council: String,
    certificate_index: i64,
    decision: i64,
    product: String,
    producer: String,
    set_no: i64,
    stars: i64,
    issued_on: String,
    valid_through: String,
    token: String,
}

#[derive(FromRow)]
struct SealedRow {
    council: String,
    certificate_index: i64,
    decision: i64,
    token: String,
}

impl Register {
    /// Certificates in the order of the book.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn certificates(&self, filter: &Filter) -> Result<Vec<CertificateRecord>, Error> {
        let sql = "select c.position, c.council, c.certificate_index, c.decision, c.product,
                          c.producer, c.set_no, c.stars, c.issued_on, c.valid_through, c.token
                   from certificates c join decisions d on d.id = c.decision
                   where c.position > $1
                     and ($2 is null or c.council = $2)
                     and ($3 is null or d.number = $3)
                   order by c.position limit $4";
        let rows: Vec<CertificateRow> = on!(self.readers(), pool => {
            sqlx::query_as(sql)
                .bind(filter.after.unwrap_or(-1))
                .bind(filter.council.map(|code| code.to_string()))
                .bind(&filter.decision)
                .bind(i64::from(filter.limit))
                .fetch_all(pool)
                .await
        })?;
        rows.into_iter().map(CertificateRow::read).collect()
    }

    /// The certificates that a decision has.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn certificates_of(&self, decision: i64) -> Result<Vec<CertificateRecord>, Error> {
        let sql = "select position, council, certificate_index, decision, product, producer,
                          set_no, stars, issued_on, valid_through, token
                   from certificates where decision = $1";
        let rows: Vec<CertificateRow> = on!(self.readers(), pool => {
            sqlx::query_as(sql).bind(decision).fetch_all(pool).await
        })?;
        rows.into_iter().map(CertificateRow::read).collect()
    }

    /// The certificate of a line of a decision.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn certificate_of_line(
        &self,
        decision: i64,
        product: &str,
        producer: &str,
    ) -> Result<Option<CertificateRecord>, Error> {
        let sql = "select position, council, certificate_index, decision, product, producer,
                          set_no, stars, issued_on, valid_through, token
                   from certificates where decision = $1 and product = $2 and producer = $3";
        let row: Option<CertificateRow> = on!(self.readers(), pool => {
            sqlx::query_as(sql)
                .bind(decision)
                .bind(product)
                .bind(producer)
                .fetch_optional(pool)
                .await
        })?;
        row.map(CertificateRow::read).transpose()
    }

    /// The certificate with a number.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn certificate(
        &self,
        number: CertificateNumber,
    ) -> Result<Option<CertificateRecord>, Error> {
        let sql = "select position, council, certificate_index, decision, product, producer,
                          set_no, stars, issued_on, valid_through, token
                   from certificates where council = $1 and certificate_index = $2";
        let row: Option<CertificateRow> = on!(self.readers(), pool => {
            sqlx::query_as(sql)
                .bind(number.council.to_string())
                .bind(i64::from(number.index))
                .fetch_optional(pool)
                .await
        })?;
        row.map(CertificateRow::read).transpose()
    }

    /// What a verifier holds of the certificates that were recorded at or after a position.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn sealed_since(&self, position: i64) -> Result<Vec<Sealed>, Error> {
        self.sealed_between(position, i64::MAX).await
    }

    /// The same, of those before another position.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn sealed_between(&self, from: i64, until: i64) -> Result<Vec<Sealed>, Error> {
        let sql = "select council, certificate_index, decision, token
                   from certificates where position >= $1 and position < $2 order by position";
        // One by one: a million tokens at once are many times what is kept of them.
        on!(self.readers(), pool => {
            let rows = sqlx::query_as(sql).bind(from).bind(until).fetch(pool);
            let sealed = rows.map_err(Error::from).and_then(|row: SealedRow| ready(row.read()));
            sealed.try_collect().await
        })
    }
}

impl CertificateRecord {
    /// What a verifier holds of it, as it was issued.
    pub fn sealed(&self) -> Sealed {
        Sealed {
            number: self.number,
            decision: self.decision,
            digest: TokenDigest::of(&self.token),
        }
    }
}

impl CertificateRow {
    fn read(self) -> Result<CertificateRecord, Error> {
        let key = format!("{} {}", self.council, self.certificate_index);
        let row = Row {
            table: "certificates",
            key: &key,
        };
        Ok(CertificateRecord {
            position: self.position,
            number: row.certificate(&self.council, self.certificate_index)?,
            decision: self.decision,
            set_no: row.number("set_no", self.set_no)?,
            stars: row.stars(self.stars)?,
            issued_on: row.date("issued_on", &self.issued_on)?,
            valid_through: row.date("valid_through", &self.valid_through)?,
            token: row.bytes("token", &self.token)?,
            product: self.product,
            producer: self.producer,
        })
    }
}

impl SealedRow {
    fn read(self) -> Result<Sealed, Error> {
        let key = format!("{} {}", self.council, self.certificate_index);
        let row = Row {
            table: "certificates",
            key: &key,
        };
        Ok(Sealed {
            number: row.certificate(&self.council, self.certificate_index)?,
            decision: self.decision,
            digest: TokenDigest::of(&row.bytes("token", &self.token)?),
        })
    }
}
