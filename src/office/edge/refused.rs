//! Why an edge does not begin, or does not take a pack.

use std::path::PathBuf;

use crate::scheme::pack::Refused;
use crate::scheme::words::Text;

/// Why not. Whatever is held stays.
#[derive(Debug, thiserror::Error)]
pub enum EdgeRefused {
    /// The pack is not sound, not this programme's, or older.
    #[error(transparent)]
    Pack(#[from] Refused),
    /// The pack is a demonstration's, and the edge's pages would not say so.
    #[error(
        "the pack is a demonstration's, and ocop.toml here does not say `demonstration = true`"
    )]
    Demonstration,
    /// The folder is a programme's own.
    #[error("{0} is the folder of a programme's register")]
    OfAProgramme(PathBuf),
    /// The folder or its pack cannot be read.
    #[error("{path} cannot be used: {source}")]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

impl EdgeRefused {
    /// Stable, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Pack(refused) => refused.code(),
            Self::Demonstration => "pack_of_a_demonstration",
            Self::OfAProgramme(_) => "folder_of_a_programme",
            Self::File { .. } => "file_unusable",
        }
    }

    /// What is wrong, and what to do next.
    pub fn words(&self) -> Text {
        match self {
            Self::Pack(refused @ Refused::WrongRoot(_)) => {
                let Text { vi, en } = refused.words();
                Text::of(
                    format!("{vi} Nếu chương trình đã thay khóa gốc, hãy dùng một thư mục mới."),
                    format!("{en} If the programme replaced its root key, use a new folder."),
                )
            }
            Self::Pack(refused) => refused.words(),
            Self::Demonstration => Text::new(
                "Đây là gói của một bản thử nghiệm: không giấy nào trong đó có giá trị. Nếu máy biên này phục vụ bản thử nghiệm, hãy ghi demonstration = true vào ocop.toml của nó để mọi trang đều mang dấu.",
                "The pack is a demonstration's: no certificate in it is valid. If this edge serves the demonstration, write demonstration = true into its ocop.toml, so that each page is marked.",
            ),
            Self::OfAProgramme(folder) => {
                let folder = folder.display();
                Text::of(
                    format!(
                        "{folder} là thư mục dữ liệu của một chương trình. Hãy cho máy biên một thư mục riêng bằng --data."
                    ),
                    format!(
                        "{folder} is the data folder of a programme. Give the edge a folder of its own by --data."
                    ),
                )
            }
            Self::File { path, source } => {
                let path = path.display();
                Text::of(
                    format!("Không dùng được {path} ({source}). Hãy kiểm tra quyền và đĩa."),
                    format!(
                        "{path} cannot be used ({source}). Check its permissions and the disk."
                    ),
                )
            }
        }
    }
}
