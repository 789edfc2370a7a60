//! Two replicas on one register, on two cores, beside one on one. Each shares its core with its
//! own clients, so that the second replica brings the whole of its core.

mod issuing;
mod load;
mod measure;
mod programme;
mod serving;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::Duration;

use load::Requests;
use measure::{Report, Target, median};
use serving::{CORE, OURS, Server, corpus};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};

const PRODUCTS: usize = 10_000;
const ROUNDS: usize = 9;
/// How long is asked in a round.
const ASKED: Duration = Duration::from_secs(1);

const CLIENTS: &str = "--clients";

fn main() -> ExitCode {
    serving::serve_if_asked();
    let mut arguments = std::env::args().skip(1);
    if arguments.next().as_deref() == Some(CLIENTS) {
        let address = arguments.next().and_then(|address| address.parse().ok());
        let folder = arguments.next().map(PathBuf::from);
        return ask(address.expect("an address"), &folder.expect("a folder"));
    }
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
    let office = folder.path().join("office");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let server = std::env::var("OCOP_TEST_POSTGRES").ok();
    let name = format!("ocop_bench_{}", std::process::id());
    let database = server.as_deref().map(|server| {
        let (host, _) = server.rsplit_once('/').expect("a URL with a database");
        format!("{host}/{name}")
    });
    let on_server = |sql: String| {
        if let Some(server) = &server {
            runtime.block_on(run(server, sql));
        }
    };
    println!(
        "on {}",
        if database.is_some() {
            "PostgreSQL"
        } else {
            "SQLite"
        }
    );
    on_server(format!("create database {name}"));
    runtime.block_on(issue(&office, database.clone()));
    let share = compare(&office, database.as_deref());
    on_server(format!("drop database {name} with (force)"));
    let mut report = Report::default();
    report.ratio(
        "two replicas on two cores / one on one",
        share,
        Target::AtLeast(1.8),
    );
    report.finish()
}

async fn run(server: &str, sql: String) {
    let mut connection = PgConnection::connect(server)
        .await
        .expect("the server answers");
    let done = connection.execute(AssertSqlSafe(sql)).await;
    done.expect("the statement runs");
}

async fn issue(folder: &Path, database: Option<String>) {
    let (office, signer) = programme::set_up(folder, database).await;
    let issued = issuing::issue(&office, &signer, issuing::list(PRODUCTS), "852/QĐ-UBND").await;
    let codes: Vec<String> = issued.certificates.into_iter().map(corpus::code).collect();
    corpus::keep(folder, &codes);
}

/// The median of what two answer to what one does.
fn compare(folder: &Path, database: Option<&str>) -> f64 {
    let server = |core| Server::start(OURS, folder, core, database);
    let (first, second) = (server("0"), server("1"));
    let shares = (0..ROUNDS).map(|_| {
        let alone = answers(clients(&first, "0", folder));
        let both = [clients(&first, "0", folder), clients(&second, "1", folder)];
        let both: f64 = both.map(answers).iter().sum();
        println!("{alone:.0} answers of one, {both:.0} of two");
        both / alone
    });
    let share = median(shares);
    println!(
        "at most {:.0} MB and {:.0} MB",
        first.megabytes(),
        second.megabytes()
    );
    share
}

/// Clients of a server on a core, under way.
fn clients(server: &Server, core: &str, folder: &Path) -> Child {
    let program = std::env::current_exe().expect("a program knows its file");
    Command::new("taskset")
        .args(["-c", core])
        .arg(program)
        .args([CLIENTS, &server.address.to_string()])
        .arg(folder)
        .env(CORE, core)
        .stdout(Stdio::piped())
        .spawn()
        .expect("the clients start")
}

/// What clients were answered.
fn answers(clients: Child) -> f64 {
    let output = clients.wait_with_output().expect("the clients end");
    let told = String::from_utf8_lossy(&output.stdout);
    told.trim().parse().expect("a number")
}

fn ask(server: SocketAddr, folder: &Path) -> ExitCode {
    let codes = corpus::codes(folder);
    let requests = codes.iter().map(|code| corpus::verify_request(code));
    let requests = Requests::in_turn(requests);
    println!("{}", load::ask(server, &requests, ASKED).count());
    ExitCode::SUCCESS
}
