//! What slow clients and oversized bodies cost the others, whose checks go on at half of what the
//! service bears.

mod issuing;
mod load;
mod measure;
mod programme;
mod serving;

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use load::Requests;
use measure::{Report, Target, median};
use serving::{OURS, Server, corpus};

const PRODUCTS: usize = 1_000;
/// Connections that write a letter a second: in their head, in their body.
const WRITERS: usize = 1_400;
/// Connections that ask for much and read nothing.
const READERS: usize = 600;
/// From one letter to the next, of whichever connection.
const LETTER: Duration = Duration::from_micros(1_000_000 / WRITERS as u64);
/// Requests whose body is too large, some at a time.
const LARGE: usize = 1_000;
const AT_A_TIME: usize = 16;
const ROUNDS: usize = 9;
/// How long is asked in a round.
const ASKED: Duration = Duration::from_secs(1);
/// How long the service may take to be as before.
const RECOVERY: Duration = Duration::from_secs(5);

/// Set where as many files may be open as this needs.
const MANY_FILES: &str = "BENCH_MANY_FILES";

fn main() -> ExitCode {
    open_many_files();
    serving::serve_if_asked();
    measure::stay_on_core("1");
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
    let office = folder.path().join("office");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(issue(&office));
    drop(runtime);
    let codes = corpus::codes(&office);
    let requests = Requests::in_turn(codes.iter().map(|code| corpus::verify_request(code)));
    let server = Server::start(OURS, &office, "0", None);
    let address = server.address;
    let bears = load::ask(address, &requests, ASKED).count() / ASKED.as_secs_f64();
    let p99 = |when: &str| {
        let of_round = |_| load::ask_at(address, &requests, bears / 2.0, ASKED).within(0.99);
        let p99 = median((0..ROUNDS).map(of_round));
        println!(
            "{when}: p99 {p99:.2} ms, at most {:.0} MB",
            server.megabytes()
        );
        p99
    };
    let quiet = p99("nobody else");
    let before = server.megabytes();
    let slow = beside(|over| trickle(address, over), || p99("2,000 slow clients"));
    thread::sleep(RECOVERY);
    let after_slow = p99("5 seconds later");
    let large = beside(|over| too_large(address, over), || p99("oversized bodies"));
    thread::sleep(RECOVERY);
    let after_large = p99("5 seconds later");
    let mut report = Report::default();
    for (name, share, most) in [
        (
            "p99 of the others with 2,000 slow clients / without",
            slow / quiet,
            2.0,
        ),
        ("the same 5 seconds after them", after_slow / quiet, 1.2),
        (
            "p99 of the others with 1,000 oversized bodies / without",
            large / quiet,
            2.0,
        ),
        ("the same 5 seconds after them", after_large / quiet, 1.2),
        ("growth of memory, MB", server.megabytes() - before, 64.0),
    ] {
        report.ratio(name, share, Target::AtMost(most));
    }
    report.finish()
}

/// Begins the bench again with leave to open as many connections as it wants.
fn open_many_files() {
    if std::env::var_os(MANY_FILES).is_some() {
        return;
    }
    let program = std::env::current_exe().expect("a program knows its file");
    // Comes back only when there is no shell.
    let error = Command::new("sh")
        .args(["-c", "ulimit -n 8192 && exec \"$@\"", "sh"])
        .arg(program)
        .args(std::env::args().skip(1))
        .env(MANY_FILES, "1")
        .exec();
    panic!("the bench could not be begun again: {error}");
}

async fn issue(folder: &Path) {
    let (office, signer) = programme::set_up(folder, None).await;
    let issued = issuing::issue(&office, &signer, issuing::list(PRODUCTS), "852/QĐ-UBND").await;
    let codes: Vec<String> = issued.certificates.into_iter().map(corpus::code).collect();
    corpus::keep(folder, &codes);
}

/// Measures while something else is done, which is told when it is over.
fn beside(other: impl Fn(&AtomicBool) + Sync, measured: impl FnOnce() -> f64) -> f64 {
    let over = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| other(&over));
        thread::sleep(ASKED);
        let measured = measured();
        over.store(true, Ordering::Relaxed);
        measured
    })
}

/// Holds slow connections, each of which writes a letter a second or reads nothing; those that
/// the service ends begin again.
fn trickle(address: SocketAddr, over: &AtomicBool) {
    let beginnings: [&[u8]; 3] = [
        b"GET / HTTP/1.1\r\nhost: x\r\nx-slow: ",
        b"POST /api/v1/verify HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n\
          content-length: 4000\r\n\r\n{\"code\": \"",
        b"GET /api/v1/openapi.json HTTP/1.1\r\nhost: x\r\n\r\n",
    ];
    let open = |number: usize| {
        let kind = if number < WRITERS { number % 2 } else { 2 };
        let mut stream = TcpStream::connect(address).expect("the service listens");
        stream.write_all(beginnings[kind]).expect("it reads");
        stream
    };
    let mut slow: Vec<TcpStream> = (0..WRITERS + READERS).map(open).collect();
    // A letter a second of each, one after the other: all that write at once would be a crowd.
    let mut due = Instant::now();
    while !over.load(Ordering::Relaxed) {
        for (number, stream) in slow.iter_mut().enumerate().take(WRITERS) {
            if stream.write_all(b"a").is_err() {
                *stream = open(number);
            }
            due += LETTER;
            thread::sleep(due.saturating_duration_since(Instant::now()));
        }
    }
}

/// Sends bodies that are too large, again and again until it is over, and reads what is said.
fn too_large(address: SocketAddr, over: &AtomicBool) {
    let head = "POST /api/v1/verify HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n\
                content-length: 20000000\r\n\r\n";
    let part = vec![b'a'; 64 * 1024];
    let send = || {
        let mut stream = TcpStream::connect(address).expect("the service listens");
        stream.write_all(head.as_bytes()).expect("it reads");
        // It need not take any of this.
        for _ in 0..4 {
            if stream.write_all(&part).is_err() {
                break;
            }
        }
        let mut said = [0; 64];
        let read = stream.read(&mut said).unwrap_or(0);
        let said = &said[..read];
        assert!(
            said.is_empty() || said.starts_with(b"HTTP/1.1 413"),
            "refused"
        );
    };
    thread::scope(|scope| {
        for _ in 0..AT_A_TIME {
            scope.spawn(|| {
                let mut sent = 0;
                while sent < LARGE / AT_A_TIME || !over.load(Ordering::Relaxed) {
                    send();
                    sent += 1;
                    // So that the clients of the others keep most of the core.
                    thread::sleep(Duration::from_millis(50));
                }
            });
        }
    });
}
