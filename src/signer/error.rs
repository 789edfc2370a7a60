//! What goes wrong with keys and passphrases, in Vietnamese and English.

use std::io;
use std::path::{Path, PathBuf};

use super::TokenError;

/// A refusal of this layer. It names the file, what is wrong and the next
/// step; it never holds anything of a key or a passphrase.
///
/// The `Display` text is the English one.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Token(#[from] TokenError),

    #[error("{}: there is no such file. Check the path", path.display())]
    FileNotFound { path: PathBuf },

    #[error("{}: cannot be read ({source}). Run the program as the file's owner", path.display())]
    FileUnreadable { path: PathBuf, source: io::Error },

    #[error("{}: cannot be written ({source}). Choose a directory you may write to, on a local disk with free space", path.display())]
    FileUnwritable { path: PathBuf, source: io::Error },

    #[error("{}: is not an ordinary file, or was exchanged while being opened. Give the path of the file itself, not of a link, directory or pipe", path.display())]
    FileNotRegular { path: PathBuf },

    #[error("{}: others may read or change it (mode {mode:03o}). Run chmod 600 on it; if others could have read it, replace the key", path.display())]
    FileExposed { path: PathBuf, mode: u32 },

    #[error("{}: is longer than {limit} bytes. Check that it is the right file", path.display())]
    FileTooLarge { path: PathBuf, limit: usize },

    #[error("{}: already exists and is never overwritten. Choose another name for the new key", path.display())]
    KeyExists { path: PathBuf },

    #[error("{}: is not one encrypted private key in PEM (BEGIN ENCRYPTED PRIVATE KEY) with nothing else around it, or it is damaged. Restore it from its backup", path.display())]
    KeyMalformed { path: PathBuf },

    #[error("{}: the private key is not encrypted. Encrypt it with openssl pkcs8 -topk8 -v2 aes-256-cbc -scrypt, then destroy this file", path.display())]
    KeyNotEncrypted { path: PathBuf },

    #[error("{}: its encryption is not supported. Encrypt it again with openssl pkcs8 -topk8 -v2 aes-256-cbc -scrypt", path.display())]
    EncryptionUnsupported { path: PathBuf },

    #[error("{}: its key derivation asks for more memory or time than is allowed, or its figures make no sense. Encrypt it again with openssl pkcs8 -topk8 -v2 aes-256-cbc -scrypt", path.display())]
    DerivationRefused { path: PathBuf },

    #[error("{}: the passphrase is wrong, or the file is damaged. Type the passphrase again; if you are sure of it, restore the file from its backup", path.display())]
    WrongPassphrase { path: PathBuf },

    #[error("{}: the key is not an Ed25519 key. Make one with openssl genpkey -algorithm ed25519", path.display())]
    AlgorithmUnsupported { path: PathBuf },

    #[error("{}: the key inside does not belong to the public key stated beside it. Restore the file from its backup", path.display())]
    KeyDamaged { path: PathBuf },

    #[error("{}: the key can be guessed. Make a new key and trust this one no longer", path.display())]
    KeyWeak { path: PathBuf },

    #[error(
        "the operating system gives no random bytes. Try again; do not make keys on this machine until it does"
    )]
    NoRandomness,

    #[error(
        "{}: the passphrase is empty. Write it on the first line",
        place(file, "the passphrase typed")
    )]
    PassphraseEmpty { file: Option<PathBuf> },

    #[error(
        "{}: the passphrase must be one line of UTF-8 text without control characters. Save it as plain text on one line",
        place(file, "the passphrase typed")
    )]
    PassphraseMalformed { file: Option<PathBuf> },

    #[error("{}: the passphrase of a new key needs at least {least} characters. Choose a longer one, for instance six random words", path.display())]
    PassphraseTooShort { path: PathBuf, least: usize },

    #[error("the two passphrases typed differ. Start again and type the same one twice")]
    PassphrasesDiffer,

    #[error(
        "there is no terminal to ask for the passphrase. Give --passphrase-file, or a systemd credential"
    )]
    NoTerminal,

    #[error(
        "the passphrase cannot be read from the terminal ({source}). Try again, or give --passphrase-file"
    )]
    TerminalUnreadable { source: io::Error },

    #[error(
        "systemd gave no credentials (CREDENTIALS_DIRECTORY is not set). Add LoadCredential= or LoadCredentialEncrypted= to the unit"
    )]
    NoCredentials,

    #[error(
        "{name:?} is not the name of a credential. Give the plain name that stands in LoadCredential=, without a slash"
    )]
    CredentialMisnamed { name: String },
}

impl Error {
    /// The name of this refusal for programs. It never changes.
    pub fn code(&self) -> &'static str {
        match self {
            Error::Token(error) => error.code(),
            Error::FileNotFound { .. } => "file_not_found",
            Error::FileUnreadable { .. } => "file_unreadable",
            Error::FileUnwritable { .. } => "file_unwritable",
            Error::FileNotRegular { .. } => "file_not_regular",
            Error::FileExposed { .. } => "file_exposed",
            Error::FileTooLarge { .. } => "file_too_large",
            Error::KeyExists { .. } => "key_exists",
            Error::KeyMalformed { .. } => "key_malformed",
            Error::KeyNotEncrypted { .. } => "key_not_encrypted",
            Error::EncryptionUnsupported { .. } => "key_encryption_unsupported",
            Error::DerivationRefused { .. } => "key_derivation_refused",
            Error::WrongPassphrase { .. } => "wrong_passphrase",
            Error::AlgorithmUnsupported { .. } => "key_algorithm_unsupported",
            Error::KeyDamaged { .. } => "key_damaged",
            Error::KeyWeak { .. } => "key_weak",
            Error::NoRandomness => "no_randomness",
            Error::PassphraseEmpty { .. } => "passphrase_empty",
            Error::PassphraseMalformed { .. } => "passphrase_malformed",
            Error::PassphraseTooShort { .. } => "passphrase_too_short",
            Error::PassphrasesDiffer => "passphrases_differ",
            Error::NoTerminal => "no_terminal",
            Error::TerminalUnreadable { .. } => "terminal_unreadable",
            Error::NoCredentials => "no_credentials",
            Error::CredentialMisnamed { .. } => "credential_misnamed",
        }
    }

    /// The text in English.
    pub fn en(&self) -> String {
        self.to_string()
    }

    /// The text in Vietnamese.
    pub fn vi(&self) -> String {
        match self {
            Error::Token(error) => error.vi(),
            Error::FileNotFound { path } => {
                about(path, "không có tệp này. Hãy kiểm tra đường dẫn")
            }
            Error::FileUnreadable { path, source } => about(
                path,
                &format!("không đọc được ({source}). Hãy chạy chương trình bằng tài khoản sở hữu tệp"),
            ),
            Error::FileUnwritable { path, source } => about(
                path,
                &format!(
                    "không ghi được ({source}). Hãy chọn thư mục được phép ghi, trên đĩa cục bộ còn chỗ trống"
                ),
            ),
            Error::FileNotRegular { path } => about(
                path,
                "không phải tệp thường, hoặc đã bị đổi trong lúc mở. Hãy ghi đường dẫn của chính tệp đó, không phải liên kết, thư mục hay ống dẫn",
            ),
            Error::FileExposed { path, mode } => about(
                path,
                &format!(
                    "người khác đọc hoặc sửa được tệp (quyền {mode:03o}). Hãy chạy chmod 600; nếu có thể đã bị đọc, hãy thay khóa"
                ),
            ),
            Error::FileTooLarge { path, limit } => about(
                path,
                &format!("dài hơn {limit} byte. Hãy kiểm tra có đúng tệp không"),
            ),
            Error::KeyExists { path } => about(
                path,
                "đã có và không bao giờ bị ghi đè. Hãy chọn tên khác cho khóa mới",
            ),
            Error::KeyMalformed { path } => about(
                path,
                "không phải đúng một khóa riêng đã mã hóa dạng PEM (BEGIN ENCRYPTED PRIVATE KEY), hoặc đã hỏng. Hãy khôi phục từ bản sao lưu",
            ),
            Error::KeyNotEncrypted { path } => about(
                path,
                "khóa riêng chưa được mã hóa. Hãy mã hóa bằng openssl pkcs8 -topk8 -v2 aes-256-cbc -scrypt rồi hủy tệp này",
            ),
            Error::EncryptionUnsupported { path } => about(
                path,
                "kiểu mã hóa này không được hỗ trợ. Hãy mã hóa lại bằng openssl pkcs8 -topk8 -v2 aes-256-cbc -scrypt",
            ),
            Error::DerivationRefused { path } => about(
                path,
                "phép dẫn xuất khóa đòi bộ nhớ hoặc thời gian quá mức cho phép, hoặc thông số vô lý. Hãy mã hóa lại bằng openssl pkcs8 -topk8 -v2 aes-256-cbc -scrypt",
            ),
            Error::WrongPassphrase { path } => about(
                path,
                "sai mật khẩu, hoặc tệp đã hỏng. Hãy nhập lại mật khẩu; nếu chắc chắn đúng, hãy khôi phục tệp từ bản sao lưu",
            ),
            Error::AlgorithmUnsupported { path } => about(
                path,
                "không phải khóa Ed25519. Hãy tạo khóa bằng openssl genpkey -algorithm ed25519",
            ),
            Error::KeyDamaged { path } => about(
                path,
                "khóa bên trong không khớp khóa công khai ghi kèm. Hãy khôi phục tệp từ bản sao lưu",
            ),
            Error::KeyWeak { path } => about(
                path,
                "khóa này đoán được. Hãy tạo khóa mới và không tin khóa này nữa",
            ),
            Error::NoRandomness => {
                "hệ điều hành không cho số ngẫu nhiên. Hãy thử lại; chưa được thì đừng tạo khóa trên máy này".into()
            }
            Error::PassphraseEmpty { file } => format!(
                "{}: mật khẩu trống. Hãy ghi mật khẩu ở dòng đầu",
                place(file, "mật khẩu vừa nhập")
            ),
            Error::PassphraseMalformed { file } => format!(
                "{}: mật khẩu phải là một dòng chữ UTF-8, không có ký tự điều khiển. Hãy lưu dạng văn bản thuần, một dòng",
                place(file, "mật khẩu vừa nhập")
            ),
            Error::PassphraseTooShort { path, least } => about(
                path,
                &format!(
                    "mật khẩu của khóa mới cần ít nhất {least} ký tự. Hãy chọn mật khẩu dài hơn, chẳng hạn sáu từ ngẫu nhiên"
                ),
            ),
            Error::PassphrasesDiffer => {
                "hai lần nhập mật khẩu khác nhau. Hãy làm lại và nhập giống nhau cả hai lần".into()
            }
            Error::NoTerminal => {
                "không có màn hình dòng lệnh để hỏi mật khẩu. Hãy dùng --passphrase-file hoặc credential của systemd".into()
            }
            Error::TerminalUnreadable { source } => format!(
                "không đọc được mật khẩu từ màn hình dòng lệnh ({source}). Hãy thử lại hoặc dùng --passphrase-file"
            ),
            Error::NoCredentials => {
                "systemd không trao credential nào (thiếu CREDENTIALS_DIRECTORY). Hãy thêm LoadCredential= hoặc LoadCredentialEncrypted= vào unit".into()
            }
            Error::CredentialMisnamed { name } => format!(
                "{name:?} không phải tên credential. Hãy ghi đúng tên trong LoadCredential=, không có dấu gạch chéo"
            ),
        }
    }
}

fn about(path: &Path, text: &str) -> String {
    format!("{}: {text}", path.display())
}

fn place(file: &Option<PathBuf>, otherwise: &str) -> String {
    match file {
        Some(path) => path.display().to_string(),
        None => otherwise.into(),
    }
}
