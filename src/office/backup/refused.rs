//! Why a backup is not made, or not restored.

use std::path::PathBuf;

use crate::office::Fault;
use crate::scheme::words::Text;

/// Why the register's file stays as it is.
#[derive(Clone, Debug, thiserror::Error)]
pub enum BackupRefused {
    /// The register is PostgreSQL's.
    #[error("the register is on PostgreSQL, which has tools of its own")]
    Postgres,
    /// A file stands where another is to be written.
    #[error("{0} is there already")]
    Exists(PathBuf),
    /// The file is no register.
    #[error("{0} is not the copy of a register")]
    NotARegister(PathBuf),
    /// An audit found something in the copy.
    #[error("the copy is not sound: {} {}: {}", .0.table, .0.row, .0.message.en)]
    Unsound(Fault),
    /// The copy holds less than was published when it began.
    #[error("the copy does not reach the checkpoint over {0} entries")]
    Behind(u64),
    /// The file is no checkpoint.
    #[error("{0} holds no checkpoint")]
    NotACheckpoint(PathBuf),
}

impl BackupRefused {
    /// Stable, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Postgres => "backup_by_postgres",
            Self::Exists(_) => "file_exists",
            Self::NotARegister(_) => "not_a_register",
            Self::Unsound(_) => "backup_unsound",
            Self::Behind(_) => "backup_behind",
            Self::NotACheckpoint(_) => "not_a_checkpoint",
        }
    }

    /// What is wrong, and what to do next.
    pub fn words(&self) -> Text {
        match self {
            Self::Postgres => Text::new(
                "Sổ đăng ký nằm trên PostgreSQL. Hãy dùng pg_dump hoặc bản sao cơ sở như trong docs/operating.md, rồi chạy `ocop audit`.",
                "The register is on PostgreSQL. Use pg_dump or base backups as docs/operating.md says, then run `ocop audit`.",
            ),
            Self::Exists(path) => Text::of(
                format!(
                    "{} đã có; không thay đổi gì. Hãy chọn tên khác, hoặc khi khôi phục thì dừng dịch vụ rồi thêm --replace.",
                    path.display()
                ),
                format!(
                    "{} is there already; nothing was changed. Choose another name or, to restore, stop the service and add --replace.",
                    path.display()
                ),
            ),
            Self::NotARegister(path) => Text::of(
                format!(
                    "{} không phải bản sao của sổ đăng ký; không thay đổi gì. Hãy chọn tệp do `ocop backup` ghi.",
                    path.display()
                ),
                format!(
                    "{} is not the copy of a register; nothing was changed. Choose a file that `ocop backup` wrote.",
                    path.display()
                ),
            ),
            Self::Unsound(fault) => Text::of(
                format!(
                    "Bản sao không đúng: {} {}: {}. Không dùng bản này. Hãy chạy `ocop audit` trên sổ đang dùng, hoặc lấy bản sao khác.",
                    fault.table, fault.row, fault.message.vi
                ),
                format!(
                    "The copy is not sound: {} {}: {}. It is not used. Run `ocop audit` on the register in use, or take another copy.",
                    fault.table, fault.row, fault.message.en
                ),
            ),
            Self::Behind(size) => Text::of(
                format!("Bản sao chưa tới điểm chốt {size} mục đã công bố; đã xóa. Hãy chạy lại."),
                format!(
                    "The copy does not reach the published checkpoint over {size} entries; it was removed. Run again."
                ),
            ),
            Self::NotACheckpoint(path) => Text::of(
                format!(
                    "{} không chứa điểm chốt; không thay đổi gì. Hãy tải lại /log/checkpoint.",
                    path.display()
                ),
                format!(
                    "{} holds no checkpoint; nothing was changed. Fetch /log/checkpoint again.",
                    path.display()
                ),
            ),
        }
    }
}
