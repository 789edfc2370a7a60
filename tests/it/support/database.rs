//! A PostgreSQL database of its own for one test, dropped with it.

use std::str::FromStr;
use std::sync::atomic::{AtomicU32, Ordering};

use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor};

/// The variable that names the server.
const SERVER: &str = "OCOP_TEST_POSTGRES";

/// A database that only one test sees.
pub struct Database {
    /// Where it is.
    pub url: String,
    name: String,
}

fn server() -> String {
    std::env::var(SERVER)
        .unwrap_or_else(|_| panic!("{SERVER} is not set: run tests/run, which starts a PostgreSQL"))
}

async fn connection() -> PgConnection {
    let options = PgConnectOptions::from_str(&server()).expect("a postgres:// URL");
    let connection = options.disable_statement_logging().connect().await;
    connection.expect("the PostgreSQL of tests/run answers")
}

impl Database {
    /// Makes an empty one.
    pub async fn fresh() -> Self {
        static MADE: AtomicU32 = AtomicU32::new(0);
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        let name = format!("ocop_{}_{number}", std::process::id());
        let mut connection = connection().await;
        let sql = format!("create database {name}");
        let made = connection.execute(AssertSqlSafe(sql)).await;
        made.expect("a database can be made");
        connection.close().await.expect("the connection closes");
        let server = server();
        let (before, parameters) = match server.split_once('?') {
            Some((before, parameters)) => (before, format!("?{parameters}")),
            None => (server.as_str(), String::new()),
        };
        let (host, _) = before.rsplit_once('/').expect("a URL with a database");
        Self {
            url: format!("{host}/{name}{parameters}"),
            name,
        }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let sql = format!("drop database if exists {} with (force)", self.name);
        // A thread of its own: the test's runtime is on its way out.
        let dropped = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .expect("a runtime");
            runtime.block_on(async {
                let mut connection = connection().await;
                drop(connection.execute(AssertSqlSafe(sql)).await);
            });
        });
        drop(dropped.join());
    }
}
