//! Clients on connections that they keep: as fast as they are answered, or at a rate.

#![expect(dead_code, reason = "each bench uses a part of this")]

use std::cell::Cell;
use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

/// Connections, each with one request under way.
pub const CONNECTIONS: usize = 32;
/// How long a round lasts: nearly a second, so that each has what the service does once a second.
pub const ROUND: Duration = Duration::from_millis(850);
/// How long the clients rest after it, for those that go first (`measure::go_first`).
const REST: Duration = Duration::from_millis(150);

/// What is asked, in an order that goes on from one round to the next.
pub struct Requests {
    requests: Vec<Vec<u8>>,
    order: Option<Vec<usize>>,
    next: Cell<usize>,
}

impl Requests {
    /// Each once.
    pub fn once(requests: impl IntoIterator<Item = Vec<u8>>) -> Self {
        Self {
            requests: requests.into_iter().collect(),
            order: None,
            next: Cell::new(0),
        }
    }

    /// In an order that is repeated.
    pub fn ordered(requests: impl IntoIterator<Item = Vec<u8>>, order: Vec<usize>) -> Self {
        Self {
            order: Some(order),
            ..Self::once(requests)
        }
    }

    /// All of them, over and over.
    pub fn in_turn(requests: impl IntoIterator<Item = Vec<u8>>) -> Self {
        let requests: Vec<Vec<u8>> = requests.into_iter().collect();
        let order = (0..requests.len()).collect();
        Self::ordered(requests, order)
    }

    /// The first of them.
    pub fn first(&self) -> &[u8] {
        &self.requests[0]
    }

    /// The next; `None` when each was asked once and that was all.
    fn next(&self) -> Option<&[u8]> {
        let next = self.next.get();
        self.next.set(next + 1);
        let place = match &self.order {
            Some(order) => order[next % order.len()],
            None => next,
        };
        self.requests.get(place).map(Vec::as_slice)
    }
}

/// What came back.
#[derive(Default)]
pub struct Answers {
    /// Milliseconds of each answer, the shortest first.
    times: Vec<f64>,
}

impl Answers {
    fn of(mut times: Vec<f64>) -> Self {
        times.sort_by(f64::total_cmp);
        Self { times }
    }

    /// How many.
    pub fn count(&self) -> f64 {
        self.times.len() as f64
    }

    /// Milliseconds within which this share of them came.
    pub fn within(&self, share: f64) -> f64 {
        let place = (self.times.len() as f64 * share) as usize;
        let last = self.times.len().saturating_sub(1);
        self.times.get(place.min(last)).copied().unwrap_or(0.0)
    }
}

/// Asks for so long, each connection as fast as it is answered.
pub fn ask(server: SocketAddr, requests: &Requests, duration: Duration) -> Answers {
    let connections = Connection::each(server, requests);
    let begun = Instant::now();
    let due = |_| (begun.elapsed() < duration).then(Instant::now);
    turns(connections, requests, due, || ())
}

/// Asks so many times a second for a round, then rests. What is late began when it should have: a
/// server that stands still is not asked less for it. Something else is let do a little in each
/// turn: by a thread of its own it would take the core away from those whose time is measured.
pub fn ask_at(server: SocketAddr, requests: &Requests, rate: f64, beside: impl FnMut()) -> Answers {
    let connections = Connection::each(server, requests);
    let begun = Instant::now();
    let due = |turn| {
        let due = Duration::from_secs_f64(turn as f64 / rate);
        (due < ROUND).then_some(begun + due)
    };
    let answers = turns(connections, requests, due, beside);
    thread::sleep(REST);
    answers
}

/// Asks until a turn is never due. One thread looks at every connection over and over and never
/// sleeps: to wake a sleeper on another core costs the server, over the loopback, as much as half
/// an answer.
fn turns(
    mut connections: Vec<Connection>,
    requests: &Requests,
    due: impl Fn(usize) -> Option<Instant>,
    mut beside: impl FnMut(),
) -> Answers {
    connections.iter().for_each(Connection::never_wait);
    // Since when each has had its request under way.
    let mut asked: Vec<Option<Instant>> = vec![None; CONNECTIONS];
    let mut times = Vec::new();
    let mut next = due(0);
    let mut turn = 0;
    loop {
        beside();
        for (connection, asked) in connections.iter_mut().zip(&mut asked) {
            if let Some(since) = *asked
                && connection.has_answered()
            {
                times.push(since.elapsed().as_secs_f64() * 1e3);
                *asked = None;
            }
            if asked.is_none()
                && let Some(at) = next
                && at <= Instant::now()
            {
                next = match requests.next() {
                    Some(request) => {
                        connection.send(request);
                        *asked = Some(at);
                        turn += 1;
                        due(turn)
                    }
                    None => None,
                };
            }
        }
        if next.is_none() && asked.iter().all(Option::is_none) {
            return Answers::of(times);
        }
    }
}

/// A connection that is kept.
pub struct Connection {
    stream: TcpStream,
    answer: Vec<u8>,
    length: usize,
}

impl Connection {
    /// As many as ask, each answered once: that they begin is not measured.
    fn each(server: SocketAddr, requests: &Requests) -> Vec<Self> {
        let begun = |_| {
            let mut connection = Self::open(server);
            if let Some(request) = requests.next() {
                connection.ask(request);
            }
            connection
        };
        (0..CONNECTIONS).map(begun).collect()
    }

    pub fn open(server: SocketAddr) -> Self {
        let stream = TcpStream::connect(server).expect("the server listens");
        stream.set_nodelay(true).expect("an option of TCP");
        Self {
            stream,
            answer: vec![0; 64 * 1024],
            length: 0,
        }
    }

    /// From now on nothing is waited for.
    pub fn never_wait(&self) {
        let set = self.stream.set_nonblocking(true);
        set.expect("an option of sockets");
    }

    /// One request and its whole answer, which must be a 200.
    pub fn ask(&mut self, request: &[u8]) -> &[u8] {
        self.send(request);
        while !self.has_answered() {}
        &self.answer[..self.length]
    }

    /// Sends a request, whose answer is heard with `status`.
    pub fn send(&mut self, request: &[u8]) {
        self.length = 0;
        let sent = self.stream.write_all(request);
        sent.expect("the server reads, and a request fits into the buffer");
    }

    /// Reads what is there; whether that is the whole answer.
    fn has_answered(&mut self) -> bool {
        let status = self.status();
        assert!(matches!(status, None | Some(200)), "{status:?}");
        status.is_some()
    }

    /// Reads what is there; the status, when that is the whole answer.
    pub fn status(&mut self) -> Option<u16> {
        match self.stream.read(&mut self.answer[self.length..]) {
            Ok(0) => panic!("the server hung up"),
            Ok(read) => self.length += read,
            Err(error) if error.kind() == ErrorKind::WouldBlock => return None,
            Err(error) => panic!("the server answers: {error}"),
        }
        let (status, whole) = read_head(&self.answer[..self.length])?;
        assert!(self.length <= whole, "one answer at a time");
        (whole == self.length).then_some(status)
    }
}

/// Its status and how long the answer is that begins with these bytes, once its head is there.
fn read_head(answer: &[u8]) -> Option<(u16, usize)> {
    let head = answer.windows(4).position(|end| end == b"\r\n\r\n")? + 4;
    let text = std::str::from_utf8(&answer[..head]).expect("a head in ASCII");
    let status = text.get(9..12).and_then(|status| status.parse().ok());
    let length = text.lines().find_map(|line| {
        let (name, value) = line.split_once(": ")?;
        name.eq_ignore_ascii_case("content-length").then_some(value)
    });
    let length = length.expect("an answer with a length");
    let length: usize = length.parse().expect("a number");
    Some((status.expect("a status"), head + length))
}
