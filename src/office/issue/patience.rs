//! Going on where the answer to a commit was lost: what continues where it stopped is begun anew,
//! from what the register holds.

use std::time::{Duration, Instant};

use crate::office::Error;
use crate::register;

/// How long somebody may have to wait. A standby that takes the primary's place is there sooner.
const MOST: Duration = Duration::from_secs(15);
/// Between two attempts.
const PAUSE: Duration = Duration::from_millis(500);

/// How long the outcome has not been known.
#[derive(Default)]
pub(in crate::office) struct Patience {
    lost: Option<Instant>,
}

impl Patience {
    /// Whether the same is to be done again, after a pause. Where an answer was lost the register
    /// may be away for a while; and what nobody knew of may have been done meanwhile.
    pub async fn is_kept(&mut self, outcome: Option<Lost>) -> bool {
        let is_to_be_done_again = match outcome {
            Some(Lost::Answer) => true,
            Some(Lost::Register) => self.lost.is_some(),
            None => false,
        };
        if !is_to_be_done_again || MOST <= self.lost.get_or_insert_with(Instant::now).elapsed() {
            return false;
        }
        tokio::time::sleep(PAUSE).await;
        true
    }
}

/// What kept something from being known to be done.
#[derive(Clone, Copy, Debug)]
pub(in crate::office) enum Lost {
    /// The answer to a commit.
    Answer,
    /// The register, or a race that an unanswered commit can have won.
    Register,
}

impl Lost {
    /// What was lost, if it was that.
    pub fn of<T>(outcome: &Result<T, Error>) -> Option<Self> {
        match outcome {
            Err(Error::Register(register::Error::Unknown(_))) => Some(Self::Answer),
            Err(Error::Register(error)) if error.is_away() => Some(Self::Register),
            Err(Error::Contended) => Some(Self::Register),
            _ => None,
        }
    }
}
