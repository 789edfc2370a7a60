//! What issuing a decision of 10,000 certificates costs beside the signatures, the signature
//! checks and the plain insert that it cannot do without.

mod issuing;
mod measure;
mod programme;

use std::hint::black_box;
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use ed25519_dalek::{Signature, Signer, SigningKey};
use measure::{Report, Target, core_time, median};
use ocop::scheme::cose;
use ocop::scheme::token::Token;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{Connection, FromRow, QueryBuilder, Sqlite, SqliteConnection};

const CERTIFICATES: usize = 10_000;
/// Rows of one commit, as issuing commits them.
const BATCH: usize = 1_000;
const ROUNDS: usize = 5;

/// The whole row of a certificate, with its event.
#[derive(FromRow)]
struct Row {
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
    token: String,
    status: i64,
    position: i64,
    happened_at: String,
    kind: String,
    subject: String,
    body: String,
}

/// What a piece takes: seconds by the clock and of the core.
#[derive(Clone, Copy, Debug)]
struct Cost {
    clock: f64,
    core: f64,
}

struct Round {
    issuing: Cost,
    signing: Cost,
    verifying: Cost,
    inserting: Cost,
}

impl Round {
    fn ratio(&self, of: impl Fn(&Cost) -> f64) -> f64 {
        of(&self.issuing) / (of(&self.signing) + of(&self.verifying) + of(&self.inserting))
    }
}

/// A piece that has begun.
struct Begun {
    clock: Instant,
    core: f64,
}

impl Begun {
    fn now() -> Self {
        Self {
            core: core_time("self"),
            clock: Instant::now(),
        }
    }

    fn cost(&self) -> Cost {
        Cost {
            clock: self.clock.elapsed().as_secs_f64(),
            core: core_time("self") - self.core,
        }
    }
}

fn main() -> ExitCode {
    measure::stay_on_core("0");
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let list = issuing::list(CERTIFICATES);
    println!(
        "{CERTIFICATES} certificates of one decision; the list has {} bytes",
        list.len()
    );
    let rounds: Vec<Round> = (0..ROUNDS)
        .map(|_| {
            let round = runtime.block_on(round(list.clone()));
            let millis = |cost: &Cost| format!("{:.0} ms", cost.clock * 1e3);
            println!(
                "issue {}: sign {}, verify_strict {}, insert {}",
                millis(&round.issuing),
                millis(&round.signing),
                millis(&round.verifying),
                millis(&round.inserting)
            );
            round
        })
        .collect();
    let by_clock = median(rounds.iter().map(|round| round.ratio(|cost| cost.clock)));
    let by_core = median(rounds.iter().map(|round| round.ratio(|cost| cost.core)));
    println!("{by_clock:.2} by the clock, {by_core:.2} of the core's time");
    let mut report = Report::default();
    report.ratio(
        "issue 10,000 / (sign + verify_strict + insert)",
        by_core,
        Target::AtMost(1.5),
    );
    report.finish()
}

/// Issues in a new programme, then does the three plain pieces over what came out.
async fn round(list: Vec<u8>) -> Round {
    // On the disk of the build, not in memory: commits wait for it.
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
    let (office, signer) = programme::set_up(&folder.path().join("office"), None).await;
    let begun = Begun::now();
    let issued = issuing::issue(&office, &signer, list, "852/QĐ-UBND").await;
    let issuing = begun.cost();
    assert_eq!(issued.certificates.len(), CERTIFICATES);

    let mut book = open(&folder.path().join("office/register.sqlite"), false).await;
    let rows: Vec<Row> = sqlx::query_as(
        "select c.*, e.happened_at, e.kind, e.subject, e.body
         from certificates c join events e using (position) order by position",
    )
    .fetch_all(&mut book)
    .await
    .expect("the rows");
    let key = SigningKey::from_bytes(&[7; 32]);
    let messages: Vec<Vec<u8>> = rows.iter().map(to_be_signed).collect();
    let mut signatures: Vec<Signature> = Vec::with_capacity(CERTIFICATES);
    let begun = Begun::now();
    signatures.extend(messages.iter().map(|message| key.sign(message)));
    let signing = begun.cost();
    let public = key.verifying_key();
    let begun = Begun::now();
    for (message, signature) in messages.iter().zip(&signatures) {
        assert!(black_box(public.verify_strict(message, signature)).is_ok());
    }
    let verifying = begun.cost();
    let inserting = insert(&folder.path().join("plain.sqlite"), &mut book, &rows).await;
    Round {
        issuing,
        signing,
        verifying,
        inserting,
    }
}

fn to_be_signed(row: &Row) -> Vec<u8> {
    let token = BASE64_URL_SAFE_NO_PAD.decode(&row.token).expect("base64");
    let message = Token::from_bytes(&token).expect("our own token").message;
    cose::to_be_signed(message.alg, message.kid, &message.payload)
}

/// A register's file with the pragmas of the service.
async fn open(file: &Path, create: bool) -> SqliteConnection {
    let options = SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(create)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true);
    SqliteConnection::connect_with(&options)
        .await
        .expect("a register")
}

/// Inserts the same rows into an empty register, with nothing around it.
async fn insert(file: &Path, book: &mut SqliteConnection, rows: &[Row]) -> Cost {
    let mut plain = open(file, true).await;
    sqlx::migrate!().run(&mut plain).await.expect("the schema");
    let decision: (i64, String, String, i64, String) =
        sqlx::query_as("select id, authority, number, year, decided_on from decisions")
            .fetch_one(book)
            .await
            .expect("the decision");
    sqlx::query("insert into councils values ('CB', 'VN-04@2', 'province', '', '', null, 0, 0)")
        .execute(&mut plain)
        .await
        .expect("a council");
    sqlx::query("insert into decisions values ($1, 'CB', $2, $3, $4, $5)")
        .bind(decision.0)
        .bind(decision.1)
        .bind(decision.2)
        .bind(decision.3)
        .bind(decision.4)
        .execute(&mut plain)
        .await
        .expect("a decision");
    let begun = Begun::now();
    for batch in rows.chunks(BATCH) {
        insert_batch(&mut plain, batch).await;
    }
    begun.cost()
}

async fn insert_batch(plain: &mut SqliteConnection, rows: &[Row]) {
    let mut transaction = plain.begin().await.expect("a transaction");
    let mut events: QueryBuilder<Sqlite> =
        QueryBuilder::new("insert into events (position, happened_at, kind, subject, body) ");
    events.push_values(rows, |mut value, row| {
        value
            .push_bind(row.position)
            .push_bind(row.happened_at.as_str())
            .push_bind(row.kind.as_str())
            .push_bind(row.subject.as_str())
            .push_bind(row.body.as_str());
    });
    let inserted = events.build().execute(&mut *transaction).await;
    inserted.expect("new events");
    let mut certificates: QueryBuilder<Sqlite> = QueryBuilder::new(
        "insert into certificates (council, certificate_index, decision, product, producer,
           producer_kind, address, catalogue, set_no, score_a, score_b, score_c, stars,
           product_code, gtin, issued_on, valid_through, sealed_at, token, status, position) ",
    );
    certificates.push_values(rows, |mut value, row| {
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
}
