//! Why a pack says nothing of what was asked.

use chrono::{DateTime, Utc};

use crate::scheme::check::instant;
use crate::scheme::number::{CertificateNumber, MISTYPED};
use crate::scheme::words::Text;

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unanswered {
    /// The check character of a number does not fit.
    Mistyped,
    /// No certificate of this number is in the pack.
    NoSuchNumber {
        /// The number.
        number: CertificateNumber,
        /// When the pack was made.
        made_at: DateTime<Utc>,
    },
    /// The pack came without names.
    NeedsNames,
}

impl Unanswered {
    /// The stable name.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Mistyped => "mistyped_number",
            Self::NoSuchNumber { .. } => "no_such_number",
            Self::NeedsNames => "needs_names",
        }
    }

    /// What is wrong, and what to do next.
    pub fn words(&self) -> Text {
        match self {
            Self::Mistyped => MISTYPED,
            Self::NoSuchNumber { number, made_at } => {
                let made_at = instant(*made_at);
                Text::of(
                    format!(
                        "Gói ngoại tuyến tạo lúc {made_at} không có giấy chứng nhận số {number}. Hãy so lại số với nhãn, hoặc dùng gói mới hơn."
                    ),
                    format!(
                        "The pack of {made_at} has no certificate {number}. Compare the number with the label, or use a newer pack."
                    ),
                )
            }
            Self::NeedsNames => Text::new(
                "Gói này không kèm tên nên không tra được số giấy. Hãy tạo gói bằng `ocop pack --names` (hoặc tải /pack?names=1), hoặc quét mã QR đầy đủ.",
                "This pack came without names, so a number cannot be looked up. Make one by `ocop pack --names` (or get /pack?names=1), or scan the full code.",
            ),
        }
    }
}
