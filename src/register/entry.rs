//! An entry: a transaction that writes to the register.

use sqlx::{Postgres, SqliteConnection, Transaction};

use super::{Engine, Error, on, postgres};

/// A transaction. What is written through it is kept whole or not at all.
pub struct Entry {
    transaction: Engine<SqliteConnection, Transaction<'static, Postgres>>,
}

impl Entry {
    pub(super) fn of(
        transaction: Engine<SqliteConnection, Transaction<'static, Postgres>>,
    ) -> Self {
        Self { transaction }
    }

    /// The connection to write through.
    pub(super) fn connection(&mut self) -> Engine<&mut SqliteConnection, &mut sqlx::PgConnection> {
        match &mut self.transaction {
            Engine::Sqlite(connection) => Engine::Sqlite(connection),
            Engine::Postgres(transaction) => Engine::Postgres(&mut *transaction),
        }
    }

    /// Runs a statement of transaction control.
    pub(super) async fn statement(&mut self, sql: &'static str) -> Result<(), Error> {
        on!(self.connection(), connection => sqlx::raw_sql(sql).execute(connection).await.map(drop))?;
        Ok(())
    }

    /// Waits for the other writers, and has word sent with the commit to who listens. On SQLite
    /// `begin immediate` has done so, and nobody listens.
    pub(super) async fn lock(&mut self) -> Result<(), Error> {
        if let Engine::Postgres(connection) = self.connection() {
            let sql = "update log_head set size = size where id = 1
                       returning pg_notify('ocop_entry', '')::text";
            sqlx::query(sql).execute(connection).await?;
        }
        Ok(())
    }

    pub(super) async fn commit(self) -> Result<(), Error> {
        match self.transaction {
            Engine::Sqlite(_) => {}
            Engine::Postgres(transaction) => postgres::commit(transaction).await?,
        }
        Ok(())
    }

    /// Takes the next positions of the book and returns the first of them.
    pub(super) async fn reserve_positions(&mut self, count: i64) -> Result<i64, Error> {
        let sql = "update log_head set size = size + $1 where id = 1 returning size - $1";
        let first = on!(self.connection(), connection => {
            sqlx::query_scalar(sql).bind(count).fetch_one(connection).await
        })?;
        Ok(first)
    }
}
