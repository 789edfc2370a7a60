//! `ocop demo`: every state of a page, made by the same acts, in a folder that works with every
//! other command.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot set its desk fails there"
)]

use std::fs;
use std::net::{SocketAddr, TcpListener};

use serde_json::Value;

use crate::support::{Program, Running, get, list_of, today, wait_until_ready};

/// Starts a demonstration and gives its address and what it printed.
fn start(program: &Program, more: &str) -> (Running, SocketAddr, Vec<String>) {
    let mut running = program.start(&format!("demo --data demo --listen 127.0.0.1:0 {more}"));
    let lines = running.lines_until("Ctrl-C");
    let url = lines.iter().find(|line| line.starts_with("http://"));
    let url = url.unwrap_or_else(|| panic!("no address: {lines:?}"));
    let host = url.trim_start_matches("http://").split('/').next();
    let address = host.unwrap().parse().unwrap();
    wait_until_ready(address);
    (running, address, lines)
}

fn examples(program: &Program) -> (Running, Value) {
    let mut running = program.start("demo --data demo --listen 127.0.0.1:0 --json");
    let line = running.lines_until("examples").pop().unwrap();
    let told: Value = serde_json::from_str(&line).unwrap();
    wait_until_ready(told["listen"].as_str().unwrap().parse().unwrap());
    (running, told)
}

#[test]
fn each_example_leads_to_the_verdict_that_it_shows() {
    let program = Program::new();
    let (running, told) = examples(&program);
    let examples = told["examples"].as_array().unwrap();
    assert!(examples.len() >= 8);
    for example in examples {
        let (verdict, url) = (&example["verdict"], example["url"].as_str().unwrap());
        if verdict == "start" {
            assert_eq!(get(url, "text/html").0, 200);
            continue;
        }
        let (status, body) = get(url, "application/json");
        assert_eq!(status, 200, "{url}");
        let answer: Value = serde_json::from_str(&body).unwrap();
        assert_eq!(answer["verdict"], *verdict, "{url}");
    }
    assert!(running.stop().success());
}

#[test]
fn what_it_made_works_with_every_other_command() {
    let program = Program::new();
    let (running, _, lines) = start(&program, "");
    let urls: Vec<&String> = lines.iter().filter(|l| l.starts_with("http://")).collect();
    assert!(urls.len() >= 8, "each on a line of its own: {lines:?}");
    let certificates = program
        .run("certificates --data demo --json")
        .done()
        .lines();
    assert_eq!(certificates.len(), 18);
    program
        .run(&format!("verify --data demo {}", urls[0]))
        .done();
    program
        .run("label --data demo --decision 1205/QĐ-BNNMT --output labels")
        .done();
    let list = program.file("list.csv", list_of(2));
    let arguments = program.issue_arguments(&list, "--data demo --json");
    // Its councils have chairs: nothing is issued beside them.
    let beside = program.run(&arguments.replace("852/", "853/"));
    assert_eq!(beside.error()["code"], "two_people");
    assert_eq!(program.run("doctor --data demo").code, 0);
    assert!(running.stop().success());
}

#[test]
fn run_again_it_issues_nothing_new_even_on_another_day() {
    let program = Program::new();
    let (first, ..) = start(&program, "");
    assert!(first.stop().success());
    let before = program.run("certificates --data demo --json").done();
    let (again, ..) = start(&program, "");
    assert!(again.stop().success());
    let after = program.run("certificates --data demo --json").done();
    let plain = |text: &str| -> Vec<Value> {
        let value = |line: &str| serde_json::from_str::<Value>(line).unwrap()["number"].clone();
        text.lines().map(value).collect()
    };
    assert_eq!(plain(&before.out), plain(&after.out));

    // As if it had been made the day before.
    let yesterday = today().pred_opt().unwrap();
    let database = sqlx_dates(&program, &yesterday.to_string());
    assert!(database > 0);
    let (later, ..) = start(&program, "");
    assert!(later.stop().success());
    let third = program.run("certificates --data demo --json").done();
    assert_eq!(plain(&before.out), plain(&third.out));
}

/// Dates the demonstration's decisions otherwise; how many.
fn sqlx_dates(program: &Program, date: &str) -> u64 {
    use sqlx::{ConnectOptions, Executor};
    let file = program.folder.path().join("demo/register.sqlite");
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let options = sqlx::sqlite::SqliteConnectOptions::new().filename(file);
        let mut connection = options.connect().await.unwrap();
        let sql = format!("update decisions set decided_on = '{date}' where number like '852%'");
        let done = connection.execute(sqlx::AssertSqlSafe(sql)).await.unwrap();
        done.rows_affected()
    })
}

#[test]
fn one_that_was_interrupted_is_completed() {
    let program = Program::new();
    let (first, ..) = start(&program, "");
    assert!(first.stop().success());
    let data = program.folder.path().join("demo");
    // Killed after the root key, before the register.
    for entry in fs::read_dir(data.join("keys")).unwrap() {
        let path = entry.unwrap().path();
        if !path.ends_with("root.key.pem") {
            fs::remove_file(path).unwrap();
        }
    }
    for part in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(data.join(format!("register.sqlite{part}")));
    }
    let (again, ..) = start(&program, "");
    assert!(again.stop().success());
    let certificates = program.run("certificates --data demo --json").done();
    assert_eq!(certificates.lines().len(), 18);
}

#[test]
fn the_next_port_is_taken_when_one_is_not_free() {
    let program = Program::new();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let mut running = program.start(&format!(
        "demo --data demo --listen 127.0.0.1:{port} --json"
    ));
    let line = running.lines_until("examples").pop().unwrap();
    let told: Value = serde_json::from_str(&line).unwrap();
    let listening: SocketAddr = told["listen"].as_str().unwrap().parse().unwrap();
    assert!(listening.port() > port && listening.port() <= port + 20);
    let url = told["examples"][0]["url"].as_str().unwrap();
    assert!(url.starts_with(&format!("http://{listening}/v/")), "{url}");
    wait_until_ready(listening);
}

#[test]
fn a_real_programme_is_refused_and_left_as_it_was() {
    let program = Program::with_programme();
    let secret = program.data().join("passphrase");
    fs::write(&secret, "a real secret\n").unwrap();
    let config = program.data().join("ocop.toml");
    let before = fs::read(&config).unwrap();
    let refused = program.start("demo --listen 127.0.0.1:0 --json");
    assert_eq!(refused.end().0, Some(2));
    assert_eq!(fs::read(&config).unwrap(), before);
    // Set up by its environment alone.
    fs::remove_file(&config).unwrap();
    let told = program.start("demo --listen 127.0.0.1:0");
    let (code, err) = told.end();
    assert_eq!(code, Some(2), "{err}");
    assert!(err.contains("not_a_demonstration"), "{err}");
    assert!(!config.exists());
    assert_eq!(fs::read_to_string(&secret).unwrap(), "a real secret\n");
    assert!(program.run("certificates --json").done().out.is_empty());
}
