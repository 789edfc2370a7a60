//! Producers: who may hold a certificate.

use serde::{Deserialize, Serialize};

use super::words::Text;

/// The legal kind of a producer (Decision 148/QĐ-TTg, article 2; `Other` for what practice
/// knows besides: craft villages, management boards).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProducerKind {
    /// Doanh nghiệp.
    Enterprise,
    /// Hợp tác xã.
    Cooperative,
    /// Tổ hợp tác.
    CooperativeGroup,
    /// Hộ sản xuất có đăng ký kinh doanh.
    Household,
    /// Any other.
    Other,
}

impl ProducerKind {
    /// Every kind.
    pub const ALL: [Self; 5] = [
        Self::Enterprise,
        Self::Cooperative,
        Self::CooperativeGroup,
        Self::Household,
        Self::Other,
    ];

    /// The name in data, `cooperative_group`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Enterprise => "enterprise",
            Self::Cooperative => "cooperative",
            Self::CooperativeGroup => "cooperative_group",
            Self::Household => "household",
            Self::Other => "other",
        }
    }

    /// The kind of a name in data.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The kind in words.
    pub fn words(self) -> Text {
        match self {
            Self::Enterprise => Text::new("Doanh nghiệp", "Enterprise"),
            Self::Cooperative => Text::new("Hợp tác xã", "Cooperative"),
            Self::CooperativeGroup => Text::new("Tổ hợp tác", "Cooperative group"),
            Self::Household => Text::new(
                "Hộ sản xuất có đăng ký kinh doanh",
                "Registered household business",
            ),
            Self::Other => Text::new("Khác", "Other"),
        }
    }
}
