//! Why nothing is signed, or no proof is given, for the log's sake.

use std::path::PathBuf;

use crate::scheme::number::CertificateNumber;
use crate::scheme::words::Text;

/// Why the log stands in the way.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LogRefused {
    /// The register ends before what was published: an old backup.
    #[error("the register holds {register} entries; a checkpoint over {published} was published")]
    SetBack {
        /// Entries of the register.
        register: u64,
        /// Leaves of the greatest checkpoint that is known.
        published: u64,
    },
    /// The register holds other entries than were published.
    #[error("the register's first {0} entries are not those that were published")]
    Forked(u64),
    /// The memory of what was published cannot be read.
    #[error("{0} holds no checkpoint")]
    Memory(PathBuf),
    /// A proof is asked for before there is a checkpoint over it.
    #[error("no checkpoint covers {0} yet")]
    NotYet(CertificateNumber),
    /// There is no checkpoint at all.
    #[error("no checkpoint was published yet")]
    NoCheckpoint,
    /// Sizes that no consistency proof is between.
    #[error("no tree of {size} leaves was published that could begin with one of {old}")]
    Sizes {
        /// The smaller.
        old: u64,
        /// The greater.
        size: u64,
    },
}

impl LogRefused {
    /// Stable, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::SetBack { .. } => "register_set_back",
            Self::Forked(_) => "register_forked",
            Self::Memory(_) => "checkpoint_unreadable",
            Self::NotYet(_) => "not_in_log_yet",
            Self::NoCheckpoint => "no_checkpoint",
            Self::Sizes { .. } => "no_such_tree",
        }
    }

    /// What is wrong, and what to do next.
    pub fn words(&self) -> Text {
        match self {
            Self::SetBack {
                register,
                published,
            } => {
                let last = published.saturating_sub(1);
                Text::of(
                    format!(
                        "Sổ đăng ký chỉ có {register} mục, nhưng đã công bố điểm chốt với {published} mục: thiếu các mục từ {register} đến {last}. Không ký gì để không có hai lịch sử. Hãy khôi phục bản sao lưu mới hơn; nếu không còn, xem mục “Khôi phục” trong docs/operating.md."
                    ),
                    format!(
                        "The register holds only {register} entries, but a checkpoint over {published} was published: entries {register} to {last} are missing. Nothing is signed, so that there are never two histories. Restore a newer backup; if there is none, see \"Restoring\" in docs/operating.md."
                    ),
                )
            }
            Self::Forked(size) => Text::of(
                format!(
                    "{size} mục đầu của sổ đăng ký không phải là những mục đã công bố. Không ký gì. Hãy chạy `ocop audit`, giữ lại sổ này làm bằng chứng và khôi phục bản sao lưu đúng."
                ),
                format!(
                    "The register's first {size} entries are not those that were published. Nothing is signed. Run `ocop audit`, keep this register as evidence, and restore the right backup."
                ),
            ),
            Self::Memory(path) => Text::of(
                format!(
                    "Tệp {} không chứa điểm chốt đọc được, nên không biết đã công bố những gì. Không ký gì. Hãy lấy lại điểm chốt mới nhất từ /log/checkpoint của dịch vụ hoặc từ nhân chứng.",
                    path.display()
                ),
                format!(
                    "{} holds no readable checkpoint, so it is not known what was published. Nothing is signed. Get the newest checkpoint from the service's /log/checkpoint or from a witness.",
                    path.display()
                ),
            ),
            Self::NotYet(number) => Text::of(
                format!("Giấy {number} vừa được ghi, chưa có điểm chốt. Hãy hỏi lại sau vài giây."),
                format!(
                    "Certificate {number} was just recorded: no checkpoint covers it yet. Ask again in a few seconds."
                ),
            ),
            Self::NoCheckpoint => Text::new(
                "Nhật ký chưa có điểm chốt nào. Hãy tạo khóa bằng `ocop key generate --purpose log`, công bố danh sách tin cậy, rồi chạy `ocop serve` hoặc `ocop log checkpoint`.",
                "The log has no checkpoint yet. Make its key with `ocop key generate --purpose log`, publish the trust list, then run `ocop serve` or `ocop log checkpoint`.",
            ),
            Self::Sizes { old, size } => Text::of(
                format!(
                    "Chưa công bố nhật ký {size} mục nối tiếp {old} mục. Hãy lấy kích thước từ /log/checkpoint; số đầu không lớn hơn số sau."
                ),
                format!(
                    "No log of {size} entries that follows {old} was published. Take the sizes from /log/checkpoint; the first is not greater than the second."
                ),
            ),
        }
    }
}
