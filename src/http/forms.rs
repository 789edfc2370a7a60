//! What a field must look like: how it is read, and what is said when it is not so.

use chrono::NaiveDate;
use serde_json::Value;

use crate::scheme::council::CouncilCode;
use crate::scheme::ground::Ground;

/// How a field is read.
pub struct Form<T> {
    /// Its value, if it has the form.
    pub read: fn(&Value) -> Option<T>,
    /// The stable name of its not having it.
    pub code: &'static str,
    /// What is said then, after "Trường x".
    pub vi: &'static str,
    /// What is said then, after "The field x".
    pub en: &'static str,
}

/// A text. PostgreSQL keeps no U+0000, and nobody types one.
pub static TEXT: Form<String> = Form {
    read: |value| text(value),
    code: "not_text",
    vi: "phải là một chuỗi ký tự, đặt trong dấu ngoặc kép, không có ký tự U+0000.",
    en: "must be a string, in quotes, without U+0000.",
};

fn text(value: &Value) -> Option<String> {
    let text = value.as_str().filter(|text| !text.contains('\0'));
    text.map(str::to_owned)
}

/// Several texts.
pub static TEXTS: Form<Vec<String>> = Form {
    read: |value| {
        let texts = value.as_array()?.iter();
        texts.map(text).collect()
    },
    code: "not_a_list_of_texts",
    vi: "phải là một danh sách chuỗi ký tự, ví dụ [\"CB-12345-E\"].",
    en: "must be a list of strings, such as [\"CB-12345-E\"].",
};

/// What was ticked in a page's form, which names one alone as it names a text.
pub static TICKED: Form<Vec<String>> = Form {
    read: |value| match value.as_str() {
        Some(one) => Some(vec![one.to_owned()]),
        None => (TEXTS.read)(value),
    },
    code: "not_a_list_of_texts",
    vi: "phải là những gì đã chọn.",
    en: "must be what was chosen.",
};

/// A day.
pub static DATE: Form<NaiveDate> = Form {
    // chrono reads "2026-8-5" too; the API has one form of a day.
    read: |value| {
        let text = value.as_str()?;
        let day: NaiveDate = text.parse().ok()?;
        (day.to_string() == text).then_some(day)
    },
    code: "not_a_date",
    vi: "không phải ngày trên lịch. Hãy ghi năm-tháng-ngày, ví dụ \"2026-08-05\".",
    en: "is no day of the calendar. Write year-month-day, such as \"2026-08-05\".",
};

/// A whole number, as JSON or as typed.
pub static NUMBER: Form<i64> = Form {
    read: |value| {
        let typed = value.as_str().and_then(|typed| typed.parse().ok());
        value.as_i64().or(typed)
    },
    code: "not_a_whole_number",
    vi: "phải là một số nguyên, ví dụ 12.",
    en: "must be a whole number, such as 12.",
};

/// A year.
pub static YEAR: Form<i32> = Form {
    read: |value| {
        let year = value.as_i64().filter(|year| (1900..=9999).contains(year))?;
        i32::try_from(year).ok()
    },
    code: "not_a_year",
    vi: "không phải năm. Hãy ghi số, ví dụ 2026.",
    en: "is no year. Write a number, such as 2026.",
};

/// A council's code.
pub static COUNCIL: Form<CouncilCode> = Form {
    read: |value| value.as_str()?.parse().ok(),
    code: "not_a_council_code",
    vi: "không phải mã hội đồng. Hãy ghi 2 đến 8 chữ cái A-Z và chữ số, ví dụ \"CB\".",
    en: "is not a council code. Write 2 to 8 letters A-Z and digits, such as \"CB\".",
};

/// The ground of a withdrawal.
pub static GROUND: Form<Ground> = Form {
    read: |value| value.as_str()?.parse().ok(),
    code: "not_a_ground",
    vi: "không phải lý do. Hãy ghi not-re-evaluated, mandatory-criteria, process, food-safety, records, production-stopped hoặc other.",
    en: "is not a ground. Write not-re-evaluated, mandatory-criteria, process, food-safety, records, production-stopped or other.",
};
