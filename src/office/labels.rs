//! The label of a certificate: what its code holds, and what it says in words.

use super::{CertificateView, CodeRefused, Error, Office};
use crate::label::{DEMONSTRATION, Facts, Label};
use crate::scheme::code_kind::CodeKind;
use crate::scheme::number::CertificateNumber;
use crate::scheme::words::Text;

impl Office {
    /// The label of a certificate whose labels may be printed, before it has a design and a size.
    ///
    /// # Errors
    /// As [`Office::may_print`] and [`Office::code_text`].
    pub async fn label(&self, number: CertificateNumber, kind: CodeKind) -> Result<Label, Error> {
        self.may_print(number).await?;
        let text = self.code_text(number, kind).await?;
        Ok(self.label_of(&self.certificate(number).await?, &text, kind))
    }

    /// The labels of a certificate with each kind of code that it has.
    ///
    /// # Errors
    /// As [`Office::label`].
    pub async fn labels_of_every_kind(
        &self,
        number: CertificateNumber,
    ) -> Result<Vec<Label>, Error> {
        let mut labels = Vec::new();
        for kind in CodeKind::ALL {
            match self.label(number, kind).await {
                Ok(label) => labels.push(label),
                // The council has sealed none.
                Err(Error::Code(CodeRefused::NoCompactCode(_))) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(labels)
    }

    /// The label of a certificate with a code that was made of it. Marked where this is a
    /// demonstration.
    pub fn label_of(&self, certificate: &CertificateView, text: &str, kind: CodeKind) -> Label {
        let config = self.config();
        let held = self.held();
        let council = held.trust.council(certificate.council);
        let code = certificate.council.to_string();
        Label {
            kind,
            facts: Some(Facts {
                product: certificate.product.clone(),
                producer: certificate.producer.clone(),
                stars: certificate.stars,
                valid_through: certificate.valid_through,
                council: council.map_or_else(
                    || Text::of(code.clone(), code.clone()),
                    |council| council.name.clone(),
                ),
                // No code is made without a host.
                host: config.host.clone().unwrap_or_default(),
            }),
            demonstration: config.demonstration.then(|| DEMONSTRATION.to_owned()),
            ..Label::new(text, &certificate.number.to_string())
        }
    }
}
