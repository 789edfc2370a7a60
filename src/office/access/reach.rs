//! How far somebody may reach: all councils, or some.

use crate::scheme::council::CouncilCode;

/// The councils whose things may be touched. Another's are as if they were not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Every council's.
    All,
    /// Only these councils'.
    Of(Vec<CouncilCode>),
}

impl Reach {
    /// No council's.
    pub fn none() -> Self {
        Self::Of(Vec::new())
    }

    /// Whether a council is within.
    pub fn includes(&self, council: CouncilCode) -> bool {
        match self {
            Self::All => true,
            Self::Of(councils) => councils.contains(&council),
        }
    }
}

impl From<Option<CouncilCode>> for Reach {
    /// `None` is all.
    fn from(council: Option<CouncilCode>) -> Self {
        council.map_or(Self::All, |council| Self::Of(vec![council]))
    }
}
