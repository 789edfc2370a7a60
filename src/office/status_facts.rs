//! What was decided of certificates after issuing, as the office holds it.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Serialize, Serializer};
use serde_json::json;

use crate::register::{StatusChangeRecord, StatusListRecord};
use crate::scheme::ground::Ground;
use crate::scheme::number::CertificateNumber;
use crate::scheme::seal::KeyId;
use crate::scheme::status::{Status, StatusList};

/// What was decided of a certificate after issuing, as pages show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusFacts {
    /// What it is since.
    pub status: Status,
    /// Why it was withdrawn.
    pub ground: Option<Ground>,
    /// The number of the decision, and the day it was signed.
    pub decision: Option<(String, NaiveDate)>,
    /// The certificate that took its place.
    pub replaced_by: Option<CertificateNumber>,
    /// When it was recorded.
    pub changed_at: DateTime<Utc>,
}

impl From<StatusChangeRecord> for StatusFacts {
    fn from(change: StatusChangeRecord) -> Self {
        Self {
            status: change.status,
            ground: change.ground,
            decision: change.decision,
            replaced_by: change.replaced_by,
            changed_at: change.changed_at,
        }
    }
}

/// A council's signed status list, with what it says.
#[derive(Clone, Debug)]
pub struct SignedList {
    /// Which key signed it.
    pub kid: KeyId,
    /// As it is sent.
    pub record: StatusListRecord,
    /// As it is read.
    pub list: StatusList,
}

/// The form that the API and the command line share.
impl Serialize for StatusFacts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let decision = self.decision.as_ref();
        json!({
            "status": self.status.name(),
            "ground": self.ground,
            "ground_words": self.ground.map(Ground::words),
            "decision": decision.map(|(number, decided_on)| {
                json!({ "number": number, "decided_on": decided_on })
            }),
            "replaced_by": self.replaced_by,
            "changed_at": self.changed_at,
        })
        .serialize(serializer)
    }
}
