//! What a request brings, compared with what is kept: known, new, or of another chain.

use super::JournalRefused;
use crate::register::{self, Entry, JournalRecord, NewJournalEntry};
use crate::scheme::journal::{Broken, DeviceId, Head};

/// What is new of a request's entries.
pub(super) struct Following {
    /// The device's journal, unless it begins.
    pub journal: Option<JournalRecord>,
    /// The new entries, which follow its head.
    pub new: Vec<NewJournalEntry>,
    /// The head with them.
    pub head: Head,
}

/// Why nothing is taken in.
pub(super) enum Refusing {
    /// The entries do not follow what is kept.
    Journal(JournalRefused),
    /// This row adds to what is no check.
    NoCheck { row: usize },
}

/// Compares entries, which follow each other, with what is kept.
pub(super) async fn compare(
    entry: &mut Entry,
    device: DeviceId,
    account: i64,
    mut entries: Vec<NewJournalEntry>,
) -> Result<Result<Following, Refusing>, register::Error> {
    let refuse = |refused| Ok(Err(Refusing::Journal(refused)));
    let journal = entry.journal(device).await?;
    if journal.is_some_and(|journal| journal.account != account) {
        return refuse(JournalRefused::NoSuchJournal);
    }
    let kept = journal.map(|journal| journal.head).unwrap_or_default();
    let new = entries.iter().position(|new| new.entry.counter > kept.size);
    let new = entries.split_off(new.unwrap_or(entries.len()));
    if let Some(counter) = parted(entry, journal, &entries).await? {
        return refuse(JournalRefused::Forked { counter });
    }
    let mut head = kept;
    for new in &new {
        head = match head.after(&new.entry, new.hash) {
            Ok(head) => head,
            Err(Broken::Gap { next }) => return refuse(JournalRefused::Gap { next }),
            Err(Broken::Forked { counter }) => {
                return refuse(JournalRefused::Forked { counter });
            }
        };
    }
    for (place, added) in new.iter().enumerate() {
        let Some(addition) = added.entry.addition() else {
            continue;
        };
        let mut before = new[..place].iter();
        let is_check = match (before.find(|new| new.entry.counter == addition.to), journal) {
            (Some(new), _) => new.entry.check().is_some(),
            (None, Some(journal)) => entry.is_journal_check(journal.id, addition.to).await?,
            (None, None) => false,
        };
        if !is_check {
            let row = entries.len() + place + 1;
            return Ok(Err(Refusing::NoCheck { row }));
        }
    }
    Ok(Ok(Following { journal, new, head }))
}

/// The first counter at which another entry is kept than was sent.
async fn parted(
    entry: &mut Entry,
    journal: Option<JournalRecord>,
    known: &[NewJournalEntry],
) -> Result<Option<u64>, register::Error> {
    let (Some(journal), [first, ..], [.., last]) = (journal, known, known) else {
        return Ok(None);
    };
    let (first, last) = (first.entry.counter, last.entry.counter);
    let kept = entry.journal_hashes(journal.id, first, last).await?;
    let mut pairs = known.iter().zip(&kept);
    let other = pairs.find(|(sent, kept)| sent.hash.to_string() != **kept);
    Ok(other.map(|(sent, _)| sent.entry.counter))
}
