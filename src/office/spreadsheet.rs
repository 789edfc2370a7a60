//! Text that spreadsheets open: no cell of it is a formula.

/// Before the text of a file, what makes spreadsheets read it as UTF-8.
pub const BYTE_ORDER_MARK: &str = "\u{feff}";

/// A cell that a spreadsheet would take for a formula gets an apostrophe before it; numbers stay
/// as they are.
pub fn harmless(cell: String) -> String {
    let is_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if is_formula && cell.parse::<i64>().is_err() {
        format!("'{cell}")
    } else {
        cell
    }
}
