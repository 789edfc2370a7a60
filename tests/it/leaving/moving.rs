//! `ocop register copy`: every row of every table, in either direction, or nothing.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails there, and says where"
)]

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor, PgConnection, SqliteConnection};

use crate::support::{Database, PRODUCTS, Program, Ran, wait_until_ready};

/// Every row of every table as text, sorted. Not the migrations: both engines run them.
type Contents = BTreeMap<String, Vec<String>>;

async fn open(file: &Path) -> SqliteConnection {
    SqliteConnectOptions::new()
        .filename(file)
        .connect()
        .await
        .unwrap()
}

/// The tables of a file, with their columns joined into one text.
async fn tables(file: &mut SqliteConnection) -> BTreeMap<String, String> {
    let sql = "select t.name, group_concat('coalesce(cast(' || c.name || ' as text), ''null'')', ' || ''|'' || ')
               from sqlite_schema t, pragma_table_info(t.name) c
               where t.type = 'table' and t.name not like 'sqlite%' and t.name <> '_sqlx_migrations'
               group by t.name";
    let rows: Vec<(String, String)> = sqlx::query_as(sql).fetch_all(file).await.unwrap();
    rows.into_iter().collect()
}

fn statement(table: &str, columns: &str) -> AssertSqlSafe<String> {
    AssertSqlSafe(format!("select {columns} from {table}"))
}

async fn of_file(file: &Path) -> Contents {
    let mut connection = open(file).await;
    let mut contents = Contents::new();
    for (table, columns) in tables(&mut connection).await {
        let rows = sqlx::query_scalar(statement(&table, &columns));
        let mut rows: Vec<String> = rows.fetch_all(&mut connection).await.unwrap();
        rows.sort();
        contents.insert(table, rows);
    }
    contents
}

async fn of_database(url: &str, as_in: &Path) -> Contents {
    let tables = tables(&mut open(as_in).await).await;
    let mut connection = PgConnection::connect(url).await.unwrap();
    let mut contents = Contents::new();
    for (table, columns) in tables {
        let rows = sqlx::query_scalar(statement(&table, &columns));
        let mut rows: Vec<String> = rows.fetch_all(&mut connection).await.unwrap();
        rows.sort();
        contents.insert(table, rows);
    }
    contents
}

fn copied(ran: Ran) -> BTreeMap<String, u64> {
    let line = &ran.done().lines()[0];
    assert_eq!(line["sound"], true, "{line}");
    let tables = line["copied"]["tables"].as_array().unwrap().iter();
    let told: BTreeMap<String, u64> = tables
        .map(|pair| {
            (
                pair[0].as_str().unwrap().to_owned(),
                pair[1].as_u64().unwrap(),
            )
        })
        .collect();
    assert_eq!(line["rows"].as_u64(), Some(told.values().sum()));
    told
}

fn counted(contents: &Contents) -> BTreeMap<String, u64> {
    let count = |(table, rows): (&String, &Vec<String>)| (table.clone(), rows.len() as u64);
    contents.iter().map(count).collect()
}

/// The demonstration: somebody of each role, a dossier in every state, reports, runs.
async fn demonstration() -> Program {
    let program = Program::new();
    tokio::task::spawn_blocking(move || {
        let mut running = program.start("demo --listen 127.0.0.1:0");
        let lines = running.lines_until("Ctrl-C");
        let url = lines
            .iter()
            .find(|line| line.starts_with("http://"))
            .unwrap();
        let host = url.trim_start_matches("http://").split('/').next().unwrap();
        wait_until_ready(host.parse().unwrap());
        assert!(running.stop().success());
        program
    })
    .await
    .unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_row_of_every_table_arrives_and_comes_back() {
    let program = demonstration().await;
    let file = program.data().join("register.sqlite");
    let before = of_file(&file).await;
    let filled = before.values().filter(|rows| !rows.is_empty()).count();
    assert!(
        filled >= 30,
        "{filled} of {} tables have rows",
        before.len()
    );

    let database = Database::fresh().await;
    let url = &database.url;
    let told = copied(program.run(&format!("register copy --to {url} --json")));
    assert_eq!(told, counted(&before), "no table is forgotten");
    assert!(
        of_database(url, &file).await == before,
        "every row is the same"
    );
    let audited = program
        .command(&["audit", "--json"])
        .env("OCOP_DATABASE", url)
        .output();
    assert!(audited.unwrap().status.success());

    // And back, into a file.
    let back = program.folder.path().join("back.sqlite");
    let arguments = ["register", "copy", "--json", "--to", back.to_str().unwrap()];
    let ran = program
        .command(&arguments)
        .env("OCOP_DATABASE", url)
        .output()
        .unwrap();
    assert!(
        ran.status.success(),
        "{}",
        String::from_utf8_lossy(&ran.stdout)
    );
    assert!(
        of_file(&back).await == before,
        "every row is the same again"
    );
    assert!(
        of_file(&file).await == before,
        "what was copied stays as it was"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_register_that_holds_something_is_refused_and_nothing_is_left_half_done() {
    let program = Program::with_programme();
    program.issue(PRODUCTS).done();
    let file = program.data().join("register.sqlite");
    let database = Database::fresh().await;
    let copy = || program.run(&format!("register copy --to {} --json", database.url));

    // In the middle the database refuses a row.
    make_tables(&database.url);
    let mut connection = PgConnection::connect(&database.url).await.unwrap();
    let refusing = "alter table certificates add constraint refused check (product = '')";
    connection.execute(refusing).await.unwrap();
    let empty = of_database(&database.url, &file).await;
    assert_eq!(copy().error()["code"], "register_unavailable");
    assert!(
        of_database(&database.url, &file).await == empty,
        "nothing is there"
    );
    let taken_back = "alter table certificates drop constraint refused";
    connection.execute(taken_back).await.unwrap();

    let before = of_file(&file).await;
    assert_eq!(copied(copy()), counted(&before));
    let refused = copy().error();
    assert_eq!(refused["code"], "register_not_empty");
    assert!(of_database(&database.url, &file).await == before);

    // Another schema: a migration that this program does not know.
    let newer =
        "insert into _sqlx_migrations (version, description, success, checksum, execution_time)
                 values (9999, 'later', true, '\\x00', 0)";
    connection.execute(newer).await.unwrap();
    assert_eq!(copy().error()["code"], "register_unavailable");
}

/// Makes the tables of an empty database, as an attempt does that broke off.
fn make_tables(url: &str) {
    let nobody = Program::new();
    let ran = nobody
        .command(&["audit", "--json"])
        .env("OCOP_DATABASE", url)
        .output();
    ran.unwrap();
}

#[test]
fn where_there_is_nothing_to_copy_or_nowhere_to_copy_it_to_it_is_said() {
    let program = Program::new();
    let refused = program.run("register copy --to postgres://127.0.0.1:1/none --json");
    let code: Value = refused.error()["code"].clone();
    assert_eq!(code, "not_initialised");
    let program = Program::with_programme();
    let refused = program.run("register copy --to mysql://somewhere/else --json");
    assert_ne!(refused.error()["code"], "not_initialised");
    let refused = program.run("register copy --to postgres://u:secret@127.0.0.1:1/none --json");
    assert_eq!(refused.error()["code"], "register_unavailable");
    assert!(!refused.out.contains("secret") && !refused.err.contains("secret"));
}
