//! One's own journal: checks by verdict, day and device, and each with what was added to it.

use chrono::{DateTime, Days, NaiveDate, Utc};
use serde::Serialize;

use super::{JournalCheck, JournalRefused, inspector};
use crate::office::{Access, Error, Office};
use crate::register::{JournalFilter, JournalRecord};
use crate::scheme::day;
use crate::scheme::journal::DeviceId;
use crate::scheme::verdict::Kind;

/// The last instant of an entry.
const LATEST: DateTime<Utc> = DateTime::from_timestamp(253_402_300_799, 0).expect("the year 9999");

/// Which checks are asked for.
#[derive(Clone, Debug, Default)]
pub struct JournalQuery {
    /// Only with this conclusion of the device.
    pub verdict: Option<Kind>,
    /// Only of this device.
    pub device: Option<DeviceId>,
    /// Only from this day on, in UTC+07:00.
    pub from: Option<NaiveDate>,
    /// Only until the end of this day.
    pub until: Option<NaiveDate>,
    /// After this one: what the page before gave as `next`.
    pub after: Option<String>,
    /// At most so many.
    pub limit: u32,
}

/// A page of checks, the newest first by when they were made.
#[derive(Clone, Debug, Serialize)]
pub struct JournalPage {
    /// The checks.
    pub checks: Vec<JournalCheck>,
    /// Where the next page begins; `None` at the end.
    pub next: Option<String>,
}

impl Office {
    /// A page of one's own checks.
    ///
    /// # Errors
    /// [`Error::Cursor`]; [`JournalRefused::NoSuchJournal`] for another account's device; or when
    /// the register does not answer.
    pub async fn journal(
        &self,
        access: &Access,
        query: &JournalQuery,
    ) -> Result<JournalPage, Error> {
        let account = inspector(access)?;
        let journal = match query.device {
            None => None,
            Some(device) => {
                let journal = self.own_journal(access, device).await?;
                Some(journal.ok_or(JournalRefused::NoSuchJournal)?.id)
            }
        };
        let begin = |day: NaiveDate| DateTime::from_timestamp(day::begins(day), 0);
        let until = query
            .until
            .and_then(|day| day.checked_add_days(Days::new(1)));
        let end = until.and_then(begin).unwrap_or(LATEST).min(LATEST);
        let filter = JournalFilter {
            account,
            verdict: query.verdict,
            journal,
            from: query.from.and_then(begin).unwrap_or_default(),
            before: match &query.after {
                None => (end, 0),
                Some(after) => cursor(after).ok_or(Error::Cursor)?,
            },
            // One more than asked for tells whether there is another page.
            limit: i64::from(query.limit) + 1,
        };
        let mut records = self.register.journal_checks(&filter).await?;
        let more = records.len() > query.limit as usize;
        records.truncate(query.limit as usize);
        let last = records.last().filter(|_| more);
        let next = last.map(|last| format!("{}.{}", last.entry.at.timestamp(), last.id));
        let checks = records.into_iter().filter_map(JournalCheck::of);
        Ok(JournalPage {
            checks: checks.collect(),
            next,
        })
    }

    /// One's own devices, the newest first.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn journals(&self, access: &Access) -> Result<Vec<JournalRecord>, Error> {
        Ok(self.register.journals_of(inspector(access)?).await?)
    }
}

fn cursor(after: &str) -> Option<(DateTime<Utc>, i64)> {
    let (at, id) = after.split_once('.')?;
    let at = DateTime::from_timestamp(at.parse().ok()?, 0)?;
    Some((at, id.parse().ok()?))
}
