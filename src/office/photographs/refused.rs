//! Why a photograph is not shown.

use crate::scheme::words::Text;

/// Why a photograph is not shown.
#[derive(Debug, thiserror::Error)]
pub enum PhotographRefused {
    /// There is none in reach.
    #[error("there is no photograph {0}")]
    NoSuchPhotograph(i64),
    /// The register names it, the disk does not have it.
    #[error("the content of photograph {0} is missing")]
    ContentMissing(i64),
}

impl PhotographRefused {
    /// Stable, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoSuchPhotograph(_) => "no_such_photograph",
            Self::ContentMissing(_) => "photograph_missing",
        }
    }

    /// What is wrong, and what to do next.
    pub fn words(&self) -> Text {
        match self {
            Self::NoSuchPhotograph(id) => Text::of(
                format!("Không có ảnh số {id} ở đây. Hãy mở lại trang rồi chọn ảnh."),
                format!("There is no photograph {id} here. Open the page again, then choose one."),
            ),
            Self::ContentMissing(id) => Text::of(
                format!(
                    "Nội dung của ảnh số {id} không còn trên máy chủ. Hãy báo quản trị viên chạy `ocop doctor` và khôi phục thư mục files từ bản sao lưu."
                ),
                format!(
                    "The content of photograph {id} is not on the server. Ask the administrator to run `ocop doctor` and to restore the folder files from the backup."
                ),
            ),
        }
    }
}
