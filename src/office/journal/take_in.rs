//! Taking entries in: whatever comes, however often, each is kept once, and all of a request or
//! none.

use serde::Serialize;
use serde_json::json;

use super::{JournalRefused, inspector};
use crate::office::{Access, Error, Office, Refusal};
use crate::register::{self, Deed, Entry, NewJournalEntry};
use crate::scheme::journal::{self, Broken, DeviceId, EntryHash, Head, LONGEST_ENTRY, NotAnEntry};
use crate::scheme::words::Text;

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

/// What an entry of the register came to.
enum Outcome {
    Done(Head, usize),
    Refused(JournalRefused),
    /// This row adds to what is no check.
    NoCheck(usize),
}

impl Office {
    /// How far the journal of a device has grown: 0 when nothing of it has come.
    ///
    /// # Errors
    /// [`JournalRefused::NoSuchJournal`] for another account's; or when the register does not
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
    /// row before; [`JournalRefused`] when the rows do not follow what is kept; or when the
    /// register does not answer. Nothing was kept then.
    pub async fn take_journal_in(
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
                let (found, new) = match compare(entry, device, account, entries).await? {
                    Compared::Known(head) => return Ok(Outcome::Done(head, 0)),
                    Compared::New(found, new) => (found, new),
                    Compared::Refused(outcome) => return Ok(outcome),
                };
                let head = new.head;
                let journal = match found {
                    Some(journal) => journal,
                    None => entry.begin_journal(device, account, at).await?,
                };
                entry
                    .add_journal_entries(&journal, &new.entries, head, at)
                    .await?;
                let kept = new.entries.len();
                let deed = Deed {
                    at,
                    actor,
                    act: "journal_taken_in",
                    subject: format!("journal {}", journal.id),
                    body: json!({ "kept": kept, "size": head.size }),
                };
                entry.trail(&deed).await?;
                Ok(Outcome::Done(head, kept))
            })
        });
        match entering.await? {
            Outcome::Done(head, kept) => Ok(TakenIn {
                size: head.size,
                head: written(head),
                kept,
                known: count - kept,
            }),
            Outcome::Refused(refused) => Err(refused.into()),
            Outcome::NoCheck(row) => Err(Error::Refused(vec![bad(
                row,
                "bổ sung cho một mục không phải là lần kiểm tra (khóa to)",
                "it adds to an entry that is no check (the key to)",
            )])),
        }
    }
}

fn written(head: Head) -> String {
    head.hash.map(|hash| hash.to_string()).unwrap_or_default()
}

/// Reads the rows, and sees that each follows the one before.
fn read(device: DeviceId, texts: Vec<String>) -> Result<Vec<NewJournalEntry>, Vec<Refusal>> {
    let (mut entries, mut wrong) = (Vec::<NewJournalEntry>::new(), Vec::new());
    let mut last: Option<Head> = None;
    for (row, text) in (1..).zip(texts) {
        let entry = match journal::read(&text) {
            Ok(entry) => entry,
            Err(refused) => {
                wrong.push(unreadable(row, refused));
                last = None;
                continue;
            }
        };
        let hash = EntryHash::of(&text);
        if entry.device != device {
            wrong.push(bad(
                row,
                "là mục của thiết bị khác với thiết bị trong địa chỉ",
                "it is of another device than the address names",
            ));
        } else if last.is_some_and(|last| last.after(&entry, hash).is_err()) {
            wrong.push(bad(
                row,
                "không nối tiếp mục ở dòng trước (counter, previous)",
                "it does not follow the row before (counter, previous)",
            ));
        }
        last = Some(Head {
            size: entry.counter,
            hash: Some(hash),
        });
        entries.push(NewJournalEntry {
            text,
            hash,
            entry,
            judged_again: None,
            number: None,
        });
    }
    match wrong.is_empty() {
        true => Ok(entries),
        false => Err(wrong),
    }
}

/// What is new of some entries, and the head with it.
struct New {
    entries: Vec<NewJournalEntry>,
    head: Head,
}

enum Compared {
    Known(Head),
    New(Option<register::JournalRecord>, New),
    Refused(Outcome),
}

/// Compares entries, which follow each other, with what is kept.
async fn compare(
    entry: &mut Entry,
    device: DeviceId,
    account: i64,
    mut entries: Vec<NewJournalEntry>,
) -> Result<Compared, register::Error> {
    let refused = |refused| Ok(Compared::Refused(Outcome::Refused(refused)));
    let found = entry.journal(device).await?;
    if found.is_some_and(|journal| journal.account != account) {
        return refused(JournalRefused::NoSuchJournal);
    }
    let head = found.map(|journal| journal.head).unwrap_or_default();
    let Some(first) = entries.first().map(|new| new.entry.counter) else {
        return Ok(Compared::Known(head));
    };
    if first > head.size + 1 {
        let next = head.size + 1;
        return refused(JournalRefused::Gap { next });
    }
    let new = entries.split_off(
        entries
            .iter()
            .position(|new| new.entry.counter > head.size)
            .unwrap_or(entries.len()),
    );
    if let (Some(journal), Some(last)) = (found, entries.last()) {
        let kept = entry.journal_hashes(journal.id, first, last.entry.counter);
        let kept = kept.await?;
        let mut pairs = entries.iter().zip(&kept);
        let other = pairs.find(|(sent, kept)| sent.hash.to_string() != **kept);
        if let Some((sent, _)) = other {
            let counter = sent.entry.counter;
            return refused(JournalRefused::Forked { counter });
        }
    }
    let mut after = head;
    for new in &new {
        after = match after.after(&new.entry, new.hash) {
            Ok(head) => head,
            Err(Broken::Gap { next }) => return refused(JournalRefused::Gap { next }),
            Err(Broken::Forked { counter }) => {
                return refused(JournalRefused::Forked { counter });
            }
        };
    }
    if new.is_empty() {
        return Ok(Compared::Known(head));
    }
    let known = entries.len();
    for (place, addition) in new.iter().enumerate() {
        let Some(to) = addition.entry.addition().map(|addition| addition.to) else {
            continue;
        };
        let of_request = new.iter().find(|new| new.entry.counter == to);
        let is_check = match (of_request, found) {
            (Some(new), _) => new.entry.check().is_some(),
            (None, Some(journal)) => entry.is_journal_check(journal.id, to).await?,
            (None, None) => false,
        };
        if !is_check {
            return Ok(Compared::Refused(Outcome::NoCheck(known + place + 1)));
        }
    }
    let new = New {
        entries: new,
        head: after,
    };
    Ok(Compared::New(found, new))
}

fn unreadable(row: usize, refused: NotAnEntry) -> Refusal {
    match refused {
        NotAnEntry::Long(bytes) => bad(
            row,
            &format!("dài {bytes} byte, tối đa {LONGEST_ENTRY} byte"),
            &format!("it has {bytes} bytes; at most {LONGEST_ENTRY} are taken"),
        ),
        NotAnEntry::Key(key) => bad(
            row,
            &format!("khóa {key} không đúng chỗ, hoặc giá trị của nó không hợp lệ"),
            &format!("the key {key} is not in its place, or its value is none that it may have"),
        ),
        NotAnEntry::Nothing => bad(
            row,
            "không có ghi chú, vị trí hay ảnh nào",
            "it has no note, no place and no photograph",
        ),
        NotAnEntry::Form => bad(
            row,
            "không đúng dạng viết duy nhất của các giá trị này",
            "it is not the one text that is written of its values",
        ),
    }
}

fn bad(row: usize, vi: &str, en: &str) -> Refusal {
    Refusal {
        row: Some(row),
        column: Some("entries"),
        code: "bad_entry",
        message: Text::of(
            format!(
                "Mục ở dòng {row} không dùng được: {vi}. Chưa lưu mục nào. Hãy gửi nguyên văn như thiết bị đã ghi."
            ),
            format!(
                "The entry in row {row} cannot be used: {en}. No entry was kept. Send the texts just as the device wrote them."
            ),
        ),
    }
}
