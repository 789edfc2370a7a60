//! The shapes of cases, for the OpenAPI document only. A test compares them with real answers.

#![expect(dead_code, reason = "descriptions: nothing constructs them")]

use std::collections::BTreeMap;

use serde_json::Value;
use utoipa::{IntoResponses, ToSchema};

use crate::http::document::{Problem, Text};

/// What is not there, or was changed.
#[derive(IntoResponses)]
pub enum NotDone {
    /// `no_such_case`: there is none, or none in reach; `no_such_evidence`, `no_such_inspector`, `no_such_report`
    #[response(status = 404, content_type = "application/problem+json")]
    NotThere(Problem),
    /// `stale`: it was changed since that version, and the detail says by whom; `case_state`: not from where the case is; `too_much_evidence`; `nothing_to_acknowledge`; `report_state`: there is a case about the report already
    #[response(status = 409, content_type = "application/problem+json")]
    Conflict(Problem),
}

/// Several codes, or one to a line.
#[derive(serde::Deserialize, ToSchema)]
#[serde(untagged)]
pub enum Codes {
    Several(Vec<String>),
    Lines(String),
}

/// A case, to be opened.
#[derive(ToSchema)]
#[schema(example = json!({
    "kind": "expired", "statement": "Bày bán với nhãn OCOP 4 sao đã hết hạn.",
    "province": "VN-04@2", "place": "Chợ Bản Mới", "shop": "Cửa hàng Thử",
    "codes": ["CB-0-8"]
}))]
pub struct NewCase {
    /// `false_claim`, `expired`, `wrong_product`, `copied_code` or `other`.
    kind: String,
    /// What was found, in words.
    statement: String,
    /// The province where, a unit of today.
    province: Option<String>,
    /// Where in it.
    place: Option<String>,
    /// The shop's name.
    shop: Option<String>,
    /// The shop's address.
    shop_address: Option<String>,
    /// Checks of one's own journal, by their identities.
    entries: Option<Vec<i64>>,
    /// Texts of codes, or certificate numbers.
    codes: Option<Codes>,
    /// A shopper's report.
    report: Option<i64>,
    /// A note.
    note: Option<String>,
    /// Whether the position of the first entry that has one is kept.
    with_position: Option<bool>,
}

/// What a case is to say, and the version that was looked at.
#[derive(ToSchema)]
pub struct ChangedCase {
    /// The version that was looked at.
    version: i64,
    /// `false_claim`, `expired`, `wrong_product`, `copied_code` or `other`.
    kind: String,
    statement: String,
    province: Option<String>,
    place: Option<String>,
    shop: Option<String>,
    shop_address: Option<String>,
}

/// What is added to a case.
#[derive(ToSchema)]
pub struct AddedEvidence {
    /// The version that was looked at.
    version: i64,
    /// Checks of one's own journal, by their identities.
    entries: Option<Vec<i64>>,
    /// Texts of codes, or certificate numbers.
    codes: Option<Codes>,
    /// A shopper's report.
    report: Option<i64>,
    /// A note.
    note: Option<String>,
    /// Whether the position of the first entry that has one is kept.
    with_position: Option<bool>,
}

/// Why evidence is struck.
#[derive(ToSchema)]
pub struct Struck {
    /// The version that was looked at.
    version: i64,
    reason: String,
}

/// To whom a case is assigned.
#[derive(ToSchema)]
pub struct Assignment {
    /// The version that was looked at.
    version: i64,
    /// The inspector's account.
    account: i64,
}

/// Where a case may go.
#[derive(ToSchema)]
#[schema(rename_all = "lowercase")]
pub enum CaseMove {
    Begin,
    Refer,
    Close,
    Reopen,
}

/// How a case goes on.
#[derive(ToSchema)]
pub struct Moved {
    /// The version that was looked at.
    version: i64,
    r#move: CaseMove,
    /// `found` or `not_found`, to close.
    result: Option<String>,
    /// What it came to, or why it is taken up again.
    outcome: Option<String>,
    /// The number of the authority's decision.
    decision: Option<String>,
    /// What the shoppers are told whose reports it began with, to close.
    public_answer: Option<String>,
}

/// A page of cases.
#[derive(ToSchema)]
pub struct CaseList {
    cases: Vec<CaseLine>,
    /// The address of the next page; null on the last.
    next: Option<String>,
}

/// A case in a list.
#[derive(ToSchema)]
pub struct CaseLine {
    id: i64,
    #[schema(example = "VV-2026-000123")]
    reference: String,
    kind: String,
    state: String,
    province: Option<String>,
    /// The certificate that it is about.
    number: Option<String>,
    /// Catalogue and number of its set of products.
    #[schema(example = "2023-11")]
    product_set: Option<String>,
    product: Option<String>,
    producer: Option<String>,
    shop: String,
    assignee: Option<String>,
    #[schema(format = DateTime)]
    opened_at: String,
    #[schema(format = DateTime)]
    changed_at: String,
    version: i64,
}

/// How many cases there are.
#[derive(ToSchema)]
pub struct CaseCounts {
    by_state: BTreeMap<String, i64>,
    by_kind: BTreeMap<String, i64>,
    /// By unit of today; the empty name where none was given.
    by_province: BTreeMap<String, i64>,
    /// By set of products; the empty name where it is not known.
    by_set: BTreeMap<String, i64>,
}

/// Somebody.
#[derive(ToSchema)]
pub struct NamedAccount {
    id: i64,
    name: String,
}

/// A case whole.
#[derive(ToSchema)]
pub struct Case {
    id: i64,
    #[schema(example = "VV-2026-000123")]
    reference: String,
    kind: String,
    state: String,
    statement: String,
    province: Option<String>,
    place: String,
    /// Latitude and longitude, where they were wanted.
    #[schema(example = "22.66000,106.25000")]
    position: Option<String>,
    number: Option<String>,
    /// Catalogue and number of its set of products.
    #[schema(example = "2023-11")]
    product_set: Option<String>,
    product: Option<String>,
    producer: Option<String>,
    shop: String,
    shop_address: String,
    assignee: Option<NamedAccount>,
    /// `found`, `not_found` or `referred`.
    result: Option<String>,
    outcome: Option<String>,
    decision: Option<String>,
    opened_by: NamedAccount,
    #[schema(format = DateTime)]
    opened_at: String,
    #[schema(format = DateTime)]
    changed_at: String,
    version: i64,
    evidence: Vec<CaseEvidence>,
    history: Vec<CaseMade>,
    told: Vec<CaseTold>,
    files: Vec<CaseFile>,
    /// The page where anybody who knows its address repeats the checks.
    check: String,
}

/// Something that a case holds.
#[derive(ToSchema)]
pub struct CaseEvidence {
    /// Its place in the case, from 1.
    place: i64,
    /// `entry`, `code`, `number`, `photograph`, `note` or `report`.
    kind: String,
    entry: Option<CaseEntry>,
    report: Option<i64>,
    code: Option<String>,
    number: Option<String>,
    /// What was said when it was checked: by the device, for an entry.
    verdict: Option<String>,
    #[schema(format = DateTime)]
    checked_at: Option<String>,
    /// What the judge here said for that instant, when it was added.
    judged: Option<Value>,
    /// The proof that the certificate is in the log, when it was added.
    proof: Option<String>,
    /// The SHA-256 of a photograph.
    photograph: Option<String>,
    note: Option<String>,
    added_by: NamedAccount,
    #[schema(format = DateTime)]
    added_at: String,
    struck: Option<CaseStruck>,
}

/// An entry of an inspector's journal.
#[derive(ToSchema)]
pub struct CaseEntry {
    id: i64,
    device: String,
    counter: i64,
    hash: String,
    /// As the device wrote it.
    text: String,
    #[schema(format = DateTime)]
    received_at: String,
}

/// That evidence was struck.
#[derive(ToSchema)]
pub struct CaseStruck {
    by: NamedAccount,
    #[schema(format = DateTime)]
    at: String,
    reason: String,
}

/// Something that happened to a case.
#[derive(ToSchema)]
pub struct CaseMade {
    act: String,
    state: String,
    note: Option<String>,
    by: NamedAccount,
    #[schema(format = DateTime)]
    at: String,
}

/// A council that was told.
#[derive(ToSchema)]
pub struct CaseTold {
    council: String,
    name: Text,
    /// `issuer`, `successor` or `province`.
    because: String,
    #[schema(format = DateTime)]
    told_at: String,
    seen_by: Option<NamedAccount>,
    #[schema(format = DateTime)]
    seen_at: Option<String>,
}

/// A case file that was handed out.
#[derive(ToSchema)]
pub struct CaseFile {
    /// Its SHA-256, base64url.
    digest: String,
    version: i64,
    #[schema(format = DateTime)]
    made_at: String,
}

/// A case, as anybody may check it who was given its address.
#[derive(ToSchema)]
pub struct CaseCheck {
    reference: String,
    codes: Vec<CheckedAgain>,
    files: Vec<CaseFile>,
}

/// A code of a case, judged again.
#[derive(ToSchema)]
pub struct CheckedAgain {
    place: i64,
    code: String,
    number: Option<String>,
    #[schema(format = DateTime)]
    checked_at: String,
    /// What was said then.
    verdict: Option<String>,
    /// What the judge says today for that instant.
    then: Option<Value>,
    /// What it says for now.
    now: Option<Value>,
}
