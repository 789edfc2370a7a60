//! Whole rows as they stand, for an audit that compares them with the log.

use chrono::{DateTime, Utc};
use sqlx::FromRow;

use super::rows::{self, Row};
use super::{Error, NewCertificate, Register, Renewal, on};
use crate::scheme::number::CertificateNumber;
use crate::scheme::producer::ProducerKind;
use crate::scheme::product::Catalogue;
use crate::scheme::score::{Score, ScoreSheet};
use crate::scheme::status::Status;

/// A certificate with everything that the register keeps of it.
#[derive(Clone, Debug)]
pub struct RecordedCertificate {
    /// Its place in the book.
    pub position: u64,
    /// The decision's identity.
    pub decision: i64,
    /// What the council says of it since.
    pub status: Status,
    /// As it was issued.
    pub certificate: NewCertificate,
}

/// A table whose rows each have a place in the book.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placed {
    /// By code.
    Councils,
    /// By kid: those of councils.
    Keys,
    /// By kid: the programme's own.
    ProgrammeKeys,
    /// By number; the identity is the place.
    Decisions,
}

#[derive(FromRow)]
struct WholeRow {
    position: i64,
    council: String,
    certificate_index: i64,
    decision: i64,
    product: String,
    producer: String,
    producer_kind: String,
    address: String,
    catalogue: String,
    set_no: i64,
    score_a: i64,
    score_b: i64,
    score_c: i64,
    stars: i64,
    product_code: Option<String>,
    gtin: Option<String>,
    issued_on: String,
    valid_through: String,
    sealed_at: String,
    token: String,
    status: i64,
    lowered_because: Option<String>,
    valid_through_reason: Option<String>,
    taken_over_at: Option<String>,
}

impl Register {
    /// The certificates recorded from one position of the book up to another, in its order.
    ///
    /// # Errors
    /// When the register does not answer, or a row cannot be read.
    pub async fn certificates_between(
        &self,
        from: u64,
        below: u64,
    ) -> Result<Vec<RecordedCertificate>, Error> {
        let sql = "select position, council, certificate_index, decision, product, producer,
                          producer_kind, address, catalogue, set_no, score_a, score_b, score_c,
                          stars, product_code, gtin, issued_on, valid_through, sealed_at, token,
                          status, lowered_because, valid_through_reason, taken_over_at
                   from certificates where position >= $1 and position < $2 order by position";
        let rows: Vec<WholeRow> = on!(self.readers(), pool => {
            sqlx::query_as(sql)
                .bind(rows::bound(from))
                .bind(rows::bound(below))
                .fetch_all(pool)
                .await
        })?;
        rows.into_iter().map(WholeRow::read).collect()
    }

    /// Every certificate whose status is not valid.
    ///
    /// # Errors
    /// When the register does not answer, or a row cannot be read.
    pub async fn not_valid(&self) -> Result<Vec<(CertificateNumber, Status)>, Error> {
        let sql = "select council, certificate_index, status from certificates where status <> 0";
        let rows: Vec<(String, i64, i64)> =
            on!(self.readers(), pool => sqlx::query_as(sql).fetch_all(pool).await)?;
        let read = |(council, index, status): (String, i64, i64)| {
            let key = format!("{council} {index}");
            let row = Row {
                table: "certificates",
                key: &key,
            };
            let number = row.certificate(&council, index)?;
            Ok((number, row.column("status", Status::numbered(status))?))
        };
        rows.into_iter().map(read).collect()
    }

    /// Every renewal as it stands: its place, the older and the newer certificate, and when it
    /// was recorded.
    ///
    /// # Errors
    /// When the register does not answer, or a row cannot be read.
    pub async fn recorded_renewals(&self) -> Result<Vec<(u64, Renewal, DateTime<Utc>)>, Error> {
        let sql = "select position, council, certificate_index, renewed_by_council,
                          renewed_by_index, recorded_at
                   from renewals order by position";
        let rows: Vec<(i64, String, i64, String, i64, String)> =
            on!(self.readers(), pool => sqlx::query_as(sql).fetch_all(pool).await)?;
        let read = |(position, council, index, by_council, by_index, at): (
            i64,
            String,
            i64,
            String,
            i64,
            String,
        )| {
            let key = position.to_string();
            let row = Row {
                table: "renewals",
                key: &key,
            };
            let renewal = Renewal {
                old: row.certificate(&council, index)?,
                new: CertificateNumber {
                    council: row.parsed("renewed_by_council", &by_council)?,
                    index: row.number("renewed_by_index", by_index)?,
                },
            };
            let at = row.instant("recorded_at", &at)?;
            Ok((row.number("position", position)?, renewal, at))
        };
        rows.into_iter().map(read).collect()
    }

    /// The year that each decision is kept under, by its identity.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn years_of_decisions(&self) -> Result<Vec<(i64, i64)>, Error> {
        let sql = "select id, year from decisions";
        Ok(on!(self.readers(), pool => sqlx::query_as(sql).fetch_all(pool).await)?)
    }

    /// The rows of a table by name and place, in the order of the book.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn placed(&self, table: Placed) -> Result<Vec<(String, i64)>, Error> {
        let sql = match table {
            Placed::Councils => "select code, position from councils order by position",
            Placed::Keys => "select kid, position from keys order by position",
            Placed::ProgrammeKeys => "select kid, position from programme_keys order by position",
            Placed::Decisions => "select number, id from decisions order by id",
        };
        Ok(on!(self.readers(), pool => sqlx::query_as(sql).fetch_all(pool).await)?)
    }
}

impl WholeRow {
    fn read(self) -> Result<RecordedCertificate, Error> {
        let key = format!("{} {}", self.council, self.certificate_index);
        let row = Row {
            table: "certificates",
            key: &key,
        };
        let score = |column, hundredths| row.number(column, hundredths).map(Score);
        Ok(RecordedCertificate {
            position: row.number("position", self.position)?,
            decision: self.decision,
            status: row.column("status", Status::numbered(self.status))?,
            certificate: NewCertificate {
                number: row.certificate(&self.council, self.certificate_index)?,
                producer_kind: row
                    .column("producer_kind", ProducerKind::named(&self.producer_kind))?,
                catalogue: row.column("catalogue", Catalogue::named(&self.catalogue))?,
                set_no: row.number("set_no", self.set_no)?,
                score: ScoreSheet {
                    a: score("score_a", self.score_a)?,
                    b: score("score_b", self.score_b)?,
                    c: score("score_c", self.score_c)?,
                },
                stars: row.stars(self.stars)?,
                issued_on: row.date("issued_on", &self.issued_on)?,
                valid_through: row.date("valid_through", &self.valid_through)?,
                sealed_at: row.instant("sealed_at", &self.sealed_at)?,
                token: row.bytes("token", &self.token)?,
                product: self.product,
                producer: self.producer,
                address: self.address,
                product_code: self.product_code,
                gtin: self.gtin,
                lowered_because: self.lowered_because,
                valid_through_reason: self.valid_through_reason,
                taken_over_at: self
                    .taken_over_at
                    .map(|at| row.instant("taken_over_at", &at))
                    .transpose()?,
            },
        })
    }
}
