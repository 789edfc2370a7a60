//! Decisions and their certificates, replayed.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use serde::{Deserialize, Deserializer};

use super::{Certificate, Decision, Entry, Renewal, Replay, Wrong};
use crate::scheme::council::CouncilCode;
use crate::scheme::number::CertificateNumber;
use crate::scheme::status::Status;

/// 32 bytes as the register writes them.
pub(super) struct Sha256Text(pub [u8; 32]);

impl<'de> Deserialize<'de> for Sha256Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(text).unwrap_or_default();
        let bytes = bytes.try_into().map(Self);
        bytes.map_err(|_| serde::de::Error::custom("a hash is not 32 bytes in base64url"))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Recorded {
    council: CouncilCode,
    authority: String,
    decided_on: NaiveDate,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Issued {
    decision: u64,
    record: Sha256Text,
    token: Sha256Text,
    /// Of certificates that were taken over from paper.
    #[serde(default)]
    taken_over_at: Option<DateTime<Utc>>,
    #[serde(default)]
    valid_through_reason: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Compacted {
    token: Sha256Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Renewed {
    renewed_by: String,
}

impl Replay {
    pub(super) fn decision_recorded(&mut self, entry: &Entry<'_>) -> Result<(), Wrong> {
        let recorded: Recorded = entry.body()?;
        self.council(recorded.council)?;
        let number = entry.leaf.subject.clone();
        let year = recorded.decided_on.year();
        let identity = (recorded.authority.clone(), year, number.clone());
        if self.decided.contains_key(&identity) {
            return Err(Wrong::Twice(number));
        }
        self.decided.insert(identity, entry.position());
        let decision = Decision {
            council: recorded.council,
            authority: recorded.authority,
            number,
            decided_on: recorded.decided_on,
        };
        self.decisions.insert(entry.position(), decision);
        Ok(())
    }

    pub(super) fn certificate_issued(&mut self, entry: &Entry<'_>) -> Result<(), Wrong> {
        let number: CertificateNumber = entry.subject()?;
        let issued: Issued = entry.body()?;
        if issued.taken_over_at.is_none() && issued.valid_through_reason.is_some() {
            return Err(Wrong::Fact("valid_through_reason"));
        }
        let decision = self.decisions.get(&issued.decision);
        let unknown = || Wrong::Unfounded(format!("decision {}", issued.decision));
        if decision.ok_or_else(unknown)?.council != number.council {
            return Err(Wrong::Fact("decision"));
        }
        if self.certificates.contains_key(&number) {
            return Err(Wrong::Twice(number.to_string()));
        }
        let council = self.council(number.council)?;
        council.issued = council.issued.max(u64::from(number.index) + 1);
        let certificate = Certificate {
            position: entry.position(),
            recorded_at: entry.at,
            decision: issued.decision,
            record: issued.record.0,
            token: issued.token.0,
            compact: None,
            status: Status::Valid,
        };
        self.certificates.insert(number, certificate);
        Ok(())
    }

    /// A compact token is sealed once, of a certificate that stands.
    pub(super) fn certificate_compacted(&mut self, entry: &Entry<'_>) -> Result<(), Wrong> {
        let number: CertificateNumber = entry.subject()?;
        let Compacted { token } = entry.body()?;
        let known = self.certificates.get_mut(&number);
        let known = known.ok_or_else(|| Wrong::Unfounded(number.to_string()))?;
        if known.status != Status::Valid {
            return Err(Wrong::Ended(number));
        }
        if known.token == token.0 {
            return Err(Wrong::Fact("token"));
        }
        if known.compact.is_some() {
            return Err(Wrong::Twice(number.to_string()));
        }
        known.compact = Some(token.0);
        Ok(())
    }

    pub(super) fn certificate_renewed(&mut self, entry: &Entry<'_>) -> Result<(), Wrong> {
        let number: CertificateNumber = entry.subject()?;
        let Renewed { renewed_by } = entry.body()?;
        let newer = certificate_number(&renewed_by, "renewed_by")?;
        if newer == number {
            return Err(Wrong::Fact("renewed_by"));
        }
        for number in [number, newer] {
            self.check_in_force(number)?;
        }
        self.renewals.push(Renewal {
            position: entry.position(),
            number,
            renewed_by: newer,
            recorded_at: entry.at,
        });
        Ok(())
    }

    pub(super) fn check_in_force(&self, number: CertificateNumber) -> Result<(), Wrong> {
        match self.certificates.get(&number).map(|known| known.status) {
            Some(Status::Valid | Status::Suspended) => Ok(()),
            Some(Status::Revoked | Status::Superseded) => Err(Wrong::Ended(number)),
            None => Err(Wrong::Unfounded(number.to_string())),
        }
    }
}

/// A certificate number in its one form.
pub(super) fn certificate_number(
    text: &str,
    field: &'static str,
) -> Result<CertificateNumber, Wrong> {
    let number: Option<CertificateNumber> = text.parse().ok();
    let number = number.filter(|number| number.to_string() == text);
    number.ok_or(Wrong::Fact(field))
}
