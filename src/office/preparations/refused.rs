//! Why a prepared decision stays as it is.

use crate::scheme::council::CouncilCode;
use crate::scheme::preparation::PreparationState;
use crate::scheme::words::Text;

/// Why a preparation stays as it is.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PreparationRefused {
    /// There is none, or it is another council's.
    #[error("there is no preparation {0}")]
    NoSuchPreparation(i64),
    /// It has no such line.
    #[error("the preparation has no line {0}")]
    NoSuchLine(i64),
    /// It is not where this can be done.
    #[error("the preparation is {}", .0.name())]
    State(PreparationState),
    /// Whoever had a hand in it approves it.
    #[error("who prepared it cannot approve it")]
    SamePerson,
    /// It says something else than what was looked at.
    #[error("it says something else than what was looked at")]
    OtherContent,
    /// Its release has begun: some of its lines have their certificates.
    #[error("its release has begun")]
    ReleaseBegun,
    /// A token of nobody in particular cannot have a hand in it.
    #[error("a person must do this")]
    PersonNeeded,
    /// What was handed in as a scan is no PDF.
    #[error("the scan is no PDF")]
    NotAPdf,
    /// The scan is larger than is kept.
    #[error("the scan has {0} bytes")]
    ScanTooLarge(usize),
    /// There is no scan.
    #[error("there is no scan")]
    NoScan,
    /// A council that has a chair issues nothing without them.
    #[error("council {0} has a chair, who approves first")]
    TwoPeople(CouncilCode),
    /// The council's key is not in a file that this service can open.
    #[error("the key of council {0} is not here")]
    KeyElsewhere(CouncilCode),
    /// Text that is no key of a request.
    #[error("not an Idempotency-Key")]
    NotAnIdempotencyKey,
    /// The same key came with another request.
    #[error("the Idempotency-Key was used for another request")]
    IdempotencyKeyReused,
}

impl PreparationRefused {
    /// Stable, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoSuchPreparation(_) => "no_such_preparation",
            Self::NoSuchLine(_) => "no_such_line",
            Self::State(_) => "preparation_state",
            Self::SamePerson => "same_person",
            Self::OtherContent => "other_content",
            Self::ReleaseBegun => "release_begun",
            Self::PersonNeeded => "person_needed",
            Self::NotAPdf => "not_a_pdf",
            Self::ScanTooLarge(_) => "scan_too_large",
            Self::NoScan => "no_scan",
            Self::TwoPeople(_) => "two_people",
            Self::KeyElsewhere(_) => "key_elsewhere",
            Self::NotAnIdempotencyKey => "not_an_idempotency_key",
            Self::IdempotencyKeyReused => "idempotency_key_reused",
        }
    }

    /// What is wrong, and what to do next.
    pub fn words(&self) -> Text {
        match self {
            Self::NoSuchPreparation(id) => Text::of(
                format!("Không có quyết định đang soạn số {id}. Hãy xem danh sách quyết định."),
                format!("There is no prepared decision {id}. See the list of decisions."),
            ),
            Self::NoSuchLine(line) => Text::of(
                format!("Quyết định này không có dòng {line}. Hãy tải lại trang để xem các dòng."),
                format!("This decision has no line {line}. Load the page again to see its lines."),
            ),
            Self::State(state) => {
                let words = state.words();
                Text::of(
                    format!(
                        "Quyết định đang ở trạng thái \"{}\" nên không làm được việc này. Hãy tải lại trang để xem bước tiếp theo.",
                        words.vi
                    ),
                    format!(
                        "The decision is in the state \"{}\", in which this cannot be done. Load the page again to see the next step.",
                        words.en
                    ),
                )
            }
            Self::SamePerson => Text::new(
                "Người đã tham gia soạn quyết định không được duyệt chính quyết định đó. Hãy nhờ một chủ tịch khác của hội đồng duyệt.",
                "Who had a hand in a decision cannot approve it. Ask another chair of the council to approve it.",
            ),
            Self::OtherContent => Text::new(
                "Nội dung không còn là nội dung bạn đã xem; chưa duyệt gì. Hãy tải lại trang, xem lại rồi duyệt.",
                "It says something else than what you looked at; nothing was approved. Load the page again, look at it, then approve.",
            ),
            Self::ReleaseBegun => Text::new(
                "Đã bắt đầu cấp giấy theo quyết định này nên không sửa được nữa. Hãy đợi cấp xong; giấy nào sai thì thu hồi bằng quyết định mới.",
                "The certificates of this decision are being issued, so it can no longer be changed. Wait until it is done; revoke what is wrong by a new decision.",
            ),
            Self::PersonNeeded => Text::new(
                "Việc này phải có người đứng tên. Hãy đăng nhập, hoặc dùng mã truy cập của một người.",
                "Somebody must answer for this. Sign in, or use a token that belongs to a person.",
            ),
            Self::NotAPdf => Text::new(
                "Tệp này không phải PDF. Hãy quét quyết định đã ký thành tệp PDF.",
                "This file is no PDF. Scan the signed decision into a PDF file.",
            ),
            Self::ScanTooLarge(bytes) => Text::of(
                format!(
                    "Bản quét có {bytes} byte; tối đa {}. Hãy quét với độ phân giải thấp hơn.",
                    super::LARGEST_SCAN
                ),
                format!(
                    "The scan has {bytes} bytes; at most {} are kept. Scan it at a lower resolution.",
                    super::LARGEST_SCAN
                ),
            ),
            Self::NoScan => Text::new(
                "Quyết định này chưa có bản quét. Hãy tải bản quét PDF lên.",
                "This decision has no scan yet. Upload a PDF of it.",
            ),
            Self::TwoPeople(council) => Text::of(
                format!(
                    "Hội đồng {council} có chủ tịch duyệt trên hệ thống: giấy chỉ được cấp sau khi chủ tịch duyệt. Hãy soạn quyết định ở trang \"Quyết định\", rồi chạy `ocop release` nếu khóa ở máy này."
                ),
                format!(
                    "Council {council} has a chair who approves: nothing is issued before they have. Prepare the decision on the page \"Decisions\", then run `ocop release` if the key is on this machine."
                ),
            ),
            Self::KeyElsewhere(council) => Text::of(
                format!(
                    "Khóa ký của hội đồng {council} không ở trong tệp mà dịch vụ này mở được. Hãy chạy `ocop release` trên máy có khóa."
                ),
                format!(
                    "The key of council {council} is not in a file that this service can open. Run `ocop release` on the machine that has the key."
                ),
            ),
            Self::NotAnIdempotencyKey => Text::new(
                "Idempotency-Key phải có 1 đến 128 ký tự ASCII nhìn thấy được. Hãy dùng một UUID.",
                "An Idempotency-Key has 1 to 128 visible ASCII characters. Use a UUID.",
            ),
            Self::IdempotencyKeyReused => Text::new(
                "Idempotency-Key này đã dùng cho một yêu cầu khác. Hãy dùng khóa mới cho yêu cầu mới.",
                "This Idempotency-Key was used for another request. Use a new key for a new request.",
            ),
        }
    }
}
