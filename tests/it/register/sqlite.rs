//! What only SQLite has: its file, its pragmas, its engine's version.

use ocop::register::{Error, Location, Register};
use sqlx::Connection;
use sqlx::sqlite::SqliteConnection;

use super::add_council;
use crate::support::{Book, Engine};

#[tokio::test]
async fn the_file_is_in_wal_mode_for_everyone() {
    let book = Book::on(Engine::Sqlite).await;
    let register = book.open().await;
    add_council(&register, "CB").await.unwrap();
    assert_eq!(book.texts("pragma journal_mode").await, ["wal"]);
    assert_eq!(book.texts("pragma integrity_check").await, ["ok"]);
    assert!(
        book.texts("select \"table\" from pragma_foreign_key_check")
            .await
            .is_empty()
    );
}

#[tokio::test]
async fn the_linked_sqlite_keeps_commits() {
    let mut connection = SqliteConnection::connect("sqlite::memory:").await.unwrap();
    let version: String = sqlx::query_scalar("select sqlite_version()")
        .fetch_one(&mut connection)
        .await
        .unwrap();
    let numbers: Vec<u32> = version.split('.').map(|n| n.parse().unwrap()).collect();
    assert!(numbers >= vec![3, 51, 3], "{version}");
}

#[tokio::test]
async fn a_location_is_a_file_or_a_postgres_url() {
    let is_file = |text: &str| matches!(text.parse(), Ok(Location::File(_)));
    let is_postgres = |text: &str| matches!(text.parse(), Ok(Location::Postgres(_)));
    assert!(is_file("register.sqlite") && is_file("/var/lib/ocop/r.sqlite"));
    assert!(is_postgres("postgres://h/d") && is_postgres("postgresql://h/d"));
    for wrong in ["", "mysql://user:secret@h/d", "sqlite://x", "http://x"] {
        let Err(error) = wrong.parse::<Location>() else {
            panic!("{wrong} was taken");
        };
        assert!(!error.to_string().contains("secret"), "{error}");
    }
}

#[tokio::test]
async fn a_file_that_is_no_register_is_refused_and_left_as_it_was() {
    let book = Book::on(Engine::Sqlite).await;
    let path = book.folder.path().join("register.sqlite");
    let rubbish = b"this is a letter, not a database, and it is long enough to be looked at";
    std::fs::write(&path, rubbish).unwrap();
    let opened = Register::open(&book.location).await;
    assert!(matches!(opened, Err(Error::Engine(_))));
    assert_eq!(std::fs::read(&path).unwrap(), rubbish);
}

#[tokio::test]
async fn a_schema_newer_than_the_program_is_refused() {
    let book = Book::on(Engine::Sqlite).await;
    drop(book.open().await);
    book.raw(
        "insert into _sqlx_migrations (version, description, success, checksum, execution_time)
         values (99, 'from the future', 1, x'00', 0)",
    )
    .await;
    let opened = Register::open(&book.location).await;
    assert!(matches!(opened, Err(Error::Migration(_))));
}
