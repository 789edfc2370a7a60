//! The checks of a verdict: their names, outcomes, and what was found.

mod detail;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
pub use detail::Detail;

use super::day;
use super::words::Text;

/// A check, in the order of the specification (section 6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Check {
    /// The text is a token in its one form.
    Format,
    /// A council on the trust list has the key.
    Issuer,
    /// The key made the signature.
    Signature,
    /// The council was entitled, and its key in its sealing period.
    Mandate,
    /// The term is not longer than the edition allows.
    ValidityPeriod,
    /// The register knows the token.
    Register,
    /// Not revoked, suspended or superseded.
    Status,
    /// In force at the instant of checking.
    Dates,
    /// The package shows as many stars as were certified.
    StarsOnPackage,
}

impl Check {
    /// Every check, in order.
    pub const ALL: [Self; 9] = [
        Self::Format,
        Self::Issuer,
        Self::Signature,
        Self::Mandate,
        Self::ValidityPeriod,
        Self::Register,
        Self::Status,
        Self::Dates,
        Self::StarsOnPackage,
    ];

    /// The name in JSON, `validity_period`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Format => "format",
            Self::Issuer => "issuer",
            Self::Signature => "signature",
            Self::Mandate => "mandate",
            Self::ValidityPeriod => "validity_period",
            Self::Register => "register",
            Self::Status => "status",
            Self::Dates => "dates",
            Self::StarsOnPackage => "stars_on_package",
        }
    }

    /// The check in words.
    pub fn words(self) -> Text {
        match self {
            Self::Format => Text::new("Định dạng mã", "Format"),
            Self::Issuer => Text::new("Hội đồng cấp", "Issuer"),
            Self::Signature => Text::new("Chữ ký số", "Signature"),
            Self::Mandate => Text::new("Thẩm quyền", "Mandate"),
            Self::ValidityPeriod => Text::new("Thời hạn 36 tháng", "36-month term"),
            Self::Register => Text::new("Sổ đăng ký", "Register"),
            Self::Status => Text::new("Tình trạng", "Status"),
            Self::Dates => Text::new("Ngày hiệu lực", "Dates"),
            Self::StarsOnPackage => Text::new("Số sao trên bao bì", "Stars on the package"),
        }
    }
}

/// The outcome of one check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Found in order.
    Pass,
    /// Found wrong.
    Fail,
    /// In order, with a reservation.
    Warn,
    /// No data to decide.
    Unknown,
    /// An earlier failure makes it meaningless.
    Skipped,
}

impl Outcome {
    /// Every outcome.
    pub const ALL: [Self; 5] = [
        Self::Pass,
        Self::Fail,
        Self::Warn,
        Self::Unknown,
        Self::Skipped,
    ];

    /// The name in JSON, `pass`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::Warn => "warn",
            Self::Unknown => "unknown",
            Self::Skipped => "skipped",
        }
    }

    /// The outcome in words.
    pub fn words(self) -> Text {
        match self {
            Self::Pass => Text::new("Đạt", "Pass"),
            Self::Fail => Text::new("Không đạt", "Fail"),
            Self::Warn => Text::new("Lưu ý", "Warning"),
            Self::Unknown => Text::new("Chưa rõ", "Unknown"),
            Self::Skipped => Text::new("Không xét", "Skipped"),
        }
    }
}

/// What a check found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The outcome.
    pub outcome: Outcome,
    /// Why, where there is more to say than the outcome.
    pub detail: Option<Detail>,
}

impl Finding {
    /// Not judged, because of an earlier failure.
    pub const SKIPPED: Self = Self {
        outcome: Outcome::Skipped,
        detail: None,
    };
    /// In order.
    pub const PASS: Self = Self {
        outcome: Outcome::Pass,
        detail: None,
    };

    pub(super) fn fail(detail: Detail) -> Self {
        Self {
            outcome: Outcome::Fail,
            detail: Some(detail),
        }
    }

    pub(super) fn warn(detail: Detail) -> Self {
        Self {
            outcome: Outcome::Warn,
            detail: Some(detail),
        }
    }

    pub(super) fn unknown(detail: Detail) -> Self {
        Self {
            outcome: Outcome::Unknown,
            detail: Some(detail),
        }
    }
}

/// A date as Vietnam writes it, `05/08/2026`.
pub fn date(date: NaiveDate) -> String {
    let (day, month, year) = (date.day(), date.month(), date.year());
    format!("{day:02}/{month:02}/{year:04}")
}

/// An instant in Vietnam's time, `05/08/2026 09:30`.
pub fn instant(at: DateTime<Utc>) -> String {
    let minutes = (at.timestamp() + 7 * 3600).rem_euclid(86_400) / 60;
    format!(
        "{} {:02}:{:02}",
        date(day::of(at)),
        minutes / 60,
        minutes % 60
    )
}
