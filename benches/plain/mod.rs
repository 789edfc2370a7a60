//! What nobody can do without: the rows of certificates and their events, inserted into an empty
//! register in batches, with nothing around it.

use std::path::Path;

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{Connection, FromRow, PgConnection, QueryBuilder, SqliteConnection};

/// Rows of one commit, as issuing commits them.
const BATCH: usize = 1_000;

/// A connection to a register.
pub enum Book {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

macro_rules! on {
    ($book:expr, $connection:ident => $body:expr) => {
        match $book {
            Book::Sqlite($connection) => $body,
            Book::Postgres($connection) => $body,
        }
    };
}

/// The whole row of a certificate, with its event.
#[derive(FromRow)]
pub struct Row {
    council: String,
    certificate_index: i64,
    decision: i64,
    product: String,
    producer: String,
    producer_kind: String,
    address: String,
    catalogue: String,
    set_no: i64,
    score_a: i64,
    score_b: i64,
    score_c: i64,
    stars: i64,
    product_code: Option<String>,
    gtin: Option<String>,
    issued_on: String,
    valid_through: String,
    sealed_at: String,
    pub token: String,
    status: i64,
    position: i64,
    happened_at: String,
    kind: String,
    subject: String,
    body: String,
}

impl Book {
    /// A file with the pragmas of the service.
    pub async fn of_file(file: &Path) -> Self {
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true);
        let connected = SqliteConnection::connect_with(&options).await;
        Self::Sqlite(connected.expect("a register"))
    }

    /// A database.
    pub async fn of_server(url: &str) -> Self {
        Self::Postgres(PgConnection::connect(url).await.expect("a register"))
    }

    /// Every certificate with its event.
    pub async fn rows(&mut self) -> Vec<Row> {
        let sql = "select c.*, e.happened_at, e.kind, e.subject, e.body
                   from certificates c join events e using (position) order by position";
        let rows = on!(self, connection => sqlx::query_as(sql).fetch_all(connection).await);
        rows.expect("the rows")
    }

    /// Makes the schema, with the one decision of another register and its council.
    pub async fn begin_as(&mut self, other: &mut Self) {
        let sql = "select id, authority, number, year, decided_on from decisions";
        let decision: (i64, String, String, i64, String) =
            on!(other, connection => sqlx::query_as(sql).fetch_one(connection).await)
                .expect("the decision");
        on!(self, connection => {
            let migrated = sqlx::migrate!().run(&mut *connection).await;
            migrated.expect("the schema");
            sqlx::query(
                "insert into councils values ('CB', 'VN-04@2', 'province', '', '', null, 0, 0)",
            )
            .execute(&mut *connection)
            .await
            .expect("a council");
            sqlx::query("insert into decisions values ($1, 'CB', $2, $3, $4, $5)")
                .bind(decision.0)
                .bind(decision.1)
                .bind(decision.2)
                .bind(decision.3)
                .bind(decision.4)
                .execute(connection)
                .await
                .expect("a decision");
        });
    }

    /// Inserts rows, batch by batch.
    pub async fn insert(&mut self, rows: &[Row]) {
        for batch in rows.chunks(BATCH) {
            on!(self, connection => {
                let mut transaction = connection.begin().await.expect("a transaction");
                let mut events = QueryBuilder::new(
                    "insert into events (position, happened_at, kind, subject, body) ",
                );
                events.push_values(batch, |mut value, row| {
                    value
                        .push_bind(row.position)
                        .push_bind(row.happened_at.as_str())
                        .push_bind(row.kind.as_str())
                        .push_bind(row.subject.as_str())
                        .push_bind(row.body.as_str());
                });
                let inserted = events.build().execute(&mut *transaction).await;
                inserted.expect("new events");
                let mut certificates = QueryBuilder::new(
                    "insert into certificates (council, certificate_index, decision, product,
                       producer, producer_kind, address, catalogue, set_no, score_a, score_b,
                       score_c, stars, product_code, gtin, issued_on, valid_through, sealed_at,
                       token, status, position) ",
                );
                certificates.push_values(batch, |mut value, row| {
                    value
                        .push_bind(row.council.as_str())
                        .push_bind(row.certificate_index)
                        .push_bind(row.decision)
                        .push_bind(row.product.as_str())
                        .push_bind(row.producer.as_str())
                        .push_bind(row.producer_kind.as_str())
                        .push_bind(row.address.as_str())
                        .push_bind(row.catalogue.as_str())
                        .push_bind(row.set_no)
                        .push_bind(row.score_a)
                        .push_bind(row.score_b)
                        .push_bind(row.score_c)
                        .push_bind(row.stars)
                        .push_bind(row.product_code.as_deref())
                        .push_bind(row.gtin.as_deref())
                        .push_bind(row.issued_on.as_str())
                        .push_bind(row.valid_through.as_str())
                        .push_bind(row.sealed_at.as_str())
                        .push_bind(row.token.as_str())
                        .push_bind(row.status)
                        .push_bind(row.position);
                });
                let inserted = certificates.build().execute(&mut *transaction).await;
                inserted.expect("new certificates");
                transaction.commit().await.expect("a commit");
            });
        }
    }
}
