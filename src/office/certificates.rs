//! The public register: certificates, a page at a time.

use chrono::NaiveDate;
use serde::Serialize;

use super::{Error, Office};
use crate::register::{CertificateRecord, Filter};
use crate::scheme::council::CouncilCode;
use crate::scheme::number::CertificateNumber;
use crate::scheme::qr_text;
use crate::scheme::stars::Stars;
use crate::scheme::text;

/// Which certificates are asked for.
#[derive(Clone, Debug, Default)]
pub struct CertificateQuery {
    /// Of this council only.
    pub council: Option<CouncilCode>,
    /// Of decisions with this number only.
    pub decision: Option<String>,
    /// After this certificate: what the page before gave as `next`.
    pub after: Option<String>,
    /// At most so many.
    pub limit: u32,
}

/// A page of the public register.
#[derive(Clone, Debug, Serialize)]
pub struct CertificatePage {
    /// In the order in which they were recorded.
    pub certificates: Vec<CertificateView>,
    /// Where the next page begins; `None` at the end.
    pub next: Option<String>,
}

/// A certificate as the public register shows it.
#[derive(Clone, Debug, Serialize)]
pub struct CertificateView {
    /// Its number.
    pub number: CertificateNumber,
    /// The council that sealed it.
    pub council: CouncilCode,
    /// The index in that council's register.
    pub index: u32,
    /// The certified level.
    pub stars: Stars,
    /// As the decision names it.
    pub product: String,
    /// As the decision names it.
    pub producer: String,
    /// The day the decision was signed.
    pub issued_on: NaiveDate,
    /// The last day of validity.
    pub valid_through: NaiveDate,
    /// The text of its QR code; `None` while no host is configured.
    pub url: Option<String>,
}

impl Office {
    /// A page of the public register.
    ///
    /// # Errors
    /// [`Error::Cursor`], or when the register does not answer.
    pub async fn certificates(&self, query: &CertificateQuery) -> Result<CertificatePage, Error> {
        let after = match &query.after {
            Some(after) => Some(after.parse().map_err(|_| Error::Cursor)?),
            None => None,
        };
        let filter = Filter {
            council: query.council,
            decision: query.decision.as_deref().map(as_recorded),
            after,
            // One more than asked for tells whether there is another page.
            limit: query.limit.saturating_add(1),
        };
        let mut records = self.register.certificates(&filter).await?;
        let more = records.len() > query.limit as usize;
        records.truncate(query.limit as usize);
        let next = records
            .last()
            .filter(|_| more)
            .map(|last| last.position.to_string());
        let certificates = records
            .into_iter()
            .map(|record| self.view(record))
            .collect();
        Ok(CertificatePage { certificates, next })
    }

    /// The certificate with a number.
    ///
    /// # Errors
    /// [`Error::NoSuchNumber`], or when the register does not answer.
    pub async fn certificate(&self, number: CertificateNumber) -> Result<CertificateView, Error> {
        let record = self.register.certificate(number).await?;
        record
            .map(|record| self.view(record))
            .ok_or(Error::NoSuchNumber(number))
    }

    pub(super) fn view(&self, record: CertificateRecord) -> CertificateView {
        let origin = self.config.origin();
        let url = origin.map(|origin| qr_text::write(&origin, &record.token));
        CertificateView::new(record, url)
    }
}

impl CertificateView {
    pub(super) fn new(record: CertificateRecord, url: Option<String>) -> Self {
        Self {
            number: record.number,
            council: record.number.council,
            index: record.number.index,
            stars: record.stars,
            product: record.product,
            producer: record.producer,
            issued_on: record.issued_on,
            valid_through: record.valid_through,
            url,
        }
    }
}

/// A decision's number as the register holds it, however it was typed.
fn as_recorded(decision: &str) -> String {
    text::tidy(decision).unwrap_or_else(|_| decision.to_owned())
}
