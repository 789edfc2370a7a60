//! What the label layer refuses, with the field that it is about.

use crate::http::error::Error;
use crate::label;
use crate::office::Refusal;
use crate::scheme::words::Text;

/// What is wrong with a label, by the field that says so.
pub fn refusal(error: &label::Error, field: Option<&'static str>) -> Refusal {
    Refusal {
        row: None,
        column: field.or_else(|| field_of(error)),
        code: error.code(),
        message: Text::of(error.vi(), error.en()),
    }
}

/// The same as the whole answer.
pub fn refused(error: &label::Error) -> Error {
    Error::of_refusals(vec![refusal(error, None)])
}

/// The parameter that decides, where one alone does.
fn field_of(error: &label::Error) -> Option<&'static str> {
    Some(match error {
        label::Error::DpiOutOfBounds { .. } | label::Error::TooManyDots { .. } => "dpi",
        label::Error::ModuleOutOfBounds { .. } | label::Error::ModuleTooSmall { .. } => "module_mm",
        label::Error::SideOutOfBounds { .. } | label::Error::LabelTooSmall { .. } => "width_mm",
        label::Error::NoFacts => "design",
        label::Error::SheetTooSmall { .. } => "label_mm",
        label::Error::BleedOutOfBounds { .. } => "bleed_mm",
        label::Error::GapOutOfBounds { .. } => "gap_mm",
        label::Error::NoLabels | label::Error::TooManyLabels { .. } => "count",
        _ => return None,
    })
}

/// Everything that an answer says is wrong, for the top of a form.
pub fn said(error: Error) -> Vec<Refusal> {
    match error.errors.is_empty() {
        false => error.errors,
        true => vec![Refusal {
            row: None,
            column: error.field,
            code: error.code,
            message: error.detail,
        }],
    }
}
