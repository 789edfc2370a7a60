//! Why a dossier, a producer or a file stays as it is.

use crate::scheme::dossier::DossierState;
use crate::scheme::words::Text;

/// Why something about a dossier was not done. What is out of reach is as if it were not there.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DossierRefused {
    /// There is no such producer, or none in reach.
    #[error("there is no producer {0}")]
    NoSuchProducer(i64),
    /// There is no such dossier, or none in reach.
    #[error("there is no dossier {0}")]
    NoSuchDossier(i64),
    /// There is no such file of the dossier.
    #[error("there is no file {0}")]
    NoSuchFile(i64),
    /// What is asked for cannot be done where the dossier is.
    #[error("the dossier is {}", .0.name())]
    State(DossierState),
    /// It stands in a decision that is on its way.
    #[error("dossier {0} is in a decision on its way")]
    InDecision(i64),
    /// The content of a file is not on the disk.
    #[error("the content of file {0} is not there")]
    ContentMissing(i64),
}

impl DossierRefused {
    /// Stable, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoSuchProducer(_) => "no_such_producer",
            Self::NoSuchDossier(_) => "no_such_dossier",
            Self::NoSuchFile(_) => "no_such_file",
            Self::State(_) => "dossier_state",
            Self::InDecision(_) => "in_preparation",
            Self::ContentMissing(_) => "file_content_missing",
        }
    }

    /// What is wrong, and what to do next.
    pub fn words(&self) -> Text {
        match self {
            Self::NoSuchProducer(id) => Text::of(
                format!(
                    "Không có chủ thể số {id} trong phạm vi của bạn. Hãy xem danh sách chủ thể."
                ),
                format!("There is no producer {id} in your reach. See the list of producers."),
            ),
            Self::NoSuchDossier(id) => Text::of(
                format!("Không có hồ sơ số {id} trong phạm vi của bạn. Hãy xem danh sách hồ sơ."),
                format!("There is no dossier {id} in your reach. See the list of dossiers."),
            ),
            Self::NoSuchFile(id) => Text::of(
                format!(
                    "Hồ sơ không có tệp số {id}, hoặc tệp đã được gỡ. Hãy xem lại danh sách tệp của hồ sơ."
                ),
                format!(
                    "The dossier has no file {id}, or it was removed. See the dossier's files."
                ),
            ),
            Self::State(state) => {
                let state = state.words();
                Text::of(
                    format!(
                        "Hồ sơ đang ở trạng thái “{}” nên không làm được việc này; không thay đổi gì. Hãy mở lại hồ sơ để xem việc tiếp theo.",
                        state.vi
                    ),
                    format!(
                        "The dossier is “{}”, so this cannot be done; nothing was changed. Open it again to see what is next.",
                        state.en
                    ),
                )
            }
            Self::InDecision(id) => Text::of(
                format!(
                    "Hồ sơ số {id} đang nằm trong một quyết định được soạn; không thay đổi gì. Hãy nhờ thư ký hội đồng bỏ dòng này khỏi quyết định trước."
                ),
                format!(
                    "Dossier {id} is in a decision that is being prepared; nothing was changed. Ask the council's secretary to take its line out first."
                ),
            ),
            Self::ContentMissing(id) => Text::of(
                format!(
                    "Nội dung của tệp số {id} không còn trên máy chủ. Hãy báo quản trị viên chạy `ocop doctor` và khôi phục thư mục files từ bản sao lưu."
                ),
                format!(
                    "The content of file {id} is not on the server. Ask the administrator to run `ocop doctor` and to restore the folder files from the backup."
                ),
            ),
        }
    }
}
