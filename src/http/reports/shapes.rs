//! The shape of the reports, for the OpenAPI document only.

#![expect(dead_code, reason = "descriptions: nothing constructs them")]

use utoipa::ToSchema;

use crate::http::document::Text;

/// The reports of what is in reach.
#[derive(ToSchema)]
pub struct Reports {
    /// The day they speak of.
    #[schema(format = Date)]
    on: String,
    total: Counts,
    /// By the provinces of today, with what their predecessors certified; `VN` is the centre.
    by_province: Vec<ReportLine>,
    by_stars: Vec<ReportLine>,
    by_group: Vec<ReportLine>,
    by_year: Vec<ReportLine>,
    /// By the month of the last day, for twelve months.
    expiring: Vec<ReportLine>,
}

/// How many certificates there are.
#[derive(ToSchema)]
pub struct Counts {
    certified: u64,
    in_force: u64,
    suspended: u64,
    expired: u64,
    revoked: u64,
    superseded: u64,
}

/// A line of a report.
#[derive(ToSchema)]
pub struct ReportLine {
    #[schema(example = "VN-04@2")]
    key: String,
    name: Text,
    #[serde(flatten)]
    counts: Counts,
}
