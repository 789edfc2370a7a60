//! Why a report is not taken, not shown or not moved.

use crate::scheme::report_number::NotAReportNumber;
use crate::scheme::shopper_report::ReportState;
use crate::scheme::words::Text;

/// Why a report is not taken, not shown or not moved.
#[derive(Debug, thiserror::Error)]
pub enum ShopperReportRefused {
    /// There is none in reach.
    #[error("there is no shopper's report {0}")]
    NoSuchReport(i64),
    /// No report has this number.
    #[error("no report has this number")]
    NoSuchNumber,
    /// The number is no number of a report.
    #[error(transparent)]
    NotANumber(#[from] NotAReportNumber),
    /// It cannot be done from where the report is.
    #[error("the report is {}", .0.name())]
    State(ReportState),
    /// The report to merge with is itself a duplicate, or not there.
    #[error("report {0} cannot be merged with")]
    NotAnOriginal(i64),
    /// Too many came in today.
    #[error("too many reports came in today")]
    TooManyToday,
    /// Too many about one certificate, or from one place, came in today.
    #[error("too many reports alike came in today")]
    TooManyAlike,
    /// There is no contact, or none any more.
    #[error("there is no contact")]
    NoContact,
}

impl ShopperReportRefused {
    /// Stable, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoSuchReport(_) => "no_such_report",
            Self::NoSuchNumber => "no_such_report_number",
            Self::NotANumber(NotAReportNumber::Form) => "not_a_report_number",
            Self::NotANumber(NotAReportNumber::Check) => "mistyped_report_number",
            Self::State(_) => "report_state",
            Self::NotAnOriginal(_) => "not_an_original",
            Self::TooManyToday | Self::TooManyAlike => "too_many_reports",
            Self::NoContact => "no_contact",
        }
    }

    /// What is wrong, and what to do next.
    pub fn words(&self) -> Text {
        match self {
            Self::NoSuchReport(id) => Text::of(
                format!(
                    "Không có phản ánh số {id} trong phạm vi của bạn. Hãy xem lại danh sách phản ánh."
                ),
                format!("There is no report {id} within your reach. Look at the list of reports."),
            ),
            Self::NoSuchNumber => Text::new(
                "Không có phản ánh nào mang số này. Hãy so lại từng ký tự với số bạn đã nhận.",
                "No report has this number. Compare each character with the number that you were given.",
            ),
            Self::NotANumber(NotAReportNumber::Form) => Text::new(
                "Đây không phải số phản ánh. Số đúng có dạng như PA-7K3M-Q9TD.",
                "This is not the number of a report. A number looks like PA-7K3M-Q9TD.",
            ),
            Self::NotANumber(NotAReportNumber::Check) => Text::new(
                "Số phản ánh bị gõ sai: ký tự kiểm tra ở cuối không khớp. Hãy so lại từng ký tự với số bạn đã nhận.",
                "The number is mistyped: the check character at its end does not fit. Compare each character with the number that you were given.",
            ),
            Self::State(state) => {
                let state = state.words();
                Text::of(
                    format!(
                        "Phản ánh đang ở trạng thái “{}” nên không làm được việc này; không thay đổi gì. Hãy mở lại phản ánh để xem việc tiếp theo.",
                        state.vi
                    ),
                    format!(
                        "The report is “{}”, so this cannot be done; nothing was changed. Open it again to see what is next.",
                        state.en
                    ),
                )
            }
            Self::NotAnOriginal(id) => Text::of(
                format!(
                    "Không gộp được vào phản ánh số {id}: không có, chính là phản ánh này, hoặc đã được gộp vào phản ánh khác. Hãy ghi số của phản ánh gốc."
                ),
                format!(
                    "It cannot be merged with report {id}: there is none, it is this one, or it was merged with another. Give the number of the original."
                ),
            ),
            Self::TooManyToday => Text::new(
                "Hôm nay hệ thống đã nhận nhiều phản ánh hơn mức xử lý được nên tạm ngừng nhận. Hãy giữ lại bao bì và gửi vào ngày mai.",
                "More reports came in today than can be looked at, so no more are taken. Keep the package and send your report tomorrow.",
            ),
            Self::TooManyAlike => Text::new(
                "Hôm nay đã có nhiều phản ánh về cùng giấy chứng nhận này, hoặc không có mã từ cùng nơi này, đủ để kiểm tra; tạm ngừng nhận thêm. Hãy giữ lại bao bì và gửi vào ngày mai.",
                "Many reports about this certificate, or without a code from this place, came in today: enough to look into, so no more of them are taken. Keep the package and send your report tomorrow.",
            ),
            Self::NoContact => Text::new(
                "Phản ánh này không có thông tin liên hệ, hoặc thông tin đã được xóa.",
                "This report has no contact, or it was erased.",
            ),
        }
    }
}
