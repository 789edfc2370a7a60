//! The label of a certificate: what its code holds, and what it says in words.

use super::{CertificateView, Error, Office};
use crate::label::{DEMONSTRATION, Facts, Label};
use crate::scheme::code_kind::CodeKind;
use crate::scheme::number::CertificateNumber;
use crate::scheme::words::Text;

impl Office {
    /// The label of a certificate, before it has a design and a size. Marked where this is a
    /// demonstration.
    ///
    /// # Errors
    /// As [`Office::code_text`].
    pub async fn label(&self, number: CertificateNumber, kind: CodeKind) -> Result<Label, Error> {
        let text = self.code_text(number, kind).await?;
        let certificate = self.certificate(number).await?;
        self.label_of(certificate, &text, kind)
    }

    /// The label of a certificate with a code that was made of it.
    ///
    /// # Errors
    /// [`Error::NoHost`].
    pub fn label_of(
        &self,
        certificate: CertificateView,
        text: &str,
        kind: CodeKind,
    ) -> Result<Label, Error> {
        let config = self.config();
        let council = self.held().trust.council(certificate.council).map_or_else(
            || Text {
                vi: certificate.council.to_string().into(),
                en: certificate.council.to_string().into(),
            },
            |council| council.name.clone(),
        );
        Ok(Label {
            kind,
            facts: Some(Facts {
                product: certificate.product,
                producer: certificate.producer,
                stars: certificate.stars,
                valid_through: certificate.valid_through,
                council,
                host: config.host.clone().ok_or(Error::NoHost)?,
            }),
            demonstration: config.demonstration.then(|| DEMONSTRATION.to_owned()),
            ..Label::new(text, &certificate.number.to_string())
        })
    }
}
