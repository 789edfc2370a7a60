//! Journals of inspectors' devices: every entry's text against its hash and the entry before, as
//! the device chained them.

use super::fault::{Fault, Stop};
use crate::register::{JournalRecord, Register};
use crate::scheme::journal::{EntryHash, Head, read};

/// Journals, and entries, of one read.
const CHUNK: i64 = 1_000;

/// Checks every journal and returns how many entries they have.
pub(super) async fn check(register: &Register) -> Result<u64, Stop> {
    let (mut entries, mut last) = (0, 0);
    loop {
        let journals = register.journals_after(last, CHUNK).await?;
        let Some(end) = journals.last() else {
            return Ok(entries);
        };
        last = end.id;
        for journal in &journals {
            entries += check_one(register, journal).await?;
        }
    }
}

async fn check_one(register: &Register, journal: &JournalRecord) -> Result<u64, Stop> {
    let mut head = Head::default();
    loop {
        let texts = register.journal_texts_after(journal.id, head.size, CHUNK);
        let texts = texts.await?;
        if texts.is_empty() {
            break;
        }
        for (text, hash) in texts {
            let of_text = EntryHash::of(&text);
            let entry = read(&text)
                .ok()
                .filter(|entry| entry.device == journal.device);
            let after = entry.and_then(|entry| head.after(&entry, of_text).ok());
            head = match after {
                Some(after) if hash == of_text.to_string() => after,
                _ => return Err(altered(journal, head.size + 1).into()),
            };
        }
    }
    match head == journal.head {
        true => Ok(head.size),
        false => Err(altered(journal, head.size + 1).into()),
    }
}

fn altered(journal: &JournalRecord, counter: u64) -> Fault {
    Fault::of(
        "journal_entries",
        format!("{} {counter}", journal.device),
        "mục này đã bị sửa hoặc bị bớt, hoặc có mục bị chèn ngay trước nó".to_owned(),
        "this entry was changed or left out, or one was put in just before it".to_owned(),
    )
}
