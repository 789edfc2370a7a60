//! A list as a council sends it: CSV in, rows out, every cell still text.

use std::sync::Arc;

use crate::office::Refusal;
use crate::scheme::words::Text;

/// Largest list, in bytes.
pub const LARGEST: usize = 8 << 20;
/// Most rows.
const MOST_ROWS: usize = 10_000;

/// The columns of a list, in groups: which it must have, and which it may.
#[derive(Debug)]
pub(in crate::office) struct Columns {
    pub required: &'static [&'static [&'static str]],
    pub optional: &'static [&'static [&'static str]],
}

/// Of a decision's products that are to be issued.
pub(super) const DECISION: Columns = Columns {
    required: &[&PRODUCT],
    optional: &[&MORE],
};

/// Of certificates that were issued on paper.
pub(super) const PAPER: Columns = Columns {
    required: &[&PRODUCT, &["valid_through"]],
    optional: &[&MORE, &["valid_through_reason"]],
};

const PRODUCT: [&str; 9] = [
    "product",
    "producer",
    "producer_kind",
    "address",
    "set_no",
    "score_a",
    "score_b",
    "score_c",
    "stars",
];
const MORE: [&str; 4] = ["product_code", "gtin", "lowered_because", "renews"];

/// A row of the list.
#[derive(Debug)]
pub(in crate::office) struct Row {
    /// As a spreadsheet counts: the header is row 1.
    pub number: usize,
    columns: Arc<[&'static str]>,
    cells: Vec<String>,
}

impl Row {
    /// What stands in a column; empty when the list does not have it.
    pub fn cell(&self, column: &str) -> &str {
        let index = self.columns.iter().position(|&known| known == column);
        index.map_or("", |index| self.cells[index].trim())
    }
}

/// A list that could be read.
#[derive(Debug)]
pub(in crate::office) struct List {
    /// The rows, as many cells each as the header.
    pub rows: Vec<Row>,
    /// Rows that have more cells or fewer.
    pub ragged: Vec<Refusal>,
}

/// Reads a list. A byte order mark and Windows line ends are what spreadsheets write, and are
/// accepted.
///
/// # Errors
/// Everything that keeps the list as a whole from being read, at once.
pub(in crate::office) fn read(list: &[u8], columns: &Columns) -> Result<List, Vec<Refusal>> {
    let text = text_of(list).map_err(|refusal| vec![refusal])?;
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .from_reader(text.as_bytes());
    let header = match reader.headers() {
        Ok(header) => header.clone(),
        Err(error) => return Err(vec![unreadable(&error)]),
    };
    let required = columns.required.concat();
    let known: Arc<[&'static str]> = [&required[..], &columns.optional.concat()].concat().into();
    let places = places(&header, &known, required.len())?;

    let mut rows = Vec::new();
    let mut ragged = Vec::new();
    let mut number = 1;
    for (index, record) in reader.records().enumerate() {
        if index == MOST_ROWS {
            return Err(vec![whole(
                "too_many_rows",
                Text::of(
                    format!("Danh sách có hơn {MOST_ROWS} dòng. Hãy chia thành nhiều danh sách."),
                    format!(
                        "The list has more than {MOST_ROWS} rows. Split it into several lists."
                    ),
                ),
            )]);
        }
        let record = record.map_err(|error| vec![unreadable(&error)])?;
        number += ends_before(text, &record);
        if record.iter().all(|cell| cell.trim().is_empty()) {
            // A spreadsheet's empty rows.
            continue;
        }
        if record.len() != header.len() {
            ragged.push(Refusal {
                row: Some(number),
                column: None,
                code: "wrong_cell_count",
                message: Text::of(
                    format!("Dòng có {} ô, tiêu đề có {}. Hãy đặt ô có dấu phẩy trong dấu ngoặc kép.", record.len(), header.len()),
                    format!("The row has {} cells, the header {}. Put quotes around cells that hold a comma.", record.len(), header.len()),
                ),
            });
            continue;
        }
        let cell = |place: &Option<usize>| {
            let cell = place.and_then(|place| record.get(place));
            cell.unwrap_or("").to_owned()
        };
        rows.push(Row {
            number,
            columns: Arc::clone(&known),
            cells: places.iter().map(cell).collect(),
        });
    }
    if rows.is_empty() && ragged.is_empty() {
        return Err(vec![whole(
            "no_rows",
            Text::new(
                "Danh sách không có dòng nào dưới dòng tiêu đề. Hãy thêm ít nhất một dòng.",
                "The list has no rows below its header. Add one at least.",
            ),
        )]);
    }
    Ok(List { rows, ragged })
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

/// The list as text: bounded, UTF-8, without a byte order mark.
fn text_of(list: &[u8]) -> Result<&str, Refusal> {
    if list.len() > LARGEST {
        return Err(whole(
            "list_too_large",
            Text::of(
                format!(
                    "Tệp có {} byte; tối đa {LARGEST}. Hãy chia thành nhiều danh sách.",
                    list.len()
                ),
                format!(
                    "The file has {} bytes; at most {LARGEST} are read. Split it into several lists.",
                    list.len()
                ),
            ),
        ));
    }
    if list.starts_with(b"PK\x03\x04") {
        return Err(whole(
            "list_is_xlsx",
            Text::new(
                "Đây là tệp Excel. Hãy lưu thành \"CSV UTF-8\" rồi thử lại.",
                "This is an Excel file. Save it as \"CSV UTF-8\" and try again.",
            ),
        ));
    }
    let list = list.strip_prefix("\u{feff}".as_bytes()).unwrap_or(list);
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

/// Where each of the known columns stands; so many of them must be there.
fn places(
    header: &csv::StringRecord,
    known: &[&'static str],
    required: usize,
) -> Result<Vec<Option<usize>>, Vec<Refusal>> {
    if header.len() == 1
        && let Some(delimiter) = header[0].chars().find(|c| matches!(c, ';' | '\t' | '|'))
    {
        let shown = if delimiter == '\t' {
            "tab".to_owned()
        } else {
            delimiter.to_string()
        };
        return Err(vec![whole(
            "wrong_delimiter",
            Text::of(
                format!(
                    "Các cột cách nhau bằng \"{shown}\". Hãy lưu thành CSV cách nhau bằng dấu phẩy."
                ),
                format!(
                    "The columns are separated by \"{shown}\". Save as CSV separated by commas."
                ),
            ),
        )]);
    }
    let mut refusals = Vec::new();
    let mut places = vec![None; known.len()];
    for (place, name) in header.iter().enumerate() {
        let name = name.trim();
        match known
            .iter()
            .position(|&known| known.eq_ignore_ascii_case(name))
        {
            Some(index) if places[index].is_some() => refusals.push(Refusal {
                row: Some(1),
                column: Some(known[index]),
                code: "column_twice",
                message: Text::new(
                    "Cột này có hai lần. Hãy xóa một cột.",
                    "This column is there twice. Delete one of them.",
                ),
            }),
            Some(index) => places[index] = Some(place),
            None => {
                let shown: String = name.chars().take(40).collect();
                refusals.push(Refusal {
                    row: Some(1),
                    column: None,
                    code: "unknown_column",
                    message: Text::of(
                        format!("Không có cột \"{shown}\". Các cột: {}.", known.join(", ")),
                        format!(
                            "There is no column \"{shown}\". The columns are: {}.",
                            known.join(", ")
                        ),
                    ),
                });
                // Rubbish has many: one is enough to say so.
                if refusals.len() > 20 {
                    break;
                }
            }
        }
    }
    for (index, &column) in known.iter().enumerate().take(required) {
        if places[index].is_none() {
            refusals.push(Refusal {
                row: Some(1),
                column: Some(column),
                code: "column_missing",
                message: Text::of(
                    format!("Thiếu cột \"{column}\" ở dòng tiêu đề. Hãy thêm cột này."),
                    format!("The header lacks the column \"{column}\". Add it."),
                ),
            });
        }
    }
    if refusals.is_empty() {
        Ok(places)
    } else {
        Err(refusals)
    }
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

fn whole(code: &'static str, message: Text) -> Refusal {
    Refusal {
        row: None,
        column: None,
        code,
        message,
    }
}
