//! Why a case stays as it is.

use crate::scheme::case::CaseState;
use crate::scheme::words::Text;

/// Why something about a case was not done. What is out of reach is as if it were not there.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CaseRefused {
    /// There is no such case, or none in reach.
    #[error("there is no case {0}")]
    NoSuchCase(i64),
    /// No case has this check page.
    #[error("there is no such check page")]
    NoSuchCheck,
    /// The case holds no such evidence, or it was struck.
    #[error("there is no evidence {0}")]
    NoSuchEvidence(i64),
    /// What is asked for cannot be done where the case is.
    #[error("the case is {}", .0.name())]
    State(CaseState),
    /// Somebody must answer for it.
    #[error("a person must do this")]
    PersonNeeded,
    /// Nobody of that number checks the market.
    #[error("account {0} is no inspector's")]
    NoSuchInspector(i64),
    /// A case with more evidence is several cases.
    #[error("a case holds at most {0} pieces of evidence")]
    TooMuch(usize),
    /// A case was opened about the shopper's report already.
    #[error("the report has a case")]
    ReportTaken,
    /// No council of theirs was told of it, or it was read already.
    #[error("there is nothing to acknowledge")]
    NothingToSee,
}

impl CaseRefused {
    /// Stable, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoSuchCase(_) => "no_such_case",
            Self::NoSuchCheck => "no_such_check",
            Self::NoSuchEvidence(_) => "no_such_evidence",
            Self::State(_) => "case_state",
            Self::PersonNeeded => "person_needed",
            Self::NoSuchInspector(_) => "no_such_inspector",
            Self::TooMuch(_) => "too_much_evidence",
            Self::ReportTaken => "report_state",
            Self::NothingToSee => "nothing_to_acknowledge",
        }
    }

    /// What is wrong, and what to do next.
    pub fn words(&self) -> Text {
        match self {
            Self::NoSuchCase(id) => Text::of(
                format!("Không có vụ việc {id} trong phạm vi của bạn. Hãy xem danh sách vụ việc."),
                format!("There is no case {id} in your reach. See the list of cases."),
            ),
            Self::NoSuchCheck => Text::new(
                "Không có vụ việc nào ở địa chỉ này. Hãy so lại từng ký tự với địa chỉ in trong hồ sơ vụ việc.",
                "No case is at this address. Compare each character with the address in the case file.",
            ),
            Self::NoSuchEvidence(place) => Text::of(
                format!(
                    "Vụ việc không có chứng cứ {place}, hoặc chứng cứ đã bị gạch. Hãy mở lại vụ việc để xem."
                ),
                format!(
                    "The case has no evidence {place}, or it was struck. Open the case again to see."
                ),
            ),
            Self::State(state) => {
                let state = state.words();
                Text::of(
                    format!(
                        "Vụ việc đang ở trạng thái “{}” nên không làm được việc này; không thay đổi gì. Hãy mở lại trang để xem việc tiếp theo.",
                        state.vi
                    ),
                    format!(
                        "The case is “{}”, so this cannot be done; nothing was changed. Open its page again to see what is next.",
                        state.en
                    ),
                )
            }
            Self::PersonNeeded => Text::new(
                "Việc này phải có người đứng tên. Hãy đăng nhập, hoặc dùng mã truy cập của một người.",
                "Somebody must answer for this. Sign in, or use a token that belongs to a person.",
            ),
            Self::NoSuchInspector(id) => Text::of(
                format!(
                    "Tài khoản {id} không phải của kiểm tra viên đang hoạt động. Hãy chọn trong danh sách."
                ),
                format!("Account {id} is not that of an active inspector. Choose one of the list."),
            ),
            Self::TooMuch(most) => Text::of(
                format!(
                    "Một vụ việc có tối đa {most} chứng cứ; chưa thêm gì. Hãy lập vụ việc khác cho phần còn lại."
                ),
                format!(
                    "A case holds at most {most} pieces of evidence; nothing was added. Open another case for the rest."
                ),
            ),
            Self::ReportTaken => Text::new(
                "Đã có vụ việc về phản ánh này; chưa lập gì thêm. Hãy mở phản ánh để xem vụ việc ấy.",
                "There is a case about this report already; none was opened. Open the report to see it.",
            ),
            Self::NothingToSee => Text::new(
                "Hội đồng của bạn đã xác nhận vụ việc này, hoặc không được thông báo; không thay đổi gì.",
                "Your council has acknowledged this case already, or was not told of it; nothing was changed.",
            ),
        }
    }
}
