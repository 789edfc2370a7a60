//! Why a session, a sheet or a dossier stays as it is.

use crate::scheme::council::Level;
use crate::scheme::words::Text;

/// Why nothing was scored or concluded.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ScoringRefused {
    /// There is no such session, or it is another council's.
    #[error("there is no session {0}")]
    NoSuchSession(i64),
    /// A program without a person of its own asks to score.
    #[error("only a person scores")]
    NotAPerson,
    /// The dossier is with no council that could score it.
    #[error("dossier {0} is with no council to be scored")]
    NotWithCouncil(i64),
    /// The council's level does not score under the edition in force.
    #[error("councils of the level {0:?} do not score under {1}")]
    LevelDoesNotScore(Level, &'static str),
    /// The dossier was written for a catalogue that is no longer in force.
    #[error("dossier {0} has a set of another catalogue than that of {1}")]
    OtherCatalogue(i64, &'static str),
    /// The council has an open session about it.
    #[error("session {0} is open")]
    AlreadyOpen(i64),
    /// The dossier is in a decision that is being prepared.
    #[error("dossier {0} is in a decision that is being prepared")]
    InPreparation(i64),
    /// The session was concluded.
    #[error("session {0} was concluded")]
    Concluded(i64),
    /// The dossier left the council while the session was open.
    #[error("dossier {0} is no longer with the council")]
    DossierLeft(i64),
    /// The edition changed, or the dossier was lodged anew, since the session was opened.
    #[error("session {0} was overtaken by a new edition or a new version of the dossier")]
    Overtaken(i64),
}

impl ScoringRefused {
    /// Stable, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoSuchSession(_) => "no_such_session",
            Self::NotAPerson => "person_needed",
            Self::NotWithCouncil(_) => "dossier_not_with_council",
            Self::LevelDoesNotScore(..) => "level_does_not_score",
            Self::OtherCatalogue(..) => "other_catalogue",
            Self::AlreadyOpen(_) => "session_open",
            Self::InPreparation(_) => "in_preparation",
            Self::Concluded(_) => "session_concluded",
            Self::DossierLeft(_) => "dossier_left",
            Self::Overtaken(_) => "session_overtaken",
        }
    }

    /// What is wrong, and what to do next.
    pub fn words(&self) -> Text {
        match self {
            Self::NoSuchSession(id) => Text::of(
                format!("Không có phiên chấm điểm số {id}. Hãy xem danh sách các phiên."),
                format!("There is no session {id}. See the list of sessions."),
            ),
            Self::NotAPerson => Text::new(
                "Chỉ người có tài khoản mới được chấm điểm. Hãy đăng nhập, hoặc dùng mã truy cập của một người.",
                "Only somebody with an account scores. Sign in, or use a person's token.",
            ),
            Self::NotWithCouncil(id) => Text::of(
                format!("Hồ sơ {id} chưa ở hội đồng cấp nào để chấm. Hãy tiếp nhận hồ sơ trước."),
                format!("Dossier {id} is with no council to be scored. Take it in first."),
            ),
            Self::LevelDoesNotScore(level, edition) => {
                let level = level.words();
                Text::of(
                    format!(
                        "Theo {edition}, {} không chấm điểm. Hãy trả hồ sơ để chủ thể nộp cho hội đồng cấp tỉnh.",
                        level.vi.to_lowercase()
                    ),
                    format!(
                        "Under {edition} the level “{}” does not score. Return the dossier, so that its producer lodges it with the province.",
                        level.en
                    ),
                )
            }
            Self::OtherCatalogue(id, edition) => Text::of(
                format!(
                    "Bộ sản phẩm của hồ sơ {id} thuộc danh mục cũ, khác danh mục của {edition}. Hãy trả hồ sơ để chủ thể chọn lại bộ sản phẩm."
                ),
                format!(
                    "Dossier {id} names a set of another catalogue than that of {edition}. Return it, so that its producer chooses the set again."
                ),
            ),
            Self::AlreadyOpen(session) => Text::of(
                format!(
                    "Hội đồng đang có phiên {session} cho hồ sơ này. Hãy kết luận phiên đó trước."
                ),
                format!(
                    "The council has the session {session} about this dossier. Conclude that one first."
                ),
            ),
            Self::InPreparation(id) => Text::of(
                format!(
                    "Hồ sơ {id} đang nằm trong một quyết định đang soạn. Hãy bỏ hồ sơ khỏi quyết định đó trước."
                ),
                format!(
                    "Dossier {id} is in a decision that is being prepared. Take it out of that first."
                ),
            ),
            Self::Concluded(session) => Text::of(
                format!(
                    "Phiên {session} đã kết luận, không sửa được nữa. Nếu cần chấm lại, hãy mở phiên mới."
                ),
                format!(
                    "Session {session} was concluded and can no longer be changed. To score again, open a new one."
                ),
            ),
            Self::DossierLeft(id) => Text::of(
                format!("Hồ sơ {id} không còn ở hội đồng này. Hãy xem hồ sơ đang ở đâu."),
                format!("Dossier {id} is no longer with this council. See where it is."),
            ),
            Self::Overtaken(session) => Text::of(
                format!(
                    "Từ khi mở phiên {session}, bộ tiêu chí đã thay đổi hoặc hồ sơ đã được nộp lại, nên phiếu cũ không còn dùng được. Hãy mở phiên mới cho hồ sơ."
                ),
                format!(
                    "Since session {session} was opened the criteria changed, or the dossier was lodged anew, so its sheets no longer count. Open a new session about the dossier."
                ),
            ),
        }
    }
}
