//! A renewal begins with what the old dossier or certificate said.

use super::TypedDossier;
use crate::office::{Access, Error, Office, Refusal, Right};
use crate::scheme::day;
use crate::scheme::edition::Edition;
use crate::scheme::number::CertificateNumber;
use crate::scheme::text::fold;
use crate::scheme::words::Text;

impl Office {
    /// What a renewal of an old dossier begins with: what it said, and the certificate that came
    /// of it.
    ///
    /// # Errors
    /// That there is no such dossier in sight.
    pub async fn renewal_of_dossier(
        &self,
        access: &Access,
        id: i64,
    ) -> Result<(i64, TypedDossier), Error> {
        let record = self.dossier_in_sight(access, id).await?;
        let producer = record.facts.producer;
        let mut written = TypedDossier::of(&record.facts);
        let certificate = self.register.certificate_of_dossier(id).await?;
        written.renews = certificate
            .map(|number| number.to_string())
            .unwrap_or_default();
        if self.catalogue_in_force() != Some(record.facts.catalogue.name()) {
            written.set_no.clear();
        }
        Ok((producer, written))
    }

    /// What a producer's renewal of a certificate begins with.
    ///
    /// # Errors
    /// That there is no such producer in reach, or [`Error::Refused`] when the certificate is
    /// not there or another's.
    pub async fn renewal_of_certificate(
        &self,
        access: &Access,
        producer: i64,
        number: CertificateNumber,
    ) -> Result<TypedDossier, Error> {
        let owner = self.producer_within(access, Right::Lodge, producer).await?;
        if let Some(refusal) = self.not_its_certificate(producer, number).await? {
            return Err(Error::Refused(vec![refusal]));
        }
        let said = self.register.certified_product(number).await?;
        let said = said.ok_or(Error::NoSuchNumber(number))?;
        let same = self.catalogue_in_force() == Some(said.catalogue.name());
        Ok(TypedDossier {
            council: owner.facts.council.to_string(),
            set_no: if same {
                said.set_no.to_string()
            } else {
                String::new()
            },
            product: said.product,
            address: said.address,
            product_code: said.product_code.unwrap_or_default(),
            gtin: said.gtin.unwrap_or_default(),
            renews: number.to_string(),
            ..TypedDossier::default()
        })
    }

    /// Why a producer cannot renew a certificate: there is none, or it names another.
    pub(super) async fn not_its_certificate(
        &self,
        producer: i64,
        number: CertificateNumber,
    ) -> Result<Option<Refusal>, Error> {
        let producer = self.register.producer(producer).await?;
        let name = producer.map(|producer| fold(&producer.facts.name));
        let refuse = |code, message| Ok(Some(Refusal::of("renews", code, message)));
        match self.register.certificate(number).await? {
            None => {
                let words = Error::NoSuchNumber(number).words();
                refuse("no_such_number", words)
            }
            Some(certificate) if Some(fold(&certificate.producer)) != name => refuse(
                "not_its_certificate",
                Text::of(
                    format!(
                        "Giấy {number} ghi tên chủ thể khác. Hãy kiểm tra số giấy, hoặc sửa tên chủ thể cho đúng với giấy."
                    ),
                    format!(
                        "Certificate {number} names another producer. Check its number, or set the producer's name right."
                    ),
                ),
            ),
            Some(_) => Ok(None),
        }
    }

    fn catalogue_in_force(&self) -> Option<&'static str> {
        let edition = Edition::on(day::of(self.clock.now()));
        edition.map(|edition| edition.catalogue.name())
    }
}
