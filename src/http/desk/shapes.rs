//! The shapes of the desk's answers, for the OpenAPI document only.

#![expect(dead_code, reason = "descriptions: nothing constructs them")]

use serde_json::Value;
use utoipa::ToSchema;

use crate::http::document::Text;

/// A page of the audit trail.
#[derive(ToSchema)]
pub struct TrailPage {
    lines: Vec<TrailLine>,
    /// The address of the next page; null on the last.
    next: Option<String>,
}

/// What somebody did.
#[derive(ToSchema)]
pub struct TrailLine {
    /// Its place, from 1.
    position: i64,
    #[schema(format = DateTime)]
    happened_at: String,
    /// Who: an account, a token, or a command on the server.
    #[schema(example = "account 7")]
    actor: String,
    /// The person's name, where it was one.
    name: Option<String>,
    #[schema(example = "dossier_lodged")]
    act: String,
    words: Text,
    #[schema(example = "dossier 12")]
    subject: String,
    /// The rest.
    body: Value,
}

/// How keys, lists and the register stand.
#[derive(ToSchema)]
pub struct Findings {
    findings: Vec<Finding>,
    scans: ScanFigures,
}

/// How counting scans goes, since the process that answers began.
#[derive(ToSchema)]
pub struct ScanFigures {
    /// Scans that are still to be written.
    waiting: u64,
    /// Scans that were.
    written: u64,
    /// Scans that were not counted, because too many waited; and those of which nobody knows
    /// whether they were.
    dropped: u64,
}

/// Something that was looked at.
#[derive(ToSchema)]
pub struct Finding {
    /// What was looked at.
    #[schema(example = "trust_list")]
    subject: String,
    /// `good`, `attention` or `bad`.
    health: String,
    message: Text,
}

/// What waits for whoever asks.
#[derive(ToSchema)]
pub struct WorkLists {
    work_lists: Vec<WorkList>,
}

/// Something that waits.
#[derive(ToSchema)]
pub struct WorkList {
    words: Text,
    count: i64,
    /// The page that lists it.
    #[schema(example = "/desk/dossiers?state=lodged")]
    page: String,
}
