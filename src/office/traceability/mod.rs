//! What a certificate leads to beside its own page: the article number under the bar code, and
//! the product's code on the national traceability portal.

mod code;

pub use code::TraceabilityView;

use std::sync::Arc;

use super::certificates::Condition;
use super::{Error, Office};
use crate::register::GtinRecord;
use crate::scheme::day;
use crate::scheme::gtin::Gtin;
use crate::scheme::number::CertificateNumber;
use crate::scheme::text::fold;

/// The certificate that an article number leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Product {
    /// The article number.
    pub gtin: Gtin,
    /// The certificate: the newest in force of whoever bore the article number first, or the
    /// newest of all, whose page says what became of it.
    pub number: CertificateNumber,
    /// The product.
    pub name: String,
    /// The producer's code on the traceability portal.
    pub traceability: Option<Arc<str>>,
}

impl Office {
    /// The certificate that an article number leads to, if any ever bore it.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn product_with_gtin(&self, gtin: Gtin) -> Result<Option<Product>, Error> {
        let found = self.register.certificates_with_gtin(gtin).await?;
        let today = day::of(self.clock.now());
        let is_in_force = |found: &GtinRecord| {
            Condition::of(found.status, found.valid_through, today) == Condition::InForce
        };
        // Who writes another's number into a dossier does not take the number over.
        let first = found.iter().find(|found| is_in_force(found));
        let first = first.map(|found| fold(&found.producer));
        let best = found.into_iter().max_by_key(|found| {
            let is_firsts = first.as_ref() == Some(&fold(&found.producer));
            (is_in_force(found), is_firsts, found.position)
        });
        Ok(best.map(|found| Product {
            gtin,
            number: found.number,
            name: found.product,
            traceability: self.held().traceability_of(found.number),
        }))
    }

    /// Where a traceability code leads; `None` without a portal, and for what is an address
    /// itself: no host is linked that the administrator did not name.
    pub fn traceability_link(&self, code: &str) -> Option<String> {
        self.config.traceability.as_ref()?.link(code)
    }
}
