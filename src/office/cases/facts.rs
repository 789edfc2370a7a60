//! What inspectors type of a case, and what stands in it.

use crate::office::typed::Typed;
use crate::office::{Error, Refusal};
use crate::register::CaseFacts;
use crate::scheme::case::CaseKind;
use crate::scheme::province::Province;
use crate::scheme::words::Text;

/// What is typed of a case. What is not known is empty.
#[derive(Clone, Debug, Default)]
pub struct TypedCase {
    /// `false_claim`, `expired`, `wrong_product`, `copied_code` or `other`.
    pub kind: String,
    /// What was found, in words.
    pub statement: String,
    /// The province where, a unit of today: `VN-04@2`.
    pub province: String,
    /// Where in it.
    pub place: String,
    /// The shop's name.
    pub shop: String,
    /// The shop's address.
    pub shop_address: String,
}

/// What is to be added to a case.
#[derive(Clone, Debug, Default)]
pub struct TypedEvidence {
    /// Checks of one's own journal.
    pub entries: Vec<i64>,
    /// Texts of codes, or certificate numbers.
    pub codes: Vec<String>,
    /// A shopper's report.
    pub report: Option<i64>,
    /// Words.
    pub note: String,
    /// Whether the position of the first entry that has one is kept.
    pub with_position: bool,
}

/// What was typed, with everything that is wrong with it.
pub(super) fn facts(written: &TypedCase) -> Result<CaseFacts, Vec<Refusal>> {
    let mut typed = Typed::default();
    let kind: Option<CaseKind> = written.kind.trim().parse().ok();
    if kind.is_none() {
        typed.refuse(
            "kind",
            "not_a_case_kind",
            Text::new(
                "Chưa chọn loại vụ việc. Hãy chọn một loại trong danh sách.",
                "No kind of case is chosen. Choose one of the list.",
            ),
        );
    }
    let statement = typed.prose("statement", &written.statement);
    let unit = written.province.trim();
    let today = |province: &&Province| province.valid_to.is_none();
    let province = Province::find(unit).filter(today);
    if !unit.is_empty() && province.is_none() {
        typed.refuse(
            "province",
            "not_a_province",
            Text::new(
                "Đây không phải tỉnh, thành phố hiện nay. Hãy chọn trong danh sách.",
                "This is no province of today. Choose one of the list.",
            ),
        );
    }
    let place = typed.optional_line("place", &written.place);
    let shop = typed.optional_line("shop", &written.shop);
    let shop_address = typed.optional_line("shop_address", &written.shop_address);
    let read = kind.zip(statement).map(|(kind, statement)| CaseFacts {
        kind,
        statement,
        province: province.map(|province| province.unit_id.clone()),
        place: place.unwrap_or_default(),
        shop: shop.unwrap_or_default(),
        shop_address: shop_address.unwrap_or_default(),
    });
    typed.finish(read).map_err(|error| match error {
        Error::Refused(refusals) => refusals,
        // A form is refused for what is typed, and for nothing else.
        _ => Vec::new(),
    })
}
