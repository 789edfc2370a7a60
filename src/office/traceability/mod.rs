//! What a certificate leads to beside its own page: the article number under the bar code, and
//! the product's code on the national traceability portal.

mod code;

pub use code::TraceabilityView;

use std::sync::Arc;

use super::certificates::Condition;
use super::{Error, Office};
use crate::scheme::day;
use crate::scheme::gtin::Gtin;
use crate::scheme::number::CertificateNumber;

/// The certificate that an article number leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Product {
    /// The article number.
    pub gtin: Gtin,
    /// The certificate: the newest in force, or the newest of all, whose page says what became
    /// of it.
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
        let best = found.into_iter().max_by_key(|found| {
            let condition = Condition::of(found.status, found.valid_through, today);
            (condition == Condition::InForce, found.position)
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
