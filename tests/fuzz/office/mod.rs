//! Of the office, what reads a product list.

pub mod issue;
#[path = "../../../src/office/refusal.rs"]
mod refusal;
#[path = "../../../src/office/spreadsheet.rs"]
mod spreadsheet;

pub use refusal::Refusal;

/// A row: its number, and its cells.
pub type Row = (usize, Vec<String>);

/// The table of a file: its header, and its rows.
pub fn table(file: &[u8]) -> Result<(Vec<String>, Vec<Row>), Vec<Refusal>> {
    let grid = issue::list::grid(file)?;
    let rows = grid.rows.into_iter();
    Ok((
        grid.header,
        rows.map(|row| (row.number, row.cells)).collect(),
    ))
}

/// The numbers of a decision's rows, and what is said of those that do not fit.
pub fn decision(file: &[u8]) -> Result<(Vec<usize>, Vec<Refusal>), Vec<Refusal>> {
    let list = issue::list::read(file, &issue::list::DECISION)?;
    let numbers = list.rows.iter().map(|row| row.number);
    Ok((numbers.collect(), list.ragged))
}
