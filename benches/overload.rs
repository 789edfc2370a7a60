//! What slow clients, oversized bodies and three times too many requests cost the others, whose
//! checks go on.

mod issuing;
mod load;
mod measure;
mod programme;
mod serving;

use std::io::{ErrorKind, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::thread;
use std::time::{Duration, Instant};

use load::{Answers, Connection, ROUND, Requests};
use measure::{Report, Target, median};
use serving::{OURS, Server, corpus};
use socket2::{Domain, Socket, Type};

const PRODUCTS: usize = 1_000;
/// Connections that write a letter a second: in their head, in their body.
const WRITERS: usize = 1_400;
/// Connections that ask for much and read nothing.
const READERS: usize = 600;
/// From one letter to the next, of whichever connection.
const LETTER: Duration = Duration::from_micros(1_000_000 / WRITERS as u64);
/// Requests whose body is too large, some at a time, each in parts and with a pause after it.
const LARGE: usize = 1_000;
const AT_A_TIME: usize = 16;
const PARTS: usize = 4;
const PAUSE: Duration = Duration::from_millis(200);
/// A page that reads the register, of which more is asked for than the service bears, on so many
/// connections.
const PAGE: &[u8] =
    b"GET /register?q=mien&status=in_force HTTP/1.1\r\nhost: verify.example.vn\r\n\r\n";
const CROWD: usize = 256;
const TOO_MUCH: f64 = 3.0;
/// The share of the checks that it bears which are asked for meanwhile.
const FEW: f64 = 0.1;
const ROUNDS: usize = 15;
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
    let bears = |requests| load::ask(address, requests, ROUND).count() / ROUND.as_secs_f64();
    let (bears, bears_pages) = (bears(&requests), bears(&Requests::in_turn([PAGE.to_vec()])));
    measure::go_first(&[server.process()]);
    let p99_of = |share: f64, when: &str, beside: &mut dyn FnMut()| {
        let of_round = |_| load::ask_at(address, &requests, bears * share, &mut *beside);
        let rounds: Vec<Answers> = (0..ROUNDS).map(of_round).collect();
        let within = |share| median(rounds.iter().map(|answers| answers.within(share)));
        let (p90, p99) = (within(0.9), within(0.99));
        println!(
            "{when}: p90 {p90:.3} ms, p99 {p99:.2} ms, at most {:.0} MB",
            server.megabytes()
        );
        p99
    };
    let p99 = |when: &str, beside: &mut dyn FnMut()| p99_of(0.5, when, beside);
    let nobody = &mut || ();
    p99("nobody else, to begin with", nobody);
    let quiet = p99("nobody else", nobody);
    let before = server.megabytes();
    let mut clients = SlowClients::begin(address);
    let slow = p99("2,000 slow clients", &mut || clients.write());
    drop(clients);
    thread::sleep(RECOVERY);
    let after_slow = p99("5 seconds later", nobody);
    let nobody_hears = listener_without_service();
    let mut clients = LargeClients {
        is_answered: false,
        ..LargeClients::begin(nobody_hears.local_addr().expect("bound"))
    };
    let elsewhere = p99("oversized bodies sent elsewhere", &mut || clients.send());
    assert!(clients.refused >= LARGE, "{} bodies", clients.refused);
    let mut clients = LargeClients::begin(address);
    let large = p99("oversized bodies", &mut || clients.send());
    assert!(clients.refused >= LARGE, "{} bodies", clients.refused);
    drop(clients);
    thread::sleep(RECOVERY);
    let after_large = p99("5 seconds later", nobody);
    let few = p99_of(FEW, "nobody else, and few checks", nobody);
    let beside_pages = |of_what_it_bears: f64, when: &str| {
        let mut crowd = Crowd::begin(address, bears_pages * of_what_it_bears);
        let p99 = p99_of(FEW, when, &mut || crowd.ask());
        let share =
            |count: usize| count as f64 / (ROUND * ROUNDS as u32).as_secs_f64() / bears_pages;
        let (asked, answered) = (share(crowd.asked), share(crowd.answered));
        println!("{when}: asked for {asked:.2} of what it bears, {answered:.2} were answered");
        (p99, answered)
    };
    let (half_busy, _) = beside_pages(0.5, "half the pages that it bears");
    let (crowded, answered) = beside_pages(TOO_MUCH, "three times the pages that it bears");
    thread::sleep(RECOVERY);
    let after_crowd = p99_of(FEW, "5 seconds later", nobody);
    let mut report = Report::default();
    for (name, share, most) in [
        (
            "p99 of the others with 2,000 slow clients / without",
            slow / quiet,
            2.0,
        ),
        ("the same 5 seconds after them", after_slow / quiet, 1.2),
        (
            "p99 of the others with 1,000 oversized bodies / with the same sent elsewhere",
            large / elsewhere,
            2.0,
        ),
        ("the same 5 seconds after them", after_large / quiet, 1.2),
        (
            "p99 of checks beside three times the pages that it bears / beside half of them",
            crowded / half_busy,
            2.0,
        ),
        ("the same / beside no pages", crowded / few, 2.0),
        ("the same 5 seconds after it", after_crowd / few, 1.2),
        ("growth of memory, MB", server.megabytes() - before, 64.0),
    ] {
        report.ratio(name, share, Target::AtMost(most));
    }
    report.ratio(
        "pages answered meanwhile / what it bears of them",
        answered,
        Target::AtLeast(0.7),
    );
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

/// Slow connections, each of which writes a letter a second or reads nothing; those that the
/// service ends begin again.
struct SlowClients {
    service: SocketAddr,
    connections: Vec<TcpStream>,
    next: usize,
    due: Instant,
}

impl SlowClients {
    fn begin(service: SocketAddr) -> Self {
        // One after the other too: what the kernel does for each of them it does at the same
        // times after its beginning.
        let open = |number| {
            thread::sleep(LETTER);
            Self::open(service, number)
        };
        Self {
            service,
            connections: (0..WRITERS + READERS).map(open).collect(),
            next: 0,
            due: Instant::now(),
        }
    }

    fn open(service: SocketAddr, number: usize) -> TcpStream {
        let beginnings: [&[u8]; 3] = [
            b"GET / HTTP/1.1\r\nhost: x\r\nx-slow: ",
            b"POST /api/v1/verify HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n\
              content-length: 4000\r\n\r\n{\"code\": \"",
            b"GET /api/v1/openapi.json HTTP/1.1\r\nhost: x\r\n\r\n",
        ];
        let kind = if number < WRITERS { number % 2 } else { 2 };
        let mut stream = TcpStream::connect(service).expect("the service listens");
        stream.write_all(beginnings[kind]).expect("it reads");
        stream
    }

    /// Writes the next letter, when it is due. A letter a second of each, one after the other: all
    /// that write at once would be a crowd.
    fn write(&mut self) {
        let now = Instant::now();
        if now < self.due {
            return;
        }
        if self.connections[self.next].write_all(b"a").is_err() {
            self.connections[self.next] = Self::open(self.service, self.next);
        }
        self.next = (self.next + 1) % WRITERS;
        // What was not written between two rounds is not made up for.
        self.due = (self.due + LETTER).max(now - LETTER);
    }
}

/// Where connections are taken, as many as the bodies are, and nobody reads: what it costs the
/// measured clients that bodies are sent from beside them, whoever refuses them.
fn listener_without_service() -> TcpListener {
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None).expect("a socket");
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    socket.bind(&address.into()).expect("a free port");
    socket.listen(4 * LARGE as i32).expect("it listens");
    socket.into()
}

/// Connections that send bodies that are too large, again and again, and read what is said.
struct LargeClients {
    service: SocketAddr,
    connections: Vec<LargeClient>,
    next: usize,
    part: Vec<u8>,
    /// Whether there is somebody who answers.
    is_answered: bool,
    /// How many bodies were refused.
    refused: usize,
}

struct LargeClient {
    /// With how many parts of the body it has tried to send; it need not take any.
    sending: Option<(TcpStream, usize)>,
    due: Instant,
}

impl LargeClients {
    fn begin(service: SocketAddr) -> Self {
        let idle = |number| LargeClient {
            sending: None,
            due: Instant::now() + PAUSE / AT_A_TIME as u32 * number,
        };
        Self {
            service,
            connections: (0..AT_A_TIME as u32).map(idle).collect(),
            next: 0,
            part: vec![b'a'; 8 * 1024],
            is_answered: true,
            refused: 0,
        }
    }

    /// Lets the next connection go on: begin, send a part, or hear what is said.
    fn send(&mut self) {
        self.next = (self.next + 1) % AT_A_TIME;
        let client = &mut self.connections[self.next];
        let Some((stream, parts)) = &mut client.sending else {
            if client.due <= Instant::now() {
                client.sending = Some((Self::open(self.service), 0));
            }
            return;
        };
        if *parts < PARTS {
            match stream.write(&self.part) {
                Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                Err(_) => *parts = PARTS,
                Ok(_) => *parts += 1,
            }
            return;
        }
        let mut said = [0; 64];
        match stream.read(&mut said) {
            Err(error) if error.kind() == ErrorKind::WouldBlock && self.is_answered => return,
            // The rest of the body came after the service had hung up.
            Err(_) | Ok(0) => {}
            Ok(_) => assert!(said.starts_with(b"HTTP/1.1 413"), "refused"),
        }
        self.refused += 1;
        client.sending = None;
        client.due = Instant::now() + PAUSE;
    }

    fn open(service: SocketAddr) -> TcpStream {
        let head = "POST /api/v1/verify HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n\
                    content-length: 20000000\r\n\r\n";
        let mut stream = TcpStream::connect(service).expect("the service listens");
        stream.write_all(head.as_bytes()).expect("it reads");
        let set = stream.set_nonblocking(true);
        set.expect("an option of sockets");
        stream
    }
}

/// Many who ask for a page at a rate, whether or not it is answered.
struct Crowd {
    connections: Vec<(Connection, bool)>,
    next: usize,
    /// From one request to the next, of whichever connection.
    step: Duration,
    due: Instant,
    asked: usize,
    answered: usize,
}

impl Crowd {
    fn begin(service: SocketAddr, rate: f64) -> Self {
        let open = |_| {
            let connection = Connection::open(service);
            connection.never_wait();
            (connection, false)
        };
        Self {
            connections: (0..CROWD).map(open).collect(),
            next: 0,
            step: Duration::from_secs_f64(1.0 / rate),
            due: Instant::now(),
            asked: 0,
            answered: 0,
        }
    }

    /// Lets the next connection hear its answer, or ask when a request is due.
    fn ask(&mut self) {
        self.next = (self.next + 1) % CROWD;
        let (connection, waits) = &mut self.connections[self.next];
        if *waits {
            match connection.status() {
                None => return,
                Some(200) => self.answered += 1,
                Some(status) => assert_eq!(status, 503, "sent away"),
            }
            *waits = false;
        }
        let now = Instant::now();
        if self.due <= now {
            connection.send(PAGE);
            *waits = true;
            self.asked += 1;
            // What was not asked between two rounds is not made up for.
            self.due = (self.due + self.step).max(now - 20 * self.step);
        }
    }
}
