//! The fields of a score sheet and of a conclusion, as a page or a program sends them.

use serde_json::Value;

use crate::http::fields::Fields;
use crate::http::forms::{COUNCIL, Form, NUMBER, TEXT};
use crate::office::{ConclusionText, SheetText};

/// Points: a number, or the text that somebody typed. What it says is for the office to read.
static POINTS: Form<String> = Form {
    read: |value| match value {
        Value::String(typed) => Some(typed.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    },
    code: "not_a_score",
    vi: "phải là số điểm, ví dụ \"34,50\".",
    en: "must be points, such as \"34.50\".",
};

/// A score sheet and the version that it is to take the place of. Points that were left out are
/// told by the office with all that is wrong.
pub(super) fn sheet(fields: &mut Fields) -> Option<(i64, SheetText)> {
    let faults = fields.faults_so_far();
    let version = fields.required("version", &NUMBER);
    let mut points = |name| fields.optional(name, &POINTS).unwrap_or_default();
    let text = SheetText {
        score_a: points("score_a"),
        score_b: points("score_b"),
        score_c: points("score_c"),
        remark: fields.optional("remark", &TEXT).unwrap_or_default(),
    };
    (fields.faults_so_far() == faults).then_some((version?, text))
}

/// A conclusion and the version of the session that it is made of.
pub(super) fn conclusion(fields: &mut Fields) -> Option<(i64, ConclusionText)> {
    let faults = fields.faults_so_far();
    let version = fields.required("version", &NUMBER);
    let text = ConclusionText {
        minutes: fields.optional("minutes", &TEXT).unwrap_or_default(),
        cap: fields.optional("cap", &NUMBER),
        failed: fields.optional("failed", &TEXT).unwrap_or_default(),
        confirmed_stars: fields.optional("confirmed_stars", &NUMBER),
        confirmed_because: fields
            .optional("confirmed_because", &TEXT)
            .unwrap_or_default(),
        council: fields.optional("council", &COUNCIL),
    };
    (fields.faults_so_far() == faults).then_some((version?, text))
}
