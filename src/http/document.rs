//! The shapes of requests and answers, for the OpenAPI document only. A test compares them with
//! real answers.

#![expect(dead_code, reason = "descriptions: nothing constructs them")]

use std::collections::BTreeMap;

use serde_json::Value;
use utoipa::ToSchema;

/// A code to check.
#[derive(ToSchema)]
#[schema(example = json!({"code": "https://ocop.gov.vn/v/1205", "stars_on_package": 4}))]
pub struct VerifyRequest {
    /// The text of a QR code, bare digits or base64url of a token, or a certificate number.
    #[schema(max_length = 4000)]
    code: String,
    /// The stars that the package shows.
    #[schema(minimum = 1, maximum = 5, nullable)]
    stars_on_package: Option<u8>,
}

/// A photograph of a code; or, as a form, a code.
#[derive(ToSchema)]
pub struct VerifyForm {
    /// PNG, JPEG or WebP, at most 10 MB, with one OCOP code in it.
    #[schema(value_type = String, required = false, format = Binary, content_media_type = "image/*")]
    photo: Option<Vec<u8>>,
    /// The code as text, in place of a photograph.
    #[schema(value_type = String, required = false, max_length = 4000)]
    code: Option<String>,
    /// The stars that the package shows; empty is not given.
    #[schema(value_type = String, required = false, pattern = "^[1-5]?$")]
    stars_on_package: Option<String>,
}

/// Where something was bought.
#[derive(ToSchema)]
pub struct Bought {
    /// A province of today; empty to say nothing.
    #[schema(example = "VN-04@2")]
    province: Option<String>,
}

/// A text in Vietnamese and English.
#[derive(ToSchema)]
#[schema(example = json!({"vi": "Giấy chứng nhận còn hiệu lực", "en": "Certificate in force"}))]
pub struct Text {
    vi: String,
    en: String,
}

/// What was concluded, and from what.
#[derive(ToSchema)]
pub struct Verdict {
    verdict: VerdictKind,
    /// The conclusion in words, with its reason.
    reason: Text,
    /// Every check with its outcome.
    checks: BTreeMap<CheckName, Outcome>,
    /// More words for the checks that have them.
    details: BTreeMap<CheckName, Text>,
    /// What the council certified; null unless the signature holds.
    certificate: Option<Certificate>,
    /// The number on the label.
    #[schema(example = "CB-0-8")]
    number: Option<String>,
    as_of: AsOf,
    /// The council whose key signed.
    council: Option<Council>,
    /// The council that took its place.
    successor: Option<Council>,
    /// The decision, where the service knows it.
    decision: Option<Decision>,
    /// What was decided of the certificate since; null while it is in force.
    status: Option<CertificateStatus>,
    /// The certificates that it took the place of, by number; `/c/{number}` shows each.
    replaces: Vec<String>,
    /// The certificate that renewed it, by a decision of its own; this one runs on to its end.
    renewed_by: Option<RenewedBy>,
    /// The certificates that it renewed, by number.
    renews: Vec<String>,
    /// The label's serial, where the code has one.
    #[schema(example = "0000001234567890")]
    serial: Option<String>,
    /// What the service knows of that label; the verdict does not depend on it.
    label: Option<CheckedLabel>,
    /// The text that was read from a photograph; absent otherwise.
    #[schema(nullable = false)]
    code: Option<String>,
    /// `true` where the programme is a demonstration, and nothing that it certifies is valid;
    /// absent otherwise.
    #[schema(nullable = false)]
    demonstration: Option<bool>,
}

/// A label with a serial.
#[derive(ToSchema)]
pub struct CheckedLabel {
    /// The serial's 16 digits.
    #[schema(example = "0000001234567890")]
    digits: String,
    /// Which of the certificate's labels it claims to be.
    count: u64,
    check: LabelCheck,
    /// The day on which this label was checked first, in UTC+07:00; null unless it is `known`.
    #[schema(format = Date)]
    first_checked_on: Option<String>,
    /// How often it was checked; 0 unless it is `known`.
    times_checked: u64,
}

/// Whether the service gave the serial: it did; no run of labels has the count; the digits do not
/// belong to the count; the register did not answer or does not hold the certificate.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
pub enum LabelCheck {
    Known,
    Unknown,
    WrongMac,
    NotChecked,
}

/// The conclusion. `genuine` speaks of the certificate, never of the item.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
pub enum VerdictKind {
    NotOcop,
    Malformed,
    UnknownIssuer,
    Forged,
    OutOfMandate,
    CompromisedKey,
    NotRegistered,
    Revoked,
    Superseded,
    NotYetValid,
    Expired,
    Suspended,
    Mismatch,
    Genuine,
}

/// A check, in the order in which they are made.
#[derive(ToSchema, PartialEq, Eq, PartialOrd, Ord)]
#[schema(rename_all = "snake_case")]
pub enum CheckName {
    Format,
    Issuer,
    Signature,
    Mandate,
    ValidityPeriod,
    Register,
    Status,
    Dates,
    StarsOnPackage,
}

/// What a check found: `unknown` without data to decide, `skipped` after an earlier failure.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
pub enum Outcome {
    Pass,
    Fail,
    Warn,
    Unknown,
    Skipped,
}

/// What a council certified.
#[derive(ToSchema)]
pub struct Certificate {
    #[schema(example = "CB")]
    council: String,
    index: u32,
    #[schema(minimum = 1, maximum = 5)]
    stars: u8,
    /// Null in a compact token whose names the service does not know.
    product: Option<String>,
    producer: Option<String>,
    #[schema(format = Date)]
    issued_on: String,
    /// Inclusive, in UTC+07:00.
    #[schema(format = Date)]
    valid_through: String,
}

/// As of when the sources speak.
#[derive(ToSchema)]
pub struct AsOf {
    #[schema(format = DateTime)]
    judged_at: String,
    #[schema(format = DateTime)]
    trust_list: String,
    trust_list_version: u64,
    #[schema(format = DateTime)]
    status: Option<String>,
    #[schema(format = DateTime)]
    register: Option<String>,
}

/// A council.
#[derive(ToSchema)]
pub struct Council {
    #[schema(example = "CB")]
    code: String,
    name: Text,
}

/// A recognition decision.
#[derive(ToSchema)]
pub struct Decision {
    #[schema(example = "852/QĐ-UBND")]
    number: String,
    #[schema(format = Date)]
    decided_on: String,
    authority: String,
}

/// What was decided of a certificate after issuing.
#[derive(ToSchema)]
pub struct CertificateStatus {
    /// `revoked`, `suspended` or `superseded`.
    status: String,
    /// Why it was withdrawn: `not-re-evaluated`, `mandatory-criteria`, `process`,
    /// `food-safety`, `records`, `production-stopped` or `other`; null for a superseded one.
    #[schema(example = "food-safety")]
    ground: Option<String>,
    /// The ground in words.
    ground_words: Option<Text>,
    /// The decision that withdrew it; null for a superseded one.
    decision: Option<StatusDecision>,
    /// The number of the certificate that took its place.
    replaced_by: Option<String>,
    /// When it was recorded.
    #[schema(format = DateTime)]
    changed_at: String,
}

/// A certificate that renewed another.
#[derive(ToSchema)]
pub struct RenewedBy {
    #[schema(example = "CB-23456-I")]
    number: String,
    #[schema(minimum = 1, maximum = 5)]
    stars: u8,
    #[schema(format = Date)]
    valid_through: String,
    /// How it stands itself: `valid`, `revoked`, `suspended` or `superseded`.
    status: String,
}

/// A decision that withdraws certificates.
#[derive(ToSchema)]
pub struct StatusDecision {
    #[schema(example = "900/QĐ-UBND")]
    number: String,
    #[schema(format = Date)]
    decided_on: String,
}

/// The status lists of all councils.
#[derive(ToSchema)]
pub struct Aggregation {
    /// Where each stands.
    #[schema(example = json!(["https://ocop.gov.vn/status/CB"]))]
    status_lists: Vec<String>,
}

/// A consistency proof of the log.
#[derive(ToSchema)]
pub struct Consistency {
    /// Leaves of the smaller tree.
    old: u64,
    /// Leaves of the greater tree.
    size: u64,
    /// Base64.
    hashes: Vec<String>,
}

/// Why a request is refused (RFC 9457).
#[derive(ToSchema)]
#[schema(example = json!({
    "type": "/problems/missing_code", "title": "Missing code", "status": 422,
    "code": "missing_code",
    "detail": "There is no code to check. Paste the code, type a certificate number or choose a photo.",
    "detail_vi": "Chưa có mã để kiểm tra. Hãy dán nội dung mã, gõ số giấy chứng nhận hoặc chọn ảnh.",
    "field": "code"
}))]
pub struct Problem {
    /// Where the kind of problem is explained.
    #[schema(format = "uri-reference")]
    r#type: String,
    /// Always the same for a kind.
    title: String,
    status: u16,
    /// The stable name; for programs.
    code: String,
    /// What is wrong and what to do next, in English.
    detail: String,
    /// The same in Vietnamese.
    detail_vi: String,
    /// The field of the request that is wrong.
    #[schema(nullable = false)]
    field: Option<String>,
    /// Everything that is wrong, where several things can be.
    #[schema(nullable = false)]
    errors: Option<Vec<ProblemError>>,
}

/// One thing that is wrong, or to be looked at.
#[derive(ToSchema)]
#[schema(example = json!({
    "row": null, "column": "number", "code": "no_such_number",
    "message": {
        "vi": "Sổ đăng ký không có giấy chứng nhận số CB-12345-E. Hãy kiểm tra lại số.",
        "en": "The register has no certificate CB-12345-E. Check the number."
    }
}))]
pub struct ProblemError {
    /// The row of a list; the header is row 1.
    row: Option<u64>,
    /// The column or field.
    column: Option<String>,
    /// The stable name; for programs.
    code: String,
    message: Text,
}

/// A page of what ends soon.
#[derive(ToSchema)]
pub struct Expiring {
    #[schema(format = Date)]
    from: String,
    #[schema(format = Date)]
    until: String,
    /// By their last day.
    certificates: Vec<EndingRow>,
    /// The address of the next page; null on the last.
    next: Option<String>,
}

/// A certificate that ends.
#[derive(ToSchema)]
pub struct EndingRow {
    #[schema(example = "CB-0-8")]
    number: String,
    council: String,
    stars: u8,
    product: String,
    producer: String,
    #[schema(format = Date)]
    valid_through: String,
    /// From today to that day.
    days_left: i64,
    /// Whether it is suspended for a time.
    suspended: bool,
    /// The certificate in force that renewed it.
    renewed_by: Option<String>,
}

/// The JSON twin of the trust list, as the token's specification describes it.
#[derive(ToSchema)]
pub struct TrustList {
    version: u64,
    #[schema(format = DateTime)]
    issued_at: String,
    #[schema(format = DateTime)]
    expires_at: String,
    councils: Vec<Value>,
}

/// A JSON Web Key set (RFC 7517).
#[derive(ToSchema)]
pub struct KeySet {
    keys: Vec<Key>,
}

/// A council's Ed25519 key (RFC 8037).
#[derive(ToSchema)]
pub struct Key {
    #[schema(example = "OKP")]
    kty: String,
    #[schema(example = "Ed25519")]
    crv: String,
    #[schema(example = "sig")]
    r#use: String,
    key_ops: Vec<String>,
    /// `Ed25519` or `EdDSA`.
    alg: String,
    kid: String,
    x: String,
    council: String,
    /// `active`, `retired` or `compromised`.
    state: String,
    #[schema(format = Date)]
    seals_from: String,
    #[schema(format = Date)]
    seals_until: String,
}
