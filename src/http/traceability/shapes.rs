//! The shapes of traceability codes, for the OpenAPI document only.

#![expect(dead_code, reason = "descriptions: nothing constructs them")]

use utoipa::ToSchema;

/// A product's code on the traceability portal.
#[derive(ToSchema)]
#[schema(example = json!({ "code": "VN-CB-000123" }))]
pub struct TraceabilityCode {
    /// The code, or the portal's own address of it; null or empty takes it away.
    #[schema(max_length = 300)]
    code: Option<String>,
}

/// A certificate's code on the traceability portal, as it is now.
#[derive(ToSchema)]
#[schema(example = json!({
    "number": "CB-0-8", "code": "VN-CB-000123",
    "link": "https://truyxuat.example.vn/VN-CB-000123"
}))]
pub struct Traceability {
    number: String,
    code: Option<String>,
    /// Its page, where the programme names a portal.
    link: Option<String>,
}
