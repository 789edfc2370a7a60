//! Grounds on which certificates are withdrawn, as real decisions name them.

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

use super::words::Text;

/// Why a decision withdraws a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ground {
    /// Not evaluated again at the end of its term.
    NotReEvaluated,
    /// A mandatory criterion is no longer met.
    MandatoryCriteria,
    /// Not made by the declared process.
    Process,
    /// Food-safety violation.
    FoodSafety,
    /// No quality or traceability records.
    Records,
    /// Production stopped.
    ProductionStopped,
    /// What the decision says in its own words.
    Other,
}

/// Text that names no ground.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "\"{0}\" is not a ground: use not-re-evaluated, mandatory-criteria, process, food-safety, \
     records, production-stopped or other"
)]
pub struct NotAGround(pub String);

impl Ground {
    /// Every ground.
    pub const ALL: [Self; 7] = [
        Self::NotReEvaluated,
        Self::MandatoryCriteria,
        Self::Process,
        Self::FoodSafety,
        Self::Records,
        Self::ProductionStopped,
        Self::Other,
    ];

    /// The name in data and commands, `food-safety`.
    pub fn name(self) -> &'static str {
        match self {
            Self::NotReEvaluated => "not-re-evaluated",
            Self::MandatoryCriteria => "mandatory-criteria",
            Self::Process => "process",
            Self::FoodSafety => "food-safety",
            Self::Records => "records",
            Self::ProductionStopped => "production-stopped",
            Self::Other => "other",
        }
    }

    /// The ground in words.
    pub fn words(self) -> Text {
        match self {
            Self::NotReEvaluated => Text::new(
                "Không đánh giá lại khi hết hạn",
                "Not re-evaluated at the end of its term",
            ),
            Self::MandatoryCriteria => {
                Text::new("Không đạt tiêu chí bắt buộc", "Mandatory criteria not met")
            }
            Self::Process => Text::new(
                "Không sản xuất theo quy trình đã công bố",
                "Not made by the declared process",
            ),
            Self::FoodSafety => Text::new("Vi phạm an toàn thực phẩm", "Food-safety violation"),
            Self::Records => Text::new(
                "Thiếu hồ sơ chất lượng, truy xuất nguồn gốc",
                "Missing quality or traceability records",
            ),
            Self::ProductionStopped => Text::new("Ngừng sản xuất", "Production stopped"),
            Self::Other => Text::new("Lý do khác", "Other"),
        }
    }
}

impl fmt::Display for Ground {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Ground {
    type Err = NotAGround;

    fn from_str(text: &str) -> Result<Self, NotAGround> {
        Self::ALL
            .into_iter()
            .find(|ground| ground.name() == text)
            .ok_or_else(|| NotAGround(text.chars().take(40).collect()))
    }
}

impl Serialize for Ground {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}
