//! What the log commits to of a certificate: hashes, so that nobody's name stands in a leaf and
//! yet no column can be changed unseen.

use serde_json::json;
use sha2::{Digest, Sha256};

use super::NewCertificate;
use super::rows;
use crate::scheme::cbor_row;

/// What the register keeps of a certificate in another form than the certificate has it in.
pub(super) struct Kept {
    pub number: String,
    pub issued_on: String,
    pub valid_through: String,
    pub sealed_at: String,
    pub token: String,
    pub taken_over_at: Option<String>,
}

impl Kept {
    pub fn of(certificate: &NewCertificate) -> Self {
        Self {
            number: certificate.number.to_string(),
            issued_on: certificate.issued_on.to_string(),
            valid_through: certificate.valid_through.to_string(),
            sealed_at: rows::instant(certificate.sealed_at),
            token: rows::bytes(&certificate.token),
            taken_over_at: certificate.taken_over_at.map(rows::instant),
        }
    }
}

impl NewCertificate {
    /// The SHA-256 over everything that the register keeps of a certificate but its status: the
    /// columns, by name, in deterministic CBOR.
    fn record_hash(&self, kept: &Kept, decision: i64) -> [u8; 32] {
        let record = cbor_row::write([
            ("gtin", self.gtin.as_deref().into()),
            ("stars", i64::from(self.stars.get()).into()),
            ("token", kept.token.as_str().into()),
            ("number", kept.number.as_str().into()),
            ("set_no", i64::from(self.set_no).into()),
            ("address", self.address.as_str().into()),
            ("product", self.product.as_str().into()),
            ("score_a", i64::from(self.score.a.0).into()),
            ("score_b", i64::from(self.score.b.0).into()),
            ("score_c", i64::from(self.score.c.0).into()),
            ("decision", decision.into()),
            ("producer", self.producer.as_str().into()),
            ("catalogue", self.catalogue.name().into()),
            ("issued_on", kept.issued_on.as_str().into()),
            ("sealed_at", kept.sealed_at.as_str().into()),
            ("product_code", self.product_code.as_deref().into()),
            ("producer_kind", self.producer_kind.name().into()),
            ("taken_over_at", kept.taken_over_at.as_deref().into()),
            ("valid_through", kept.valid_through.as_str().into()),
            ("lowered_because", self.lowered_because.as_deref().into()),
            (
                "valid_through_reason",
                self.valid_through_reason.as_deref().into(),
            ),
        ]);
        Sha256::digest(record).into()
    }

    /// The body of the event that a certificate was issued. What was taken over from paper says
    /// so, and why its term is not the rule's.
    pub fn issued_body(&self, decision: i64) -> String {
        self.issued_body_as(&Kept::of(self), decision)
    }

    /// The same, of what is to be kept.
    pub(super) fn issued_body_as(&self, kept: &Kept, decision: i64) -> String {
        let record = rows::bytes(&self.record_hash(kept, decision));
        let token = rows::bytes(&Sha256::digest(&self.token));
        let Some(taken_over_at) = &kept.taken_over_at else {
            return format!(r#"{{"decision":{decision},"record":"{record}","token":"{token}"}}"#);
        };
        json!({
            "decision": decision,
            "record": record,
            "token": token,
            "taken_over_at": taken_over_at,
            "valid_through_reason": self.valid_through_reason,
        })
        .to_string()
    }
}
