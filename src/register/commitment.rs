//! What the log commits to of a certificate: hashes, so that nobody's name stands in a leaf and
//! yet no column can be changed unseen.

use serde_json::json;
use sha2::{Digest, Sha256};

use super::NewCertificate;
use super::rows;
use crate::scheme::cbor;

impl NewCertificate {
    /// The SHA-256 over everything that the register keeps of a certificate but its status: the
    /// columns, by name, in deterministic CBOR.
    pub fn record_hash(&self, decision: i64) -> [u8; 32] {
        let record = json!({
            "number": self.number,
            "decision": decision,
            "product": self.product,
            "producer": self.producer,
            "producer_kind": self.producer_kind.name(),
            "address": self.address,
            "catalogue": self.catalogue.name(),
            "set_no": self.set_no,
            "score_a": self.score.a.0,
            "score_b": self.score.b.0,
            "score_c": self.score.c.0,
            "stars": self.stars.get(),
            "product_code": self.product_code,
            "gtin": self.gtin,
            "issued_on": self.issued_on,
            "valid_through": self.valid_through,
            "sealed_at": rows::instant(self.sealed_at),
            "token": rows::bytes(&self.token),
            "lowered_because": self.lowered_because,
            "valid_through_reason": self.valid_through_reason,
            "taken_over_at": self.taken_over_at.map(rows::instant),
        });
        Sha256::digest(cbor::write(&record)).into()
    }

    /// The body of the event that a certificate was issued. What was taken over from paper says
    /// so, and why its term is not the rule's.
    pub fn issued_body(&self, decision: i64) -> String {
        let record = rows::bytes(&self.record_hash(decision));
        let token = rows::bytes(&Sha256::digest(&self.token));
        let Some(taken_over_at) = self.taken_over_at else {
            return format!(r#"{{"decision":{decision},"record":"{record}","token":"{token}"}}"#);
        };
        json!({
            "decision": decision,
            "record": record,
            "token": token,
            "taken_over_at": rows::instant(taken_over_at),
            "valid_through_reason": self.valid_through_reason,
        })
        .to_string()
    }
}
