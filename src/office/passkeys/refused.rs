//! Why a passkey is not added, or lets nobody in.

use webauthn_rs::prelude::WebauthnError;

use crate::scheme::words::Text;

/// Why a passkey is not added, removed, or lets nobody in.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasskeyRefused {
    /// The service has no name that passkeys could be bound to.
    #[error("passkeys need a host name")]
    NotHere,
    /// The page is not at the address that passkeys are bound to.
    #[error("passkeys work at {0} alone")]
    OtherAddress(String),
    /// The challenge was answered before, is out of date, or was never given.
    #[error("the challenge is out of date")]
    Over,
    /// What was sent is no answer of a browser.
    #[error("this is no answer of an authenticator")]
    Malformed,
    /// The answer was made for another site.
    #[error("the answer was made for another site")]
    OtherOrigin,
    /// The authenticator did not verify its person.
    #[error("the authenticator did not verify its person")]
    NotVerified,
    /// The passkey was used elsewhere since: there may be two of it.
    #[error("the passkey's counter went back")]
    Copied,
    /// The answer does not fit the challenge and the passkey.
    #[error("the answer does not verify")]
    Refused,
    /// The passkey is unknown, or its account is closed: not said which.
    #[error("the passkey lets nobody in")]
    Unknown,
    /// The passkey is kept already.
    #[error("the passkey is kept already")]
    Exists,
    /// The account has no such passkey.
    #[error("the account has no such passkey")]
    NoSuchPasskey,
    /// The account has no passkey that could be asked for.
    #[error("the account has no passkey")]
    None,
    /// The account has as many as it may.
    #[error("the account has {0} passkeys")]
    TooMany(usize),
    /// A role asks for a second factor, and this is the last.
    #[error("it is the last second factor")]
    LastFactor,
}

impl PasskeyRefused {
    /// What the verifier says of an answer.
    pub(super) fn of(error: &WebauthnError) -> Self {
        match error {
            WebauthnError::InvalidRPOrigin | WebauthnError::InvalidRPIDHash => Self::OtherOrigin,
            WebauthnError::UserNotVerified | WebauthnError::UserNotPresent => Self::NotVerified,
            WebauthnError::CredentialPossibleCompromise => Self::Copied,
            WebauthnError::CredentialNotFound => Self::Unknown,
            WebauthnError::CredentialAlreadyExists => Self::Exists,
            _ => Self::Refused,
        }
    }

    /// Stable, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotHere => "passkeys_not_here",
            Self::OtherAddress(_) => "passkey_other_address",
            Self::Over => "passkey_over",
            Self::Malformed => "passkey_malformed",
            Self::OtherOrigin => "passkey_other_origin",
            Self::NotVerified => "passkey_person_not_verified",
            Self::Copied => "passkey_copied",
            Self::Refused => "passkey_refused",
            Self::Unknown => "passkey_unknown",
            Self::Exists => "passkey_exists",
            Self::NoSuchPasskey => "no_such_passkey",
            Self::None => "no_passkey",
            Self::TooMany(_) => "too_many_passkeys",
            Self::LastFactor => "last_factor",
        }
    }

    /// What is wrong, and what to do next.
    pub fn words(&self) -> Text {
        match self {
            Self::NotHere => Text::new(
                "Khóa truy cập chỉ dùng được khi hệ thống có tên miền, không dùng được với địa chỉ số. Hãy dùng mã xác thực.",
                "Passkeys need a host name, and do not work at the number of a machine. Use the code of your authenticator.",
            ),
            Self::OtherAddress(origin) => Text::of(
                format!("Khóa truy cập chỉ dùng được ở {origin}. Hãy mở trang ở địa chỉ đó."),
                format!("Passkeys work at {origin} alone. Open the page there."),
            ),
            Self::Over => Text::new(
                "Lần dùng khóa truy cập này đã quá 5 phút hoặc đã xong. Hãy bấm nút lần nữa.",
                "This use of a passkey is older than 5 minutes, or done. Press the button again.",
            ),
            Self::Malformed => Text::new(
                "Không đọc được câu trả lời của khóa truy cập. Hãy tải lại trang rồi thử lại.",
                "The passkey's answer cannot be read. Load the page again and try once more.",
            ),
            Self::OtherOrigin => Text::new(
                "Khóa truy cập này trả lời cho một trang khác nên không được nhận. Hãy mở trang của chương trình và thử lại từ đó.",
                "The passkey answered another site, so it was not taken. Open the programme's own page and try there.",
            ),
            Self::NotVerified => Text::new(
                "Thiết bị chưa kiểm tra người dùng. Hãy đặt mã PIN, vân tay hoặc khuôn mặt cho thiết bị rồi thử lại.",
                "The device did not check who uses it. Set a PIN, finger or face on it, then try again.",
            ),
            Self::Copied => Text::new(
                "Khóa truy cập này có thể đã bị sao chép nên không được nhận. Hãy đăng nhập cách khác, gỡ khóa này trong trang tài khoản rồi thêm khóa mới.",
                "There may be a copy of this passkey, so it was not taken. Sign in another way, remove it on your account's page, and add a new one.",
            ),
            Self::Refused => Text::new(
                "Khóa truy cập trả lời không đúng. Hãy bấm nút lần nữa, hoặc đăng nhập cách khác.",
                "The passkey's answer does not verify. Press the button again, or sign in another way.",
            ),
            Self::Unknown => Text::new(
                "Khóa truy cập này không mở được tài khoản nào: đã bị gỡ, chưa được thêm, hoặc tài khoản đã đóng. Hãy đăng nhập cách khác, hoặc hỏi văn phòng điều phối.",
                "This passkey opens no account: it was removed or never added, or the account is closed. Sign in another way, or ask the programme office.",
            ),
            Self::Exists => Text::new(
                "Khóa truy cập này đã có rồi. Hãy dùng thiết bị khác nếu muốn thêm khóa nữa.",
                "This passkey is kept already. Use another device to add one more.",
            ),
            Self::NoSuchPasskey => Text::new(
                "Tài khoản của bạn không có khóa truy cập này. Hãy tải lại trang.",
                "Your account has no such passkey. Load the page again.",
            ),
            Self::None => Text::new(
                "Tài khoản này chưa có khóa truy cập. Hãy dùng mã xác thực; sau khi đăng nhập, bạn có thể thêm khóa trong trang tài khoản.",
                "This account has no passkey. Use the code of your authenticator; once signed in, you can add one on your account's page.",
            ),
            Self::TooMany(most) => Text::of(
                format!(
                    "Mỗi tài khoản có tối đa {most} khóa truy cập. Hãy gỡ bớt khóa không còn dùng."
                ),
                format!(
                    "An account has at most {most} passkeys. Remove one that is no longer used."
                ),
            ),
            Self::LastFactor => Text::new(
                "Đây là cách xác thực bước hai cuối cùng của bạn, mà vai trò của bạn cần có. Hãy thêm khóa khác trước.",
                "This is your last second factor, and your role takes one. Add another passkey first.",
            ),
        }
    }
}
