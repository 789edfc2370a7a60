//! Copies of an SQLite register: taken while it is in use, and opened only to be looked at.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use sqlx::ConnectOptions;
use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};

use super::postgres::Lead;
use super::writer::Writer;
use super::{Engine, Error, Register};

impl Register {
    /// Writes a copy of the register as it is at one instant into a new file, while others go on
    /// writing. When this returns, the copy is durable. `false` when the register is not SQLite's:
    /// PostgreSQL has its own tools.
    ///
    /// # Errors
    /// When the file is there already, or cannot be written.
    pub async fn copy_to(&self, file: &Path) -> Result<bool, Error> {
        let Engine::Sqlite(readers) = self.readers() else {
            return Ok(false);
        };
        // One read transaction: what is committed meanwhile is not in it. The journal mode is not
        // copied, so the copy is one file.
        sqlx::query("vacuum into $1")
            .bind(file.display().to_string())
            .execute(readers)
            .await?;
        let synced = File::open(file).and_then(|copy| {
            copy.sync_all()?;
            let folder = file
                .parent()
                .filter(|folder| !folder.as_os_str().is_empty());
            File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
        });
        synced.map_err(Error::Folder)?;
        Ok(true)
    }

    /// Opens a copy to read it: nothing is migrated, and nothing can be written.
    ///
    /// # Errors
    /// When the file is no register.
    pub async fn look_at(file: &Path) -> Result<Self, Error> {
        let options = SqliteConnectOptions::new()
            .filename(file)
            .read_only(true)
            .disable_statement_logging();
        let readers = SqlitePoolOptions::new()
            .idle_timeout(None)
            .max_lifetime(None)
            .max_connections(2)
            .connect_with(options)
            .await?;
        Ok(Self {
            readers: Arc::new(Engine::Sqlite(readers)),
            writer: Writer::closed(),
            lead: Arc::new(Lead::alone()),
        })
    }

    /// Closes the connections, so that the files can be moved.
    pub async fn close(&self) {
        match self.readers() {
            Engine::Sqlite(pool) => pool.close().await,
            Engine::Postgres(pool) => pool.close().await,
        }
    }
}
