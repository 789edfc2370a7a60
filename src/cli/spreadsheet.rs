//! CSV that spreadsheets open: no cell of it is a formula.

use std::io::Write;

use super::output::Error;
use crate::office::harmless;

/// Writes rows of text. A cell that a spreadsheet would take for a formula gets an apostrophe
/// before it; numbers stay as they are.
pub fn write<const N: usize>(
    out: impl Write,
    header: [&str; N],
    rows: impl IntoIterator<Item = [String; N]>,
) -> Result<(), Error> {
    let mut writer = csv::Writer::from_writer(out);
    let broken = |error: csv::Error| Error::Terminal(error.into());
    writer.write_record(header).map_err(broken)?;
    for row in rows {
        writer.write_record(row.map(harmless)).map_err(broken)?;
    }
    writer.flush()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::write;

    #[test]
    fn no_cell_is_a_formula() {
        let mut csv = Vec::new();
        let cells = ["=1+1", "+84", "-5", "-x", "@a", "a=b", "\"=", "\t=1"];
        let rows = cells.map(|cell| [cell.to_owned()]);
        write(&mut csv, ["cell"], rows).expect("memory takes it");
        assert_eq!(
            String::from_utf8(csv).expect("UTF-8"),
            "cell\n'=1+1\n+84\n-5\n'-x\n'@a\na=b\n\"\"\"=\"\n'\t=1\n"
        );
    }
}
