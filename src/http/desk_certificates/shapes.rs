//! The shape of the form, for the OpenAPI document only.

#![expect(dead_code, reason = "descriptions: nothing constructs them")]

use utoipa::ToSchema;

/// What an act on a certificate takes: a decision, its day and a ground; or a newer certificate.
#[derive(ToSchema)]
pub struct ActForm {
    #[schema(example = "900/QĐ-UBND")]
    decision: Option<String>,
    #[schema(format = Date)]
    decided_on: Option<String>,
    #[schema(example = "food-safety")]
    ground: Option<String>,
    #[schema(example = "CB-0-8")]
    by: Option<String>,
}
