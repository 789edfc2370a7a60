//! Why a register is not copied into another.

use crate::scheme::words::Text;

/// Why not. The other one is as it was.
#[derive(Debug, thiserror::Error)]
pub enum TransferRefused {
    /// Something was recorded there.
    #[error("the other register is not empty: there are rows in {0}")]
    NotEmpty(String),
    /// Not everything arrived.
    #[error("{rows} rows of {table} were read, and {there} are there")]
    Count {
        /// The table.
        table: String,
        /// So many were read.
        rows: u64,
        /// So many arrived.
        there: u64,
    },
}

impl TransferRefused {
    /// Stable, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotEmpty(_) => "register_not_empty",
            Self::Count { .. } => "register_not_copied",
        }
    }

    /// What is wrong, and what to do next.
    pub fn words(&self) -> Text {
        match self {
            Self::NotEmpty(table) => Text::of(
                format!(
                    "Sổ đích không trống (bảng {table} đã có dữ liệu), nên không chép gì. Hãy tạo một cơ sở dữ liệu mới."
                ),
                format!(
                    "The other register is not empty (there are rows in {table}), so nothing was copied. Make a new database."
                ),
            ),
            Self::Count { table, rows, there } => Text::of(
                format!(
                    "Đã đọc {rows} dòng của bảng {table} nhưng sổ đích có {there}, nên không giữ lại gì. Hãy chạy lại khi không ai ghi vào sổ đích."
                ),
                format!(
                    "{rows} rows of {table} were read, and {there} are there, so nothing was kept. Run it again while nobody writes to the other register."
                ),
            ),
        }
    }
}
