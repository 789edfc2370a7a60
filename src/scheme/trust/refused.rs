//! Why a trust list, or the draft of one, is refused: each reason with its code and next step.

use chrono::{DateTime, NaiveDate, Utc};

use super::LARGEST;
use crate::scheme::check::{date, instant};
use crate::scheme::cose::NotSign1;
use crate::scheme::council::CouncilCode;
use crate::scheme::seal::KeyId;
use crate::scheme::words::Text;

/// Why a trust list is refused.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// Larger than [`LARGEST`].
    #[error("the trust list has {0} bytes; at most {LARGEST} are read")]
    Large(usize),
    /// Not a signed message.
    #[error("not a signed trust list: {0}")]
    Message(#[from] NotSign1),
    /// Signed, but not by the root key that is pinned.
    #[error("the trust list is not signed by this programme's root key")]
    Signature,
    /// It names the pinned root key, which did not sign this content.
    #[error("the trust list was altered after it was signed")]
    Altered,
    /// The content is no trust list.
    #[error("the trust list cannot be read: {0}")]
    Content(String),
    /// A newer one, or this one, is held already.
    #[error("the trust list has version {version}; version {held} is held")]
    Older {
        /// Of this list.
        version: u64,
        /// Of the list that is held.
        held: u64,
    },
    /// Two lists of one version: the root key signed both.
    #[error("another trust list with version {version} is held")]
    Repeated {
        /// Of both.
        version: u64,
    },
    /// The publisher's rule: versions are counted, none is left out.
    #[error("the trust list has version {version}; the next after {held} is {}", held + 1)]
    Gap {
        /// Of this list.
        version: u64,
        /// Of the list that is held.
        held: u64,
    },
    /// The clock is before what was signed already.
    #[error("the clock says {now}, before {signed}, when a trust list was signed")]
    ClockBehind {
        /// The clock's instant.
        now: DateTime<Utc>,
        /// The signed instant.
        signed: DateTime<Utc>,
    },
    /// Its time is over, or ends before it begins.
    #[error("the trust list was to be used until {0}")]
    Expired(DateTime<Utc>),
    /// The publisher's rule: a kid names one key.
    #[error("two keys of the trust list have the kid {0}")]
    KeyIdTwice(KeyId),
    /// The publisher's rule: a code names one council.
    #[error("two councils of the trust list have the code {0}")]
    CouncilTwice(CouncilCode),
    /// The publisher's rule: the kid is the key's own.
    #[error("the kid {0} is not that of its key")]
    KeyIdNotOfKey(KeyId),
    /// The publisher's rule: a key's first day is not after its last.
    #[error("the key {0} ends before it begins")]
    PeriodReversed(KeyId),
    /// The publisher's rule: a compromised key says since when, and no other does.
    #[error("the key {0} is compromised without a date, or has a date and is not compromised")]
    CompromiseUndated(KeyId),
    /// The publisher's rule: verifiers know a key before it seals.
    #[error(
        "the key {kid} seals from {seals_from}, before {issued_on}, when the list that first names it was issued"
    )]
    LateKey {
        /// Which key.
        kid: KeyId,
        /// Its first day.
        seals_from: NaiveDate,
        /// The list's day.
        issued_on: NaiveDate,
    },
    /// The publisher's rule: what a key sealed is verified to its end.
    #[error("the key {0} of the list before is left out")]
    KeyDropped(KeyId),
    /// The publisher's rule: what verifiers know of a key is not unsaid.
    #[error("the key {0} of the list before was given another period, or sealing again")]
    KeyRewritten(KeyId),
    /// The publisher's rule: a council that no longer exists stays, with its successor.
    #[error("the council {0} of the list before is left out")]
    CouncilDropped(CouncilCode),
    /// The publisher's rule: a successor is on the list.
    #[error("{successor}, the successor of {council}, is not on the list")]
    NoSuchSuccessor {
        /// Which council.
        council: CouncilCode,
        /// What it names.
        successor: CouncilCode,
    },
    /// The publisher's rule: succession comes to an end.
    #[error("the successors of {0} lead back to it")]
    SuccessionCycle(CouncilCode),
    /// The publisher's rule: a council's unit exists.
    #[error("the council {council} has the unit {unit}, which is not one")]
    NoSuchUnit {
        /// Which council.
        council: CouncilCode,
        /// What it names.
        unit: String,
    },
    /// Not a draft as `ocop trust draft` writes it.
    #[error("not the draft of a trust list: {0}")]
    Draft(String),
    /// What people read in the draft and what would be signed are not the same.
    #[error("the draft's text and the bytes to be signed say different things")]
    DraftAltered,
    /// The draft is for another root key.
    #[error("the draft is for the root key {wanted}, not {given}")]
    DraftOfOther {
        /// Whose signature the draft asks for.
        wanted: KeyId,
        /// The key at hand.
        given: KeyId,
    },
}

impl Refused {
    /// Stable, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Large(_) | Self::Message(_) | Self::Content(_) => "trust_list_refused",
            Self::Signature => "trust_list_wrong_root",
            Self::Altered => "trust_list_altered",
            Self::Older { .. } => "trust_list_older",
            Self::Repeated { .. } => "trust_list_repeated",
            Self::Gap { .. } => "trust_list_gap",
            Self::ClockBehind { .. } => "clock_behind",
            Self::Expired(_) => "trust_list_expired",
            Self::KeyIdTwice(_) => "kid_twice",
            Self::CouncilTwice(_) => "council_twice",
            Self::KeyIdNotOfKey(_) => "kid_not_of_key",
            Self::PeriodReversed(_) => "key_period_reversed",
            Self::CompromiseUndated(_) => "compromise_undated",
            Self::LateKey { .. } => "key_published_late",
            Self::KeyDropped(_) => "key_dropped",
            Self::KeyRewritten(_) => "key_rewritten",
            Self::CouncilDropped(_) => "council_dropped",
            Self::NoSuchSuccessor { .. } => "no_such_successor",
            Self::SuccessionCycle(_) => "succession_cycle",
            Self::NoSuchUnit { .. } => "no_such_unit",
            Self::Draft(_) => "draft_refused",
            Self::DraftAltered => "draft_altered",
            Self::DraftOfOther { .. } => "draft_of_other_programme",
        }
    }

    /// What is wrong, and what to do next.
    pub fn words(&self) -> Text {
        let (vi, next_vi, next_en) = match self {
            Self::Large(_) | Self::Message(_) | Self::Content(_) => (
                format!("Danh sách tin cậy không đọc được ({self})"),
                "Hãy lấy lại danh sách từ chương trình",
                "Get the list from the programme again",
            ),
            Self::Signature => (
                "Danh sách tin cậy không do khóa gốc của chương trình này ký".to_owned(),
                "Hãy kiểm tra khóa gốc bằng `ocop root public`, rồi lấy lại danh sách từ chương trình",
                "Compare the root key by `ocop root public`, then get the list from the programme again",
            ),
            Self::Altered => (
                "Danh sách tin cậy đã bị sửa sau khi ký".to_owned(),
                "Không dùng tệp này; hãy sao lại từ máy đã ký",
                "Do not use this file; copy it again from where it was signed",
            ),
            Self::Older { version, held } => (
                format!(
                    "Danh sách tin cậy là phiên bản {version}, trong khi đã có phiên bản {held}"
                ),
                "Hãy dùng danh sách mới nhất; để công bố, hãy chạy lại `ocop trust draft`",
                "Use the newest list; to publish, run `ocop trust draft` again",
            ),
            Self::Repeated { version } => (
                format!("Đã có một danh sách tin cậy khác mang phiên bản {version}"),
                "Khóa gốc đã ký hai danh sách cùng phiên bản: hãy hỏi người giữ khóa gốc",
                "The root key signed two lists of one version: ask its keeper",
            ),
            Self::Gap { version, held } => (
                format!(
                    "Danh sách tin cậy là phiên bản {version}, nhưng sau phiên bản {held} phải là {}",
                    held + 1
                ),
                "Hãy đưa danh sách đã ký ngay trước đó, hoặc chạy lại `ocop trust draft`",
                "Give the signed list just before it, or run `ocop trust draft` again",
            ),
            Self::ClockBehind { now, signed } => (
                format!(
                    "Đồng hồ chỉ {}, trước lúc {} khi một danh sách đã được ký",
                    instant(*now),
                    instant(*signed)
                ),
                "Hãy chỉnh lại đồng hồ của máy",
                "Set the machine's clock right",
            ),
            Self::Expired(until) => (
                format!("Danh sách tin cậy chỉ dùng đến {}", instant(*until)),
                "Hãy chạy lại `ocop trust draft` rồi ký",
                "Run `ocop trust draft` again and sign it",
            ),
            Self::KeyIdTwice(kid) => (
                format!("Hai khóa trong danh sách có cùng mã khóa {kid}"),
                "Hãy tạo khóa khác",
                "Generate another key",
            ),
            Self::CouncilTwice(code) => (
                format!("Hai hội đồng trong danh sách có cùng mã {code}"),
                "Hãy chạy lại `ocop trust draft`",
                "Run `ocop trust draft` again",
            ),
            Self::KeyIdNotOfKey(kid) => (
                format!("Mã khóa {kid} không phải của khóa đi kèm"),
                "Hãy chạy lại `ocop trust draft`",
                "Run `ocop trust draft` again",
            ),
            Self::PeriodReversed(kid) => (
                format!("Khóa {kid} kết thúc trước khi bắt đầu"),
                "Hãy ngừng dùng khóa này (`ocop key retire`) và tạo khóa khác",
                "Retire this key (`ocop key retire`) and generate another",
            ),
            Self::CompromiseUndated(kid) => (
                format!("Khóa {kid} bị lộ mà không có ngày, hoặc có ngày mà không bị lộ"),
                "Hãy chạy `ocop key compromise` với --on",
                "Run `ocop key compromise` with --on",
            ),
            Self::LateKey {
                kid,
                seals_from,
                issued_on,
            } => (
                format!(
                    "Khóa {kid} ký từ {}, trước ngày {} của danh sách đầu tiên có khóa này",
                    date(*seals_from),
                    date(*issued_on)
                ),
                "Hãy ngừng dùng khóa này (`ocop key retire`) và tạo khóa khác với --from từ ngày công bố trở đi",
                "Retire this key (`ocop key retire`) and generate another with --from on or after the day of publication",
            ),
            Self::KeyDropped(kid) => (
                format!("Danh sách mới thiếu khóa {kid} của danh sách trước"),
                "Khóa cũ phải ở lại để kiểm tra giấy đã cấp: hãy chạy lại `ocop trust draft`",
                "An old key stays, for what it sealed: run `ocop trust draft` again",
            ),
            Self::KeyRewritten(kid) => (
                format!("Khóa {kid} của danh sách trước bị đổi thời hạn hoặc được ký trở lại"),
                "Hãy tạo khóa khác",
                "Generate another key",
            ),
            Self::CouncilDropped(code) => (
                format!("Danh sách mới thiếu hội đồng {code} của danh sách trước"),
                "Hội đồng cũ phải ở lại cùng hội đồng kế thừa (`ocop council succeed`)",
                "An old council stays, with its successor (`ocop council succeed`)",
            ),
            Self::NoSuchSuccessor { council, successor } => (
                format!("{successor}, hội đồng kế thừa của {council}, không có trong danh sách"),
                "Hãy thêm hội đồng đó bằng `ocop council add`",
                "Add that council with `ocop council add`",
            ),
            Self::SuccessionCycle(code) => (
                format!("Các hội đồng kế thừa của {code} quay lại chính {code}"),
                "Hãy chạy lại `ocop trust draft`",
                "Run `ocop trust draft` again",
            ),
            Self::NoSuchUnit { council, unit } => (
                format!("Hội đồng {council} ghi đơn vị hành chính {unit}, không có thật"),
                "Hãy cập nhật phần mềm, rồi chạy lại `ocop trust draft`",
                "Update the program, then run `ocop trust draft` again",
            ),
            Self::Draft(reason) => (
                format!("Đây không phải bản thảo danh sách tin cậy ({reason})"),
                "Hãy chạy lại `ocop trust draft`",
                "Run `ocop trust draft` again",
            ),
            Self::DraftAltered => (
                "Phần chữ và phần sẽ ký của bản thảo khác nhau".to_owned(),
                "Không ký; hãy chạy lại `ocop trust draft`, và dùng cùng phiên bản phần mềm trên hai máy",
                "Do not sign; run `ocop trust draft` again, with the same version of the program on both machines",
            ),
            Self::DraftOfOther { wanted, given } => (
                format!("Bản thảo dành cho khóa gốc {wanted}, không phải {given}"),
                "Hãy dùng đúng khóa gốc, hoặc đúng bản thảo",
                "Take the right root key, or the right draft",
            ),
        };
        Text::of(
            format!("{vi}. {next_vi}."),
            format!("{}. {next_en}.", capital(&self.to_string())),
        )
    }
}

fn capital(sentence: &str) -> String {
    let mut letters = sentence.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}
