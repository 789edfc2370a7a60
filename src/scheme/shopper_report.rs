//! What shoppers report: a product that may carry a code or stars that are not its own. Nothing
//! of it is an accusation: an inspector looks at it first.

use std::str::FromStr;

use serde::Serialize;

use super::words::Text;

/// What seems to be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ReportReason {
    /// The package shows more stars than the certificate has.
    MoreStars,
    /// The certificate is over, and the stars are still shown.
    Expired,
    /// The code is on another product than the certificate names.
    OtherProduct,
    /// The same label seems to be copied onto many packages.
    CopiedCode,
    /// Something else.
    Other,
}

/// How far a report has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ReportState {
    /// Nobody has looked at it yet.
    Received,
    /// An inspector looks at it.
    LookedAt,
    /// A case was opened about it.
    CaseOpened,
    /// Nothing more follows.
    Closed,
}

/// Text that names no reason, or no state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not of a shopper's report")]
pub struct NotOfAReport;

impl ReportReason {
    /// Every reason.
    pub const ALL: [Self; 5] = [
        Self::MoreStars,
        Self::Expired,
        Self::OtherProduct,
        Self::CopiedCode,
        Self::Other,
    ];

    /// The name in data, `more_stars`.
    pub fn name(self) -> &'static str {
        match self {
            Self::MoreStars => "more_stars",
            Self::Expired => "expired",
            Self::OtherProduct => "other_product",
            Self::CopiedCode => "copied_code",
            Self::Other => "other",
        }
    }

    /// The reason in words.
    pub fn words(self) -> Text {
        match self {
            Self::MoreStars => Text::new(
                "Bao bì in nhiều sao hơn giấy chứng nhận",
                "The package shows more stars than the certificate",
            ),
            Self::Expired => Text::new(
                "Giấy chứng nhận đã hết hạn mà bao bì vẫn in sao",
                "The certificate has expired and the stars are still shown",
            ),
            Self::OtherProduct => Text::new(
                "Mã nằm trên sản phẩm khác",
                "The code is on another product",
            ),
            Self::CopiedCode => Text::new("Mã có vẻ bị sao chép", "The code seems to be a copy"),
            Self::Other => Text::new("Điều khác", "Something else"),
        }
    }
}

impl FromStr for ReportReason {
    type Err = NotOfAReport;

    fn from_str(text: &str) -> Result<Self, NotOfAReport> {
        let mut all = Self::ALL.into_iter();
        all.find(|reason| reason.name() == text).ok_or(NotOfAReport)
    }
}

impl ReportState {
    /// Every state.
    pub const ALL: [Self; 4] = [
        Self::Received,
        Self::LookedAt,
        Self::CaseOpened,
        Self::Closed,
    ];

    /// The name in data, `looked_at`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::LookedAt => "looked_at",
            Self::CaseOpened => "case_opened",
            Self::Closed => "closed",
        }
    }

    /// The state in words.
    pub fn words(self) -> Text {
        match self {
            Self::Received => Text::new("Đã tiếp nhận", "Received"),
            Self::LookedAt => Text::new("Đang được xem xét", "Being looked at"),
            Self::CaseOpened => Text::new("Đã lập vụ việc", "A case was opened"),
            Self::Closed => Text::new("Đã kết thúc", "Closed"),
        }
    }
}

impl FromStr for ReportState {
    type Err = NotOfAReport;

    fn from_str(text: &str) -> Result<Self, NotOfAReport> {
        let mut all = Self::ALL.into_iter();
        all.find(|state| state.name() == text).ok_or(NotOfAReport)
    }
}
