//! Clients that ask one thing over and over on connections that they keep.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// Connections, each with one request under way.
pub const CONNECTIONS: usize = 32;

/// Asks for so long; the number of answers. Every connection has a request of its own.
pub fn ask(server: SocketAddr, requests: &[Vec<u8>], duration: Duration) -> u64 {
    let over = AtomicBool::new(false);
    let answers = AtomicU64::new(0);
    thread::scope(|scope| {
        for client in 0..CONNECTIONS {
            let request = &requests[client % requests.len()];
            let (over, answers) = (&over, &answers);
            scope.spawn(move || {
                let mut connection = Connection::open(server);
                while !over.load(Ordering::Relaxed) {
                    connection.ask(request);
                    answers.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        let start = Instant::now();
        while start.elapsed() < duration {
            thread::sleep(Duration::from_millis(10));
        }
        over.store(true, Ordering::Relaxed);
    });
    answers.into_inner()
}

/// A connection that is kept.
pub struct Connection {
    stream: TcpStream,
    answer: Vec<u8>,
}

impl Connection {
    pub fn open(server: SocketAddr) -> Self {
        let stream = TcpStream::connect(server).expect("the server listens");
        stream.set_nodelay(true).expect("an option of TCP");
        Self {
            stream,
            answer: vec![0; 64 * 1024],
        }
    }

    /// One request and its whole answer, which must be a 200.
    pub fn ask(&mut self, request: &[u8]) -> &[u8] {
        self.stream.write_all(request).expect("the server reads");
        let mut length = 0;
        loop {
            let read = self.stream.read(&mut self.answer[length..]);
            let read = read.expect("the server answers");
            assert!(read > 0, "the server hung up");
            length += read;
            if let Some(whole) = whole(&self.answer[..length])
                && whole <= length
            {
                assert_eq!(whole, length, "one answer at a time");
                return &self.answer[..length];
            }
        }
    }
}

/// How long the answer is that begins with these bytes, once its head is there.
fn whole(answer: &[u8]) -> Option<usize> {
    let head = answer.windows(4).position(|end| end == b"\r\n\r\n")? + 4;
    let text = std::str::from_utf8(&answer[..head]).expect("a head in ASCII");
    assert!(text.starts_with("HTTP/1.1 200 "), "{text}");
    let length = text
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "))
        .expect("an answer with a length");
    Some(head + length.parse::<usize>().expect("a number"))
}
