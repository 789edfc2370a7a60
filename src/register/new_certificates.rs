//! Certificates that were sealed: recorded in batches, each with its event.

use chrono::{DateTime, NaiveDate, Utc};

use super::columns::Columns;
use super::commitment::Kept;
use super::rows;
use super::{CertificateRecord, Entry, Error};
use crate::scheme::number::CertificateNumber;
use crate::scheme::producer::ProducerKind;
use crate::scheme::product::Catalogue;
use crate::scheme::score::ScoreSheet;
use crate::scheme::stars::Stars;

/// A certificate that was sealed and is to be recorded.
#[derive(Clone, Debug)]
pub struct NewCertificate {
    /// Its number.
    pub number: CertificateNumber,
    /// As the decision names the product.
    pub product: String,
    /// As the decision names the producer.
    pub producer: String,
    /// The producer's legal kind.
    pub producer_kind: ProducerKind,
    /// The producer's address as of the decision.
    pub address: String,
    /// The catalogue of the set.
    pub catalogue: Catalogue,
    /// The product's set.
    pub set_no: u32,
    /// The council's score.
    pub score: ScoreSheet,
    /// The certified level.
    pub stars: Stars,
    /// The programme's product code, where the decision has one.
    pub product_code: Option<String>,
    /// The trade item number, where the producer has one.
    pub gtin: Option<String>,
    /// The day the decision was signed.
    pub issued_on: NaiveDate,
    /// The last day of validity.
    pub valid_through: NaiveDate,
    /// The instant of sealing.
    pub sealed_at: DateTime<Utc>,
    /// The token's bytes.
    pub token: Vec<u8>,
    /// Why the stars are fewer than the score earns.
    pub lowered_because: Option<String>,
    /// Why the term is not the rule's.
    pub valid_through_reason: Option<String>,
    /// When it was taken over from paper; `None` for what was issued here.
    pub taken_over_at: Option<DateTime<Utc>>,
}

impl Entry {
    /// Records certificates of a decision, each with its event, or none of them. They come back
    /// as they will be read.
    ///
    /// # Errors
    /// [`Error::Exists`] when one of the lines, or of the numbers, has its certificate.
    pub async fn add_certificates(
        &mut self,
        decision: i64,
        certificates: Vec<NewCertificate>,
        at: DateTime<Utc>,
    ) -> Result<Vec<CertificateRecord>, Error> {
        let first = self
            .reserve_positions(i64::try_from(certificates.len()).unwrap_or(0))
            .await?;
        let happened_at = rows::instant(at);
        let numbered = (first..).zip(&certificates);
        let rows: Vec<Recorded> = numbered
            .map(|(position, certificate)| Recorded::of(certificate, decision, position))
            .collect();
        let events = Columns::of(&rows)
            .number("position", |row| row.position)
            .text("happened_at", |_| happened_at.as_str())
            .text("kind", |_| "certificate_issued")
            .text("subject", |row| row.kept.number.as_str())
            .text("body", |row| row.body.as_str());
        events.insert(self, "events", "").await?;
        let columns = Columns::of(&rows)
            .text("council", |row| row.certificate.number.council.as_str())
            .number("certificate_index", |row| {
                i64::from(row.certificate.number.index)
            })
            .number("decision", |_| decision)
            .text("product", |row| row.certificate.product.as_str())
            .text("producer", |row| row.certificate.producer.as_str())
            .text("producer_kind", |row| row.certificate.producer_kind.name())
            .text("address", |row| row.certificate.address.as_str())
            .text("catalogue", |row| row.certificate.catalogue.name())
            .number("set_no", |row| i64::from(row.certificate.set_no))
            .number("score_a", |row| i64::from(row.certificate.score.a.0))
            .number("score_b", |row| i64::from(row.certificate.score.b.0))
            .number("score_c", |row| i64::from(row.certificate.score.c.0))
            .number("stars", |row| i64::from(row.certificate.stars.get()))
            .text("product_code", |row| {
                row.certificate.product_code.as_deref()
            })
            .text("gtin", |row| row.certificate.gtin.as_deref())
            .text("issued_on", |row| row.kept.issued_on.as_str())
            .text("valid_through", |row| row.kept.valid_through.as_str())
            .text("sealed_at", |row| row.kept.sealed_at.as_str())
            .text("token", |row| row.kept.token.as_str())
            .number("position", |row| row.position)
            .text("lowered_because", |row| {
                row.certificate.lowered_because.as_deref()
            })
            .text("valid_through_reason", |row| {
                row.certificate.valid_through_reason.as_deref()
            })
            .text("taken_over_at", |row| row.kept.taken_over_at.as_deref());
        let inserted = columns.insert(self, "certificates", "").await;
        inserted.map_err(Error::exists(|| {
            "a certificate of this decision".to_owned()
        }))?;
        self.index_certificates(decision, first, &certificates)
            .await?;
        let recorded = (first..).zip(certificates);
        Ok(recorded
            .map(|(position, certificate)| certificate.recorded(decision, position))
            .collect())
    }
}

/// What is written of a certificate.
struct Recorded<'a> {
    position: i64,
    certificate: &'a NewCertificate,
    kept: Kept,
    /// Of its event.
    body: String,
}

impl<'a> Recorded<'a> {
    fn of(certificate: &'a NewCertificate, decision: i64, position: i64) -> Self {
        let kept = Kept::of(certificate);
        Self {
            position,
            certificate,
            body: certificate.issued_body_as(&kept, decision),
            kept,
        }
    }
}

impl NewCertificate {
    fn recorded(self, decision: i64, position: i64) -> CertificateRecord {
        CertificateRecord {
            position,
            number: self.number,
            decision,
            product: self.product,
            producer: self.producer,
            set_no: self.set_no,
            stars: self.stars,
            issued_on: self.issued_on,
            valid_through: self.valid_through,
            token: self.token,
        }
    }
}
