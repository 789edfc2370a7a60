//! What else a pack has: the certificates of a producer, and those that a text finds.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::{NamedCertificate, Pack, Unanswered};
use crate::scheme::number::CertificateNumber;
use crate::scheme::status::Status;

impl Pack {
    /// Every certificate of the producer that a certificate names, the newest first and at most so
    /// many, as JSON.
    ///
    /// # Errors
    /// When there is no such certificate, or the pack came without names.
    pub fn products(
        &self,
        number: CertificateNumber,
        most: usize,
        now: DateTime<Utc>,
    ) -> Result<Value, Unanswered> {
        let names = self.names()?;
        let made_at = self.made_at;
        let of = names.find(number);
        let producer = &of
            .ok_or(Unanswered::NoSuchNumber { number, made_at })?
            .producer;
        let mut all = names.of_producer(number.council, producer);
        all.sort_by_key(|(number, one)| (std::cmp::Reverse(one.issued_on), number.index));
        let listed = all.into_iter().take(most);
        let listed: Vec<Value> = listed
            .map(|(number, one)| self.row(number, one, now))
            .collect();
        Ok(json!({ "producer": producer, "certificates": listed }))
    }

    /// The first certificates that a text finds, as JSON.
    ///
    /// # Errors
    /// When the pack came without names.
    pub fn search(&self, text: &str, most: usize, now: DateTime<Utc>) -> Result<Value, Unanswered> {
        let found = self.names()?.search(text, most).into_iter();
        let rows: Vec<Value> = found
            .map(|(number, one)| self.row(number, one, now))
            .collect();
        Ok(json!({ "certificates": rows }))
    }

    fn row(&self, number: CertificateNumber, one: &NamedCertificate, now: DateTime<Utc>) -> Value {
        json!({
            "number": number, "product": one.product, "producer": one.producer,
            "stars": one.stars, "decision": one.decision, "issued_on": one.issued_on,
            "valid_through": one.valid_through,
            "status": self.listed(number, now).map(Status::name),
        })
    }
}
