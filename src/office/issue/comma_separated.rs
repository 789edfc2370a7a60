//! A list as CSV: UTF-8, separated by commas.

use super::list::{Grid, GridRow, MOST_ROWS, too_many_rows, whole};
use crate::office::Refusal;
use crate::scheme::words::Text;

/// Reads the table.
///
/// # Errors
/// What keeps it from being read.
pub(super) fn read(list: &[u8]) -> Result<Grid, Refusal> {
    let text = text_of(list)?;
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .from_reader(text.as_bytes());
    let header = match reader.headers() {
        Ok(header) => header.clone(),
        Err(error) => return Err(unreadable(&error)),
    };
    if header.len() == 1
        && let Some(delimiter) = header[0].chars().find(|c| matches!(c, ';' | '\t' | '|'))
    {
        let shown = if delimiter == '\t' {
            "tab".to_owned()
        } else {
            delimiter.to_string()
        };
        return Err(whole(
            "wrong_delimiter",
            Text::of(
                format!(
                    "Các cột cách nhau bằng \"{shown}\". Hãy lưu thành CSV cách nhau bằng dấu phẩy."
                ),
                format!(
                    "The columns are separated by \"{shown}\". Save as CSV separated by commas."
                ),
            ),
        ));
    }
    let mut rows = Vec::new();
    let mut number = 1;
    for (index, record) in reader.records().enumerate() {
        if index == MOST_ROWS {
            return Err(too_many_rows());
        }
        let record = record.map_err(|error| unreadable(&error))?;
        number += ends_before(text, &record);
        // A spreadsheet's empty rows.
        if record.iter().any(|cell| !cell.trim().is_empty()) {
            let cells = record.iter().map(str::to_owned).collect();
            rows.push(GridRow { number, cells });
        }
    }
    let header = header.iter().map(str::to_owned).collect();
    Ok(Grid { header, rows })
}

/// How many rows a record is below the one before: one, and one for each empty line between,
/// which the reader skips and a spreadsheet shows.
fn ends_before(text: &str, record: &csv::StringRecord) -> usize {
    let place = record
        .position()
        .map_or(0, |position| usize::try_from(position.byte()).unwrap_or(0));
    let is_end = |byte: &u8| matches!(byte, b'\r' | b'\n');
    let (before, after) = text.as_bytes().split_at(place.min(text.len()));
    let skipped = after.iter().take_while(|byte| is_end(byte)).count();
    let ended = before.iter().rev().take_while(|byte| is_end(byte)).count();
    let ends = &text.as_bytes()[before.len() - ended..before.len() + skipped];
    let of_windows = ends.windows(2).filter(|pair| pair == b"\r\n").count();
    (ends.len() - of_windows).max(1)
}

/// The list as text: UTF-8.
fn text_of(list: &[u8]) -> Result<&str, Refusal> {
    let text = std::str::from_utf8(list).map_err(|error| {
        let line = list[..error.valid_up_to()]
            .iter()
            .filter(|&&byte| byte == b'\n')
            .count()
            + 1;
        whole(
            "list_not_utf8",
            Text::of(
                format!(
                    "Tệp không phải UTF-8 (dòng {line}). Hãy lưu thành \"CSV UTF-8\" rồi thử lại."
                ),
                format!(
                    "The file is not UTF-8 (line {line}). Save it as \"CSV UTF-8\" and try again."
                ),
            ),
        )
    })?;
    if text.contains('\0') {
        return Err(whole(
            "list_not_text",
            Text::new(
                "Tệp không phải văn bản CSV. Hãy lưu thành \"CSV UTF-8\" rồi thử lại.",
                "The file is not CSV text. Save it as \"CSV UTF-8\" and try again.",
            ),
        ));
    }
    Ok(text)
}

fn unreadable(error: &csv::Error) -> Refusal {
    whole(
        "list_unreadable",
        Text::of(
            format!("Không đọc được tệp CSV: {error}"),
            format!("The CSV file cannot be read: {error}"),
        ),
    )
}
