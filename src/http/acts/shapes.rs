//! The shapes of acts and their answers, for the OpenAPI document only. A test compares them
//! with real answers.

#![expect(dead_code, reason = "descriptions: nothing constructs them")]

use serde_json::Value;
use utoipa::{IntoResponses, ToSchema};

use crate::http::document::{Problem, ProblemError};

/// Why nobody was let in.
#[derive(IntoResponses)]
pub enum NotLetIn {
    /// `token_missing`, `token_unknown`, `token_expired`, `token_revoked`, `session_missing`,
    /// `session_over`
    #[response(status = 401, content_type = "application/problem+json")]
    Unknown(Problem),
    /// `forbidden`: the token or role does not allow it; `factor_needed`: it signs, and takes a
    /// second factor of the last five minutes; `other_origin`: not from this service's pages
    #[response(status = 403, content_type = "application/problem+json")]
    Forbidden(Problem),
}

/// Why a body was not taken.
#[derive(IntoResponses)]
pub enum NotRead {
    /// `malformed_json`
    #[response(status = 400, content_type = "application/problem+json")]
    Malformed(Problem),
    /// `body_timeout`
    #[response(status = 408, content_type = "application/problem+json")]
    Slow(Problem),
    /// `body_too_large`
    #[response(status = 413, content_type = "application/problem+json")]
    Large(Problem),
    /// `unsupported_content_type`
    #[response(status = 415, content_type = "application/problem+json")]
    Kind(Problem),
    /// Refused, and nothing was changed; `errors` names everything that is wrong
    #[response(status = 422, content_type = "application/problem+json")]
    Refused(Problem),
}

/// Certificates that a decision withdraws. Send `numbers` or `all_of`.
#[derive(ToSchema)]
#[schema(example = json!({
    "numbers": ["CB-0-8", "CB-1-6"], "decision": "900/QĐ-UBND",
    "decided_on": "2026-08-09", "ground": "food-safety"
}))]
pub struct Withdrawal {
    /// Certificate numbers.
    numbers: Option<Vec<String>>,
    all_of: Option<AllOf>,
    /// The number of the decision that withdraws them.
    #[schema(max_length = 60)]
    decision: String,
    /// The day it was signed; today or before.
    #[schema(format = Date)]
    decided_on: String,
    ground: Ground,
}

/// Suspended certificates that a decision puts in force again. Send `numbers` or `all_of`.
#[derive(ToSchema)]
#[schema(example = json!({
    "all_of": { "decision": "852/QĐ-UBND", "council": "CB", "year": 2026 },
    "decision": "950/QĐ-UBND", "decided_on": "2026-09-01"
}))]
pub struct Lifting {
    /// Certificate numbers.
    numbers: Option<Vec<String>>,
    all_of: Option<AllOf>,
    /// The number of the decision that lifts the suspension.
    #[schema(max_length = 60)]
    decision: String,
    /// The day it was signed; today or before.
    #[schema(format = Date)]
    decided_on: String,
}

/// Every certificate of a decision, in place of numbers.
#[derive(ToSchema)]
pub struct AllOf {
    #[schema(example = "852/QĐ-UBND")]
    decision: String,
    /// The council, where several have a decision of that number.
    #[schema(example = "CB")]
    council: Option<String>,
    #[schema(example = 2026, minimum = 1900, maximum = 9999)]
    year: Option<i32>,
}

/// Why certificates are withdrawn.
#[derive(ToSchema)]
#[schema(rename_all = "kebab-case")]
pub enum Ground {
    NotReEvaluated,
    MandatoryCriteria,
    Process,
    FoodSafety,
    Records,
    ProductionStopped,
    Other,
}

/// An older certificate and the newer one that takes its place or renewed it.
#[derive(ToSchema)]
#[schema(example = json!({ "old": "CB-0-8", "by": "CB-15-2" }))]
pub struct Newer {
    old: String,
    by: String,
}

/// What an act did to certificates.
#[derive(ToSchema)]
#[schema(example = json!({
    "status": "revoked", "changed": ["CB-0-8"], "unchanged": ["CB-1-6"], "warnings": []
}))]
pub struct Changed {
    /// What they are now: `revoked`, `suspended`, `valid` or `superseded`.
    status: String,
    /// Those that this request changed.
    changed: Vec<String>,
    /// Those that the same act had changed before.
    unchanged: Vec<String>,
    /// What to look at.
    warnings: Vec<ProblemError>,
}

/// What renewing did.
#[derive(ToSchema)]
#[schema(example = json!({
    "old": "CB-0-8", "renewed_by": "CB-15-2", "changed": true, "warnings": []
}))]
pub struct Renewed {
    old: String,
    renewed_by: String,
    /// Whether this request recorded it.
    changed: bool,
    /// What to look at.
    warnings: Vec<ProblemError>,
}

/// Since when a key may be in somebody else's hands.
#[derive(ToSchema)]
#[schema(example = json!({ "compromised_on": "2026-08-09" }))]
pub struct Compromise {
    /// Today or before.
    #[schema(format = Date)]
    compromised_on: String,
}

/// A key, and whether verifiers know it so.
#[derive(ToSchema)]
pub struct MovedKey {
    /// Whose it is; null for the programme's own.
    #[schema(example = "CB")]
    council: Option<String>,
    /// `certificate`, `status`, `log` or `pack`.
    purpose: String,
    #[schema(example = "RJahWA")]
    kid: String,
    /// `Ed25519` or `EdDSA`.
    alg: String,
    x: String,
    #[schema(format = Date)]
    seals_from: String,
    #[schema(format = Date)]
    seals_until: String,
    /// `active`, `retired` or `compromised`.
    state: String,
    #[schema(format = Date)]
    compromised_on: Option<String>,
    /// Its state as the published trust list names it; null when it does not. While it differs
    /// from `state`, verifiers do not know yet.
    published: Option<String>,
}

/// Who takes a council's place.
#[derive(ToSchema)]
#[schema(example = json!({ "by": "HG", "last_day": "2026-06-30" }))]
pub struct Succession {
    /// The council that acts in its place.
    by: String,
    /// The last day on which its decisions could be signed; today if not given.
    #[schema(format = Date)]
    last_day: Option<String>,
}

/// A council with its successor.
#[derive(ToSchema)]
pub struct SucceededCouncil {
    #[schema(example = "CB")]
    code: String,
    #[schema(example = "HG")]
    successor: String,
    /// What it could certify, and until when.
    mandates: Vec<Value>,
}

/// What the root key is to sign.
#[derive(ToSchema)]
pub struct Draft {
    #[schema(example = "ocop-trust-list-draft-1")]
    kind: String,
    /// Whose list it is.
    programme: crate::http::document::Text,
    /// Whose signature it asks for.
    root_key: String,
    /// The list's JSON twin, to be read.
    list: Value,
    /// The exact bytes to be signed, base64url.
    payload: String,
}

/// A trust list that was published.
#[derive(ToSchema)]
#[schema(example = json!({
    "version": 3, "issued_at": "2026-08-10T03:00:00Z", "expires_at": "2026-11-10T03:00:00Z",
    "councils": 2, "keys": 3
}))]
pub struct PublishedList {
    version: u64,
    #[schema(format = DateTime)]
    issued_at: String,
    #[schema(format = DateTime)]
    expires_at: String,
    /// How many councils it names.
    councils: usize,
    /// How many keys it names.
    keys: usize,
}
