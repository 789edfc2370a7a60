//! The shapes of reports, for the OpenAPI document only.

#![expect(dead_code, reason = "descriptions: nothing constructs them")]

use utoipa::{IntoResponses, ToSchema};

use crate::http::document::{Problem, Text};

/// What is not there, or was changed.
#[derive(IntoResponses)]
pub enum NotDone {
    /// `no_such_report`: there is none, or none in reach
    #[response(status = 404, content_type = "application/problem+json")]
    NotThere(Problem),
    /// `stale`: it was changed since that version, and the detail says by whom; `report_state`: not from where the report is; `not_an_original`: it cannot be merged with that one
    #[response(status = 409, content_type = "application/problem+json")]
    Conflict(Problem),
}

/// A report. `reason` and `description` are needed.
#[derive(ToSchema)]
#[schema(as = NewShopperReport, example = json!({
    "code": "CB-12345-E", "reason": "more_stars",
    "description": "Bao bì in 5 sao, trang kiểm tra ghi 4 sao.",
    "shop": "Cửa hàng Thử", "province": "VN-04@2"
}))]
pub struct NewReport {
    /// The code as it was scanned, or a certificate number.
    #[schema(max_length = 4000)]
    code: Option<String>,
    /// 16 random bytes in base64url: sent again, it is the same report.
    #[schema(min_length = 22, max_length = 22)]
    once: Option<String>,
    /// `more_stars`, `expired`, `other_product`, `copied_code` or `other`.
    reason: String,
    /// The product, where no code names it.
    product: Option<String>,
    /// What was seen.
    #[schema(min_length = 1, max_length = 4000)]
    description: String,
    shop: Option<String>,
    shop_address: Option<String>,
    /// The province of today.
    province: Option<String>,
    /// How to reach whoever reports. Only inspectors see it, and it is erased in time.
    #[schema(max_length = 200)]
    contact: Option<String>,
}

/// The same as a form, with photographs.
#[derive(ToSchema)]
#[schema(as = ShopperReportForm)]
pub struct ReportForm {
    code: Option<String>,
    once: Option<String>,
    reason: String,
    product: Option<String>,
    description: String,
    shop: Option<String>,
    shop_address: Option<String>,
    province: Option<String>,
    contact: Option<String>,
    /// JPEG, PNG or WebP, 10 MB each, three at most. They are encoded anew, without position.
    #[schema(value_type = Vec<String>, format = Binary, max_items = 3)]
    photo: Option<Vec<Vec<u8>>>,
}

/// How far a report has come, for whoever has its number.
#[derive(ToSchema)]
#[schema(as = ShopperReportState, example = json!({
    "number": "PA-7K3M-Q9TD", "state": "received",
    "words": { "vi": "Đã tiếp nhận", "en": "Received" }, "merged": false, "answer": null,
    "contact_kept": true,
    "received_at": "2026-08-10T03:00:00Z", "changed_at": "2026-08-10T03:00:00Z"
}))]
pub struct PublicState {
    number: String,
    /// `received`, `looked_at`, `case_opened` or `closed`.
    state: String,
    words: Text,
    /// Whether it says the same as another, and goes its way.
    merged: bool,
    /// What inspectors answer.
    #[schema(required = true)]
    answer: Option<String>,
    /// Whether a contact is kept with it, which its shopper may have erased.
    contact_kept: bool,
    received_at: String,
    changed_at: String,
}

/// The version that was looked at.
#[derive(ToSchema)]
#[schema(as = ShopperReportVersion, example = json!({ "version": 1 }))]
pub struct Version {
    version: i64,
}

/// The report to merge with.
#[derive(ToSchema)]
#[schema(as = ShopperReportMerging, example = json!({ "version": 1, "original": 3 }))]
pub struct Merging {
    version: i64,
    original: i64,
}

/// Why a report is dismissed.
#[derive(ToSchema)]
#[schema(as = ShopperReportDismissal, example = json!({
    "version": 2, "dismissed_for": "Bao bì và giấy chứng nhận khớp nhau",
    "public_answer": "Chúng tôi đã xem: bao bì đúng với giấy chứng nhận. Cảm ơn bạn."
}))]
pub struct Dismissal {
    version: i64,
    /// For inspectors.
    dismissed_for: String,
    /// What whoever reported sees.
    public_answer: Option<String>,
}

/// How to reach whoever reported.
#[derive(ToSchema)]
#[schema(as = ShopperContact, example = json!({ "contact": "mua.hang@example.vn" }))]
pub struct Contact {
    contact: String,
}

/// A page of reports.
#[derive(ToSchema)]
#[schema(as = ShopperReportList)]
pub struct ReportList {
    reports: Vec<ReportLine>,
    /// The address of the next page; null at the end.
    #[schema(required = true)]
    next: Option<String>,
}

/// A report of a list.
#[derive(ToSchema)]
#[schema(as = ShopperReportLine, example = json!({
    "id": 1, "number": "PA-7K3M-Q9TD", "state": "received", "reason": "more_stars",
    "certificate": "CB-12345-E", "product": null, "verdict": "genuine", "shop": "Cửa hàng Thử",
    "province": "VN-04@2", "duplicate_of": null, "received_at": "2026-08-10T03:00:00Z"
}))]
pub struct ReportLine {
    id: i64,
    number: String,
    state: String,
    reason: String,
    /// The certificate that the code names, genuine or not.
    #[schema(required = true)]
    certificate: Option<String>,
    #[schema(required = true)]
    product: Option<String>,
    /// What the judge said when the report came in.
    #[schema(required = true)]
    verdict: Option<String>,
    #[schema(required = true)]
    shop: Option<String>,
    #[schema(required = true)]
    province: Option<String>,
    #[schema(required = true)]
    duplicate_of: Option<i64>,
    received_at: String,
}

/// What the judge says of a reported code now.
#[derive(ToSchema)]
#[schema(as = ShopperReportVerdict)]
pub struct VerdictNow {
    verdict: String,
    reason: Text,
    #[schema(required = true)]
    product: Option<String>,
    #[schema(required = true)]
    producer: Option<String>,
}

/// A photograph.
#[derive(ToSchema)]
#[schema(as = ShopperPhotograph)]
pub struct Photograph {
    id: i64,
    media_type: String,
    size: i64,
    width: i64,
    height: i64,
    sha256: String,
}

/// A report with what belongs to it.
#[derive(ToSchema)]
#[schema(as = ShopperReport)]
pub struct Report {
    id: i64,
    number: String,
    version: i64,
    /// `received`, `looked_at`, `case_opened` or `closed`.
    state: String,
    reason: String,
    #[schema(required = true)]
    code: Option<String>,
    #[schema(required = true)]
    certificate: Option<String>,
    #[schema(required = true)]
    verdict: Option<String>,
    #[schema(required = true)]
    verdict_now: Option<VerdictNow>,
    #[schema(required = true)]
    product: Option<String>,
    description: String,
    #[schema(required = true)]
    shop: Option<String>,
    #[schema(required = true)]
    shop_address: Option<String>,
    #[schema(required = true)]
    province: Option<String>,
    photographs: Vec<Photograph>,
    /// `none`, `given` or `erased`.
    contact: String,
    #[schema(required = true)]
    duplicate_of: Option<i64>,
    duplicates: Vec<i64>,
    #[schema(required = true)]
    case: Option<i64>,
    #[schema(required = true)]
    dismissed_for: Option<String>,
    #[schema(required = true)]
    public_answer: Option<String>,
    received_at: String,
    changed_at: String,
    #[schema(required = true)]
    closed_at: Option<String>,
}
