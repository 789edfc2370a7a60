//! Why a status list is refused: each reason with its own code, none ever "valid".

use chrono::NaiveDate;

use crate::scheme::check::date;
use crate::scheme::council::CouncilCode;
use crate::scheme::seal::KeyId;
use crate::scheme::words::Text;

/// Why a signed status list is not used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// More bytes than any list has.
    #[error("it has {0} bytes, more than any status list")]
    Large(usize),
    /// Not a status list token in its one form.
    #[error("it is not built as a status list is: {0}")]
    Form(&'static str),
    /// No key of the council has this id.
    #[error("no status key of council {council} has the id {kid}")]
    UnknownKey {
        /// The council.
        council: CouncilCode,
        /// The id.
        kid: KeyId,
    },
    /// The key is on the trust list, but for certificates.
    #[error("the key {0} seals certificates and may not sign status lists")]
    OtherPurpose(KeyId),
    /// The key did not make the signature.
    #[error("the signature is wrong")]
    Signature,
    /// The key may not have signed on that day.
    #[error("the key {kid} may not sign on {day}")]
    KeyPeriod {
        /// The key.
        kid: KeyId,
        /// The day of signing.
        day: NaiveDate,
    },
    /// The key is in other hands.
    #[error("the key {0} is compromised")]
    CompromisedKey(KeyId),
    /// It is another council's list, or another service's.
    #[error("it is the list of {said}, not of {expected}")]
    OtherSubject {
        /// What it names.
        said: String,
        /// What the trust list names.
        expected: String,
    },
    /// More entries than are read.
    #[error("it has {0} entries, more than are read")]
    TooManyEntries(u64),
    /// It unpacks to more than its size.
    #[error("it unpacks to more than its size says")]
    Bomb,
    /// It unpacks to less than its size.
    #[error("it is cut off: it unpacks to less than its size says")]
    Truncated,
    /// Its bytes are no zlib stream, or go on after it.
    #[error("its entries are not one zlib stream")]
    Compression,
    /// Bits after the last entry.
    #[error("there are entries after the last")]
    Padding,
    /// The index was never issued, by this list.
    #[error("index {index} is not below the list's size {size}")]
    Index {
        /// What was asked for.
        index: u32,
        /// Entries of the list.
        size: u64,
    },
}

impl Refused {
    /// Stable, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Large(_) => "status_list_too_large",
            Self::Form(_) => "status_list_malformed",
            Self::UnknownKey { .. } => "status_list_unknown_key",
            Self::OtherPurpose(_) => "status_list_other_purpose",
            Self::Signature => "status_list_forged",
            Self::KeyPeriod { .. } => "status_list_key_period",
            Self::CompromisedKey(_) => "status_list_compromised_key",
            Self::OtherSubject { .. } => "status_list_other_subject",
            Self::TooManyEntries(_) => "status_list_too_many_entries",
            Self::Bomb => "status_list_bomb",
            Self::Truncated => "status_list_truncated",
            Self::Compression => "status_list_compression",
            Self::Padding => "status_list_padding",
            Self::Index { .. } => "status_list_index",
        }
    }

    /// What is wrong, and what to do next.
    pub fn words(&self) -> Text {
        let vi = match self {
            Self::Large(bytes) => format!("có {bytes} byte, quá lớn"),
            Self::Form(_) => "không đúng cấu trúc".to_owned(),
            Self::UnknownKey { council, kid } => {
                format!("hội đồng {council} không có khóa tình trạng {kid}")
            }
            Self::OtherPurpose(kid) => {
                format!("khóa {kid} chỉ để ký giấy chứng nhận, không được ký danh sách tình trạng")
            }
            Self::Signature => "chữ ký số không đúng".to_owned(),
            Self::KeyPeriod { kid, day } => {
                format!("khóa {kid} không được ký ngày {}", date(*day))
            }
            Self::CompromisedKey(kid) => format!("khóa {kid} đã bị lộ"),
            Self::OtherSubject { said, expected } => {
                format!("là danh sách của {said}, không phải của {expected}")
            }
            Self::TooManyEntries(size) => format!("có {size} mục, quá nhiều"),
            Self::Bomb => "giải nén ra lớn hơn kích thước đã ghi".to_owned(),
            Self::Truncated => "bị cắt cụt".to_owned(),
            Self::Compression => "không giải nén được".to_owned(),
            Self::Padding => "có mục nằm sau mục cuối cùng".to_owned(),
            Self::Index { index, size } => {
                format!("không có mục {index}: danh sách chỉ có {size} mục")
            }
        };
        Text::of(
            format!(
                "Danh sách tình trạng bị từ chối: {vi}. Hãy tải lại danh sách từ chương trình; chưa thể nói gì về việc thu hồi."
            ),
            format!(
                "The status list is refused: {self}. Get it from the programme again; it says nothing of revocation."
            ),
        )
    }
}
