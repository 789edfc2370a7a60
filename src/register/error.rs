//! What can go wrong with the register.

use super::disk::{self, Disk};

/// An error of the register. Internals are for the log, never for a user.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The engine refused or did not answer.
    #[error("the register does not answer as it should: {0}")]
    Engine(#[source] sqlx::Error),
    /// There is no room on the disk. Nothing was written; when there is room again, it is.
    #[error("the disk is full")]
    Full,
    /// The disk failed while it was written to, now or before. Whether what was being written is
    /// there is not known, and nothing more is written until the program begins again.
    #[error("the disk fails: {0}")]
    Failing(String),
    /// The schema could not be brought up to date.
    #[error("the register's schema could not be brought up to date: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// SQLite between 3.7.0 and 3.51.2 can lose commits in WAL mode.
    #[error("SQLite {0} can lose commits; 3.51.3 or newer is needed")]
    UnsafeSqlite(String),
    /// Neither a file nor a `postgres://` URL.
    #[error("\"{0}\" is no register: give a file, or a URL that begins with postgres://")]
    Location(String),
    /// The folder of the register's file cannot be used.
    #[error("the register's folder cannot be used: {0}")]
    Folder(std::io::Error),
    /// A row that cannot become its type: somebody else wrote to the database.
    #[error("the register is inconsistent: {table} {key}, column {column}")]
    Inconsistent {
        /// The table.
        table: &'static str,
        /// The row.
        key: String,
        /// The column.
        column: &'static str,
    },
    /// What should be written is there already.
    #[error("{0} is already in the register")]
    Exists(String),
    /// What is asked for is not there.
    #[error("{0} is not in the register")]
    Missing(String),
    /// Somebody changed it since it was looked at: this version stands.
    #[error("it was changed meanwhile: version {0} stands")]
    Changed(i64),
    /// An event that says more than a leaf of the log can hold.
    #[error("the event {0} says more than the log can hold")]
    TooLong(&'static str),
    /// What was recorded before is still being taken in for searching.
    #[error("the register cannot be searched yet: {next} of {until} positions are taken in")]
    NotSearchable {
        /// How far it is.
        next: i64,
        /// How far it must come.
        until: i64,
    },
    /// The answer to a commit was lost: the entry was made, or it was not.
    #[error("it is not known whether the entry was made: {0}")]
    Unknown(String),
    /// The engine does not answer in time.
    #[error("the register does not answer in time")]
    Silent,
    /// Another service leads now: what the former leader was about to write is not written.
    #[error("another service leads now")]
    NotLeader,
    /// A register is not copied into another.
    #[error(transparent)]
    Transfer(#[from] super::TransferRefused),
    /// The writer ended, because the program is being stopped, or an entry panicked.
    #[error("the register is being closed")]
    Closed,
}

impl Error {
    /// An error that every entry of a failed commit can be given.
    pub(super) fn repeated(&self) -> Self {
        match self {
            Self::Full => Self::Full,
            Self::Failing(said) => Self::Failing(said.clone()),
            other => Self::Engine(sqlx::Error::Protocol(other.to_string())),
        }
    }

    /// Whether the engine is away for a while, and nothing was done: it restarts, or another host
    /// takes its place.
    pub fn is_away(&self) -> bool {
        let error = match self {
            Self::Silent => return true,
            Self::Engine(error) => error,
            _ => return false,
        };
        match error {
            sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut => true,
            // PostgreSQL shuts down, starts, is a standby, or lets another entry wait for one.
            sqlx::Error::Database(error) => error.code().is_some_and(|code| {
                ["57P01", "57P02", "57P03", "25006", "55P03"].contains(&&*code)
            }),
            _ => false,
        }
    }

    /// What is wrong with a column that is not of its type at all, as a text that is no UTF-8.
    pub fn undecodable(&self) -> Option<String> {
        match self {
            Self::Engine(sqlx::Error::ColumnDecode { source, .. }) => Some(source.to_string()),
            _ => None,
        }
    }

    /// Turns the violation of a uniqueness rule into [`Error::Exists`]. SQLite does not name
    /// constraints, so the caller says what it was about to write.
    pub(super) fn exists(what: impl FnOnce() -> String) -> impl FnOnce(sqlx::Error) -> Self {
        |error| match error.as_database_error() {
            Some(database) if database.is_unique_violation() => Self::Exists(what()),
            _ => error.into(),
        }
    }
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        match disk::said_by(&error) {
            Some(Disk::Full) => Self::Full,
            Some(Disk::Failing) => Self::Failing(error.to_string()),
            None => Self::Engine(error),
        }
    }
}
