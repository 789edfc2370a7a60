//! The three kinds of code that a label can bear, and what each can do.

use super::words::Text;

/// What a label's code holds (token specification, sections 2.2 and 2.7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CodeKind {
    /// The signed certificate with its names.
    Full,
    /// The signed certificate without names: a smaller code.
    Compact,
    /// The certificate's number alone: the smallest, without proof.
    Short,
}

impl CodeKind {
    /// All of them, the one that proves most first.
    pub const ALL: [Self; 3] = [Self::Full, Self::Compact, Self::Short];

    /// Its stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Compact => "compact",
            Self::Short => "short",
        }
    }

    /// The kind with a stable name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// What people call it.
    pub fn words(self) -> Text {
        match self {
            Self::Full => Text::new("Mã đầy đủ", "Full code"),
            Self::Compact => Text::new("Mã rút gọn", "Compact code"),
            Self::Short => Text::new("Mã ngắn", "Short code"),
        }
    }

    /// What it can do, in a sentence or two.
    pub fn can(self) -> Text {
        match self {
            Self::Full => Text::new(
                "Kiểm tra được cả khi không có mạng: chữ ký, hạn, số sao, tên sản phẩm và chủ thể đều nằm trong mã.",
                "Can be checked without a network: signature, dates, stars and both names are in the code.",
            ),
            Self::Compact => Text::new(
                "Kiểm tra được chữ ký, hạn và số sao khi không có mạng; tên chỉ hiện khi có mạng. Dành cho bao bì nhỏ.",
                "Signature, dates and stars can be checked without a network; the names appear online only. For small packages.",
            ),
            Self::Short => Text::new(
                "Chỉ kiểm tra được khi có mạng: mã chỉ chứa số giấy chứng nhận, không có chữ ký.",
                "Works online only: the code holds the certificate's number and no signature.",
            ),
        }
    }
}
