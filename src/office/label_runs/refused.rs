//! Why a run of labels is not begun, or its files are not there.

use crate::scheme::words::Text;

/// Why something about a run of labels was not done. What is out of reach is as if it were not
/// there.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LabelRunRefused {
    /// There is no such run, or none in reach.
    #[error("there is no label run {0}")]
    NoSuchRun(i64),
    /// No files were ordered with the run.
    #[error("no files were ordered with run {0}")]
    NoFiles(i64),
    /// The files are being made.
    #[error("{made} of {parts} parts of run {id} are made")]
    NotFinished {
        /// Which run.
        id: i64,
        /// Parts that are durable.
        made: u64,
        /// Parts in all.
        parts: u64,
    },
    /// The files cannot be made as they were ordered.
    #[error("the files of run {0} cannot be made")]
    StandsStill(i64),
    /// The files were made, and are not on this server.
    #[error("the files of run {0} are not there")]
    FilesMissing(i64),
}

impl LabelRunRefused {
    /// Stable, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoSuchRun(_) => "no_such_label_run",
            Self::NoFiles(_) => "no_label_files",
            Self::NotFinished { .. } => "not_finished",
            Self::StandsStill(_) => "label_run_stands_still",
            Self::FilesMissing(_) => "label_files_missing",
        }
    }

    /// What is wrong, and what to do next.
    pub fn words(&self) -> Text {
        match self {
            Self::NoSuchRun(id) => Text::of(
                format!(
                    "Không có đợt in tem số {id} trong phạm vi của bạn. Hãy xem danh sách đợt in."
                ),
                format!("There is no label run {id} in your reach. See the list of runs."),
            ),
            Self::NoFiles(id) => Text::of(
                format!(
                    "Đợt in {id} không đặt tệp tem nào. Hãy tải tệp CSV, hoặc đặt tệp ở trang của đợt in."
                ),
                format!(
                    "No files were ordered with run {id}. Download its CSV, or order files on the run's page."
                ),
            ),
            Self::NotFinished { id, made, parts } => Text::of(
                format!(
                    "Tệp của đợt in {id} đang được tạo: xong {made}/{parts} phần. Hãy thử lại sau ít phút."
                ),
                format!(
                    "The files of run {id} are being made: {made} of {parts} parts are done. Try again in some minutes."
                ),
            ),
            Self::StandsStill(id) => Text::of(
                format!(
                    "Không tạo được tệp của đợt in {id} như đã đặt. Hãy mở trang của đợt in để xem lý do, rồi đặt lại."
                ),
                format!(
                    "The files of run {id} cannot be made as they were ordered. Open the run's page for the reason, then order them again."
                ),
            ),
            Self::FilesMissing(id) => Text::of(
                format!(
                    "Tệp của đợt in {id} không còn trên máy chủ này. Hãy đặt lại ở trang của đợt in: số sê-ri vẫn như cũ."
                ),
                format!(
                    "The files of run {id} are not on this server. Order them again on the run's page: the serials stay the same."
                ),
            ),
        }
    }
}
