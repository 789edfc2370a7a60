//! The way of a dossier: its states, and the moves between them.

use std::str::FromStr;

use serde::Serialize;

use super::council::Level;
use super::words::Text;

/// Where a dossier is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DossierState {
    /// Being written by its producer.
    Draft,
    /// Handed in; nobody has taken it in yet.
    Lodged,
    /// Handed back, for its producer to complete.
    Returned,
    /// With a district's council.
    AtDistrict,
    /// With a province's council.
    AtProvince,
    /// Scored for 5 stars by its province, and with the central council.
    ProposedToCentre,
    /// What could be decided is: its certificate, or its certificates, are given.
    Decided,
    /// It got too few stars for a certificate.
    Refused,
    /// Its producer took it back.
    Withdrawn,
}

/// Text that names no state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a state of a dossier")]
pub struct NotAState;

impl DossierState {
    /// Every state.
    pub const ALL: [Self; 9] = [
        Self::Draft,
        Self::Lodged,
        Self::Returned,
        Self::AtDistrict,
        Self::AtProvince,
        Self::ProposedToCentre,
        Self::Decided,
        Self::Refused,
        Self::Withdrawn,
    ];

    /// The name in data, `at_province`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Lodged => "lodged",
            Self::Returned => "returned",
            Self::AtDistrict => "at_district",
            Self::AtProvince => "at_province",
            Self::ProposedToCentre => "proposed_to_centre",
            Self::Decided => "decided",
            Self::Refused => "refused",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The state in words.
    pub fn words(self) -> Text {
        match self {
            Self::Draft => Text::new("Bản nháp", "Draft"),
            Self::Lodged => Text::new("Đã nộp", "Lodged"),
            Self::Returned => Text::new("Trả lại để bổ sung", "Returned for completion"),
            Self::AtDistrict => Text::new("Tại cấp huyện", "At the district"),
            Self::AtProvince => Text::new("Tại cấp tỉnh", "At the province"),
            Self::ProposedToCentre => Text::new("Đề nghị trung ương", "Proposed to the centre"),
            Self::Decided => Text::new("Đã có quyết định", "Decided"),
            Self::Refused => Text::new("Không đạt", "Refused"),
            Self::Withdrawn => Text::new("Đã rút", "Withdrawn"),
        }
    }

    /// Whether its producer may change what it says.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Draft | Self::Returned)
    }

    /// Whether nothing follows.
    pub fn is_final(self) -> bool {
        matches!(self, Self::Decided | Self::Refused | Self::Withdrawn)
    }

    /// The level of the councils that have a dossier in this state to score.
    pub fn level(self) -> Option<Level> {
        match self {
            Self::AtDistrict => Some(Level::District),
            Self::AtProvince => Some(Level::Province),
            Self::ProposedToCentre => Some(Level::Central),
            _ => None,
        }
    }

    /// The state in which a council of a level has a dossier; `None` for communes.
    pub fn at(level: Level) -> Option<Self> {
        match level {
            Level::Commune => None,
            Level::District => Some(Self::AtDistrict),
            Level::Province => Some(Self::AtProvince),
            Level::Central => Some(Self::ProposedToCentre),
        }
    }

    /// Where a move leads from here; `None` where it cannot be made.
    pub fn after(self, step: DossierMove) -> Option<Self> {
        use DossierMove as M;
        let with_a_council = self.level().is_some();
        match step {
            M::Lodge => self.is_open().then_some(Self::Lodged),
            M::Return => {
                let may = matches!(self, Self::Lodged | Self::AtDistrict | Self::AtProvince);
                may.then_some(Self::Returned)
            }
            // Upwards, or back down to the level that certifies what it got. The centre hands
            // back what it does not grant: the province's stars stand.
            M::Take(level) => {
                let to = Self::at(level)?;
                let may = match (self, to) {
                    (Self::Lodged, Self::ProposedToCentre) => false,
                    (Self::Lodged, _) => true,
                    (Self::AtDistrict, Self::AtProvince)
                    | (Self::AtProvince, Self::AtDistrict | Self::ProposedToCentre)
                    | (Self::ProposedToCentre, Self::AtProvince) => true,
                    _ => false,
                };
                may.then_some(to)
            }
            M::Decide => with_a_council.then_some(Self::Decided),
            M::Refuse => {
                let may = matches!(self, Self::AtDistrict | Self::AtProvince);
                may.then_some(Self::Refused)
            }
            M::Withdraw => {
                let may = self.is_open() || self == Self::Lodged || with_a_council;
                may.then_some(Self::Withdrawn)
            }
        }
    }
}

impl FromStr for DossierState {
    type Err = NotAState;

    fn from_str(text: &str) -> Result<Self, NotAState> {
        let mut all = Self::ALL.into_iter();
        all.find(|state| state.name() == text).ok_or(NotAState)
    }
}

/// What happens to a dossier as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DossierMove {
    /// Its producer hands it in.
    Lodge,
    /// A council hands it back for completion.
    Return,
    /// A council of a level takes it over.
    Take(Level),
    /// A decision covers it, and nothing more is to be decided.
    Decide,
    /// It got too few stars.
    Refuse,
    /// Its producer takes it back.
    Withdraw,
}

#[cfg(test)]
mod tests {
    use super::{DossierMove, DossierState, Level};

    #[test]
    fn a_name_is_read_as_its_state() {
        for state in DossierState::ALL {
            assert_eq!(state.name().parse(), Ok(state));
        }
        assert!("drafts".parse::<DossierState>().is_err());
    }

    #[test]
    fn nothing_follows_a_final_state_and_nothing_is_decided_before_a_council_has_it() {
        let moves = [
            DossierMove::Lodge,
            DossierMove::Return,
            DossierMove::Take(Level::District),
            DossierMove::Take(Level::Province),
            DossierMove::Take(Level::Central),
            DossierMove::Decide,
            DossierMove::Refuse,
            DossierMove::Withdraw,
        ];
        for state in DossierState::ALL {
            for step in moves {
                let after = state.after(step);
                assert!(after.is_none() || !state.is_final(), "{state:?} {step:?}");
                if after == Some(DossierState::Decided) {
                    assert!(state.level().is_some(), "{state:?}");
                }
            }
        }
    }
}
