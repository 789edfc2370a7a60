//! What a verdict's page says of a label with a serial. How often it was checked is told, and
//! never an alarm: a shopper cannot know what it means, and a family's jar is no crime.

use std::sync::LazyLock;

use crate::office::{CheckedLabel, LabelCheck};
use crate::scheme::check::date;
use crate::scheme::province::Province;
use crate::scheme::text::fold;
use crate::scheme::words::Language;

/// The words of the form that asks where.
pub struct Texts {
    pub place: &'static str,
    pub place_reason: &'static str,
    pub choose: &'static str,
    pub send: &'static str,
    pub thanks: &'static str,
}

impl Texts {
    /// The words of a language.
    pub fn of(language: Language) -> &'static Self {
        match language {
            Language::Vi => &VI,
            Language::En => &EN,
        }
    }
}

static VI: Texts = Texts {
    place: "Bạn mua ở đâu? (không bắt buộc)",
    place_reason: "Giúp phát hiện tem bị sao chép. Chỉ lưu tên tỉnh và ngày, không lưu gì về bạn.",
    choose: "Chọn tỉnh, thành phố",
    send: "Gửi",
    thanks: "Cảm ơn bạn đã cho biết.",
};

static EN: Texts = Texts {
    place: "Where did you buy it? (optional)",
    place_reason: "It helps to find copied labels. Only the province and the day are kept, and nothing about you.",
    choose: "Choose a province",
    send: "Send",
    thanks: "Thank you for telling.",
};

/// How often a label was checked, in one neutral sentence; nothing for one that is not known.
pub fn times(label: &CheckedLabel, language: Language) -> Option<String> {
    if label.check != LabelCheck::Known {
        return None;
    }
    let said = match (label.first_checked_on, label.times_checked) {
        (Some(first), times) if times > 1 => match language {
            Language::Vi => format!(
                "Tem này được kiểm tra lần đầu ngày {}; đã kiểm tra {times} lần.",
                date(first)
            ),
            Language::En => format!(
                "This label was first checked on {}, {times} times so far.",
                date(first)
            ),
        },
        _ => match language {
            Language::Vi => "Tem này được kiểm tra lần đầu tiên.".to_owned(),
            Language::En => "This label is checked for the first time.".to_owned(),
        },
    };
    Some(said)
}

/// The provinces of today, by name.
pub fn provinces() -> &'static [&'static Province] {
    static SORTED: LazyLock<Vec<&'static Province>> = LazyLock::new(|| {
        let all = Province::all().iter();
        let today = all.filter(|province| province.valid_to.is_none());
        let mut sorted: Vec<&'static Province> = today.collect();
        sorted.sort_by_cached_key(|province| fold(&province.name));
        sorted
    });
    &SORTED
}
