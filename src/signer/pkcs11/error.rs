//! What goes wrong with a token, in Vietnamese and English.

use std::path::PathBuf;

use cryptoki::error::{Error as Pkcs11Error, RvError};

/// A refusal that concerns a token. It names the token and the key as people do; it never
/// holds a PIN, nor a URI as it was typed, which could hold one.
///
/// The `Display` text is the English one.
#[derive(Debug, thiserror::Error)]
pub enum TokenError {
    #[error(
        "this is not the URI of a token. Write pkcs11:token=LABEL?module-path=/path/to/module.so in quotes, each attribute once, other characters as %XX"
    )]
    UriMalformed,

    #[error(
        "a token's URI here has no attribute {0:?}. Use only module-path, token, slot-id, object and id"
    )]
    UriAttribute(String),

    #[error(
        "the token's URI lacks {0}. Name the module by its absolute path, and the token by token= or slot-id="
    )]
    UriIncomplete(&'static str),

    #[error(
        "a PIN does not belong in a URI, which others can see. Change the PIN of the token, then give it as a passphrase: --passphrase-file, a systemd credential, or the terminal"
    )]
    PinInUri,

    #[error("{}: cannot be used as a PKCS#11 module ({reason}). Check the path after module-path=, and that the token's driver is installed", module.display())]
    ModuleUnusable { module: PathBuf, reason: String },

    #[error(
        "token {token:?}: is not there. Plug it in, or check its label; then run again: nothing was signed"
    )]
    Absent { token: String },

    #[error(
        "token {token:?}: several tokens have this label. Take the others out, or name one by slot-id="
    )]
    SeveralTokens { token: String },

    #[error(
        "token {token:?}: the PIN is wrong. Check it before trying again: a few wrong ones lock the token"
    )]
    PinWrong { token: String },

    #[error(
        "token {token:?}: its PIN is locked after wrong ones. Have the token's security officer set a new PIN"
    )]
    PinLocked { token: String },

    #[error(
        "token {token:?}: its user has no PIN yet, or one that has to be changed. Set it with the token's own program"
    )]
    PinUnset { token: String },

    #[error("token {token:?}: holds no key {key:?}. See what it holds with ocop key list --token")]
    KeyMissing { token: String, key: String },

    #[error(
        "token {token:?}: several keys are {key:?}. Name one by object= and id=; ocop key list --token shows them"
    )]
    SeveralKeys { token: String, key: String },

    #[error(
        "token {token:?}: the key {key:?} is not an Ed25519 key. Make one with ocop key generate --token"
    )]
    KeyUnsupported { token: String, key: String },

    #[error(
        "token {token:?}: the public half of the key {key:?} is missing, or belongs to another key. Use another key, and this one no longer"
    )]
    KeyUnfit { token: String, key: String },

    #[error(
        "token {token:?}: holds a key {key:?} already, which is never overwritten. Choose another object= for the new key"
    )]
    LabelTaken { token: String, key: String },

    #[error(
        "token {token:?}: refuses the work ({reason}). Look at the token and its driver, then run again: nothing was signed"
    )]
    Failed { token: String, reason: String },
}

impl TokenError {
    /// The refusal of an attribute that is not known. Only a plain name is repeated.
    pub(super) fn attribute(name: &str) -> Self {
        let plain = |letter: char| letter.is_ascii_lowercase() || letter == '-';
        if name.len() <= 32 && !name.is_empty() && name.chars().all(plain) {
            Self::UriAttribute(name.to_owned())
        } else {
            Self::UriMalformed
        }
    }

    /// What a module answered while it worked with a token.
    pub(super) fn answered(token: String, error: &Pkcs11Error) -> Self {
        let Pkcs11Error::Pkcs11(answer, function) = error else {
            let reason = error.to_string();
            return Self::Failed { token, reason };
        };
        match answer {
            RvError::PinIncorrect | RvError::PinInvalid | RvError::PinLenRange => {
                Self::PinWrong { token }
            }
            RvError::PinLocked => Self::PinLocked { token },
            RvError::PinExpired | RvError::UserPinNotInitialized => Self::PinUnset { token },
            RvError::TokenNotPresent
            | RvError::TokenNotRecognized
            | RvError::DeviceRemoved
            | RvError::SlotIdInvalid => Self::Absent { token },
            answer => Self::Failed {
                token,
                reason: format!("{function:?}: {answer:?}"),
            },
        }
    }

    /// Whether a fresh session, on a module started afresh, may help: the token was taken out
    /// and put back. A wrong PIN is never among them: trying again locks the token.
    pub(super) fn may_pass(&self) -> bool {
        matches!(
            self,
            Self::Absent { .. } | Self::Failed { .. } | Self::KeyMissing { .. }
        )
    }

    /// The name of this refusal for programs. It never changes.
    pub fn code(&self) -> &'static str {
        match self {
            Self::UriMalformed => "token_uri_malformed",
            Self::UriAttribute(_) => "token_uri_attribute",
            Self::UriIncomplete(_) => "token_uri_incomplete",
            Self::PinInUri => "token_pin_in_uri",
            Self::ModuleUnusable { .. } => "token_module_unusable",
            Self::Absent { .. } => "token_absent",
            Self::SeveralTokens { .. } => "token_ambiguous",
            Self::PinWrong { .. } => "token_pin_wrong",
            Self::PinLocked { .. } => "token_pin_locked",
            Self::PinUnset { .. } => "token_pin_unset",
            Self::KeyMissing { .. } => "token_key_missing",
            Self::SeveralKeys { .. } => "token_key_ambiguous",
            Self::KeyUnsupported { .. } => "token_key_unsupported",
            Self::KeyUnfit { .. } => "token_key_unfit",
            Self::LabelTaken { .. } => "token_label_taken",
            Self::Failed { .. } => "token_failed",
        }
    }

    /// The text in Vietnamese.
    pub fn vi(&self) -> String {
        let about = |token: &str, text: &str| format!("thiết bị khóa {token:?}: {text}");
        match self {
            Self::UriMalformed => {
                "đây không phải URI của thiết bị khóa. Hãy viết pkcs11:token=NHÃN?module-path=/đường/dẫn/module.so trong dấu nháy, mỗi thuộc tính một lần, ký tự khác viết dạng %XX".into()
            }
            Self::UriAttribute(name) => format!(
                "URI của thiết bị khóa ở đây không có thuộc tính {name:?}. Hãy chỉ dùng module-path, token, slot-id, object và id"
            ),
            Self::UriIncomplete(missing) => format!(
                "URI của thiết bị khóa thiếu {missing}. Hãy ghi đường dẫn tuyệt đối của module, và thiết bị bằng token= hoặc slot-id="
            ),
            Self::PinInUri => {
                "mã PIN không được nằm trong URI, nơi người khác nhìn thấy. Hãy đổi PIN của thiết bị, rồi đưa PIN như mật khẩu: --passphrase-file, credential của systemd, hoặc gõ tại dòng lệnh".into()
            }
            Self::ModuleUnusable { module, reason } => format!(
                "{}: không dùng được làm module PKCS#11 ({reason}). Hãy kiểm tra đường dẫn sau module-path= và trình điều khiển của thiết bị",
                module.display()
            ),
            Self::Absent { token } => about(
                token,
                "không thấy thiết bị. Hãy cắm vào, hoặc kiểm tra nhãn, rồi chạy lại: chưa ký gì",
            ),
            Self::SeveralTokens { token } => about(
                token,
                "nhiều thiết bị cùng nhãn này. Hãy rút các thiết bị khác ra, hoặc chỉ rõ bằng slot-id=",
            ),
            Self::PinWrong { token } => about(
                token,
                "sai mã PIN. Hãy kiểm tra trước khi thử lại: sai vài lần thì thiết bị bị khóa",
            ),
            Self::PinLocked { token } => about(
                token,
                "mã PIN đã bị khóa vì nhập sai. Hãy nhờ người quản trị thiết bị (SO) đặt PIN mới",
            ),
            Self::PinUnset { token } => about(
                token,
                "chưa có mã PIN người dùng, hoặc PIN phải đổi. Hãy đặt PIN bằng chương trình của thiết bị",
            ),
            Self::KeyMissing { token, key } => about(
                token,
                &format!("không có khóa {key:?}. Hãy xem thiết bị có gì bằng ocop key list --token"),
            ),
            Self::SeveralKeys { token, key } => about(
                token,
                &format!(
                    "nhiều khóa là {key:?}. Hãy chỉ rõ bằng object= và id=; ocop key list --token liệt kê các khóa"
                ),
            ),
            Self::KeyUnsupported { token, key } => about(
                token,
                &format!(
                    "khóa {key:?} không phải khóa Ed25519. Hãy tạo khóa bằng ocop key generate --token"
                ),
            ),
            Self::KeyUnfit { token, key } => about(
                token,
                &format!(
                    "nửa công khai của khóa {key:?} bị thiếu, hoặc thuộc khóa khác. Hãy dùng khóa khác và không dùng khóa này nữa"
                ),
            ),
            Self::LabelTaken { token, key } => about(
                token,
                &format!(
                    "đã có khóa {key:?}; khóa không bao giờ bị ghi đè. Hãy chọn object= khác cho khóa mới"
                ),
            ),
            Self::Failed { token, reason } => about(
                token,
                &format!(
                    "từ chối làm việc ({reason}). Hãy kiểm tra thiết bị và trình điều khiển, rồi chạy lại: chưa ký gì"
                ),
            ),
        }
    }
}
