//! One thing that is wrong with what somebody handed in.

use serde::Serialize;

use crate::scheme::words::Text;

/// One thing that is wrong with what was handed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Refusal {
    /// The row, as a spreadsheet counts: the header is row 1. `None` for the whole.
    pub row: Option<usize>,
    /// The column or field.
    pub column: Option<&'static str>,
    /// Stable, for programs.
    pub code: &'static str,
    /// What is wrong and what to do.
    pub message: Text,
}

impl Refusal {
    /// A refusal of the whole, of a field.
    pub(super) fn of(field: &'static str, code: &'static str, message: Text) -> Self {
        Self {
            row: None,
            column: Some(field),
            code,
            message,
        }
    }
}
