//! The shapes of permits, for the OpenAPI document only.

#![expect(dead_code, reason = "descriptions: nothing constructs them")]

use utoipa::ToSchema;

/// Why labels of a suspended certificate are needed.
#[derive(ToSchema)]
#[schema(example = json!({ "reason": "Thay tem bị hỏng của lô hàng đã bán" }))]
pub struct ReprintReason {
    /// A sentence.
    #[schema(min_length = 1, max_length = 300)]
    reason: String,
}

/// A permit that stands.
#[derive(ToSchema)]
#[schema(example = json!({
    "number": "CB-0-8", "reason": "Thay tem bị hỏng của lô hàng đã bán",
    "allowed_by": "account 7", "name": "Nông Thị Thử", "allowed_at": "2026-08-10T03:00:00Z"
}))]
pub struct ReprintPermit {
    number: String,
    reason: String,
    /// As the trail names them.
    allowed_by: String,
    /// Their name, where it is a person.
    name: Option<String>,
    #[schema(format = DateTime)]
    allowed_at: String,
}
