//! Cases of false claims: their kinds, their states and the moves between them, how they end.

use std::str::FromStr;

use serde::Serialize;

use super::words::Text;

/// Text that names no kind, state or result of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a word of a case")]
pub struct NotOfACase;

/// What is claimed falsely.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseKind {
    /// Stars or the mark without a certificate, or more stars than it has.
    FalseClaim,
    /// A certificate that has ended, or was withdrawn.
    Expired,
    /// The code of another product.
    WrongProduct,
    /// A genuine code, copied onto packages that are not the producer's.
    CopiedCode,
    /// Something else, as the statement says.
    Other,
}

impl CaseKind {
    /// Every kind.
    pub const ALL: [Self; 5] = [
        Self::FalseClaim,
        Self::Expired,
        Self::WrongProduct,
        Self::CopiedCode,
        Self::Other,
    ];

    /// The name in data, `false_claim`.
    pub fn name(self) -> &'static str {
        match self {
            Self::FalseClaim => "false_claim",
            Self::Expired => "expired",
            Self::WrongProduct => "wrong_product",
            Self::CopiedCode => "copied_code",
            Self::Other => "other",
        }
    }

    /// The kind in words.
    pub fn words(self) -> Text {
        match self {
            Self::FalseClaim => Text::new(
                "Ghi sai số sao, mạo nhận OCOP",
                "False claim of stars or of OCOP",
            ),
            Self::Expired => Text::new(
                "Giấy chứng nhận không còn hiệu lực",
                "Certificate no longer in force",
            ),
            Self::WrongProduct => Text::new("Mã của sản phẩm khác", "Code of another product"),
            Self::CopiedCode => Text::new("Mã bị sao chép", "Copied code"),
            Self::Other => Text::new("Nội dung khác", "Other"),
        }
    }
}

impl FromStr for CaseKind {
    type Err = NotOfACase;

    fn from_str(text: &str) -> Result<Self, NotOfACase> {
        let mut all = Self::ALL.into_iter();
        all.find(|kind| kind.name() == text).ok_or(NotOfACase)
    }
}

/// Where a case is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseState {
    /// Opened; nobody works on it yet.
    Open,
    /// Being looked into.
    Investigating,
    /// Handed to the authority that decides.
    Referred,
    /// Ended, with its result.
    Closed,
}

impl CaseState {
    /// Every state.
    pub const ALL: [Self; 4] = [
        Self::Open,
        Self::Investigating,
        Self::Referred,
        Self::Closed,
    ];

    /// The name in data, `investigating`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Investigating => "investigating",
            Self::Referred => "referred",
            Self::Closed => "closed",
        }
    }

    /// The state in words.
    pub fn words(self) -> Text {
        match self {
            Self::Open => Text::new("Mới lập", "Open"),
            Self::Investigating => Text::new("Đang xác minh", "Being investigated"),
            Self::Referred => Text::new(
                "Đã chuyển cơ quan có thẩm quyền",
                "Referred to the authority",
            ),
            Self::Closed => Text::new("Đã kết thúc", "Closed"),
        }
    }

    /// Whether what it says and holds may be added to.
    pub fn takes_more(self) -> bool {
        self != Self::Closed
    }

    /// Where a move leads from here; `None` where it cannot be made.
    pub fn after(self, step: CaseMove) -> Option<Self> {
        match (self, step) {
            (Self::Open, CaseMove::Begin) => Some(Self::Investigating),
            (Self::Open | Self::Investigating, CaseMove::Refer) => Some(Self::Referred),
            (Self::Open | Self::Investigating | Self::Referred, CaseMove::Close) => {
                Some(Self::Closed)
            }
            (Self::Referred | Self::Closed, CaseMove::Reopen) => Some(Self::Investigating),
            _ => None,
        }
    }

    /// Whether a move can be made from here.
    pub fn may_move(self, step: CaseMove) -> bool {
        self.after(step).is_some()
    }
}

impl FromStr for CaseState {
    type Err = NotOfACase;

    fn from_str(text: &str) -> Result<Self, NotOfACase> {
        let mut all = Self::ALL.into_iter();
        all.find(|state| state.name() == text).ok_or(NotOfACase)
    }
}

/// What happens to a case as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseMove {
    /// Somebody begins to look into it.
    Begin,
    /// It is handed to the authority.
    Refer,
    /// It ends.
    Close,
    /// It is taken up again.
    Reopen,
}

impl CaseMove {
    /// Every move.
    pub const ALL: [Self; 4] = [Self::Begin, Self::Refer, Self::Close, Self::Reopen];

    /// The name in data, `refer`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Begin => "begin",
            Self::Refer => "refer",
            Self::Close => "close",
            Self::Reopen => "reopen",
        }
    }

    /// The move in words, as one tells to make it.
    pub fn words(self) -> Text {
        match self {
            Self::Begin => Text::new("Bắt đầu xác minh", "Begin to investigate"),
            Self::Refer => Text::new("Chuyển cơ quan có thẩm quyền", "Refer to the authority"),
            Self::Close => Text::new("Kết thúc vụ việc", "Close the case"),
            Self::Reopen => Text::new("Mở lại vụ việc", "Take the case up again"),
        }
    }
}

impl FromStr for CaseMove {
    type Err = NotOfACase;

    fn from_str(text: &str) -> Result<Self, NotOfACase> {
        let mut all = Self::ALL.into_iter();
        all.find(|step| step.name() == text).ok_or(NotOfACase)
    }
}

/// What a case came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseResult {
    /// There was a violation.
    Found,
    /// There was none.
    NotFound,
    /// The authority decides.
    Referred,
}

impl CaseResult {
    /// Every result.
    pub const ALL: [Self; 3] = [Self::Found, Self::NotFound, Self::Referred];

    /// The name in data, `not_found`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Found => "found",
            Self::NotFound => "not_found",
            Self::Referred => "referred",
        }
    }

    /// The result in words.
    pub fn words(self) -> Text {
        match self {
            Self::Found => Text::new("Phát hiện vi phạm", "Violation found"),
            Self::NotFound => Text::new("Không phát hiện vi phạm", "No violation found"),
            Self::Referred => Text::new(
                "Chuyển cơ quan có thẩm quyền xử lý",
                "Referred to the authority",
            ),
        }
    }
}

impl FromStr for CaseResult {
    type Err = NotOfACase;

    fn from_str(text: &str) -> Result<Self, NotOfACase> {
        let mut all = Self::ALL.into_iter();
        all.find(|result| result.name() == text).ok_or(NotOfACase)
    }
}

#[cfg(test)]
mod tests {
    use super::{CaseKind, CaseMove, CaseResult, CaseState};

    #[test]
    fn a_name_is_read_as_what_it_names() {
        for kind in CaseKind::ALL {
            assert_eq!(kind.name().parse(), Ok(kind));
        }
        for state in CaseState::ALL {
            assert_eq!(state.name().parse(), Ok(state));
        }
        for step in CaseMove::ALL {
            assert_eq!(step.name().parse(), Ok(step));
        }
        for result in CaseResult::ALL {
            assert_eq!(result.name().parse(), Ok(result));
        }
        assert!("closes".parse::<CaseState>().is_err());
    }

    #[test]
    fn a_closed_case_is_only_taken_up_again_and_an_open_one_never_is() {
        let may = |state: CaseState| CaseMove::ALL.map(|step| state.may_move(step));
        assert_eq!(may(CaseState::Open), [true, true, true, false]);
        assert_eq!(may(CaseState::Investigating), [false, true, true, false]);
        assert_eq!(may(CaseState::Referred), [false, false, true, true]);
        assert_eq!(may(CaseState::Closed), [false, false, false, true]);
    }
}
