//! A row of columns in the deterministic CBOR of [`super::cbor`], without a JSON value in between.

use super::cose;

/// What stands in a column.
#[derive(Clone, Copy, Debug)]
pub enum Column<'a> {
    /// Nothing.
    Null,
    /// An integer.
    Number(i64),
    /// A text.
    Text(&'a str),
}

/// Writes a row as [`super::cbor::write`] writes the map of its columns. Whoever names them in
/// their order, the shortest name first, has nothing sorted.
pub fn write<const COLUMNS: usize>(mut row: [(&str, Column<'_>); COLUMNS]) -> Vec<u8> {
    row.sort_unstable_by_key(|(name, _)| (name.len(), *name));
    let mut bytes = Vec::with_capacity(1_024);
    let Ok(()) = cose::write(&mut bytes, |cbor| {
        cbor.map(COLUMNS as u64)?;
        for (name, column) in row {
            cbor.str(name)?;
            match column {
                Column::Null => cbor.null()?,
                Column::Number(number) => cbor.i64(number)?,
                Column::Text(text) => cbor.str(text)?,
            };
        }
        Ok(())
    });
    bytes
}

impl From<i64> for Column<'_> {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl<'a> From<&'a str> for Column<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<Option<&'a str>> for Column<'a> {
    fn from(text: Option<&'a str>) -> Self {
        text.map_or(Self::Null, Self::Text)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::cbor;
    use super::{Column, write};

    #[test]
    fn a_row_is_written_as_the_map_of_its_columns() {
        let long = "ộ".repeat(200);
        let row = [
            ("stars", 4.into()),
            ("gtin", None.into()),
            ("token", long.as_str().into()),
            ("number", "CB-1-X".into()),
            ("set_no", i64::MAX.into()),
            ("position", Column::Number(-25)),
            ("address", "".into()),
        ];
        let map = json!({
            "gtin": null, "stars": 4, "token": long, "number": "CB-1-X", "set_no": i64::MAX,
            "position": -25, "address": "",
        });
        assert_eq!(write(row), cbor::write(&map));
    }
}
