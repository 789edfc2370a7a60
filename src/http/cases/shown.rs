//! Words for what a case holds, shared by its page, its lists and its file.

use serde_json::Value;

use crate::office::{EvidenceView, MadeView};
use crate::scheme::case::CaseMove;
use crate::scheme::product::{Catalogue, ProductSet};
use crate::scheme::province::Province;
use crate::scheme::verdict::Kind;
use crate::scheme::words::{Language, Text};

/// A verdict's name in words.
pub(super) fn verdict(name: &str) -> Text {
    let unknown = || Text::of(name.to_owned(), name.to_owned());
    Kind::named(name).map_or_else(unknown, Kind::title)
}

/// The reason of a kept verdict.
pub(super) fn reason(judged: &Value) -> Option<Text> {
    serde_json::from_value(judged["reason"].clone()).ok()
}

/// The kind of a piece of evidence.
pub(super) fn kind(evidence: &EvidenceView) -> Text {
    match evidence.kind.as_str() {
        "entry" => Text::new("Lần kiểm tra trong nhật ký", "Check of a journal"),
        "code" => Text::new("Mã", "Code"),
        "number" => Text::new("Số giấy chứng nhận", "Certificate number"),
        "photograph" => Text::new("Ảnh", "Photograph"),
        "note" => Text::new("Ghi chú", "Note"),
        "report" => Text::new("Phản ánh của người mua", "Shopper's report"),
        other => Text::of(other.to_owned(), other.to_owned()),
    }
}

/// What happened to a case.
pub(super) fn act(made: &MadeView) -> Text {
    match made.act.as_str() {
        "opened" => Text::new("Lập vụ việc", "Opened"),
        "changed" => Text::new("Sửa nội dung", "Changed"),
        "assigned" => Text::new("Giao cho", "Assigned to"),
        other => match other.parse::<CaseMove>() {
            Ok(step) => step.words(),
            Err(_) => Text::of(other.to_owned(), other.to_owned()),
        },
    }
}

/// Why a council was told.
pub(super) fn because(told: &str) -> Text {
    match told {
        "issuer" => Text::new("đã cấp giấy", "issued the certificate"),
        "successor" => Text::new("kế thừa hội đồng đã cấp giấy", "took the issuer's place"),
        _ => Text::new("cấp tỉnh nơi có chủ thể", "of the producer's province"),
    }
}

/// A province by its unit.
pub(super) fn province(unit: &str) -> String {
    Province::find(unit).map_or_else(|| unit.to_owned(), |province| province.name.clone())
}

/// A set of products by catalogue and number.
pub(super) fn product_set(key: &str, language: Language) -> String {
    let found = key.split_once('-').and_then(|(catalogue, set_no)| {
        ProductSet::find(Catalogue::named(catalogue)?, set_no.parse().ok()?)
    });
    match (found, language) {
        (Some(set), Language::Vi) => set.set_vi.clone(),
        (Some(set), Language::En) => set.set_en.clone(),
        (None, _) => key.to_owned(),
    }
}
