//! The councils' keys as a running service opens them: for a release, with the service's own
//! passphrase, from files that are here.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};

use super::PreparationRefused;
use super::release::is_of_the_moment;
use super::view::Problem;
use crate::office::{Error, Office};
use crate::register::PreparationRecord;
use crate::scheme::council::CouncilCode;
use crate::signer::{Passphrase, Signer};

/// How long a key that could not be opened is left alone: to try costs half a second of a core.
const LEFT_ALONE: Duration = Duration::from_secs(60);

/// How long a release that was refused is left alone, unless somebody acts on it.
const REFUSED: TimeDelta = TimeDelta::minutes(1);

/// Keys that could not be opened: when that was tried, and why, unless that passes by itself.
type Tries = HashMap<CouncilCode, (Instant, Option<Problem>)>;

/// What came of opening a key.
pub(super) enum Opened {
    /// It is open.
    Key(Arc<dyn Signer>),
    /// It could not be opened a moment ago, and was not tried again: why not.
    LeftAlone(Option<Problem>),
}

/// What a service has for releases.
pub struct CouncilKeys {
    passphrase: Option<Arc<Passphrase>>,
    tried: Mutex<Tries>,
    /// Preparations whose release was refused: in which version, and when.
    refused: Mutex<HashMap<i64, (i64, DateTime<Utc>)>>,
}

impl CouncilKeys {
    /// Keys that this passphrase opens; without one, none.
    pub fn new(passphrase: Option<Arc<Passphrase>>) -> Self {
        Self {
            passphrase,
            tried: Mutex::default(),
            refused: Mutex::default(),
        }
    }

    /// Whether a release was refused a moment ago, and nobody acted on it since: whoever changes
    /// or approves anew makes another version.
    pub(super) fn is_left_alone(&self, record: &PreparationRecord, now: DateTime<Utc>) -> bool {
        let refused = self.refused().get(&record.id).copied();
        refused.is_some_and(|(version, at)| version == record.version && (now - at).abs() < REFUSED)
    }

    /// Leaves a release that was refused alone for a while.
    pub(super) fn leave_alone(&self, record: &PreparationRecord, at: DateTime<Utc>) {
        self.refused().insert(record.id, (record.version, at));
    }

    /// The key with which a council seals today, opened for one release and not kept.
    pub(super) async fn open(
        &self,
        office: &Office,
        council: CouncilCode,
    ) -> Result<Opened, Error> {
        let tried = self.tried().get(&council).cloned();
        if let Some((_, problem)) = tried.filter(|(tried, _)| tried.elapsed() < LEFT_ALONE) {
            return Ok(Opened::LeftAlone(problem));
        }
        let opened = match &self.passphrase {
            Some(passphrase) => office.open_key_file(council, Arc::clone(passphrase)).await,
            None => Err(PreparationRefused::KeyElsewhere(council).into()),
        };
        match opened {
            Ok(signer) => {
                self.tried().remove(&council);
                Ok(Opened::Key(signer))
            }
            Err(error) => {
                let problem = (!is_of_the_moment(&error)).then(|| Problem::of(&error));
                self.tried().insert(council, (Instant::now(), problem));
                Err(error)
            }
        }
    }

    /// A poisoned lock still holds a whole map.
    fn refused(&self) -> std::sync::MutexGuard<'_, HashMap<i64, (i64, DateTime<Utc>)>> {
        self.refused.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// As [`Self::refused`].
    fn tried(&self) -> std::sync::MutexGuard<'_, Tries> {
        self.tried.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
