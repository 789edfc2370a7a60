//! Rows on their way from one register to another, by columns.

use sqlx::AssertSqlSafe;

use super::super::{Engine, Entry, Error};
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
        let rows = self.len();
        if rows == 0 {
            return Ok(());
        }
        let (name, columns) = (&table.name, table.columns());
        match entry.connection() {
            Engine::Postgres(connection) => {
                let places = (1..).zip(&self.0).map(|(place, column)| match column {
                    Column::Texts(_) => format!("${place}::text[]"),
                    Column::Numbers(_) => format!("${place}::bigint[]"),
                });
                let values = places.collect::<Vec<_>>().join(", ");
                let sql = format!("insert into {name} ({columns}) select * from unnest({values})");
                let mut query = sqlx::query(AssertSqlSafe(sql));
                for column in &mut self.0 {
                    query = match column {
                        Column::Texts(values) => query.bind(std::mem::take(values)),
                        Column::Numbers(values) => query.bind(std::mem::take(values)),
                    };
                }
                query.execute(connection).await?;
            }
            Engine::Sqlite(connection) => {
                let places: Vec<String> = (1..=self.0.len())
                    .map(|place| format!("${place}"))
                    .collect();
                let sql = format!(
                    "insert into {name} ({columns}) values ({})",
                    places.join(", ")
                );
                for row in 0..rows {
                    let mut query = sqlx::query(AssertSqlSafe(sql.clone()));
                    for column in &mut self.0 {
                        query = match column {
                            Column::Texts(values) => query.bind(values[row].take()),
                            Column::Numbers(values) => query.bind(values[row]),
                        };
                    }
                    query.execute(&mut *connection).await?;
                }
                *self = Self::of(table);
            }
        }
        Ok(())
    }
}
