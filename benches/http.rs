//! What a check over HTTP costs beside a handler that does nothing but one signature check.
//!
//! Three processes: the server stays on core 0, the clients on core 1, and the bench itself
//! only waits for them. Both handlers are served in one process by the same `http::serve`.

mod issuing;
mod load;
mod measure;
mod programme;

use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::process::{Child, Command, ExitCode, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::routing::get;
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use measure::{Report, Target, core_time, median};
use ocop::http;
use ocop::office::{Access, Issued, NewLabelRun, Office};
use ocop::scheme::code_kind::CodeKind;
use ocop::scheme::cose;
use ocop::scheme::qr_text::QrText;
use ocop::scheme::token::Token;

const ROUNDS: usize = 9;
/// How long each handler is asked in a round.
const ASKED: Duration = Duration::from_millis(700);
/// Products whose codes are asked for.
const PRODUCTS: usize = 16;

const SERVER: &str = "--server";
const CLIENTS: &str = "--clients";

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    match arguments.find(|argument| argument == SERVER || argument == CLIENTS) {
        Some(part) if part == SERVER => {
            measure::stay_on_core("0");
            tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .expect("a runtime")
                .block_on(serve());
            ExitCode::SUCCESS
        }
        Some(_) => {
            measure::stay_on_core("1");
            ask()
        }
        None => compare(),
    }
}

/// Starts the server and then the clients, and ends the server after them.
fn compare() -> ExitCode {
    let program = std::env::current_exe().expect("a program knows its file");
    let mut server = Command::new(&program)
        .arg(SERVER)
        .stdout(Stdio::piped())
        .spawn()
        .expect("the server starts");
    let out = server.stdout.take().expect("a pipe");
    let mut lines = BufReader::new(out).lines().map_while(Result::ok);
    // Two addresses and a code a line, each also with a serial.
    let told: Vec<String> = lines.by_ref().take(2 + 2 * PRODUCTS).collect();
    let outcome = ask_by(&program, &server, &told);
    server.kill().expect("the server runs");
    server.wait().expect("the server ends");
    outcome
}

fn ask_by(program: &std::path::Path, server: &Child, told: &[String]) -> ExitCode {
    let mut clients = Command::new(program)
        .arg(CLIENTS)
        .args(std::env::args().skip(1))
        .stdin(Stdio::piped())
        .spawn()
        .expect("the clients start");
    let mut pipe = clients.stdin.take().expect("a pipe");
    writeln!(pipe, "{}", server.id()).expect("the clients read");
    for line in told {
        writeln!(pipe, "{line}").expect("the clients read");
    }
    drop(pipe);
    let status = clients.wait().expect("the clients end");
    ExitCode::from(u8::from(!status.success()))
}

/// Serves both, and says where and which codes to ask for.
async fn serve() {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
    let (office, signer) = programme::set_up(&folder.path().join("office"), None).await;
    let issued = issuing::issue(&office, &signer, issuing::list(PRODUCTS), "852/QĐ-UBND").await;
    let codes = issued.certificates.iter();
    let codes: Vec<String> = codes
        .map(|issued| issued.certificate.url.clone().expect("a host"))
        .collect();
    let labels = print_labels(&office, &issued).await;
    let office = Arc::new(office);
    let ours = listen();
    let plain = listen();
    for line in [&ours, &plain].map(|listener| listener.local_addr().expect("bound")) {
        println!("{line}");
    }
    for code in codes.iter().chain(&labels) {
        println!("{code}");
    }
    // As the service does, each second.
    tokio::spawn(keep_up(Arc::clone(&office)));
    let only = Router::new()
        .route("/", get(verify_only))
        .with_state(Arc::new(Checks::of(&codes)));
    let (ours, plain) = tokio::join!(
        http::serve(ours, http::router(office), std::future::pending()),
        http::serve(plain, only, std::future::pending()),
    );
    ours.and(plain).expect("both listen");
}

async fn keep_up(office: Arc<Office>) {
    let mut ticks = tokio::time::interval(Duration::from_secs(1));
    loop {
        ticks.tick().await;
        office.refresh().await.expect("the register answers");
        office.write_scans().await.expect("the register answers");
    }
}

/// A label with a serial of each certificate.
async fn print_labels(office: &Office, issued: &Issued) -> Vec<String> {
    let access = Access::of_program();
    let mut labels = Vec::new();
    for issued in &issued.certificates {
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

fn listen() -> TcpListener {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port")
}

/// Signatures over what each code signs, under a key that was parsed once. They take turns, as
/// the codes do: one signature alone would train the processor.
struct Checks {
    key: VerifyingKey,
    signed: Vec<(Vec<u8>, Signature)>,
    turn: AtomicUsize,
}

impl Checks {
    fn of(codes: &[String]) -> Self {
        let key = SigningKey::from_bytes(&[7; 32]);
        let signed = codes.iter().map(|code| {
            let message = to_be_signed(code);
            let signature = key.sign(&message);
            (message, signature)
        });
        Self {
            signed: signed.collect(),
            key: key.verifying_key(),
            turn: AtomicUsize::new(0),
        }
    }
}

fn to_be_signed(code: &str) -> Vec<u8> {
    let QrText::Token { bytes, .. } = QrText::read(code) else {
        panic!("the code holds a token");
    };
    let token = Token::from_bytes(&bytes).expect("a token").message;
    cose::to_be_signed(token.alg, token.kid, &token.payload)
}

async fn verify_only(State(checks): State<Arc<Checks>>) -> &'static str {
    let turn = checks.turn.fetch_add(1, Ordering::Relaxed) % checks.signed.len();
    let (message, signature) = &checks.signed[turn];
    match checks.key.verify_strict(message, signature) {
        Ok(()) => "genuine",
        Err(_) => "forged",
    }
}

/// Asks each handler in turn, round after round, and compares.
fn ask() -> ExitCode {
    let mut lines = std::io::stdin().lines().map_while(Result::ok);
    let mut next = || lines.next().expect("a line");
    let server = next();
    let ours: SocketAddr = next().parse().expect("an address");
    let plain: SocketAddr = next().parse().expect("an address");
    let mut codes: Vec<String> = lines.collect();
    let labels = codes.split_off(PRODUCTS);
    let only = vec![b"GET / HTTP/1.1\r\nhost: x\r\n\r\n".to_vec()];
    let verify: Vec<Vec<u8>> = codes.iter().map(|code| verify_request(code)).collect();
    let pages: Vec<Vec<u8>> = codes.iter().map(|code| page_request(code)).collect();
    let scans: Vec<Vec<u8>> = labels.iter().map(|code| page_request(code)).collect();
    let asked = [
        ("one verify_strict", plain, &only, "genuine"),
        (
            "POST /api/v1/verify",
            ours,
            &verify,
            r#""verdict":"genuine""#,
        ),
        ("GET /v/…", ours, &pages, "Giấy chứng nhận"),
        // Looked up in the register and counted.
        ("GET /s/…", ours, &scans, "Tem này được kiểm tra"),
    ];
    for (name, address, requests, holds) in &asked {
        let mut connection = load::Connection::open(*address);
        let answer = String::from_utf8_lossy(connection.ask(&requests[0])).into_owned();
        assert!(answer.contains(holds), "{name}: {answer}");
    }

    // Answers a second by the clock, and answers a second of the core's time.
    let mut rounds = vec![[(0.0, 0.0); 4]; ROUNDS];
    for round in &mut rounds {
        for (outcome, (_, address, requests, _)) in round.iter_mut().zip(&asked) {
            let (before, start) = (core_time(&server), std::time::Instant::now());
            let answers = load::ask(*address, requests, ASKED) as f64;
            let (busy, took) = (core_time(&server) - before, start.elapsed());
            *outcome = (answers / took.as_secs_f64(), answers / busy);
        }
    }
    for (place, (name, ..)) in asked.iter().enumerate() {
        let by_clock = median(rounds.iter().map(|round| round[place].0));
        let by_core = median(rounds.iter().map(|round| round[place].1));
        let (share_by_clock, _) = shares(&rounds, place);
        println!(
            "{name}: {by_clock:.0} a second by the clock ({share_by_clock:.2}), {by_core:.0} a \
             second of the core"
        );
    }
    let mut report = Report::default();
    let targets = [
        ("POST /api/v1/verify / one verify_strict", 1, 0.8),
        ("GET /v/… / one verify_strict", 2, 0.6),
    ];
    for (name, place, target) in targets {
        let (_, share) = shares(&rounds, place);
        report.ratio(name, share, Target::AtLeast(target));
    }
    report.finish()
}

/// The medians of what a handler reaches of the plain one in the same round.
fn shares(rounds: &[[(f64, f64); 4]], place: usize) -> (f64, f64) {
    let by_clock = rounds.iter().map(|round| round[place].0 / round[0].0);
    let by_core = rounds.iter().map(|round| round[place].1 / round[0].1);
    (median(by_clock), median(by_core))
}

fn verify_request(code: &str) -> Vec<u8> {
    let body = format!(r#"{{"code":"{code}"}}"#);
    format!(
        "POST /api/v1/verify HTTP/1.1\r\nhost: verify.example.vn\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

fn page_request(code: &str) -> Vec<u8> {
    let path = code.trim_start_matches("https://verify.example.vn");
    format!(
        "GET {path} HTTP/1.1\r\nhost: verify.example.vn\r\naccept: text/html,*/*;q=0.8\r\n\
         accept-language: vi,en;q=0.5\r\n\r\n"
    )
    .into_bytes()
}
