//! Rows on their way from one register to another, by columns.

use super::super::columns::Columns;
use super::super::{Entry, Error};
use super::catalogue::Table;

/// Some rows of a table.
pub(super) struct Values(Vec<Column>);

/// The values of a column.
pub(super) enum Column {
    Texts(Vec<Option<String>>),
    Numbers(Vec<Option<i64>>),
}

impl Column {
    /// Takes the next value in, read as what the column holds.
    pub fn push(
        &mut self,
        text: impl FnOnce() -> Result<Option<String>, sqlx::Error>,
        number: impl FnOnce() -> Result<Option<i64>, sqlx::Error>,
    ) -> Result<(), sqlx::Error> {
        match self {
            Self::Texts(values) => values.push(text()?),
            Self::Numbers(values) => values.push(number()?),
        }
        Ok(())
    }

    fn len(&self) -> usize {
        match self {
            Self::Texts(values) => values.len(),
            Self::Numbers(values) => values.len(),
        }
    }
}

impl Values {
    /// No rows yet.
    pub fn of(table: &Table) -> Self {
        let columns = table.columns.iter().map(|column| match column.is_text {
            true => Column::Texts(Vec::new()),
            false => Column::Numbers(Vec::new()),
        });
        Self(columns.collect())
    }

    pub fn columns(&mut self) -> impl Iterator<Item = &mut Column> {
        self.0.iter_mut()
    }

    pub fn len(&self) -> usize {
        self.0.first().map_or(0, Column::len)
    }

    /// Writes what was taken in, and is empty again.
    pub async fn write(&mut self, entry: &mut Entry, table: &Table) -> Result<(), Error> {
        let places: Vec<usize> = (0..self.len()).collect();
        let mut rows = Columns::of(&places);
        for (value, column) in self.0.iter().zip(&table.columns) {
            rows = match value {
                Column::Texts(values) => rows.text(&column.name, |&place| values[place].as_deref()),
                Column::Numbers(values) => rows.number(&column.name, |&place| values[place]),
            };
        }
        rows.insert(entry, &table.name, "").await?;
        *self = Self::of(table);
        Ok(())
    }
}
