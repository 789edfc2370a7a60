//! A list that was refused, as a workbook with a column that says what is wrong with each row.

use std::collections::BTreeMap;

use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};

use crate::office::issue::headings::{FAULTS, heading};
use crate::office::issue::list::Grid;
use crate::office::{Error, Refusal};
use crate::scheme::text::fold;
use crate::scheme::words::Language;

/// Characters that a cell of a workbook can hold, and some room.
const MOST: usize = 32_000;

/// The file again, each row where it was.
pub(super) fn marked(
    grid: &Grid,
    refusals: &[Refusal],
    language: Language,
) -> Result<Vec<u8>, Error> {
    write(grid, refusals, language).map_err(|_| Error::Stopped)
}

fn write(grid: &Grid, refusals: &[Refusal], language: Language) -> Result<Vec<u8>, XlsxError> {
    let mut of_rows: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    let mut of_whole = Vec::new();
    for refusal in refusals {
        let said = said(refusal, language);
        match refusal.row {
            Some(row) => of_rows.entry(row).or_default().push(said),
            None => of_whole.push(said),
        }
    }
    let mut workbook = Workbook::new();
    let bold = Format::new().set_bold();
    let wrapped = Format::new().set_text_wrap();
    let is_old = |name: &String| fold(name) == fold(FAULTS);
    let old = grid.header.iter().position(is_old);
    let place = column(old.unwrap_or(grid.header.len()));
    let sheet = workbook.add_worksheet();
    for (index, name) in grid.header.iter().enumerate() {
        put(sheet, 0, column(index), name, Some(&bold))?;
    }
    put(sheet, 0, place, FAULTS, Some(&bold))?;
    sheet.set_column_width(place, 60)?;
    sheet.set_freeze_panes(1, 0)?;
    for row in &grid.rows {
        let at = u32::try_from(row.number - 1).unwrap_or(u32::MAX);
        for (index, cell) in row.cells.iter().enumerate() {
            if old != Some(index) && !cell.is_empty() {
                put(sheet, at, column(index), cell, None)?;
            }
        }
        if let Some(said) = of_rows.remove(&row.number) {
            put(sheet, at, place, &said.join("\n"), Some(&wrapped))?;
        }
    }
    // Of the header, and of rows that hold nothing.
    of_whole.extend(of_rows.into_values().flatten());
    if !of_whole.is_empty() {
        let sheet = workbook.add_worksheet().set_name(FAULTS)?;
        sheet.set_column_width(0, 120)?;
        for (row, said) in (0..).zip(&of_whole) {
            put(sheet, row, 0, said, Some(&wrapped))?;
        }
    }
    workbook.save_to_buffer()
}

/// What is wrong, with the column's name.
fn said(refusal: &Refusal, language: Language) -> String {
    let message = refusal.message.get(language);
    match refusal.column {
        Some(name) => format!("{}: {message}", heading(name).unwrap_or(name)),
        None => message.to_owned(),
    }
}

fn column(index: usize) -> u16 {
    u16::try_from(index).unwrap_or(u16::MAX)
}

/// Writes a text. One that a spreadsheet could take for a formula, were the file saved as CSV, is
/// marked as text for good.
pub(super) fn put(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    text: &str,
    format: Option<&Format>,
) -> Result<(), XlsxError> {
    let text: String = text.chars().take(MOST).collect();
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let format = match (format, is_formula) {
        (format, false) => format.cloned(),
        (format, true) => {
            let format = format.cloned().unwrap_or_default();
            Some(format.set_num_format("@").set_quote_prefix())
        }
    };
    match format {
        Some(format) => sheet.write_string_with_format(row, column, text, &format)?,
        None => sheet.write_string(row, column, text)?,
    };
    Ok(())
}
