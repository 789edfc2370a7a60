//! The certificates of a registered producer: of its folded name.

use super::{CertificatePage, CertificateQuery};
use crate::office::{Access, Error, Office, Right};
use crate::scheme::number::CertificateNumber;
use crate::scheme::text::fold;

impl Office {
    /// The certificates of a producer that somebody acts for, the newest first.
    ///
    /// # Errors
    /// That there is no such producer in reach, [`Error::Cursor`], or when the register does not
    /// answer.
    pub async fn own_certificates(
        &self,
        access: &Access,
        producer: i64,
        after: Option<String>,
        limit: u32,
    ) -> Result<CertificatePage, Error> {
        let owner = self.producer_within(access, Right::Lodge, producer).await?;
        let name = owner.facts.name;
        let query = CertificateQuery {
            producer_named: Some(name.clone()),
            newest_first: true,
            after,
            limit,
            ..CertificateQuery::default()
        };
        let mut page = self.certificates(&query).await?;
        // Terms are hashes: what another of the same hash holds is not shown.
        page.certificates
            .retain(|listed| fold(&listed.certificate.producer) == fold(&name));
        Ok(page)
    }

    /// Whose a certificate is among the producers that somebody acts for.
    ///
    /// # Errors
    /// [`Error::NoSuchNumber`] when it is none of theirs, or when the register does not answer.
    pub async fn owner_of_certificate(
        &self,
        access: &Access,
        number: CertificateNumber,
    ) -> Result<i64, Error> {
        let found = self.register.certificate(number).await?;
        let found = found.ok_or(Error::NoSuchNumber(number))?;
        for producer in access.producers(Right::Lodge) {
            let owner = self.producer_within(access, Right::Lodge, producer).await?;
            if fold(&owner.facts.name) == fold(&found.producer) {
                return Ok(producer);
            }
        }
        Err(Error::NoSuchNumber(number))
    }
}
