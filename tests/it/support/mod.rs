//! The one entrance of the tests: a real office on a temporary register, with a clock that
//! stands still and keys from fixed seeds.

mod database;
mod history;
mod list;
mod people;
mod program;
mod programme;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use ed25519_dalek::SigningKey;
use ocop::clock::StoppedClock;
use ocop::config::Config;
use ocop::office::{self, Error, Issued, Order, Refusal};
use ocop::register::{Location, Register};
use ocop::signer::{KeyFile, Passphrase, Signer};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection, Executor, PgConnection};
use tempfile::TempDir;

pub use database::Database;
pub use history::{History, Told};
pub use list::{HEADER, PRODUCTS, csv, list_of, row};
pub use people::Person;
pub use program::{Program, Ran, Running, get, today, wait_until_ready};
pub use programme::{HOST, SECRET, fresh, seed};

/// The engine of a register under test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// A file.
    Sqlite,
    /// A database of its own in the server of `OCOP_TEST_POSTGRES`.
    Postgres,
}

/// Makes one test of each function for each engine.
macro_rules! on_both_engines {
    ($($name:ident),+ $(,)?) => {$(
        mod $name {
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_sqlite() {
                super::$name($crate::support::Engine::Sqlite).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_postgres() {
                super::$name($crate::support::Engine::Postgres).await;
            }
        }
    )+};
}
pub(crate) use on_both_engines;

/// When the tests' clock stands still: 10 August 2026, 10 o'clock in Vietnam.
pub fn now() -> DateTime<Utc> {
    at("2026-08-10T03:00:00Z")
}

/// An instant.
pub fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("an instant")
}

/// A day.
pub fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

/// An empty register on an engine, in a folder of its own.
pub struct Book {
    /// The folder of the file, if there is one.
    pub folder: TempDir,
    /// Where the register is.
    pub location: Location,
    database: Option<Database>,
}

impl Book {
    /// A place for a register that is not there yet.
    pub async fn on(engine: Engine) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let database = match engine {
            Engine::Sqlite => None,
            Engine::Postgres => Some(Database::fresh().await),
        };
        let location = match &database {
            None => Location::File(folder.path().join("register.sqlite")),
            Some(database) => Location::Postgres(database.url.clone()),
        };
        Self {
            folder,
            location,
            database,
        }
    }

    /// A register that is there already.
    pub fn at(location: Location) -> Self {
        Self {
            folder: tempfile::tempdir().expect("a temporary folder"),
            location,
            database: None,
        }
    }

    /// Opens the register, migrating it.
    pub async fn open(&self) -> Register {
        Register::open(&self.location)
            .await
            .expect("the register opens")
    }

    /// The configuration of an office here.
    pub fn config(&self) -> Config {
        let mut config = Config::new(Some(HOST.to_owned()), false).expect("a host name");
        config.database = self.database.as_ref().map(|database| database.url.clone());
        config
    }

    /// Runs what the register itself would never write.
    pub async fn raw(&self, sql: &str) {
        assert!(self.tries(sql).await, "the statement runs: {sql}");
    }

    /// Tries what the register itself would never write; whether the database takes it.
    pub async fn tries(&self, sql: &str) -> bool {
        let sql = sqlx::AssertSqlSafe(sql.to_owned());
        let done = match &self.location {
            Location::File(path) => {
                let options = SqliteConnectOptions::new().filename(path);
                let mut connection = options.connect().await.expect("a raw connection");
                connection.execute(sql).await.map(drop)
            }
            Location::Postgres(url) => {
                let mut connection = PgConnection::connect(url).await.expect("a raw connection");
                connection.execute(sql).await.map(drop)
            }
        };
        done.is_ok()
    }

    /// What one statement says, as one column of text.
    pub async fn texts(&self, sql: &str) -> Vec<String> {
        let sql = sqlx::AssertSqlSafe(sql.to_owned());
        let rows = match &self.location {
            Location::File(path) => {
                let options = SqliteConnectOptions::new().filename(path);
                let mut connection = options.connect().await.expect("a raw connection");
                sqlx::query_scalar(sql).fetch_all(&mut connection).await
            }
            Location::Postgres(url) => {
                let mut connection = PgConnection::connect(url).await.expect("a raw connection");
                sqlx::query_scalar(sql).fetch_all(&mut connection).await
            }
        };
        rows.expect("the statement runs")
    }
}

/// An office with the councils CB (a province) and TW (the centre), their keys and a published
/// trust list.
pub struct Office {
    /// The office.
    pub office: Arc<office::Office>,
    /// What it stands on.
    pub book: Book,
}

impl std::ops::Deref for Office {
    type Target = office::Office;

    fn deref(&self) -> &office::Office {
        &self.office
    }
}

impl Office {
    /// An office on an engine.
    pub async fn on(engine: Engine) -> Self {
        Self::with(engine, now(), |_| {}).await
    }

    /// An office on SQLite.
    pub async fn new() -> Self {
        Self::on(Engine::Sqlite).await
    }

    /// An office at another time, or set up otherwise.
    pub async fn with(
        engine: Engine,
        at: DateTime<Utc>,
        configure: impl FnOnce(&mut Config),
    ) -> Self {
        Self::over(Book::on(engine).await, at, configure).await
    }

    /// The same in a place that was made for it.
    pub async fn over(book: Book, at: DateTime<Utc>, configure: impl FnOnce(&mut Config)) -> Self {
        programme::write(&book).await;
        let mut config = book.config();
        configure(&mut config);
        let office = open(book.folder.path(), config, at).await;
        Self { office, book }
    }

    /// The data folder.
    pub fn data(&self) -> &Path {
        self.book.folder.path()
    }

    /// The same register opened again, as another process would, at some time.
    pub async fn again(&self, at: DateTime<Utc>) -> Arc<office::Office> {
        open(self.data(), self.config().clone(), at).await
    }

    /// Everything that answers over HTTP.
    pub fn router(&self) -> axum::Router {
        ocop::http::router(Arc::clone(&self.office))
    }

    /// Issues a list of council CB, decided on 5 August 2026.
    pub async fn issue_list(&self, list: impl AsRef<[u8]>) -> Result<Issued, Error> {
        self.issue_order(order("CB", list)).await
    }

    /// Issues an order with its council's key.
    pub async fn issue_order(&self, order: Order) -> Result<Issued, Error> {
        let signer = signer(order.council.as_str());
        self.office.issue(order, signer, |_, _| {}).await
    }

    /// What a list is refused for.
    pub async fn refusals(&self, order: Order) -> Vec<Refusal> {
        match self.issue_order(order).await {
            Err(Error::Refused(refusals)) => refusals,
            Err(other) => panic!("another error: {other}"),
            Ok(issued) => panic!("{} issued, {:?} left out", issued.issued, issued.left_out),
        }
    }

    /// How many certificates the register holds.
    pub async fn count(&self) -> usize {
        let all = ocop::register::Filter {
            limit: 1_000_000,
            ..Default::default()
        };
        let certificates = self.register().certificates(&all).await;
        certificates.expect("the register answers").len()
    }
}

/// Opens the office of a data folder at some time.
pub async fn open(data: &Path, config: Config, at: DateTime<Utc>) -> Arc<office::Office> {
    let clock = Arc::new(StoppedClock(at));
    let office = office::Office::open(PathBuf::from(data), config, clock).await;
    Arc::new(office.expect("the office opens"))
}

/// An order of the list of 852/QĐ-UBND of 5 August 2026.
pub fn order(council: &str, list: impl AsRef<[u8]>) -> Order {
    Order {
        council: council.parse().expect("a council code"),
        decision: "852/QĐ-UBND".to_owned(),
        decided_on: day("2026-08-05"),
        authority: None,
        list: list.as_ref().to_vec(),
        skip_bad_rows: false,
    }
}

/// The key of a council, without the second that its file takes to open.
pub fn signer(council: &str) -> Arc<dyn Signer> {
    let seed = programme::seed(council);
    Arc::new(KeyFile::from_signing_key(SigningKey::from_bytes(&seed)))
}

/// The passphrase of every key.
pub fn passphrase() -> Passphrase {
    Passphrase::new(SECRET).expect("a passphrase")
}

/// The texts of the codes that were issued, in the order of the list.
pub fn codes(issued: &Issued) -> Vec<String> {
    let url = |issued: &office::IssuedCertificate| issued.certificate.url.clone();
    let urls: Option<Vec<String>> = issued.certificates.iter().map(url).collect();
    urls.expect("a host is configured")
}
