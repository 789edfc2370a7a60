//! A certificate as everyone sees it: what the council certified, of what, until when.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

use super::council::CouncilCode;
use super::iso;
use super::number::CertificateNumber;
use super::stars::Stars;
use super::token::Claims;

/// A certificate's content, as signed. The JSON form has the fields of the vectors.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Certificate {
    /// The council whose key sealed it.
    pub council: CouncilCode,
    /// The index in that council's register.
    pub index: u32,
    /// The certified level.
    pub stars: Stars,
    /// `None` in a compact token.
    pub product: Option<String>,
    /// `None` in a compact token.
    pub producer: Option<String>,
    /// The day the decision was signed.
    #[serde(serialize_with = "iso::date")]
    pub issued_on: NaiveDate,
    /// The last day of validity, inclusive, in UTC+07:00.
    #[serde(serialize_with = "iso::date")]
    pub valid_through: NaiveDate,
    /// The instant of sealing.
    #[serde(skip)]
    pub sealed_at: DateTime<Utc>,
}

impl Certificate {
    /// The certificate that a council's token holds.
    pub fn new(council: CouncilCode, claims: Claims) -> Self {
        let (product, producer) = match claims.names {
            Some(names) => (Some(names.product), Some(names.producer)),
            None => (None, None),
        };
        Self {
            council,
            index: claims.index,
            stars: claims.stars,
            product,
            producer,
            issued_on: claims.issued_on,
            valid_through: claims.valid_through,
            sealed_at: claims.sealed_at,
        }
    }

    /// The number that is printed on the label.
    pub fn number(&self) -> CertificateNumber {
        CertificateNumber {
            council: self.council,
            index: self.index,
        }
    }
}
