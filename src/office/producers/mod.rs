//! Producers: registered by a council's secretary or the programme office, and changed by them.

mod facts;
mod list;
mod register;

use chrono::{DateTime, Utc};
use serde::Serialize;

pub use facts::TypedProducer;
pub use list::{ProducerPage, ProducerQuery};
pub use register::Registered;

use crate::register::ProducerRecord;
use crate::scheme::council::CouncilCode;
use crate::scheme::producer::ProducerKind;

/// A producer, for those who may see it.
#[derive(Clone, Debug, Serialize)]
pub struct ProducerView {
    /// Its identity.
    pub id: i64,
    /// Its legal kind.
    pub kind: ProducerKind,
    /// Its name.
    pub name: String,
    /// Its address.
    pub address: String,
    /// Its province: `VN-04@2`.
    pub unit: String,
    /// The council that it is registered with.
    pub council: CouncilCode,
    /// The number of its registration.
    pub business_code: Option<String>,
    /// Who represents it.
    pub representative: Option<String>,
    /// Where it is called.
    pub phone: Option<String>,
    /// Where it is written to.
    pub email: Option<String>,
    /// When it was registered.
    pub registered_at: DateTime<Utc>,
    /// How often it was changed, from 1.
    pub version: i64,
}

impl From<ProducerRecord> for ProducerView {
    fn from(record: ProducerRecord) -> Self {
        let facts = record.facts;
        Self {
            id: record.id,
            kind: facts.kind,
            name: facts.name,
            address: facts.address,
            unit: facts.unit,
            council: facts.council,
            business_code: facts.business_code,
            representative: facts.representative,
            phone: facts.phone,
            email: facts.email,
            registered_at: record.registered_at,
            version: record.version,
        }
    }
}

/// As the trail names a producer.
fn subject(id: i64) -> String {
    format!("producer {id}")
}
