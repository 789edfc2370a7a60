//! Issuing that is killed at any moment and run again: every line has its certificate, once.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot set its desk fails there"
)]

use std::collections::HashSet;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use sqlx::ConnectOptions;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};

use crate::support::{Program, list_of};

const ROWS: usize = 10_000;
/// How often a run is killed: half of the times blindly, half between two batches.
const KILLS: u64 = 12;
/// How long a run may take until its next batch is durable.
const PATIENCE: Duration = Duration::from_secs(120);

/// Milliseconds that look random and are the same in every run.
fn scattered(kill: u64, most: u64) -> u64 {
    ((kill + 1).wrapping_mul(6_364_136_223_846_793_005) >> 33) % most
}

/// How many certificates are durable, read beside the running program.
async fn durable(register: &mut SqliteConnection) -> usize {
    let sql = "select count(*) from certificates";
    let count: i64 = sqlx::query_scalar(sql).fetch_one(register).await.unwrap();
    usize::try_from(count).unwrap()
}

/// Waits until more than so many are durable, or the program has ended.
async fn wait_for_a_batch(child: &mut Child, register: &mut SqliteConnection, held: usize) {
    let begun = Instant::now();
    while durable(register).await == held && child.try_wait().unwrap().is_none() {
        assert!(begun.elapsed() < PATIENCE, "no batch becomes durable");
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

fn number_of(certificate: &Value) -> String {
    certificate["number"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_list_that_is_killed_at_any_moment_is_issued_whole_and_once() {
    let program = Program::with_programme();
    let list = program.file("list.csv", list_of(ROWS));
    let arguments = program.issue_arguments(&list, "--json --passphrase-file passphrase");
    let arguments: Vec<&str> = arguments.split_whitespace().collect();
    let file = program.data().join("register.sqlite");
    let options = SqliteConnectOptions::new().filename(file).read_only(true);
    let mut register = options.connect().await.unwrap();
    let mut history = vec![0];
    for kill in 0..KILLS {
        let held = *history.last().unwrap();
        let mut child = program
            .command(&arguments)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let more = if kill % 2 == 0 {
            scattered(kill, 600)
        } else {
            wait_for_a_batch(&mut child, &mut register, held).await;
            scattered(kill, 20)
        };
        tokio::time::sleep(Duration::from_millis(more)).await;
        child.kill().unwrap();
        child.wait().unwrap();
        let now = durable(&mut register).await;
        assert!(now >= held, "what is durable stays: {history:?}");
        history.push(now);
        if now == ROWS {
            break;
        }
    }
    drop(register);
    let last = program.run_with(&arguments).done();
    let report = &last.lines()[0];
    let known = *history.last().unwrap();
    assert_eq!(report["already_issued"], known, "{history:?}");
    assert_eq!(report["issued"], ROWS - known);

    let certificates = program.run("certificates --json").done().lines();
    assert_eq!(certificates.len(), ROWS);
    let numbers: HashSet<String> = certificates.iter().map(number_of).collect();
    let products: HashSet<&str> = certificates
        .iter()
        .map(|certificate| certificate["product"].as_str().unwrap())
        .collect();
    let urls: HashSet<&str> = certificates
        .iter()
        .map(|certificate| certificate["url"].as_str().unwrap())
        .collect();
    assert_eq!(
        (numbers.len(), products.len(), urls.len()),
        (ROWS, ROWS, ROWS)
    );
    for certificate in certificates.iter().step_by(ROWS / 20) {
        let verified = program.run(&format!(
            "verify --json {}",
            certificate["url"].as_str().unwrap()
        ));
        let verdict = &verified.done().lines()[0];
        assert_eq!(verdict["verdict"], "genuine");
        assert_eq!(verdict["number"], certificate["number"]);
    }
    assert!(
        history.iter().any(|&held| 0 < held && held < ROWS),
        "no kill met a batch in between: {history:?}"
    );
}
