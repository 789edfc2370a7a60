//! Why a journal stays as it is.

use crate::scheme::words::Text;

/// Why nothing was taken in or shown. What is somebody else's is as if it were not there.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JournalRefused {
    /// A program without a person of its own has no journal.
    #[error("only a person has a journal")]
    PersonNeeded,
    /// The device's journal is another account's, or the text names no device.
    #[error("there is no such journal of this account")]
    NoSuchJournal,
    /// There is no such check, or it is somebody else's.
    #[error("there is no check {0}")]
    NoSuchEntry(i64),
    /// No entry of the journal names this photograph, or it has not come.
    #[error("there is no such photograph")]
    NoSuchPhotograph,
    /// Entries are missing before the first that was sent.
    #[error("the next entry has the counter {next}")]
    Gap {
        /// The counter of the entry that comes next.
        next: u64,
    },
    /// The register has another entry with this counter, or the entry follows another one.
    #[error("entry {counter} is of another chain")]
    Forked {
        /// Where the chains part.
        counter: u64,
    },
}

impl JournalRefused {
    /// Stable, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::PersonNeeded => "person_needed",
            Self::NoSuchJournal => "no_such_journal",
            Self::NoSuchEntry(_) => "no_such_entry",
            Self::NoSuchPhotograph => "no_such_photograph",
            Self::Gap { .. } => "journal_gap",
            Self::Forked { .. } => "journal_forked",
        }
    }

    /// What is wrong, and what to do next.
    pub fn words(&self) -> Text {
        match self {
            Self::PersonNeeded => Text::new(
                "Nhật ký kiểm tra là của một kiểm tra viên. Hãy đăng nhập, hoặc dùng mã truy cập của chính mình.",
                "A journal is an inspector's own. Sign in, or use a token of your own.",
            ),
            Self::NoSuchJournal => Text::new(
                "Tài khoản này không có nhật ký của thiết bị đó; không thay đổi gì. Nếu thiết bị từng do người khác dùng, hãy bắt đầu nhật ký mới trên thiết bị.",
                "This account has no journal of that device; nothing was changed. If somebody else used the device before, begin a new journal on it.",
            ),
            Self::NoSuchEntry(id) => Text::of(
                format!(
                    "Nhật ký của bạn không có lần kiểm tra số {id}. Hãy xem danh sách trong nhật ký."
                ),
                format!("Your journal has no check {id}. See the list in the journal."),
            ),
            Self::NoSuchPhotograph => Text::new(
                "Nhật ký của bạn không có ảnh này, hoặc ảnh chưa được gửi lên. Hãy đồng bộ nhật ký trước, rồi gửi ảnh.",
                "Your journal has no such photograph, or it has not come yet. Synchronise the journal first, then send the photograph.",
            ),
            Self::Gap { next } => Text::of(
                format!(
                    "Thiếu mục ở giữa: mục tiếp theo của nhật ký là số {next}; không thay đổi gì. Hãy gửi từ mục {next}."
                ),
                format!(
                    "Entries are missing: the journal's next one is {next}; nothing was changed. Send from entry {next} on."
                ),
            ),
            Self::Forked { counter } => Text::of(
                format!(
                    "Mục {counter} khác với mục {counter} đã lưu của thiết bị này; không thay đổi gì. Hãy bắt đầu nhật ký mới (mã thiết bị mới) và ghi lại vào đó những mục chưa đồng bộ."
                ),
                format!(
                    "Entry {counter} is another than the entry {counter} that is kept of this device; nothing was changed. Begin a new journal (a new device id) and write into it again what was not synchronised."
                ),
            ),
        }
    }
}
