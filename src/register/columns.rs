//! Rows that go into one statement, by columns.
//!
//! PostgreSQL takes a column as one value, an array: a statement of a thousand rows is read,
//! planned and bound like one of a single row, where a value for each cell costs more than the
//! rows' own work. SQLite has no arrays and takes each cell.

use sqlx::postgres::{PgArguments, PgRow};
use sqlx::sqlite::{SqliteArguments, SqliteRow};
use sqlx::{Arguments, AssertSqlSafe, FromRow};

use super::{Engine, Entry};

/// Rows of one statement on SQLite: so many, or a power of two below it. Statements of a few
/// lengths are prepared once, where one of each length would be read anew each time.
const ROWS: usize = 500;
/// Values of one statement that SQLite takes.
const VALUES: usize = 32_766;

/// What is written of some things, a row for each.
pub(super) struct Columns<'a, T> {
    things: &'a [T],
    names: Vec<&'a str>,
    columns: Vec<Column<'a, T>>,
}

/// What a column holds of a thing.
enum Column<'a, T> {
    Text(Box<dyn Fn(&'a T) -> Option<&'a str> + Send + Sync + 'a>),
    Number(Box<dyn Fn(&'a T) -> Option<i64> + Send + Sync + 'a>),
}

impl<'a, T: Sync> Columns<'a, T> {
    /// Nothing yet of these things.
    pub fn of(things: &'a [T]) -> Self {
        Self {
            things,
            names: Vec::new(),
            columns: Vec::new(),
        }
    }

    /// With a column of texts.
    pub fn text<V: Into<Option<&'a str>>>(
        mut self,
        name: &'a str,
        value: impl Fn(&'a T) -> V + Send + Sync + 'a,
    ) -> Self {
        let value = move |thing| value(thing).into();
        self.columns.push(Column::Text(Box::new(value)));
        self.names.push(name);
        self
    }

    /// With a column of numbers.
    pub fn number<V: Into<Option<i64>>>(
        mut self,
        name: &'a str,
        value: impl Fn(&'a T) -> V + Send + Sync + 'a,
    ) -> Self {
        let value = move |thing| value(thing).into();
        self.columns.push(Column::Number(Box::new(value)));
        self.names.push(name);
        self
    }

    /// Inserts the rows into a table; `then` ends the statement, as `on conflict` does.
    pub async fn insert(
        self,
        entry: &mut Entry,
        table: &str,
        then: &str,
    ) -> Result<(), sqlx::Error> {
        let begin = format!("insert into {table} ({}) ", self.names.join(", "));
        match entry.connection() {
            Engine::Postgres(connection) => {
                let (sql, arguments) = self.of_arrays(&begin, then)?;
                sqlx::query_with(AssertSqlSafe(sql), arguments)
                    .execute(connection)
                    .await?;
            }
            Engine::Sqlite(connection) => {
                for statement in self.of_cells(&begin, then) {
                    let (sql, arguments) = statement?;
                    sqlx::query_with(AssertSqlSafe(sql), arguments)
                        .execute(&mut *connection)
                        .await?;
                }
            }
        }
        Ok(())
    }

    /// Asks with the rows as a table, `wanted`.
    pub async fn ask<R>(self, entry: &mut Entry, select: &str) -> Result<Vec<R>, sqlx::Error>
    where
        R: for<'r> FromRow<'r, PgRow> + for<'r> FromRow<'r, SqliteRow> + Send + Unpin,
    {
        let begin = format!("with wanted ({}) as (", self.names.join(", "));
        let select = format!(") {select}");
        let mut found = Vec::new();
        match entry.connection() {
            Engine::Postgres(connection) => {
                let (sql, arguments) = self.of_arrays(&begin, &select)?;
                let query = sqlx::query_as_with(AssertSqlSafe(sql), arguments);
                found = query.fetch_all(connection).await?;
            }
            Engine::Sqlite(connection) => {
                for statement in self.of_cells(&begin, &select) {
                    let (sql, arguments) = statement?;
                    let query = sqlx::query_as_with(AssertSqlSafe(sql), arguments);
                    found.extend(query.fetch_all(&mut *connection).await?);
                }
            }
        }
        Ok(found)
    }

    fn of_arrays(&self, begin: &str, end: &str) -> Result<(String, PgArguments), sqlx::Error> {
        let mut arguments = PgArguments::default();
        let mut arrays = Vec::with_capacity(self.columns.len());
        for (place, column) in (1..).zip(&self.columns) {
            let added = match column {
                Column::Text(value) => {
                    arrays.push(format!("${place}::text[]"));
                    arguments.add(self.things.iter().map(value).collect::<Vec<_>>())
                }
                Column::Number(value) => {
                    arrays.push(format!("${place}::bigint[]"));
                    arguments.add(self.things.iter().map(value).collect::<Vec<_>>())
                }
            };
            added.map_err(sqlx::Error::Encode)?;
        }
        let arrays = arrays.join(", ");
        let sql = format!("{begin}select * from unnest({arrays}){end}");
        Ok((sql, arguments))
    }

    fn of_cells(
        &self,
        begin: &str,
        end: &str,
    ) -> impl Iterator<Item = Result<(String, SqliteArguments), sqlx::Error>> {
        let width = self.columns.len();
        let row = format!("({})", vec!["?"; width].join(", "));
        runs(self.things, VALUES / width.max(1)).map(move |run| {
            let rows = vec![row.as_str(); run.len()].join(", ");
            let mut arguments = SqliteArguments::default();
            arguments.reserve(run.len() * width, 0);
            for thing in run {
                for column in &self.columns {
                    let added = match column {
                        Column::Text(value) => arguments.add(value(thing)),
                        Column::Number(value) => arguments.add(value(thing)),
                    };
                    added.map_err(sqlx::Error::Encode)?;
                }
            }
            Ok((format!("{begin}values {rows}{end}"), arguments))
        })
    }
}

/// The rows in runs, none longer than `most`.
fn runs<T>(mut rows: &[T], most: usize) -> impl Iterator<Item = &[T]> {
    let most = ROWS.min(most);
    std::iter::from_fn(move || {
        let length = match rows.len() {
            left if left >= most => most,
            left => 1 << left.checked_ilog2()?,
        };
        let (run, rest) = rows.split_at(length);
        rows = rest;
        Some(run)
    })
}

#[cfg(test)]
mod tests {
    use super::{ROWS, runs};

    #[test]
    fn runs_hold_every_row_once_in_a_few_lengths() {
        for (count, most) in [(0, 9), (1, 9), (5, 3), (499, 600), (501, 600), (1_300, 100)] {
            let rows: Vec<usize> = (0..count).collect();
            let cut: Vec<&[usize]> = runs(&rows, most).collect();
            assert_eq!(cut.concat(), rows);
            let most = ROWS.min(most);
            let sound = |run: &&[usize]| run.len() == most || run.len().is_power_of_two();
            assert!(cut.iter().all(sound), "{count}");
            assert!(cut.iter().all(|run| run.len() <= most), "{count}");
        }
    }
}
