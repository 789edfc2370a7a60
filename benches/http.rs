//! What a check over HTTP costs: beside a handler that only verifies, and beside what one could
//! take in its place, each on one core, in one run.
//!
//! The server that is asked stays on core 0, the clients on core 1. All take turns, round after
//! round; answers are counted by the second of the server's core.

mod issuing;
mod load;
mod measure;
mod peers;
mod programme;
mod serving;

use std::process::ExitCode;
use std::time::{Duration, Instant};

use load::{Answers, Requests};
use measure::{Report, Target, core_time, median};
use ocop::office::{Access, Issued, NewLabelRun, Office};
use ocop::scheme::code_kind::CodeKind;
use peers::{forms, shelf};
use serving::{BARE, CEILING, OURS, Server, corpus};

const ROUNDS: usize = 7;
/// How long each is asked in a round.
const ASKED: Duration = Duration::from_millis(300);
/// As long as it takes to ask for everything once.
const LONG: Duration = Duration::from_secs(60);
/// Certificates of one decision.
const DECISION: usize = 10_000;
/// Products that shops scan over and over.
const SHELF: usize = 20_000;
/// Codes that are asked for once, by the API and by the page: more than a run can ask for.
const ONCE: usize = 70_000;
/// Labels with serials.
const LABELS: usize = 16;

/// Something that is asked, and what it answered in each round.
struct Line {
    name: &'static str,
    server: usize,
    requests: Requests,
    holds: &'static str,
    rounds: Vec<Answered>,
}

/// What came back in a round.
struct Answered {
    answers: Answers,
    by_clock: f64,
    by_core: f64,
}

fn main() -> ExitCode {
    serving::serve_if_asked();
    measure::stay_on_core("1");
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
    let office = folder.path().join("office");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let (codes, labels) = runtime.block_on(issue(&office));
    drop(runtime);
    corpus::keep(&office, &codes);
    let mut servers: Vec<Server> = [OURS, CEILING, BARE]
        .map(|name| Server::start(name, &office, "0", None))
        .into();
    let fastify = peers::fastify().map(|server| place(&mut servers, server));
    let fastapi = peers::fastapi().map(|server| place(&mut servers, server));
    let mut lines = lines(&codes, &labels, fastify, fastapi);
    for line in &lines {
        let mut connection = load::Connection::open(servers[line.server].address);
        let answer = String::from_utf8_lossy(connection.ask(line.requests.first())).into_owned();
        assert!(answer.contains(line.holds), "{}: {answer}", line.name);
    }
    // What shops scan was scanned before: twice, after which its proof is at hand.
    for _ in 0..2 {
        let shelf = codes[..SHELF]
            .iter()
            .map(|code| corpus::verify_request(code));
        load::ask(servers[0].address, &Requests::once(shelf), LONG);
    }
    for _ in 0..ROUNDS {
        for line in &mut lines {
            let server = &servers[line.server];
            let (before, begun) = (core_time(&server.process()), Instant::now());
            let answers = load::ask(server.address, &line.requests, ASKED);
            let (busy, took) = (core_time(&server.process()) - before, begun.elapsed());
            line.rounds.push(Answered {
                by_clock: answers.count() / took.as_secs_f64(),
                by_core: answers.count() / busy,
                answers,
            });
        }
    }
    for line in &lines {
        let of = |of: fn(&Answered) -> f64| median(line.rounds.iter().map(of));
        println!(
            "{}: {:.0} a second by the clock, {:.0} a second of the core, p50 {:.2} ms, p99 {:.2} ms, at most {:.0} MB",
            line.name,
            of(|round| round.by_clock),
            of(|round| round.by_core),
            of(|round| round.answers.within(0.5)),
            of(|round| round.answers.within(0.99)),
            servers[line.server].megabytes(),
        );
    }
    report(&lines)
}

fn place(servers: &mut Vec<Server>, server: Server) -> usize {
    servers.push(server);
    servers.len() - 1
}

/// Issues everything that is asked for: codes, and labels with serials.
async fn issue(folder: &std::path::Path) -> (Vec<String>, Vec<String>) {
    let (office, signer) = programme::set_up(folder, None).await;
    let mut codes = Vec::with_capacity(SHELF + 2 * ONCE);
    let mut labels = Vec::new();
    while codes.len() < SHELF + 2 * ONCE {
        let decision = format!("{}/QĐ-UBND", 800 + codes.len() / DECISION);
        let issued = issuing::issue(&office, &signer, issuing::list(DECISION), &decision).await;
        if labels.is_empty() {
            labels = print_labels(&office, &issued).await;
        }
        codes.extend(issued.certificates.into_iter().map(corpus::code));
    }
    (codes, labels)
}

/// A label with a serial of some of the certificates.
async fn print_labels(office: &Office, issued: &Issued) -> Vec<String> {
    let access = Access::of_program();
    let mut labels = Vec::new();
    for issued in issued.certificates.iter().take(LABELS) {
        let wanted = NewLabelRun {
            number: issued.certificate.number,
            kind: CodeKind::Full,
            count: 1,
            lot: String::new(),
            printer: String::new(),
            files: None,
        };
        let run = office.begin_label_run(&access, None, &wanted).await;
        let texts = office.run_texts(&run.expect("a run")).await;
        labels.extend(texts.expect("a host").map(|label| label.text));
    }
    labels
}

const CEILING_LINE: &str = "a handler that only verifies";
const VERIFY: &str = "POST /api/v1/verify, each another token";
const VERIFY_AGAIN: &str = "POST /api/v1/verify, as shops scan";
const PAGE: &str = "GET /v/…, each another token";
const PAGE_AGAIN: &str = "GET /v/…, as shops scan";
const SERIAL: &str = "GET /s/…";
const FASTIFY: &str = "node fastify with jose";
const FASTAPI: &str = "python FastAPI with cwt";

fn lines(
    codes: &[String],
    labels: &[String],
    fastify: Option<usize>,
    fastapi: Option<usize>,
) -> Vec<Line> {
    let (shelf, once) = codes.split_at(SHELF);
    let (by_api, by_page) = once.split_at(ONCE);
    let scans = || shelf::as_shops_scan(SHELF, 10 * SHELF);
    let verify = |codes: &[String]| {
        codes
            .iter()
            .map(|code| corpus::verify_request(code))
            .collect()
    };
    let page = |codes: &[String]| codes.iter().map(|code| shelf::page_request(code)).collect();
    let peer = |codes: &[String], form: fn(&str) -> String| {
        codes
            .iter()
            .map(|code| peers::request(&form(code)))
            .collect()
    };
    let all = |requests: Vec<Vec<u8>>| requests;
    let line = |name, server, requests, holds| Line {
        name,
        server,
        requests,
        holds,
        rounds: Vec::new(),
    };
    let bare = vec![b"GET / HTTP/1.1\r\nhost: x\r\n\r\n".to_vec()];
    let genuine = r#""verdict":"genuine""#;
    let certificate = "Giấy chứng nhận";
    let mut lines = vec![
        line(
            "one verify_strict, nothing read",
            2,
            Requests::in_turn(bare),
            "genuine",
        ),
        line(
            CEILING_LINE,
            1,
            Requests::in_turn(all(peer(by_api, forms::as_cose))),
            r#""valid":true"#,
        ),
        line(VERIFY, 0, Requests::once(all(verify(by_api))), genuine),
        line(
            VERIFY_AGAIN,
            0,
            Requests::ordered(all(verify(shelf)), scans()),
            genuine,
        ),
        line(PAGE, 0, Requests::once(all(page(by_page))), certificate),
        line(
            PAGE_AGAIN,
            0,
            Requests::ordered(all(page(shelf)), scans()),
            certificate,
        ),
        line(
            SERIAL,
            0,
            Requests::in_turn(all(page(labels))),
            "Tem này được kiểm tra",
        ),
    ];
    let peers = [
        (FASTIFY, fastify, forms::as_jws as fn(&str) -> String),
        (FASTAPI, fastapi, forms::as_cwt),
    ];
    for (name, server, form) in peers {
        match server {
            Some(server) => {
                let requests = Requests::ordered(all(peer(shelf, form)), scans());
                lines.push(line(name, server, requests, r#""valid":true"#));
            }
            None => println!("NOT MEASURED: {name}; benches/run installs it"),
        }
    }
    lines
}

/// The median of what one reaches of another in the same round.
fn share(lines: &[Line], name: &str, of: &str) -> Option<f64> {
    let found = |name: &str| lines.iter().find(|line| line.name == name);
    let rounds = found(name)?.rounds.iter().zip(&found(of)?.rounds);
    Some(median(
        rounds.map(|(one, other)| one.by_core / other.by_core),
    ))
}

fn report(lines: &[Line]) -> ExitCode {
    let mut report = Report::default();
    let targets = [
        (VERIFY, CEILING_LINE, 0.95),
        (PAGE, CEILING_LINE, 0.7),
        (VERIFY, FASTIFY, 2.5),
        (VERIFY, FASTAPI, 4.5),
        (VERIFY_AGAIN, FASTIFY, 8.0),
        (PAGE_AGAIN, FASTIFY, 5.0),
    ];
    for (name, of, target) in targets {
        if let Some(share) = share(lines, name, of) {
            report.ratio(&format!("{name} / {of}"), share, Target::AtLeast(target));
        }
    }
    if let Some(share) = share(lines, SERIAL, CEILING_LINE) {
        println!("{SERIAL} / {CEILING_LINE}: {share:.2}");
    }
    report.finish()
}
