//! What is sent of a case, from JSON or a form.

use serde_json::Value;

use crate::http::error::Error;
use crate::http::fields::Fields;
use crate::http::forms::{Form, NUMBER, TEXT};
use crate::office::{TypedCase, TypedEvidence, TypedStep};
use crate::scheme::case::CaseMove;

/// Identities: a list of numbers, or as an address has them, `1,2`.
static IDENTITIES: Form<Vec<i64>> = Form {
    read: |value| match value {
        Value::Array(values) => values
            .iter()
            .map(|value| match value {
                Value::String(text) => text.trim().parse().ok(),
                value => value.as_i64(),
            })
            .collect(),
        Value::String(text) => {
            let parts = text.split(',').map(str::trim);
            let parts = parts.filter(|part| !part.is_empty());
            parts.map(|part| part.parse().ok()).collect()
        }
        Value::Number(number) => Some(vec![number.as_i64()?]),
        _ => None,
    },
    code: "not_a_list_of_numbers",
    vi: "phải là danh sách số, ví dụ [1, 2].",
    en: "must be a list of numbers, such as [1, 2].",
};

/// Codes: a list of texts, or one in each line.
static CODES: Form<Vec<String>> = Form {
    read: |value| match value {
        Value::String(text) => Some(text.lines().map(str::to_owned).collect()),
        Value::Array(values) => values
            .iter()
            .map(|value| value.as_str().map(str::to_owned))
            .collect(),
        _ => None,
    },
    code: "not_a_list_of_texts",
    vi: "phải là danh sách nội dung mã hoặc số giấy chứng nhận.",
    en: "must be a list of texts of codes, or of certificate numbers.",
};

/// Whether something is wanted: true or false, or a box that was ticked.
static WANTED: Form<bool> = Form {
    read: |value| match value.as_str() {
        Some("1") => Some(true),
        Some(_) => None,
        None => value.as_bool(),
    },
    code: "not_a_bool",
    vi: "phải là true hoặc false.",
    en: "must be true or false.",
};

/// What a case says.
pub(super) fn case(fields: &mut Fields) -> TypedCase {
    let mut text = |name| fields.optional(name, &TEXT).unwrap_or_default();
    TypedCase {
        kind: text("kind"),
        statement: text("statement"),
        province: text("province"),
        place: text("place"),
        shop: text("shop"),
        shop_address: text("shop_address"),
    }
}

/// What is to be added.
pub(super) fn evidence(fields: &mut Fields) -> TypedEvidence {
    TypedEvidence {
        entries: fields.optional("entries", &IDENTITIES).unwrap_or_default(),
        codes: fields.optional("codes", &CODES).unwrap_or_default(),
        report: fields.optional("report", &NUMBER),
        note: fields.optional("note", &TEXT).unwrap_or_default(),
        with_position: fields.optional("with_position", &WANTED).unwrap_or(false),
    }
}

/// What is sent with a move, but for its name.
pub(super) fn step(fields: &mut Fields) -> TypedStep {
    let mut text = |name| fields.optional(name, &TEXT).unwrap_or_default();
    TypedStep {
        result: text("result"),
        outcome: text("outcome"),
        decision: text("decision"),
        public_answer: text("public_answer"),
    }
}

/// The version that was looked at, which must be there.
pub(super) fn version(fields: &mut Fields) -> Option<i64> {
    fields.required("version", &NUMBER)
}

/// What was read, if nothing else was sent or wrong.
///
/// # Errors
/// Everything that is.
pub(super) fn finish<T>(fields: Fields, version: Option<i64>, read: T) -> Result<(i64, T), Error> {
    fields.finish(version.map(|version| (version, read)))
}

/// A move of a case.
pub(super) static MOVE: Form<CaseMove> = Form {
    read: |value| value.as_str()?.parse().ok(),
    code: "not_a_case_move",
    vi: "phải là begin, refer, close hoặc reopen.",
    en: "must be begin, refer, close or reopen.",
};
