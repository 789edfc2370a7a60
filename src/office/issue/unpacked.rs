//! How much a workbook unpacks to: a file of some kilobytes can say that it is gigabytes, or be
//! it without saying so.

use std::io::{Cursor, Read, copy, sink};

use zip::ZipArchive;

use super::list::whole;
use super::shared_texts;
use crate::office::Refusal;
use crate::scheme::words::Text;

/// Most bytes of all its parts together. A list of 10,000 rows has some 6 MB.
const MOST: u64 = 64 << 20;
/// Most parts.
const MOST_PARTS: usize = 500;

/// Checks what the parts say of themselves, then unpacks them as far as is allowed and no
/// further.
///
/// # Errors
/// When it is too much, locked, or no such file.
pub(super) fn check(file: &[u8]) -> Result<(), Refusal> {
    let mut archive = ZipArchive::new(Cursor::new(file)).map_err(|_| broken())?;
    if archive.len() > MOST_PARTS {
        return Err(too_much());
    }
    let mut declared = 0_u64;
    for index in 0..archive.len() {
        let part = archive.by_index_raw(index).map_err(|_| broken())?;
        declared = declared.saturating_add(part.size());
    }
    if declared > MOST {
        return Err(too_much());
    }
    let mut real = 0;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|_| broken())?;
        let is_of_texts = part.name().is_ok_and(|name| shared_texts::is_theirs(&name));
        let left = MOST - real;
        let bytes = copy(&mut part.take(left + 1), &mut sink()).map_err(|_| broken())?;
        real += bytes;
        if real > MOST {
            return Err(too_much());
        }
        if is_of_texts {
            let part = archive.by_index(index).map_err(|_| broken())?;
            if !shared_texts::can_be_so(part, bytes) {
                return Err(broken());
            }
        }
    }
    Ok(())
}

/// More than is unpacked.
pub(super) fn too_much() -> Refusal {
    whole(
        "workbook_too_large",
        Text::of(
            format!(
                "Tệp Excel giải nén ra quá lớn (tối đa {} MB). Hãy chép danh sách sang một tệp mới, hoặc chia thành nhiều danh sách.",
                MOST >> 20
            ),
            format!(
                "The Excel file unpacks to too much (at most {} MB). Copy the list into a new file, or split it into several lists.",
                MOST >> 20
            ),
        ),
    )
}

fn broken() -> Refusal {
    whole(
        "workbook_unreadable",
        Text::new(
            "Tệp này không phải tệp Excel đọc được. Hãy mở tệp, lưu lại thành .xlsx (hoặc \"CSV UTF-8\") rồi thử lại.",
            "This is no Excel file that can be read. Open it, save it again as .xlsx (or \"CSV UTF-8\") and try again.",
        ),
    )
}
