//! The rows of a request: each an entry of the device, and following the row before.

use crate::office::Refusal;
use crate::register::NewJournalEntry;
use crate::scheme::journal::{self, DeviceId, EntryHash, Head, LONGEST_ENTRY, NotAnEntry};
use crate::scheme::words::Text;

/// Reads the rows, and sees that each follows the one before.
pub(super) fn read(
    device: DeviceId,
    texts: Vec<String>,
) -> Result<Vec<NewJournalEntry>, Vec<Refusal>> {
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

/// The refusal of a row that adds to what is no check.
pub(super) fn adds_to_no_check(row: usize) -> Refusal {
    bad(
        row,
        "bổ sung cho một mục không phải là lần kiểm tra (khóa to)",
        "it adds to an entry that is no check (the key to)",
    )
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
