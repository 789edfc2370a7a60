//! The public register: certificates, searched and filtered, a page at a time.

mod filter;
mod history;
mod own;
mod producer;
mod whose;

use chrono::NaiveDate;
use serde::Serialize;

pub use filter::{CertificateQuery, Condition};
pub use history::CertificateHistory;
pub use producer::ProducerCertificates;
pub(in crate::office) use whose::Owner;

use super::{Error, Office};
use crate::register::{Asked, CertificateRecord, ListedCertificate, Shelf};
use crate::scheme::council::CouncilCode;
use crate::scheme::day;
use crate::scheme::number::CertificateNumber;
use crate::scheme::product::{Catalogue, ProductSet};
use crate::scheme::qr_text;
use crate::scheme::stars::Stars;

/// A page of the public register.
#[derive(Clone, Debug, Serialize)]
pub struct CertificatePage {
    /// In the order in which they were recorded, or the newest first.
    pub certificates: Vec<ListedView>,
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

/// A certificate as lists show it: with what it is worth today.
#[derive(Clone, Debug, Serialize)]
pub struct ListedView {
    /// As it was issued.
    #[serde(flatten)]
    pub certificate: CertificateView,
    /// What it is worth today.
    pub status: Condition,
    /// The catalogue of the set.
    #[serde(serialize_with = "name")]
    pub catalogue: Catalogue,
    /// The product's set.
    pub set_no: u32,
    /// The group's name in data.
    pub group: &'static str,
}

fn name<S: serde::Serializer>(catalogue: &Catalogue, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(catalogue.name())
}

impl Office {
    /// A page of the public register.
    ///
    /// # Errors
    /// [`Error::Cursor`], [`Error::Refused`] with every filter that names nothing,
    /// [`Error::NoSuchNumber`] of a producer's certificate, or when the register does not answer.
    pub async fn certificates(&self, query: &CertificateQuery) -> Result<CertificatePage, Error> {
        let after = match &query.after {
            Some(after) => Some(after.parse().map_err(|_| Error::Cursor)?),
            None => None,
        };
        let limit = query.limit as usize;
        // Who types a number means that certificate.
        if let Some(number) = query.number() {
            let found = self.register.listed_numbered(number).await?;
            if let Some(listed) = found.filter(|_| query.has_words_alone() && query.reaches(number))
            {
                return Ok(CertificatePage {
                    certificates: vec![self.list(listed)],
                    next: None,
                });
            }
        }
        let clauses = self.clauses(query).await?;
        let asked = Asked {
            clauses: &clauses,
            newest_first: query.newest_first,
            after,
            // One more than asked for tells whether there is another page.
            limit: query.limit.saturating_add(1),
        };
        let mut found = self.register.found(Shelf::Certificates, &asked).await?;
        let more = found.len() > limit;
        found.truncate(limit);
        let next = found.last().filter(|_| more).map(i64::to_string);
        let listed = self.register.listed(&found).await?;
        let certificates = listed.into_iter().map(|listed| self.list(listed)).collect();
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

    fn list(&self, listed: ListedCertificate) -> ListedView {
        let today = day::of(self.clock.now());
        let origin = self.config.origin();
        let set = ProductSet::find(listed.catalogue, listed.set_no);
        ListedView {
            status: Condition::of(listed.status, listed.valid_through, today),
            catalogue: listed.catalogue,
            set_no: listed.set_no,
            group: set.map_or("", |set| set.group.as_str()),
            certificate: CertificateView {
                number: listed.number,
                council: listed.number.council,
                index: listed.number.index,
                stars: listed.stars,
                url: origin.map(|origin| qr_text::write(&origin, &listed.token)),
                product: listed.product,
                producer: listed.producer,
                issued_on: listed.issued_on,
                valid_through: listed.valid_through,
            },
        }
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
