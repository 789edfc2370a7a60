//! The shapes of scans, for the OpenAPI document only.

#![expect(dead_code, reason = "descriptions: nothing constructs them")]

use utoipa::ToSchema;

use crate::http::document::Text;

/// A page of labels that were scanned.
#[derive(ToSchema)]
pub struct ScanPage {
    labels: Vec<ScannedLabel>,
    /// Scans with serials that were never given, by certificate and day: the 50 newest of the
    /// last 90 days. Only with the first page.
    invented: Vec<InventedSerials>,
    /// The address of the next page; null on the last.
    next: Option<String>,
}

/// How often and where a label was scanned. Nothing is kept of who did.
#[derive(ToSchema)]
pub struct ScannedLabel {
    #[schema(example = "CB-0-8")]
    number: String,
    /// Which of the certificate's labels.
    count: u64,
    /// Scans in all.
    times: u64,
    /// On how many days.
    days: u64,
    #[schema(format = Date)]
    first_on: String,
    #[schema(format = Date)]
    last_on: String,
    /// Scans on the day that had the most.
    most_on_a_day: u64,
    /// The provinces that are known, by unit.
    #[schema(example = json!(["VN-04@2"]))]
    provinces: Vec<String>,
    /// Provinces on the day that had the most.
    most_provinces_on_a_day: u64,
    /// The points of the reasons; 0 for what one package explains.
    score: u64,
    reasons: Vec<ScanReason>,
}

/// Why a label stands out.
#[derive(ToSchema)]
pub struct ScanReason {
    points: u64,
    words: Text,
}

/// Scans with serials that were never given.
#[derive(ToSchema)]
pub struct InventedSerials {
    /// The certificate that the codes name.
    #[schema(example = "CB-0-8")]
    number: String,
    #[schema(format = Date)]
    scanned_on: String,
    /// With digits that do not belong to their count.
    wrong_macs: u64,
    /// With a count that no run of labels has.
    unknown_counts: u64,
}
