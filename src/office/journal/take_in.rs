//! Taking entries in: whatever comes, however often, each is kept once, and all of a request or
//! none.

use serde::Serialize;
use serde_json::json;

use super::compare::{Refusing, compare};
use super::inspector;
use super::rows::{adds_to_no_check, read};
use crate::office::{Access, Error, Office};
use crate::register::{Deed, NewJournalEntry};
use crate::scheme::journal::{DeviceId, Head};

/// Entries of one request.
pub const MOST_ENTRIES: usize = 200;
/// Hashes of photographs that are told at once.
const MOST_AWAITED: i64 = 100;

/// How far the journal of a device has grown here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct JournalHead {
    /// The device.
    pub device: DeviceId,
    /// How many entries are kept, from 1 on.
    pub size: u64,
    /// The hash of the last; empty before the first.
    pub head: String,
    /// Photographs that entries name and that have not come: at most the first hundred.
    pub awaited: Vec<String>,
}

/// What became of a request's entries.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TakenIn {
    /// How many entries of the device are kept now.
    pub size: u64,
    /// The hash of the last.
    pub head: String,
    /// Entries of the request that were new.
    pub kept: usize,
    /// Entries of the request that were kept before.
    pub known: usize,
}

impl Office {
    /// How far the journal of a device has grown: 0 when nothing of it has come.
    ///
    /// # Errors
    /// [`super::JournalRefused::NoSuchJournal`] for another account's; or when the register does not
    /// answer.
    pub async fn journal_head(
        &self,
        access: &Access,
        device: DeviceId,
    ) -> Result<JournalHead, Error> {
        let journal = self.own_journal(access, device).await?;
        let awaited = match &journal {
            Some(journal) => {
                let awaited = self.register.awaited_photographs(journal.id, MOST_AWAITED);
                awaited.await?
            }
            None => Vec::new(),
        };
        let head = journal.map(|journal| journal.head).unwrap_or_default();
        Ok(JournalHead {
            device,
            size: head.size,
            head: written(head),
            awaited,
        })
    }

    /// Takes entries of a device in, in the order of their counters.
    ///
    /// # Errors
    /// [`Error::Refused`] with every row that is no entry of this device or does not follow the
    /// row before; [`super::JournalRefused`] when the rows do not follow what is kept; or when the
    /// register does not answer. Nothing was kept then.
    pub async fn take_journal_in(
        &self,
        access: &Access,
        device: DeviceId,
        texts: Vec<String>,
    ) -> Result<TakenIn, Error> {
        let sent = texts.len();
        let taken = Box::pin(self.take_in(access, device, texts)).await;
        self.journals.add(sent, &taken);
        taken
    }

    async fn take_in(
        &self,
        access: &Access,
        device: DeviceId,
        texts: Vec<String>,
    ) -> Result<TakenIn, Error> {
        let account = inspector(access)?;
        let count = texts.len();
        let read = read(device, texts).map_err(Error::Refused)?;
        let before = self.own_journal(access, device).await?;
        let size = before.map_or(0, |journal| journal.head.size);
        // A journal only grows: what is known now needs no judging in the entry either.
        let entries = read.into_iter().map(|mut new| {
            if new.entry.counter > size {
                self.judge_new(&mut new);
            }
            new
        });
        let entries: Vec<NewJournalEntry> = entries.collect();
        let (actor, at) = (access.actor.written(), self.clock.now());
        let entering = self.writable().await?.enter(move |entry| {
            Box::pin(async move {
                let following = match compare(entry, device, account, entries).await? {
                    Ok(following) => following,
                    Err(refusing) => return Ok(Err(refusing)),
                };
                let (new, head) = (following.new, following.head);
                if new.is_empty() {
                    return Ok(Ok((head, 0)));
                }
                let journal = match following.journal {
                    Some(journal) => journal,
                    None => entry.begin_journal(device, account, at).await?,
                };
                entry.add_journal_entries(&journal, &new, head, at).await?;
                let deed = Deed {
                    at,
                    actor,
                    act: "journal_taken_in",
                    subject: format!("journal {}", journal.id),
                    body: json!({ "kept": new.len(), "size": head.size }),
                };
                entry.trail(&deed).await?;
                Ok(Ok((head, new.len())))
            })
        });
        match entering.await? {
            Ok((head, kept)) => Ok(TakenIn {
                size: head.size,
                head: written(head),
                kept,
                known: count - kept,
            }),
            Err(Refusing::Journal(refused)) => Err(refused.into()),
            Err(Refusing::NoCheck { row }) => Err(Error::Refused(vec![adds_to_no_check(row)])),
        }
    }
}

fn written(head: Head) -> String {
    head.hash.map(|hash| hash.to_string()).unwrap_or_default()
}
