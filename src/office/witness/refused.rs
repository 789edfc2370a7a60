//! Why a witness does not cosign, or does not begin.

use std::io;
use std::path::PathBuf;

use crate::scheme::log::Refused;
use crate::scheme::words::Text;
use crate::signer;

/// Why a witness refuses.
#[derive(Debug, thiserror::Error)]
pub enum WitnessRefused {
    /// The body is not what the protocol asks.
    #[error("{0}")]
    Malformed(Refused),
    /// It is not told to watch this log.
    #[error("the log {0} is not watched here")]
    UnknownLog(String),
    /// No key of the log that it is told of signed.
    #[error("no key of the log that is known here signed the checkpoint: {0}")]
    Unsigned(Refused),
    /// The new tree is said to be smaller than the old one.
    #[error("the checkpoint's size {size} is below the old size {old}")]
    Backwards {
        /// The old size.
        old: u64,
        /// The checkpoint's.
        size: u64,
    },
    /// The last checkpoint that was cosigned is another.
    #[error("the last checkpoint that was cosigned has size {last}")]
    Conflict {
        /// Its size.
        last: u64,
    },
    /// The proof does not show that the log only grew.
    #[error("the proof does not lead from size {old} to size {size}")]
    Inconsistent {
        /// The old size.
        old: u64,
        /// The checkpoint's.
        size: u64,
    },
    /// A name that no key can have.
    #[error("\"{0}\" cannot be a witness's name")]
    Name(String),
    /// A key that signs no log.
    #[error("{0} is not the key of a log")]
    NotALog(String),
    /// The folder is a programme's.
    #[error("{0} is the folder of a programme")]
    Programme(PathBuf),
    /// The folder has a witness.
    #[error("there is a witness in {0} already")]
    Exists(PathBuf),
    /// The folder has none.
    #[error("there is no witness in {0}")]
    NotInitialised(PathBuf),
    /// Another process is this witness.
    #[error("another process is the witness of {0}")]
    Running(PathBuf),
    /// The key file holds another key than the folder names.
    #[error("{0} holds another key than the folder names")]
    OtherKey(PathBuf),
    /// A file of the folder cannot be read as what it should be.
    #[error("{0} does not hold what it should")]
    State(PathBuf),
    /// A file or the folder cannot be used.
    #[error("{path} cannot be used: {source}")]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The key cannot be used.
    #[error(transparent)]
    Signer(#[from] signer::Error),
    /// The key made a signature that does not hold.
    #[error("a signature does not verify")]
    BadSeal,
}

impl WitnessRefused {
    /// Stable, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Malformed(refused) | Self::Unsigned(refused) => refused.code(),
            Self::UnknownLog(_) => "log_not_watched",
            Self::Backwards { .. } => "log_smaller",
            Self::Conflict { .. } => "log_other_size",
            Self::Inconsistent { .. } => "log_not_consistent",
            Self::Name(_) => "not_a_witness_name",
            Self::NotALog(_) => "not_a_log_key",
            Self::Programme(_) => "folder_of_programme",
            Self::Exists(_) => "witness_exists",
            Self::NotInitialised(_) => "no_witness",
            Self::Running(_) => "witness_running",
            Self::OtherKey(_) => "other_key",
            Self::State(_) => "witness_state_unreadable",
            Self::File { .. } => "file_unusable",
            Self::Signer(error) => error.code(),
            Self::BadSeal => "bad_seal",
        }
    }

    /// The status by which the protocol answers (C2SP tlog-witness, "add-checkpoint").
    pub fn status(&self) -> u16 {
        match self {
            Self::Malformed(_) | Self::Backwards { .. } => 400,
            Self::Unsigned(_) => 403,
            Self::UnknownLog(_) => 404,
            Self::Conflict { .. } => 409,
            Self::Inconsistent { .. } => 422,
            _ => 500,
        }
    }

    /// What is wrong, and what to do next.
    pub fn words(&self) -> Text {
        let (vi, vi_next, en_next) = match self {
            Self::Malformed(refused) => return refused.words(),
            Self::UnknownLog(origin) => (
                format!("nhân chứng này không theo dõi nhật ký {origin}"),
                "Hãy gửi khóa kiểm tra của nhật ký (`ocop log key`) cho người vận hành nhân chứng.",
                "Give the log's verifier key (`ocop log key`) to who runs this witness.",
            ),
            Self::Unsigned(_) => (
                "điểm chốt không được ký bằng khóa nào của nhật ký mà nhân chứng này biết"
                    .to_owned(),
                "Hãy gửi khóa kiểm tra mới (`ocop log key`) cho người vận hành nhân chứng.",
                "Give the log's new verifier key (`ocop log key`) to who runs this witness.",
            ),
            Self::Backwards { old, size } => (
                format!("kích thước {size} của điểm chốt nhỏ hơn kích thước cũ {old}"),
                "Hãy gửi điểm chốt mới nhất.",
                "Send the newest checkpoint.",
            ),
            Self::Conflict { last } => (
                format!("điểm chốt cuối cùng đã ký có {last} mục"),
                "Hãy gửi bằng chứng nối tiếp từ đó.",
                "Send the proof that begins there.",
            ),
            Self::Inconsistent { old, size } => (
                format!("bằng chứng không dẫn từ {old} mục đến {size} mục"),
                "Nếu bằng chứng đúng thì nhật ký đã bị viết lại: hãy giữ lại cả hai điểm chốt.",
                "If the proof is right, the log was rewritten: keep both checkpoints.",
            ),
            Self::Name(name) => (
                format!("\"{name}\" không thể là tên nhân chứng"),
                "Hãy ghi một địa chỉ không có https://, không có khoảng trắng hay dấu +, ví dụ witness.example/w1.",
                "Write an address without https://, spaces or +, such as witness.example/w1.",
            ),
            Self::NotALog(key) => (
                format!("{key} không phải khóa của nhật ký"),
                "Hãy chép khóa mà `ocop log key` in ra: phần thứ ba bắt đầu bằng A.",
                "Copy the key that `ocop log key` prints: its third part begins with A.",
            ),
            Self::Programme(folder) => (
                format!("{} là thư mục của một chương trình", folder.display()),
                "Nhân chứng cần thư mục riêng, tốt nhất trên máy của người khác: hãy chọn bằng --data.",
                "A witness needs a folder of its own, best on somebody else's machine: choose it with --data.",
            ),
            Self::Exists(folder) => (
                format!("{} đã có nhân chứng", folder.display()),
                "Hãy chạy `ocop witness serve`, hoặc chọn thư mục khác bằng --data.",
                "Run `ocop witness serve`, or choose another folder with --data.",
            ),
            Self::NotInitialised(folder) => (
                format!("{} chưa có nhân chứng", folder.display()),
                "Hãy chạy `ocop witness init --name TÊN` trước.",
                "Run `ocop witness init --name NAME` first.",
            ),
            Self::Running(folder) => (
                format!(
                    "một tiến trình khác đang là nhân chứng của {}",
                    folder.display()
                ),
                "Mỗi thư mục chỉ có một nhân chứng. Hãy dừng tiến trình kia trước.",
                "A folder has one witness. Stop the other process first.",
            ),
            Self::OtherKey(file) => (
                format!("{} chứa khóa khác với khóa của thư mục", file.display()),
                "Hãy khôi phục đúng tệp.",
                "Restore the right file.",
            ),
            Self::State(file) => (
                format!("{} không đọc được", file.display()),
                "Không ký gì nữa. Đừng xóa tệp hay khôi phục bản cũ: nhân chứng sẽ quên những gì đã ký. Hãy tạo nhân chứng mới.",
                "Nothing is cosigned. Do not delete the file or restore an old one: the witness would forget what it cosigned. Make a new witness.",
            ),
            Self::File { path, source } => (
                format!("không dùng được {} ({source})", path.display()),
                "Hãy kiểm tra ổ đĩa, đường dẫn và quyền truy cập.",
                "Check the disk, the path and its permissions.",
            ),
            Self::Signer(error) => return Text::of(error.vi(), error.en()),
            Self::BadSeal => (
                "chữ ký vừa tạo không đúng".to_owned(),
                "Máy có thể hỏng. Hãy dừng nhân chứng và kiểm tra máy.",
                "The machine may be faulty. Stop the witness and check it.",
            ),
        };
        Text::of(
            format!("Nhân chứng từ chối: {vi}. {vi_next}"),
            format!("The witness refuses: {self}. {en_next}"),
        )
    }
}
