//! The way of a decision until it is released: its states, and the moves between them.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::words::Text;

/// Where a decision that is prepared is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PreparationState {
    /// Being prepared.
    Draft,
    /// Handed in, for another person to look at.
    Submitted,
    /// Approved by another person, and to be released.
    Approved,
    /// Every line has its certificate.
    Released,
    /// Given up before anything of it was sealed.
    Abandoned,
}

/// Text that names no state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a state of a preparation")]
pub struct NotAState;

impl PreparationState {
    /// Every state, in the order of the way.
    pub const ALL: [Self; 5] = [
        Self::Draft,
        Self::Submitted,
        Self::Approved,
        Self::Released,
        Self::Abandoned,
    ];

    /// The name in data.
    pub fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::Approved => "approved",
            Self::Released => "released",
            Self::Abandoned => "abandoned",
        }
    }

    /// The state in words.
    pub fn words(self) -> Text {
        match self {
            Self::Draft => Text::new("Đang soạn", "Draft"),
            Self::Submitted => Text::new("Chờ duyệt", "Waiting for approval"),
            Self::Approved => Text::new("Đã duyệt, đang cấp giấy", "Approved, being released"),
            Self::Released => Text::new("Đã cấp giấy", "Released"),
            Self::Abandoned => Text::new("Đã bỏ", "Abandoned"),
        }
    }

    /// Where a move leads from here; `None` where it cannot be made.
    pub fn after(self, step: PreparationMove) -> Option<Self> {
        use PreparationMove as M;
        match (self, step) {
            (Self::Draft | Self::Submitted | Self::Approved, M::Change) => Some(Self::Draft),
            (Self::Draft, M::Submit) => Some(Self::Submitted),
            (Self::Submitted, M::Approve) => Some(Self::Approved),
            (Self::Approved, M::Release) => Some(Self::Released),
            (Self::Draft | Self::Submitted | Self::Approved, M::Abandon) => Some(Self::Abandoned),
            _ => None,
        }
    }
}

impl FromStr for PreparationState {
    type Err = NotAState;

    fn from_str(text: &str) -> Result<Self, NotAState> {
        let mut all = Self::ALL.into_iter();
        all.find(|state| state.name() == text).ok_or(NotAState)
    }
}

/// What is done with a preparation as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PreparationMove {
    /// Something of it is changed: whoever approved it approved something else.
    Change,
    /// Whoever prepared it hands it in.
    Submit,
    /// Another person approves exactly what it says.
    Approve,
    /// Every line got its certificate.
    Release,
    /// It is given up.
    Abandon,
}

#[cfg(test)]
mod tests {
    use super::{PreparationMove, PreparationState};

    #[test]
    fn a_name_is_read_as_its_state() {
        for state in PreparationState::ALL {
            assert_eq!(state.name().parse(), Ok(state));
        }
        assert!("drafts".parse::<PreparationState>().is_err());
    }

    #[test]
    fn only_what_was_approved_is_released_and_every_change_leads_back_to_the_draft() {
        for state in PreparationState::ALL {
            let released = state.after(PreparationMove::Release);
            assert_eq!(released.is_some(), state == PreparationState::Approved);
            let approved = state.after(PreparationMove::Approve);
            assert_eq!(approved.is_some(), state == PreparationState::Submitted);
            let changed = state.after(PreparationMove::Change);
            assert!(changed.is_none_or(|after| after == PreparationState::Draft));
        }
    }
}
