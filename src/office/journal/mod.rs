//! The journals of market inspectors: what their devices checked is taken in, judged again, and
//! read by whoever checked.
//!
//! ```text
//! take_in (read, chain, judge again -> one entry) -> list, evidence -> a case
//! photograph (named by an entry, by its hash) -> kept as it came
//! ```
//!
//! A journal is its inspector's alone. Reading it leaves no line in the trail.

mod compare;
mod counts;
mod evidence;
mod judged;
mod list;
mod photograph;
mod refused;
mod rows;
mod take_in;
mod view;

pub(super) use counts::Counts;
pub use counts::JournalFigures;
pub use evidence::JournalEvidence;
pub use list::{JournalPage, JournalQuery};
pub use refused::JournalRefused;
pub use take_in::{JournalHead, MOST_ENTRIES, TakenIn};
pub use view::{JournalAddition, JournalCheck, JournalPhotograph, PlaceView};

use super::{Access, Error, Office, Right};
use crate::register::JournalRecord;
use crate::scheme::journal::DeviceId;

/// The account whose journals somebody may write and read: their own, if they inspect.
fn inspector(access: &Access) -> Result<i64, Error> {
    let account = access.account().filter(|_| access.allows(Right::Inspect));
    Ok(account.ok_or(JournalRefused::PersonNeeded)?)
}

impl Office {
    /// The journal of a device, `None` before its first entry came in.
    async fn own_journal(
        &self,
        access: &Access,
        device: DeviceId,
    ) -> Result<Option<JournalRecord>, Error> {
        let account = inspector(access)?;
        match self.register.journal(device).await? {
            Some(journal) if journal.account != account => {
                Err(JournalRefused::NoSuchJournal.into())
            }
            journal => Ok(journal),
        }
    }
}
