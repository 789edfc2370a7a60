//! Opening a register: where it is, how its connections are set, which engine is safe.

use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use sqlx::ConnectOptions;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};

use super::postgres::{Lead, Postgres};
use super::writer::{self, Writer};
use super::{Engine, Error, Register};

/// The oldest SQLite that does not lose commits of two connections in WAL mode.
const SAFE_SQLITE: [u32; 3] = [3, 51, 3];
/// How long a writer waits for another process's transaction.
const BUSY: Duration = Duration::from_secs(30);
/// How long a request waits for a connection.
const ACQUIRE: Duration = Duration::from_secs(10);
/// Rows that SQLite's thread reads ahead. With the library's 50, reading the whole book is mostly
/// two threads that wait for each other: an audit takes half as long again.
const ROWS: usize = 2_048;

/// Where a register is.
#[derive(Clone)]
pub enum Location {
    /// An SQLite file, made when it is missing.
    File(PathBuf),
    /// A PostgreSQL URL, with one host or several. It can hold a password, so it is never shown.
    Postgres(String),
}

impl FromStr for Location {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            Ok(Self::Postgres(text.to_owned()))
        } else if text.is_empty() || text.contains("://") {
            let scheme = text.split_once("://").map_or("", |(scheme, _)| scheme);
            Err(Error::Location(format!("{scheme}://…")))
        } else {
            Ok(Self::File(text.into()))
        }
    }
}

impl Register {
    /// Opens a register, and brings its schema and what is searched up to date.
    ///
    /// # Errors
    /// When the engine does not answer, is not safe, or the schema is newer than this program.
    pub async fn open(location: &Location) -> Result<Self, Error> {
        let register = Self::migrated(location).await?;
        register.fill_search().await?;
        Ok(register)
    }

    async fn migrated(location: &Location) -> Result<Self, Error> {
        match location {
            Location::File(path) => {
                if let Some(folder) = path.parent() {
                    std::fs::create_dir_all(folder).map_err(Error::Folder)?;
                }
                let options = SqliteConnectOptions::new()
                    .filename(path)
                    .create_if_missing(true)
                    .journal_mode(SqliteJournalMode::Wal)
                    .synchronous(SqliteSynchronous::Full)
                    .foreign_keys(true)
                    .busy_timeout(BUSY)
                    .row_buffer_size(ROWS)
                    // The writer does it after each commit, and looks at how it ends.
                    .pragma("wal_autocheckpoint", "0")
                    .disable_statement_logging();
                let mut writer = options.connect().await?;
                let version: String = sqlx::query_scalar("select sqlite_version()")
                    .fetch_one(&mut writer)
                    .await?;
                if !is_safe(&version) {
                    return Err(Error::UnsafeSqlite(version));
                }
                sqlx::migrate!().run(&mut writer).await?;
                writer::write_anew(&mut writer).await?;
                // Without ages of connections the pool has no task that goes through the idle
                // ones: in sqlx 0.9 it takes their number while another thread changes it, and can
                // read -1 as 2^64 - 1, a loop that never ends.
                let readers = SqlitePoolOptions::new()
                    .idle_timeout(None)
                    .max_lifetime(None)
                    .max_connections(4)
                    .acquire_timeout(ACQUIRE)
                    .connect_lazy_with(options.read_only(true).create_if_missing(false));
                Ok(Self {
                    readers: Arc::new(Engine::Sqlite(readers)),
                    writer: Writer::sqlite(writer),
                    lead: Arc::new(Lead::alone()),
                })
            }
            Location::Postgres(url) => {
                let postgres = Postgres::open(url, async |connection| {
                    Ok(sqlx::migrate!().run(connection).await?)
                })
                .await?;
                Ok(Self {
                    readers: Arc::new(Engine::Postgres(postgres.clone())),
                    writer: Writer::Postgres(postgres),
                    lead: Arc::new(Lead::of_several()),
                })
            }
        }
    }
}

fn is_safe(version: &str) -> bool {
    let numbers: Vec<u32> = version
        .split('.')
        .filter_map(|part| part.parse().ok())
        .collect();
    numbers.len() == 3 && numbers.as_slice() >= SAFE_SQLITE.as_slice()
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::{Engine, Error, Location, Register, is_safe};

    #[tokio::test]
    async fn the_writer_syncs_each_commit_and_readers_cannot_write() {
        let folder = tempfile::tempdir().unwrap();
        let location = Location::File(folder.path().join("register.sqlite"));
        let register = Register::open(&location).await.unwrap();
        for (pragma, expected) in [
            ("select synchronous from pragma_synchronous", "2"),
            ("select foreign_keys from pragma_foreign_keys", "1"),
            ("select journal_mode from pragma_journal_mode", "wal"),
            ("select timeout from pragma_busy_timeout", "30000"),
        ] {
            let read = register.enter(move |entry| {
                async move {
                    let Engine::Sqlite(connection) = entry.connection() else {
                        return Err(Error::Closed);
                    };
                    let read = sqlx::query_scalar(sqlx::AssertSqlSafe(format!(
                        "select cast({} as text) from ({pragma})",
                        pragma.split(' ').nth(1).unwrap()
                    )));
                    let found: String = read.fetch_one(connection).await?;
                    Ok(found)
                }
                .boxed()
            });
            assert_eq!(read.await.unwrap(), expected, "{pragma}");
        }
        let Engine::Sqlite(readers) = register.readers() else {
            panic!("a file is SQLite's");
        };
        let write = sqlx::query("update log_head set size = 7").execute(readers);
        assert!(write.await.is_err());
    }

    #[test]
    fn only_versions_that_keep_commits_are_safe() {
        assert!(is_safe("3.51.3") && is_safe("3.52.0") && is_safe("4.0.0"));
        assert!(!is_safe("3.51.2") && !is_safe("3.46.1") && !is_safe("3.7.0") && !is_safe(""));
    }
}
