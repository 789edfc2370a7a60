//! The shapes of decisions, for the OpenAPI document only.

#![expect(dead_code, reason = "descriptions: nothing constructs them")]

use serde_json::Value;
use utoipa::ToSchema;

use crate::http::document::ProblemError;

/// What a decision says of itself.
#[derive(ToSchema)]
#[schema(example = json!({ "council": "CB", "number": "852/QĐ-UBND", "decided_on": "2026-08-05" }))]
pub struct NewPreparation {
    /// The council whose certificates it makes.
    council: String,
    /// Its number, as on the paper.
    #[schema(max_length = 60)]
    number: String,
    /// The day it was signed; today or before.
    #[schema(format = Date)]
    decided_on: String,
    /// Who signed it; the council's name if not given.
    authority: Option<String>,
}

/// What a decision says of itself, changed.
#[derive(ToSchema)]
pub struct ChangedPreparation {
    /// The version that was seen.
    version: i64,
    #[schema(max_length = 60)]
    number: String,
    #[schema(format = Date)]
    decided_on: String,
    /// Who signed it; as it stands if not given.
    authority: Option<String>,
}

/// The version that was seen.
#[derive(ToSchema)]
pub struct Version {
    version: i64,
}

/// Exactly what is approved.
#[derive(ToSchema)]
pub struct Approval {
    /// The version that was seen.
    version: i64,
    /// The digest that was seen.
    digest: String,
}

/// A line, or dossiers to gather.
#[derive(ToSchema)]
pub struct NewLines {
    /// The version that was seen.
    version: i64,
    line: Option<NewLine>,
    /// A list of dossiers, or `"all"`.
    dossiers: Option<Value>,
}

/// A line, with the columns of a list.
#[derive(ToSchema)]
pub struct NewLine {
    product: String,
    producer: String,
    /// `enterprise`, `cooperative`, `cooperative_group`, `household`, `other`
    producer_kind: String,
    address: String,
    set_no: u32,
    #[schema(example = "34.50")]
    score_a: String,
    score_b: String,
    score_c: String,
    #[schema(minimum = 3, maximum = 5)]
    stars: u8,
    product_code: Option<String>,
    gtin: Option<String>,
    lowered_because: Option<String>,
    renews: Option<String>,
}

/// A form with a file.
#[derive(ToSchema)]
pub struct FileForm {
    #[schema(format = Binary, content_media_type = "application/octet-stream")]
    file: String,
}

/// What an act did.
#[derive(ToSchema)]
pub struct Receipt {
    id: i64,
    /// The version now.
    version: i64,
    state: State,
    /// How many lines were added or removed.
    lines: u32,
    /// Whether an approval was voided by it.
    approval_voided: bool,
}

/// Where a decision is.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
pub enum State {
    Draft,
    Submitted,
    Approved,
    Released,
    Abandoned,
}

/// A page of decisions.
#[derive(ToSchema)]
pub struct Preparations {
    preparations: Vec<ListedPreparation>,
    /// How many are in each state.
    counts: Value,
    next: Option<String>,
}

/// A decision in a list.
#[derive(ToSchema)]
pub struct ListedPreparation {
    id: i64,
    council: String,
    number: String,
    #[schema(format = Date)]
    decided_on: String,
    authority: String,
    state: State,
    released: u32,
    #[schema(format = DateTime)]
    changed_at: String,
    stands_still: bool,
    version: i64,
}

/// A decision.
#[derive(ToSchema)]
pub struct Preparation {
    id: i64,
    council: String,
    number: String,
    #[schema(format = Date)]
    decided_on: String,
    authority: String,
    catalogue: Option<String>,
    state: State,
    /// The SHA-256 of the scan.
    scan: Option<String>,
    lines: u32,
    /// How many lines have their certificates.
    released: u32,
    prepared_by: ByName,
    #[schema(format = DateTime)]
    created_at: String,
    #[schema(format = DateTime)]
    changed_at: String,
    #[schema(format = DateTime)]
    begun_at: Option<String>,
    #[schema(format = DateTime)]
    released_at: Option<String>,
    /// The SHA-256 of exactly what is to be signed.
    digest: String,
    approval: Option<Approved>,
    /// Why the release stands still.
    problem: Option<StandsStill>,
    /// Everything that would be refused now; rows are lines.
    refusals: Vec<ProblemError>,
    warnings: Vec<ProblemError>,
    version: i64,
}

/// A person.
#[derive(ToSchema)]
pub struct ByName {
    account: i64,
    name: String,
}

/// An approval that stands.
#[derive(ToSchema)]
pub struct Approved {
    by: ByName,
    #[schema(format = DateTime)]
    at: String,
    version: i64,
    digest: String,
}

/// Why a release stands still.
#[derive(ToSchema)]
pub struct StandsStill {
    code: String,
    /// In `vi` and `en`.
    message: Value,
}

/// A page of lines.
#[derive(ToSchema)]
pub struct Lines {
    lines: Vec<Line>,
    next: Option<String>,
}

/// A line.
#[derive(ToSchema)]
pub struct Line {
    line: i64,
    dossier: Option<i64>,
    product: String,
    producer: String,
    producer_kind: String,
    address: String,
    set_no: u32,
    score_a: String,
    score_b: String,
    score_c: String,
    total: String,
    stars: u8,
    product_code: Option<String>,
    gtin: Option<String>,
    lowered_because: Option<String>,
    renews: Option<String>,
    /// Its certificate, once it is released.
    certificate: Option<String>,
}
