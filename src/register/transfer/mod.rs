//! A whole register into another, empty one, of the other engine or the same: every table as it
//! is at one instant, within one transaction, so that there is all of it afterwards or nothing.
//!
//! Here and in its files each engine is also spoken to in its own words: what fixes a snapshot,
//! what puts references off, and rows as arrays are not the same on both.

mod catalogue;
mod refused;
mod values;

use futures_util::TryStreamExt;
use serde::Serialize;
use sqlx::{AssertSqlSafe, Postgres, Row, Sqlite, Transaction};

use super::{Engine, Entry, Error, Register, on};
use catalogue::Table;
pub use refused::TransferRefused;
use values::Values;

/// Rows that are written at once.
const AT_ONCE: usize = 1_000;

/// What was copied.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Transferred {
    /// Each table with its rows, in the order of copying.
    pub tables: Vec<(String, u64)>,
}

impl Transferred {
    /// All rows.
    pub fn rows(&self) -> u64 {
        self.tables.iter().map(|(_, rows)| rows).sum()
    }
}

type Snapshot = Engine<Transaction<'static, Sqlite>, Transaction<'static, Postgres>>;

impl Register {
    /// Copies every row of this register into another, which is new. What is recorded here
    /// meanwhile is not in it.
    ///
    /// # Errors
    /// [`TransferRefused`] when the other one is not empty, or does not hold as much afterwards;
    /// when either does not answer. Then the other one is as it was.
    pub async fn transfer_to(&self, other: &Self) -> Result<Transferred, Error> {
        let tables = catalogue::tables().await?;
        let mut snapshot = self.snapshot().await?;
        let act = async move |entry: &mut Entry| {
            entry.expect_new(&tables).await?;
            // Rows may come before those of their own table that they refer to.
            if let Engine::Sqlite(_) = entry.connection() {
                entry.statement("pragma defer_foreign_keys = on").await?;
            }
            let mut copied = Vec::with_capacity(tables.len());
            for table in tables {
                let rows = entry.take_over(&table, &mut snapshot).await?;
                let there = entry.count(&table.name).await?;
                if rows != there {
                    let table = table.name;
                    return Err(TransferRefused::Count { table, rows, there }.into());
                }
                copied.push((table.name, rows));
            }
            Ok(Transferred { tables: copied })
        };
        other.enter(move |entry| Box::pin(act_on(act, entry))).await
    }

    /// The register as it is at one instant.
    async fn snapshot(&self) -> Result<Snapshot, Error> {
        Ok(match self.readers() {
            // Its first statement fixes what it sees.
            Engine::Sqlite(pool) => Engine::Sqlite(pool.begin().await?),
            Engine::Postgres(pool) => {
                // To read: an entry of the same name would wait for its turn to write.
                let mut transaction = sqlx::PgPool::begin(pool).await?;
                let fixed = "set transaction isolation level repeatable read, read only";
                sqlx::query(fixed).execute(&mut *transaction).await?;
                Engine::Postgres(transaction)
            }
        })
    }
}

impl Entry {
    /// Refuses a register in which something was recorded.
    async fn expect_new(&mut self, tables: &[Table]) -> Result<(), Error> {
        for table in tables.iter().filter(|table| !table.is_seeded) {
            if self.count(&table.name).await? > 0 {
                return Err(TransferRefused::NotEmpty(table.name.clone()).into());
            }
        }
        Ok(())
    }

    async fn count(&mut self, table: &str) -> Result<u64, Error> {
        let sql = format!("select count(*) from {table}");
        let count: i64 = on!(self.connection(), connection => {
            sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(connection).await
        })?;
        Ok(count.unsigned_abs())
    }

    /// Writes every row of a table; what a new register has there makes room.
    async fn take_over(&mut self, table: &Table, from: &mut Snapshot) -> Result<u64, Error> {
        if table.is_seeded {
            let sql = format!("delete from {}", table.name);
            on!(self.connection(), connection => {
                sqlx::query(AssertSqlSafe(sql)).execute(connection).await.map(drop)
            })?;
        }
        let (columns, name) = (table.columns(), &table.name);
        let sql = {
            let table = name;
            format!("select {columns} from {table}")
        };
        // One statement is one check of what it refers to.
        let at_once = if table.is_reflexive {
            usize::MAX
        } else {
            AT_ONCE
        };
        let mut values = Values::of(table);
        let mut rows = 0;
        on!(from, transaction => {
            let mut read = sqlx::query(AssertSqlSafe(sql)).fetch(&mut **transaction);
            while let Some(row) = read.try_next().await? {
                for (place, column) in values.columns().enumerate() {
                    column.push(|| row.try_get(place), || row.try_get(place))?;
                }
                rows += 1;
                if values.len() == at_once {
                    values.write(self, table).await?;
                }
            }
        });
        values.write(self, table).await?;
        Ok(rows)
    }
}

/// Gives the act the lifetime of its entry.
async fn act_on<T>(
    act: impl AsyncFnOnce(&mut Entry) -> Result<T, Error>,
    entry: &mut Entry,
) -> Result<T, Error> {
    act(entry).await
}
