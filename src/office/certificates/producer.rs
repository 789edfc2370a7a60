//! A producer's certificates: every product that was certified, and what each is worth today.

use serde::Serialize;

use super::{CertificateQuery, Condition, ListedView};
use crate::office::{Error, Office};
use crate::scheme::number::CertificateNumber;
use crate::scheme::text::fold;

/// Certificates of each part of the page.
const MOST: u32 = 100;

/// The certificates of a producer, the newest first.
#[derive(Clone, Debug, Serialize)]
pub struct ProducerCertificates {
    /// As the certificate names it that was asked for.
    pub producer: String,
    /// By what they are worth.
    pub parts: Vec<ProducerPart>,
}

/// Certificates that are worth the same.
#[derive(Clone, Debug, Serialize)]
pub struct ProducerPart {
    /// What they are worth.
    pub condition: Condition,
    /// The newest first.
    pub certificates: Vec<ListedView>,
    /// Whether there are more than are shown.
    pub more: bool,
}

impl Office {
    /// Every certificate of the producer of one: of the same folded name. Two producers of one
    /// name cannot be told apart by their certificates; the page says so.
    ///
    /// # Errors
    /// [`Error::NoSuchNumber`], or when the register does not answer.
    pub async fn producer_of(
        &self,
        number: CertificateNumber,
    ) -> Result<ProducerCertificates, Error> {
        let found = self.register.certificate(number).await?;
        let producer = found.ok_or(Error::NoSuchNumber(number))?.producer;
        let mut parts = Vec::new();
        for condition in Condition::ALL {
            let query = CertificateQuery {
                producer_of: Some(number),
                condition: Some(condition),
                newest_first: true,
                limit: MOST,
                ..CertificateQuery::default()
            };
            let mut page = self.certificates(&query).await?;
            // Terms are hashes: nobody is shown as another, not even by a hash that was sought.
            page.certificates
                .retain(|listed| fold(&listed.certificate.producer) == fold(&producer));
            if !page.certificates.is_empty() {
                parts.push(ProducerPart {
                    condition,
                    certificates: page.certificates,
                    more: page.next.is_some(),
                });
            }
        }
        Ok(ProducerCertificates { producer, parts })
    }
}
