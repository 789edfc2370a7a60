//! What follows from a council's stars: who certifies them, or who looks next.

use std::str::FromStr;

use crate::scheme::council::Level;
use crate::scheme::dossier::{DossierMove, DossierState};
use crate::scheme::edition::Edition;
use crate::scheme::stars::Stars;
use crate::scheme::words::Text;

/// What a council's session led to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// The council certifies the stars itself: the dossier waits there for its decision.
    Certify,
    /// A district proposes the stars to its province.
    Propose,
    /// A province proposes 5 stars to the centre. Meanwhile it certifies 4.
    ProposeToCentre,
    /// A province gave stars that its districts certify: the dossier goes back to the district.
    SendDown,
    /// Too few stars for a certificate.
    Refuse,
    /// The centre does not grant 5 stars: the 4 of the province stand.
    NotGranted,
    /// The edition or the dossier changed before it was concluded; a new session takes its place.
    Lapsed,
}

/// Text that names no outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an outcome of a session")]
pub struct NotAnOutcome;

/// Who may certify what, after a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Certifying {
    /// The level of the council.
    pub level: Level,
    /// The stars, and no others.
    pub stars: Stars,
}

impl Outcome {
    /// Every outcome.
    pub const ALL: [Self; 7] = [
        Self::Certify,
        Self::Propose,
        Self::ProposeToCentre,
        Self::SendDown,
        Self::Refuse,
        Self::NotGranted,
        Self::Lapsed,
    ];

    /// What follows when a council of a level gives stars; `None` for a level that does not
    /// score under the edition.
    ///
    /// Decision 1048/QĐ-TTg: the district proposes 3 to 5 stars, the province certifies 3 and 4
    /// and proposes 5. Decision 148/QĐ-TTg: the district certifies 3 itself, so a province sends
    /// 3 stars back. Since Decision 1489/QĐ-TTg there are two levels.
    pub fn of(edition: &Edition, level: Level, stars: Stars) -> Option<Self> {
        if !edition.is_scored_by(level) {
            return None;
        }
        let Some(recognises) = edition.recognised_by(stars) else {
            return Some(match level {
                Level::Central => Self::NotGranted,
                _ => Self::Refuse,
            });
        };
        Some(match level {
            level if level == recognises => Self::Certify,
            Level::Commune | Level::District => Self::Propose,
            Level::Province if recognises == Level::Central => Self::ProposeToCentre,
            Level::Province => Self::SendDown,
            Level::Central => Self::NotGranted,
        })
    }

    /// Who may certify what after it; `None` for nobody. `stars` are those that the council of
    /// `level` gave under the edition. Whatever the outcome says, it is never outside what the
    /// edition lets a level recognise.
    pub fn certifying(self, edition: &Edition, level: Level, stars: Stars) -> Option<Certifying> {
        let certifying = match self {
            Self::Certify => Certifying { level, stars },
            Self::SendDown => Certifying {
                level: edition.recognised_by(stars)?,
                stars,
            },
            Self::ProposeToCentre => Certifying {
                level,
                stars: Stars::ALL[3],
            },
            Self::Propose | Self::Refuse | Self::NotGranted | Self::Lapsed => return None,
        };
        let named = edition.recognised_by(certifying.stars) == Some(certifying.level);
        (named && certifying.stars <= stars).then_some(certifying)
    }

    /// Whether a dossier in a state can still be certified after it, by a level.
    pub fn stands(self, level: Level, state: DossierState) -> bool {
        state.level() == Some(level)
            || self == Self::ProposeToCentre && state == DossierState::ProposedToCentre
    }

    /// What it does to the dossier; `None` where the dossier stays.
    pub fn step(self) -> Option<DossierMove> {
        match self {
            Self::Certify | Self::Lapsed => None,
            Self::Propose | Self::NotGranted => Some(DossierMove::Take(Level::Province)),
            Self::ProposeToCentre => Some(DossierMove::Take(Level::Central)),
            Self::SendDown => Some(DossierMove::Take(Level::District)),
            Self::Refuse => Some(DossierMove::Refuse),
        }
    }

    /// The name in data, `propose_to_centre`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Certify => "certify",
            Self::Propose => "propose",
            Self::ProposeToCentre => "propose_to_centre",
            Self::SendDown => "send_down",
            Self::Refuse => "refuse",
            Self::NotGranted => "not_granted",
            Self::Lapsed => "lapsed",
        }
    }

    /// The outcome in words.
    pub fn words(self) -> Text {
        match self {
            Self::Certify => Text::new(
                "Hội đồng này công nhận: hồ sơ chờ quyết định của cấp này.",
                "This council certifies: the dossier waits here for its decision.",
            ),
            Self::Propose => Text::new(
                "Đề nghị lên tỉnh: hồ sơ chuyển đến hội đồng cấp tỉnh.",
                "Proposed to the province: the dossier goes to the province's council.",
            ),
            Self::ProposeToCentre => Text::new(
                "Đề nghị trung ương công nhận 5 sao: hồ sơ chuyển lên trung ương; trong khi chờ, tỉnh công nhận 4 sao.",
                "Proposed to the centre for 5 stars: the dossier goes to the centre; meanwhile the province certifies 4.",
            ),
            Self::SendDown => Text::new(
                "Hạng sao này do cấp huyện công nhận: hồ sơ trở về huyện để ra quyết định.",
                "These stars are certified by the district: the dossier goes back there for its decision.",
            ),
            Self::Refuse => Text::new(
                "Không đạt 3 sao: hồ sơ kết thúc, không có giấy chứng nhận.",
                "Below 3 stars: the dossier ends without a certificate.",
            ),
            Self::NotGranted => Text::new(
                "Trung ương không công nhận 5 sao: hồ sơ trở về tỉnh, hạng 4 sao của tỉnh giữ nguyên.",
                "The centre does not grant 5 stars: the dossier goes back to the province, whose 4 stars stand.",
            ),
            Self::Lapsed => Text::new(
                "Phiên hết hiệu lực vì bộ tiêu chí hoặc hồ sơ đã thay đổi trước khi kết luận.",
                "The session lapsed: the criteria or the dossier changed before it was concluded.",
            ),
        }
    }
}

impl FromStr for Outcome {
    type Err = NotAnOutcome;

    fn from_str(text: &str) -> Result<Self, NotAnOutcome> {
        let mut all = Self::ALL.into_iter();
        all.find(|outcome| outcome.name() == text)
            .ok_or(NotAnOutcome)
    }
}
