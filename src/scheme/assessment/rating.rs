//! From a total score to stars.

use crate::scheme::edition::{Band, Edition};
use crate::scheme::score::Score;
use crate::scheme::stars::Stars;

/// Why a score has no stars yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotRated {
    /// It is between two bands of an edition that writes whole numbers (Decision 1048/QĐ-TTg),
    /// and nobody confirmed one of the two.
    #[error("the score is between the bands of {0} and {1} stars: confirm one of them")]
    Unconfirmed(Stars, Stars),
    /// Stars were confirmed that the score leaves no choice about.
    #[error("the score earns {0} stars, and there is nothing to confirm")]
    NothingToConfirm(Stars),
}

/// The stars of a total score: those of its band, of which a person confirms one where it is
/// between two, and no more than the mandatory criteria leave (`cap`).
///
/// # Errors
/// When a confirmation is missing, is of other stars, or is not needed.
pub fn rate(
    edition: &Edition,
    total: Score,
    confirmed: Option<Stars>,
    cap: Option<Stars>,
) -> Result<Stars, NotRated> {
    let capped = |stars: Stars| cap.map_or(stars, |cap| stars.min(cap));
    match (edition.band(total), confirmed) {
        (Band::Stars(stars), None) => Ok(capped(stars)),
        (Band::Stars(stars), Some(_)) => Err(NotRated::NothingToConfirm(stars)),
        (Band::Between(lower, upper), Some(stars)) if stars == lower || stars == upper => {
            Ok(capped(stars))
        }
        (Band::Between(lower, upper), _) => Err(NotRated::Unconfirmed(lower, upper)),
    }
}
