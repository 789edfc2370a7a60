//! Why a check came out as it did, with its evidence, in words.

use chrono::{DateTime, NaiveDate, Utc};

use super::{date, instant};
use crate::scheme::cose::NotSign1;
use crate::scheme::stars::Stars;
use crate::scheme::status::Status;
use crate::scheme::token::NotAToken;
use crate::scheme::words::Text;

/// The reason of an outcome, with its evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Detail {
    /// The text has no form of an OCOP code.
    NotOcop,
    /// A short code proves nothing without the register.
    ShortCode,
    /// The digits are no token's.
    NotDigits,
    /// The bytes are no token.
    NotAToken(NotAToken),
    /// No key with this id on the list of that instant.
    NoSuchKey { list_of: DateTime<Utc> },
    /// The trust list should have been replaced.
    TrustListExpired { expired_at: DateTime<Utc> },
    /// The key is compromised, and the register does not vouch for the token.
    Compromised { since: Option<NaiveDate> },
    /// The key is compromised, and the register vouches for the token.
    CompromisedButRegistered { since: Option<NaiveDate> },
    /// No key with this id made the signature.
    WrongSignature,
    /// Sealed outside the key's period.
    OutsideKeyPeriod {
        sealed_on: NaiveDate,
        from: NaiveDate,
        until: NaiveDate,
    },
    /// No mandate for these stars on that day.
    NoMandate { stars: Stars, issued_on: NaiveDate },
    /// A longer term than the mandate allows.
    TermTooLong {
        valid_through: NaiveDate,
        at_most: NaiveDate,
    },
    /// No register data of the council at hand.
    NoRegister,
    /// The register data are too old to know the certificate.
    RegisterTooOld { as_of: DateTime<Utc> },
    /// The register must know the certificate and does not.
    NotInRegister { as_of: DateTime<Utc> },
    /// No status list of the council at hand.
    NoStatusList,
    /// The status list is too old to know the certificate.
    StatusListTooOld { as_of: DateTime<Utc> },
    /// The index was never issued.
    BeyondStatusList { as_of: DateTime<Utc> },
    /// The list may no longer say "valid".
    StatusListExpired { expired_at: DateTime<Utc> },
    /// Older than 48 hours.
    StatusListStale { as_of: DateTime<Utc> },
    /// Revoked, suspended or superseded.
    Status(Status),
    /// Past its last day.
    Expired { valid_through: NaiveDate },
    /// Sealed in the future.
    NotYetValid { sealed_at: DateTime<Utc> },
    /// The clock is behind the latest signed instant, which was used instead.
    ClockBehind {
        at: DateTime<Utc>,
        floor: DateTime<Utc>,
    },
    /// Nobody said what the package shows.
    StarsNotGiven,
    /// The package shows other stars.
    OtherStars { on_package: Stars, certified: Stars },
}

impl Detail {
    /// The reason in words.
    pub fn words(&self) -> Text {
        match self {
            Self::NotOcop => Text::new(
                "Nội dung không có dạng mã OCOP.",
                "The text does not have the form of an OCOP code.",
            ),
            Self::ShortCode => Text::new(
                "Mã ngắn chỉ nêu số giấy chứng nhận, không có chữ ký: cần có mạng để tra sổ đăng ký.",
                "A short code only names a certificate and holds no signature: it needs the register, online.",
            ),
            Self::NotDigits => Text::new(
                "Dãy số trong mã không đọc được. Hãy quét lại toàn bộ mã.",
                "The digits in the code cannot be read. Scan the whole code again.",
            ),
            Self::NotAToken(reason) => Text::of(
                format!("Mã không đúng cấu trúc: {}.", vi_of(reason)),
                format!("The code is not built as a token is: {reason}."),
            ),
            Self::NoSuchKey { list_of } => Text::of(
                format!(
                    "Danh sách tin cậy lúc {} không có khóa này. Hãy cập nhật danh sách rồi kiểm tra lại.",
                    instant(*list_of)
                ),
                format!(
                    "The trust list of {} has no such key. Update the lists and check again.",
                    instant(*list_of)
                ),
            ),
            Self::TrustListExpired { expired_at } => Text::of(
                format!(
                    "Danh sách tin cậy đã quá hạn từ {}. Hãy cập nhật.",
                    instant(*expired_at)
                ),
                format!(
                    "The trust list is out of date since {}. Update it.",
                    instant(*expired_at)
                ),
            ),
            Self::Compromised { since } => Text::of(
                format!(
                    "Khóa ký đã bị lộ{}; sổ đăng ký không xác nhận giấy này.",
                    since_vi(*since)
                ),
                format!(
                    "The signing key was stolen{}; the register does not vouch for this certificate.",
                    since_en(*since)
                ),
            ),
            Self::CompromisedButRegistered { since } => Text::of(
                format!(
                    "Khóa ký đã bị lộ{}, nhưng sổ đăng ký xác nhận giấy này.",
                    since_vi(*since)
                ),
                format!(
                    "The signing key was stolen{}, but the register vouches for this certificate.",
                    since_en(*since)
                ),
            ),
            Self::WrongSignature => Text::new(
                "Khóa của hội đồng không tạo ra chữ ký này: nội dung đã bị sửa hoặc mã bị làm giả.",
                "The council's key did not make this signature: the content was altered or the code is counterfeit.",
            ),
            Self::OutsideKeyPeriod {
                sealed_on,
                from,
                until,
            } => Text::of(
                format!(
                    "Ký ngày {}, ngoài thời gian dùng khóa ({} đến {}).",
                    date(*sealed_on),
                    date(*from),
                    date(*until)
                ),
                format!(
                    "Sealed on {}, outside the key's period ({} to {}).",
                    date(*sealed_on),
                    date(*from),
                    date(*until)
                ),
            ),
            Self::NoMandate { stars, issued_on } => Text::of(
                format!(
                    "Hội đồng không có thẩm quyền cấp {stars} sao vào ngày {}.",
                    date(*issued_on)
                ),
                format!(
                    "The council had no mandate for {stars} stars on {}.",
                    date(*issued_on)
                ),
            ),
            Self::TermTooLong {
                valid_through,
                at_most,
            } => Text::of(
                format!(
                    "Mã ghi có giá trị đến hết ngày {}, muộn hơn mức cho phép là {}.",
                    date(*valid_through),
                    date(*at_most)
                ),
                format!(
                    "Valid through {}, longer than the {} that is allowed.",
                    date(*valid_through),
                    date(*at_most)
                ),
            ),
            Self::NoRegister => Text::new(
                "Không có dữ liệu sổ đăng ký để đối chiếu.",
                "There is no register data to compare with.",
            ),
            Self::RegisterTooOld { as_of } => Text::of(
                format!(
                    "Dữ liệu sổ đăng ký lúc {} chưa thể có giấy này.",
                    instant(*as_of)
                ),
                format!(
                    "Register data of {} cannot know this certificate yet.",
                    instant(*as_of)
                ),
            ),
            Self::NotInRegister { as_of } => Text::of(
                format!("Sổ đăng ký lúc {} không có giấy này.", instant(*as_of)),
                format!(
                    "The register of {} does not hold this certificate.",
                    instant(*as_of)
                ),
            ),
            Self::NoStatusList => Text::new(
                "Không có danh sách tình trạng để kiểm tra thu hồi.",
                "There is no status list to check revocation.",
            ),
            Self::StatusListTooOld { as_of } => Text::of(
                format!(
                    "Danh sách tình trạng lúc {} chưa thể có giấy này.",
                    instant(*as_of)
                ),
                format!(
                    "The status list of {} cannot know this certificate yet.",
                    instant(*as_of)
                ),
            ),
            Self::BeyondStatusList { as_of } => Text::of(
                format!(
                    "Danh sách tình trạng lúc {} cho thấy số này chưa từng được cấp.",
                    instant(*as_of)
                ),
                format!(
                    "By the status list of {} this number was never issued.",
                    instant(*as_of)
                ),
            ),
            Self::StatusListExpired { expired_at } => Text::of(
                format!(
                    "Danh sách tình trạng đã quá hạn từ {}. Hãy cập nhật.",
                    instant(*expired_at)
                ),
                format!(
                    "The status list is out of date since {}. Update it.",
                    instant(*expired_at)
                ),
            ),
            Self::StatusListStale { as_of } => Text::of(
                format!(
                    "Danh sách tình trạng đã cũ: {}. Hãy cập nhật.",
                    instant(*as_of)
                ),
                format!("The status list is old: {}. Update it.", instant(*as_of)),
            ),
            Self::Status(status) => status.words(),
            Self::Expired { valid_through } => Text::of(
                format!("Hết hạn: có giá trị đến hết ngày {}.", date(*valid_through)),
                format!("Expired: it was valid through {}.", date(*valid_through)),
            ),
            Self::NotYetValid { sealed_at } => Text::of(
                format!(
                    "Giấy được ký lúc {}, sau giờ kiểm tra. Thường do đồng hồ của máy chạy chậm.",
                    instant(*sealed_at)
                ),
                format!(
                    "Sealed at {}, after the time of checking. A device clock set back is the usual cause.",
                    instant(*sealed_at)
                ),
            ),
            Self::ClockBehind { at, floor } => Text::of(
                format!(
                    "Đồng hồ ({}) chạy chậm hơn danh sách đã ký; đã dùng {}.",
                    instant(*at),
                    instant(*floor)
                ),
                format!(
                    "The clock ({}) is behind the signed lists; {} was used instead.",
                    instant(*at),
                    instant(*floor)
                ),
            ),
            Self::StarsNotGiven => Text::new(
                "Hãy so số sao trên bao bì với giấy chứng nhận.",
                "Compare the stars on the package with the certificate.",
            ),
            Self::OtherStars {
                on_package,
                certified,
            } => Text::of(
                format!("Bao bì ghi {on_package} sao, giấy chứng nhận {certified} sao."),
                format!("The package shows {on_package} stars, the certificate says {certified}."),
            ),
        }
    }
}

fn since_vi(since: Option<NaiveDate>) -> String {
    since
        .map(|day| format!(" từ ngày {}", date(day)))
        .unwrap_or_default()
}

fn since_en(since: Option<NaiveDate>) -> String {
    since
        .map(|day| format!(" since {}", date(day)))
        .unwrap_or_default()
}

fn vi_of(reason: &NotAToken) -> String {
    match reason {
        NotAToken::Message(NotSign1(_)) => "không phải thông điệp đã ký theo quy định".to_owned(),
        NotAToken::Claim(claim) => format!("thông tin \"{claim}\" thiếu hoặc sai"),
        NotAToken::Name("product", _) => "tên sản phẩm không đúng quy tắc chữ viết".to_owned(),
        NotAToken::Name(_, _) => "tên chủ thể không đúng quy tắc chữ viết".to_owned(),
        NotAToken::Encoding => "cách mã hóa không phải dạng duy nhất được phép".to_owned(),
    }
}
