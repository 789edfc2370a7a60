//! A renewal begins with what the old dossier or certificate said.

use super::{DossierRefused, TypedDossier};
use crate::office::{Access, Error, Office, Refusal, Right};
use crate::scheme::day;
use crate::scheme::edition::Edition;
use crate::scheme::number::CertificateNumber;
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

    /// Why a producer cannot renew a certificate: there is none, or it is not theirs.
    pub(super) async fn not_its_certificate(
        &self,
        producer: i64,
        number: CertificateNumber,
    ) -> Result<Option<Refusal>, Error> {
        let found = self.register.producer(producer).await?;
        let found = found.ok_or(DossierRefused::NoSuchProducer(producer))?;
        let owner = self.owner(found).await?;
        if self.is_own(&owner, number).await? {
            return Ok(None);
        }
        let (code, words) = match self.register.certificate(number).await? {
            None => ("no_such_number", Error::NoSuchNumber(number).words()),
            Some(_) => ("not_its_certificate", not_its_own(number)),
        };
        Ok(Some(Refusal::of("renews", code, words)))
    }

    fn catalogue_in_force(&self) -> Option<&'static str> {
        let edition = Edition::on(day::of(self.clock.now()));
        edition.map(|edition| edition.catalogue.name())
    }
}

fn not_its_own(number: CertificateNumber) -> Text {
    Text::of(
        format!(
            "Chưa xác định được giấy {number} là của chủ thể này: giấy không được cấp từ hồ sơ của chủ thể, và ghi tên khác, do hội đồng khác cấp, hoặc trùng tên với chủ thể khác. Hãy kiểm tra số giấy và tên chủ thể. Nếu đúng là giấy của chủ thể, hãy để trống ô này và nhờ hội đồng nối giấy cũ với giấy mới sau khi cấp."
        ),
        format!(
            "Certificate {number} is not this producer's: it came of no dossier of theirs, and its name and council do not lead to this producer alone. Check its number and the producer's name; if it is theirs all the same, leave this empty and have the council link the two once the new one is issued."
        ),
    )
}
