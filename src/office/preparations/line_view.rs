//! The lines of a prepared decision as people and programs see them, with their labels.

use serde::Serialize;

use super::PreparationRefused;
use super::canonical::Canonical;
use crate::office::{Access, Error, Office, Right};
use crate::register::PreparationLine;
use crate::scheme::number::CertificateNumber;
use crate::scheme::producer::ProducerKind;
use crate::scheme::stars::Stars;

/// A line.
#[derive(Clone, Debug, Serialize)]
pub struct LineView {
    /// Its place.
    pub line: i64,
    /// The dossier that it came from.
    pub dossier: Option<i64>,
    /// As the decision names the product.
    pub product: String,
    /// As the decision names the producer.
    pub producer: String,
    /// The producer's legal kind.
    pub producer_kind: ProducerKind,
    /// The producer's address as of the decision.
    pub address: String,
    /// The product's set.
    pub set_no: u32,
    /// Points of part A.
    pub score_a: String,
    /// Points of part B.
    pub score_b: String,
    /// Points of part C.
    pub score_c: String,
    /// Their sum.
    pub total: String,
    /// The stars to certify.
    pub stars: Stars,
    /// The programme's product code.
    pub product_code: Option<String>,
    /// The trade item number.
    pub gtin: Option<String>,
    /// Why the stars are fewer than the score earns.
    pub lowered_because: Option<String>,
    /// The certificate that it renews.
    pub renews: Option<CertificateNumber>,
    /// Its certificate, once it is released.
    pub certificate: Option<CertificateNumber>,
}

/// Some lines, in order.
#[derive(Clone, Debug)]
pub struct LinePage {
    /// The lines.
    pub lines: Vec<LineView>,
    /// Where the next page begins.
    pub next: Option<i64>,
}

impl LineView {
    fn of(line: PreparationLine, certificate: Option<CertificateNumber>) -> Self {
        Self {
            line: line.line,
            dossier: line.dossier,
            producer_kind: line.producer_kind,
            set_no: line.set_no,
            score_a: line.score.a.to_string(),
            score_b: line.score.b.to_string(),
            score_c: line.score.c.to_string(),
            total: line.score.total().to_string(),
            stars: line.stars,
            renews: line.renews,
            certificate,
            product: line.product,
            producer: line.producer,
            address: line.address,
            product_code: line.product_code,
            gtin: line.gtin,
            lowered_because: line.lowered_because,
        }
    }
}

impl Office {
    /// Lines of a decision, in order, with their certificates once it is released.
    ///
    /// # Errors
    /// [`PreparationRefused::NoSuchPreparation`].
    pub async fn decision_lines(
        &self,
        access: &Access,
        id: i64,
        (after, limit): (i64, u32),
    ) -> Result<LinePage, Error> {
        let record = self.reached_preparation(access, Right::Work, id).await?;
        let more = i64::from(limit) + 1;
        let mut found = self.register.preparation_lines(id, after, more).await?;
        let more = found.len() > limit as usize;
        found.truncate(limit as usize);
        let next = found.last().filter(|_| more).map(|last| last.line);
        let mut lines = Vec::with_capacity(found.len());
        for line in found {
            let certificate = match record.decision {
                None => None,
                Some(decision) => {
                    let (product, producer) = (&line.product, &line.producer);
                    let found = self
                        .register
                        .certificate_of_line(decision, product, producer);
                    found.await?.map(|found| found.number)
                }
            };
            lines.push(LineView::of(line, certificate));
        }
        Ok(LinePage { lines, next })
    }

    /// The one form of what is to be signed, as bytes whose SHA-256 is the digest.
    ///
    /// # Errors
    /// [`PreparationRefused::NoSuchPreparation`].
    pub async fn decision_form(&self, access: &Access, id: i64) -> Result<Vec<u8>, Error> {
        let record = self.reached_preparation(access, Right::Work, id).await?;
        let lines = self.all_lines(id).await?;
        Ok(Canonical::of(&record, &lines).whole)
    }

    /// What the label of a line will look like, as SVG: marked, and with no seal in its code.
    ///
    /// # Errors
    /// [`PreparationRefused::NoSuchLine`]; [`Error::Refused`] where no label can be made.
    pub async fn label_preview(
        &self,
        access: &Access,
        id: i64,
        line: i64,
    ) -> Result<String, Error> {
        let record = self.reached_preparation(access, Right::Work, id).await?;
        let found = self.register.preparation_lines(id, line - 1, 1).await?;
        let found: Vec<PreparationLine> = found
            .into_iter()
            .filter(|found| found.line == line)
            .collect();
        if found.is_empty() {
            return Err(PreparationRefused::NoSuchLine(line).into());
        }
        let looked = self.look_at(&record, &found).await?;
        let sound = looked.lines.first();
        let label = match sound {
            Some(sound) => looked.preview(sound)?,
            None => None,
        };
        label.ok_or(Error::Refused(looked.refusals))
    }
}
