//! Why a pack is refused: each reason with its own code, none ever "genuine".

use chrono::{DateTime, NaiveDate, Utc};

use crate::scheme::check::{date, instant};
use crate::scheme::council::CouncilCode;
use crate::scheme::seal::KeyId;
use crate::scheme::words::Text;
use crate::scheme::{status_list, trust};

/// Why a pack is not used.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// More bytes than any pack has.
    #[error("it has {0} bytes, more than any pack")]
    Large(usize),
    /// Not a pack in its one form.
    #[error("it is not built as a pack is: {0}")]
    Form(&'static str),
    /// Another programme's, or a forger's.
    #[error("it is for the root key {0}, another than the one given")]
    WrongRoot(KeyId),
    /// The trust list in it cannot be believed.
    #[error("its trust list is refused: {0}")]
    TrustList(#[from] trust::Refused),
    /// Its trust list names no such key.
    #[error("its trust list has no key {0}")]
    UnknownKey(KeyId),
    /// The key is on the trust list, but for something else.
    #[error("the key {0} may not sign packs")]
    OtherPurpose(KeyId),
    /// The key is in other hands.
    #[error("the key {0} is compromised")]
    CompromisedKey(KeyId),
    /// The key may not have signed on that day.
    #[error("the key {kid} may not sign on {day}")]
    KeyPeriod {
        /// The key.
        kid: KeyId,
        /// The day of making.
        day: NaiveDate,
    },
    /// The key did not make the signature.
    #[error("the signature is wrong")]
    Signature,
    /// A part is not what the manifest says.
    #[error("the part {0} was altered, or is of another pack")]
    Altered(String),
    /// A part is genuine, and of another day.
    #[error("the part {0} is of another pack")]
    Mixed(String),
    /// A part is missing: a delta without the pack that it completes.
    #[error("the part {0} is missing")]
    Incomplete(String),
    /// One that was made later is held.
    #[error("it was made at {made_at}; one made at {held} is held")]
    Earlier {
        /// When it was made.
        made_at: DateTime<Utc>,
        /// When the one that is held was made.
        held: DateTime<Utc>,
    },
    /// A newer one is held, by its number: they are of one instant, or that is not known.
    #[error("it has the number {sequence}; number {held} is held")]
    Older {
        /// Its number.
        sequence: u64,
        /// The number of the one that is held.
        held: u64,
    },
    /// Another one of this number is held, which was made later: a backup was put back in
    /// between, or two registers sign with one key.
    #[error("it has the number {0}, as another one that is held and was made later")]
    Repeated(u64),
    /// A newer trust list is held.
    #[error("its trust list has version {version}; version {held} is held")]
    OlderTrustList {
        /// Of the list in the pack.
        version: u64,
        /// Of the list that is held.
        held: u64,
    },
    /// A part unpacks to more than any may.
    #[error("the part {0} unpacks to more than any may")]
    Bomb(String),
    /// A status list in it cannot be believed.
    #[error("the status list of {council} in it is refused: {refused}")]
    StatusList {
        /// Whose.
        council: CouncilCode,
        /// Why.
        refused: status_list::Refused,
    },
    /// Two certificates of a council with one index.
    #[error("the index {index} of {council} is there twice")]
    Index {
        /// The council.
        council: CouncilCode,
        /// The index.
        index: u32,
    },
}

impl Refused {
    /// Stable, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Large(_) => "pack_too_large",
            Self::Form(_) => "pack_malformed",
            Self::WrongRoot(_) => "pack_wrong_root",
            Self::TrustList(refused) => refused.code(),
            Self::UnknownKey(_) => "pack_unknown_key",
            Self::OtherPurpose(_) => "pack_other_purpose",
            Self::CompromisedKey(_) => "pack_compromised_key",
            Self::KeyPeriod { .. } => "pack_key_period",
            Self::Signature => "pack_forged",
            Self::Altered(_) => "pack_altered",
            Self::Mixed(_) => "pack_mixed",
            Self::Incomplete(_) => "pack_incomplete",
            Self::Earlier { .. } | Self::Older { .. } => "pack_older",
            Self::Repeated(_) => "pack_repeated",
            Self::OlderTrustList { .. } => "pack_trust_list_older",
            Self::Bomb(_) => "pack_bomb",
            Self::StatusList { refused, .. } => refused.code(),
            Self::Index { .. } => "pack_index",
        }
    }

    /// What is wrong, and what to do next.
    pub fn words(&self) -> Text {
        let again = (
            "Hãy tải lại gói từ chương trình; chưa thể kết luận gì",
            "Get the pack from the programme again; nothing can be concluded",
        );
        let (vi, (next_vi, next_en)) = match self {
            Self::Large(bytes) => (format!("có {bytes} byte, quá lớn"), again),
            Self::Form(_) => ("không đúng cấu trúc".to_owned(), again),
            Self::WrongRoot(named) => (
                format!("dành cho khóa gốc {named}, khác khóa gốc đã cho"),
                (
                    "Hãy so khóa gốc với khóa do chương trình công bố; chưa thể kết luận gì",
                    "Compare the root key with the one that the programme publishes; nothing can be concluded",
                ),
            ),
            Self::TrustList(refused) => (
                format!(
                    "danh sách tin cậy bên trong bị từ chối ({})",
                    refused.code()
                ),
                again,
            ),
            Self::UnknownKey(kid) => (
                format!("danh sách tin cậy bên trong không có khóa {kid}"),
                again,
            ),
            Self::OtherPurpose(kid) => (format!("khóa {kid} không được ký gói"), again),
            Self::CompromisedKey(kid) => (format!("khóa {kid} đã bị lộ"), again),
            Self::KeyPeriod { kid, day } => (
                format!("khóa {kid} không được ký ngày {}", date(*day)),
                again,
            ),
            Self::Signature => ("chữ ký số không đúng".to_owned(), again),
            Self::Altered(part) => (format!("phần {part} đã bị sửa, hoặc thuộc gói khác"), again),
            Self::Mixed(part) => (format!("phần {part} thuộc gói khác"), again),
            Self::Incomplete(part) => (
                format!("thiếu phần {part}"),
                (
                    "Đây là gói cập nhật: hãy ghép với gói đang có, hoặc tải gói đầy đủ",
                    "This is a delta: complete it by the pack that you hold, or get the whole pack",
                ),
            ),
            Self::Earlier { made_at, held } => (
                format!(
                    "tạo lúc {}, trong khi đã có gói tạo lúc {}",
                    instant(*made_at),
                    instant(*held)
                ),
                ("Hãy dùng gói mới nhất", "Use the newest pack"),
            ),
            Self::Older { sequence, held } => (
                format!("mang số {sequence}, trong khi đã có gói số {held}"),
                ("Hãy dùng gói mới nhất", "Use the newest pack"),
            ),
            Self::Repeated(sequence) => (
                format!("mang số {sequence}, trùng với một gói khác đang có và được tạo sau"),
                (
                    "Hãy dùng gói mới nhất. Nếu chương trình không thông báo đã khôi phục từ bản sao lưu, hãy giữ lại cả hai gói làm bằng chứng và báo văn phòng điều phối chương trình",
                    "Use the newest pack. Unless the programme says that it restored a backup, keep both packs as proof and tell its office",
                ),
            ),
            Self::OlderTrustList { version, held } => (
                format!(
                    "danh sách tin cậy bên trong là phiên bản {version}, trong khi đã có phiên bản {held}"
                ),
                ("Hãy dùng gói mới nhất", "Use the newest pack"),
            ),
            Self::Bomb(part) => (format!("phần {part} giải nén ra quá lớn"), again),
            Self::StatusList { council, refused } => (
                format!(
                    "danh sách tình trạng của {council} bên trong bị từ chối ({})",
                    refused.code()
                ),
                again,
            ),
            Self::Index { council, index } => (
                format!("giấy số {index} của {council} xuất hiện hai lần"),
                again,
            ),
        };
        Text::of(
            format!("Gói ngoại tuyến bị từ chối: {vi}. {next_vi}."),
            format!("The pack is refused: {self}. {next_en}."),
        )
    }
}
