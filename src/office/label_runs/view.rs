//! A run as those see it who may. Nothing of it tells the key.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::WantedFiles;
use crate::office::Problem;
use crate::register::LabelRunRecord;
use crate::scheme::code_kind::CodeKind;
use crate::scheme::number::CertificateNumber;

/// How far the files of a run are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RunState {
    /// None were ordered: the texts are there at once.
    Recorded,
    /// They are being made.
    Making,
    /// They are there.
    Finished,
    /// They cannot be made.
    StandsStill,
}

/// A run of labels.
#[derive(Clone, Debug, Serialize)]
pub struct LabelRunView {
    /// Its identity.
    pub id: i64,
    /// Of which certificate.
    pub number: CertificateNumber,
    /// As the decision names the product.
    pub product: String,
    /// What its codes hold.
    #[serde(serialize_with = "name")]
    pub kind: CodeKind,
    /// The first count.
    pub first: u64,
    /// The last count.
    pub last: u64,
    /// How many labels.
    pub count: u64,
    /// The producer's lot.
    pub lot: Option<String>,
    /// Who prints.
    pub printer: Option<String>,
    /// Who began it, as the trail writes it.
    pub made_by: String,
    /// When.
    pub made_at: DateTime<Utc>,
    /// How far its files are.
    pub state: RunState,
    /// Which files were ordered.
    pub files: Option<WantedFiles>,
    /// In how many parts they are made.
    pub parts: u64,
    /// How many of them are made.
    pub parts_made: u64,
    /// When the last was.
    pub finished_at: Option<DateTime<Utc>>,
    /// Why they cannot be made.
    pub problem: Option<Problem>,
    #[serde(skip)]
    pub(super) key_year: i32,
    /// The order as the register keeps it.
    #[serde(skip)]
    pub(super) ordered: String,
}

fn name<S: serde::Serializer>(kind: &CodeKind, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(kind.name())
}

impl From<LabelRunRecord> for LabelRunView {
    fn from(record: LabelRunRecord) -> Self {
        let read = |json: &String| serde_json::from_str(json).ok();
        let files: Option<WantedFiles> = record.wanted.as_ref().and_then(read);
        let state = match (&record.problem, record.finished_at, &record.wanted) {
            (Some(_), ..) => RunState::StandsStill,
            (None, _, None) => RunState::Recorded,
            (None, Some(_), _) => RunState::Finished,
            (None, None, _) => RunState::Making,
        };
        let problem = record.problem.as_ref();
        Self {
            id: record.id,
            number: record.number,
            product: record.product,
            kind: record.kind,
            first: record.first,
            last: record.first + record.count - 1,
            count: record.count,
            lot: record.lot,
            printer: record.printer,
            made_by: record.made_by,
            made_at: record.made_at,
            state,
            files,
            parts: record.parts,
            parts_made: record.parts_made,
            finished_at: record.finished_at,
            problem: problem.and_then(|json| serde_json::from_str(json).ok()),
            key_year: record.key_year,
            ordered: record.wanted.unwrap_or_default(),
        }
    }
}
