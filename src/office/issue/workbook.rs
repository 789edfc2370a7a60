//! A list as a workbook (XLSX). The file is from anybody, and is bounded before and while it is
//! read: how much it unpacks to, how many cells it has, how much they say.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, ExcelDateTime, Reader, Xlsx, XlsxError};

use super::list::{Grid, GridRow, LARGEST, MOST_ROWS, too_many_rows, whole};
use super::unpacked;
use crate::office::Refusal;
use crate::scheme::words::Text;

/// Columns that are looked at: a list has 15.
const MOST_COLUMNS: u32 = 64;
/// Cells that are read, with those that only have a colour.
const MOST_CELLS: usize = MOST_COLUMNS as usize * (MOST_ROWS + 1);

/// Whether a file is a workbook, readable or not, and no text.
pub(super) fn is_one(file: &[u8]) -> bool {
    file.starts_with(b"PK\x03\x04") || is_compound(file)
}

/// Whether a file is of the kind that old and that locked workbooks are.
fn is_compound(file: &[u8]) -> bool {
    file.starts_with(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])
}

/// Reads the table of the first sheet.
///
/// # Errors
/// What keeps it from being read.
pub(super) fn read(file: &[u8]) -> Result<Grid, Refusal> {
    if is_compound(file) {
        return Err(compound(file));
    }
    unpacked::check(file)?;
    // The reader is not ours, and meets files that nobody meant it to.
    let read = catch_unwind(AssertUnwindSafe(|| first_sheet(file)));
    read.unwrap_or_else(|_| Err(unreadable()))
}

fn first_sheet(file: &[u8]) -> Result<Grid, Refusal> {
    let mut workbook = Xlsx::new(Cursor::new(file)).map_err(|error| refused(&error))?;
    let sheet = workbook.sheet_names().into_iter().next();
    let sheet = sheet.ok_or_else(unreadable)?;
    let cells = workbook.worksheet_cells_reader(&sheet);
    let mut cells = cells.map_err(|error| refused(&error))?;
    let mut rows: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    let (mut count, mut bytes) = (0, 0);
    while let Some(cell) = cells.next_cell().map_err(|error| refused(&error))? {
        count += 1;
        if count > MOST_CELLS {
            return Err(too_many_cells());
        }
        let ((row, column), text) = (cell.get_position(), text(cell.get_value()));
        if text.is_empty() {
            continue;
        }
        if column >= MOST_COLUMNS {
            return Err(too_many_cells());
        }
        bytes += text.len();
        if bytes > LARGEST {
            return Err(unpacked::too_much());
        }
        if rows.len() > MOST_ROWS && !rows.contains_key(&row) {
            return Err(too_many_rows());
        }
        let cells = rows.entry(row).or_default();
        let column = column as usize;
        if cells.len() <= column {
            cells.resize(column + 1, String::new());
        }
        cells[column] = text;
    }
    let header = rows.remove(&0).unwrap_or_default();
    let rows = rows.into_iter().filter_map(|(row, mut cells)| {
        cells.resize(cells.len().max(header.len()), String::new());
        let says_something = cells.iter().any(|cell| !cell.trim().is_empty());
        says_something.then_some(GridRow {
            number: row as usize + 1,
            cells,
        })
    });
    let rows = rows.collect();
    Ok(Grid { header, rows })
}

/// A cell as a spreadsheet shows it.
fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            text.clone()
        }
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => shown(*number),
        DataRef::Bool(true) => "TRUE".to_owned(),
        DataRef::Bool(false) => "FALSE".to_owned(),
        DataRef::DateTime(at) => day(at),
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => String::new(),
    }
}

/// A number with the 15 digits that a spreadsheet keeps, and no more: what was calculated is
/// 34.55 there, and 34.550000000000004 in the file.
fn shown(number: f64) -> String {
    let rounded: f64 = format!("{number:.14e}").parse().unwrap_or(number);
    rounded.to_string()
}

/// A day in the one form that cannot be misread.
fn day(at: &ExcelDateTime) -> String {
    let (year, month, day, hours, minutes, seconds, _) = at.to_ymd_hms_milli();
    let date = format!("{year:04}-{month:02}-{day:02}");
    if (hours, minutes, seconds) == (0, 0, 0) {
        date
    } else {
        format!("{date} {hours:02}:{minutes:02}:{seconds:02}")
    }
}

fn refused(error: &XlsxError) -> Refusal {
    match error {
        XlsxError::Password => locked(),
        _ => unreadable(),
    }
}

/// Why a file of the old kind is not read.
fn compound(file: &[u8]) -> Refusal {
    let marker: Vec<u8> = "EncryptedPackage"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    if file.windows(marker.len()).any(|part| part == marker) {
        return locked();
    }
    whole(
        "list_is_xls",
        Text::new(
            "Đây là tệp Excel kiểu cũ (.xls). Hãy lưu thành \"Excel Workbook (.xlsx)\" rồi thử lại.",
            "This is an old Excel file (.xls). Save it as \"Excel Workbook (.xlsx)\" and try again.",
        ),
    )
}

fn locked() -> Refusal {
    whole(
        "list_is_locked",
        Text::new(
            "Tệp Excel này có mật khẩu. Hãy bỏ mật khẩu rồi thử lại.",
            "This Excel file is protected by a password. Remove the password and try again.",
        ),
    )
}

fn unreadable() -> Refusal {
    whole(
        "workbook_unreadable",
        Text::new(
            "Không đọc được tệp Excel này. Hãy mở tệp, lưu lại thành .xlsx (hoặc \"CSV UTF-8\") rồi thử lại.",
            "This Excel file cannot be read. Open it, save it again as .xlsx (or \"CSV UTF-8\") and try again.",
        ),
    )
}

fn too_many_cells() -> Refusal {
    whole(
        "too_many_cells",
        Text::of(
            format!(
                "Trang tính có quá nhiều ô: tối đa {MOST_COLUMNS} cột và {MOST_ROWS} dòng. Hãy chép danh sách sang một tệp mới."
            ),
            format!(
                "The sheet has too many cells: at most {MOST_COLUMNS} columns and {MOST_ROWS} rows are read. Copy the list into a new file."
            ),
        ),
    )
}
