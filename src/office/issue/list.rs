//! A list as a council sends it: CSV or a workbook in, rows out, every cell still text.

use std::sync::Arc;

use super::headings::places;
use super::{comma_separated, workbook};
use crate::office::Refusal;
use crate::office::spreadsheet::BYTE_ORDER_MARK;
use crate::scheme::words::Text;

/// Largest list, in bytes.
pub const LARGEST: usize = 8 << 20;
/// Most rows.
pub(in crate::office) const MOST_ROWS: usize = 10_000;

/// The columns of a list, in groups: which it must have, and which it may.
#[derive(Debug)]
pub(in crate::office) struct Columns {
    pub required: &'static [&'static [&'static str]],
    pub optional: &'static [&'static [&'static str]],
}

/// Of a decision's products that are to be issued.
pub(in crate::office) const DECISION: Columns = Columns {
    required: &[&PRODUCT],
    optional: &[&MORE],
};

/// Of certificates that were issued on paper.
pub(super) const PAPER: Columns = Columns {
    required: &[&PRODUCT, &["valid_through"]],
    optional: &[&MORE, &["valid_through_reason"]],
};

/// What a decision says of each product.
pub(in crate::office) const PRODUCT: [&str; 9] = [
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
/// What it may say besides.
pub(in crate::office) const MORE: [&str; 4] = ["product_code", "gtin", "lowered_because", "renews"];

/// A table as it stands in a file: nothing is known of its columns yet.
#[derive(Clone, Debug)]
pub(in crate::office) struct Grid {
    pub header: Vec<String>,
    pub rows: Vec<GridRow>,
}

/// A row of a table, as many cells as the file has.
#[derive(Clone, Debug)]
pub(in crate::office) struct GridRow {
    /// As a spreadsheet counts: the header is row 1.
    pub number: usize,
    pub cells: Vec<String>,
}

/// A row of the list.
#[derive(Debug)]
pub(in crate::office) struct Row {
    /// As a spreadsheet counts: the header is row 1.
    pub number: usize,
    columns: Arc<[&'static str]>,
    cells: Vec<String>,
}

impl Row {
    /// A row with its cells in the order of the columns.
    pub fn new(number: usize, columns: &Arc<[&'static str]>, cells: Vec<String>) -> Self {
        Self {
            number,
            columns: Arc::clone(columns),
            cells,
        }
    }

    /// What stands in a column; empty when the list does not have it.
    pub fn cell(&self, column: &str) -> &str {
        let index = self.columns.iter().position(|&known| known == column);
        let cell = index.and_then(|index| self.cells.get(index));
        cell.map_or("", |cell| cell.trim())
    }
}

/// A list that could be read.
#[derive(Debug, Default)]
pub(in crate::office) struct List {
    /// The rows, as many cells each as the header.
    pub rows: Vec<Row>,
    /// Rows that have more cells or fewer.
    pub ragged: Vec<Refusal>,
}

/// Reads a list: a workbook (XLSX), or CSV. A byte order mark and Windows line ends are what
/// spreadsheets write, and are accepted.
///
/// # Errors
/// Everything that keeps the list as a whole from being read, at once.
pub(in crate::office) fn read(list: &[u8], columns: &Columns) -> Result<List, Vec<Refusal>> {
    rows(grid(list)?, columns)
}

/// Reads the table of a file.
///
/// # Errors
/// When there is none, or more than is read.
pub(in crate::office) fn grid(list: &[u8]) -> Result<Grid, Vec<Refusal>> {
    if list.len() > LARGEST {
        return Err(vec![too_large(list.len())]);
    }
    let grid = if workbook::is_one(list) {
        workbook::read(list)
    } else {
        comma_separated::read(list)
    };
    let mut grid = grid.map_err(|refusal| vec![refusal])?;
    // Of a file, or of text that was brought into a workbook with it, where nobody sees it.
    if let Some(first) = grid.header.first_mut() {
        *first = first.trim_start_matches(BYTE_ORDER_MARK).to_owned();
    }
    Ok(grid)
}

/// The rows of a table by the columns that a list has.
///
/// # Errors
/// Everything that is wrong with the header; or that there are no rows.
pub(in crate::office) fn rows(grid: Grid, columns: &Columns) -> Result<List, Vec<Refusal>> {
    let required = columns.required.concat();
    let known: Arc<[&'static str]> = [&required[..], &columns.optional.concat()].concat().into();
    let places = places(&grid.header, &known, required.len())?;
    let mut list = List::default();
    for GridRow { number, mut cells } in grid.rows {
        let width = grid.header.len();
        if cells.len() != width {
            list.ragged.push(Refusal {
                row: Some(number),
                column: None,
                code: "wrong_cell_count",
                message: Text::of(
                    format!("Dòng có {} ô, tiêu đề có {width}. Trong tệp CSV, hãy đặt ô có dấu phẩy trong dấu ngoặc kép.", cells.len()),
                    format!("The row has {} cells, the header {width}. In a CSV file, put quotes around cells that hold a comma.", cells.len()),
                ),
            });
            continue;
        }
        let cell = |place: &Option<usize>| {
            let cell = place.and_then(|place| cells.get_mut(place));
            cell.map(std::mem::take).unwrap_or_default()
        };
        let cells = places.iter().map(cell).collect();
        list.rows.push(Row::new(number, &known, cells));
    }
    if list.rows.is_empty() && list.ragged.is_empty() {
        return Err(vec![whole(
            "no_rows",
            Text::new(
                "Danh sách không có dòng nào dưới dòng tiêu đề. Hãy thêm ít nhất một dòng.",
                "The list has no rows below its header. Add one at least.",
            ),
        )]);
    }
    Ok(list)
}

/// More rows than are read.
pub(in crate::office) fn too_many_rows() -> Refusal {
    whole(
        "too_many_rows",
        Text::of(
            format!("Danh sách có hơn {MOST_ROWS} dòng. Hãy chia thành nhiều danh sách."),
            format!("The list has more than {MOST_ROWS} rows. Split it into several lists."),
        ),
    )
}

/// More bytes than are read.
pub(super) fn too_large(bytes: usize) -> Refusal {
    whole(
        "list_too_large",
        Text::of(
            format!("Tệp có {bytes} byte; tối đa {LARGEST}. Hãy chia thành nhiều danh sách."),
            format!(
                "The file has {bytes} bytes; at most {LARGEST} are read. Split it into several lists."
            ),
        ),
    )
}

/// A refusal of the whole file.
pub(super) fn whole(code: &'static str, message: Text) -> Refusal {
    Refusal {
        row: None,
        column: None,
        code,
        message,
    }
}
