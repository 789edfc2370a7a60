//! A client that says exactly what it is told, as fast or slowly as it is told.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails there, and says where"
)]

use std::io;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::timeout;

/// A connection.
pub struct Client {
    pub stream: TcpStream,
}

/// What was answered.
#[derive(Debug)]
pub struct Answered {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
    pub took: Duration,
}

impl Answered {
    /// A header's value.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (written, value) = line.split_once(": ")?;
            written.eq_ignore_ascii_case(name).then_some(value)
        })
    }
}

impl Client {
    pub async fn connect(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).await.unwrap();
        Self { stream }
    }

    /// One that takes little at once.
    pub async fn small(address: SocketAddr) -> Self {
        let socket = TcpSocket::new_v4().unwrap();
        socket.set_recv_buffer_size(2 * 1024).unwrap();
        let stream = socket.connect(address).await.unwrap();
        Self { stream }
    }

    /// Writes letter by letter until the connection is ended, or for too long.
    pub async fn trickle(mut self) -> bool {
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_secs(40) {
            tokio::time::sleep(Duration::from_millis(1_500)).await;
            if self.stream.write_all(b"a").await.is_err() {
                return true;
            }
        }
        false
    }

    /// Asks and reads the whole answer.
    pub async fn get(&mut self, path: &str, headers: &str) -> io::Result<Answered> {
        let head = format!("GET {path} HTTP/1.1\r\nHost: ocop.example.vn\r\n{headers}\r\n");
        self.ask(head.as_bytes()).await
    }

    /// Asks for a verdict.
    pub async fn verify(&mut self, code: &str) -> io::Result<Answered> {
        let body = format!("{{\"code\": \"{code}\"}}");
        let asked = format!(
            "POST /api/v1/verify HTTP/1.1\r\nHost: ocop.example.vn\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        self.ask(asked.as_bytes()).await
    }

    /// Says something and reads the whole answer.
    pub async fn ask(&mut self, bytes: &[u8]) -> io::Result<Answered> {
        let began = Instant::now();
        self.stream.write_all(bytes).await?;
        self.answer(began).await
    }

    /// Reads an answer.
    pub async fn answer(&mut self, began: Instant) -> io::Result<Answered> {
        let read = timeout(Duration::from_secs(60), self.read());
        let (status, head, body) = read.await.map_err(|_| io::ErrorKind::TimedOut)??;
        let took = began.elapsed();
        Ok(Answered {
            status,
            head,
            body,
            took,
        })
    }

    async fn read(&mut self) -> io::Result<(u16, String, Vec<u8>)> {
        let mut read = Vec::new();
        let head = loop {
            if self.stream.read_buf(&mut read).await? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            if let Some(end) = read.windows(4).position(|four| four == b"\r\n\r\n") {
                break end;
            }
        };
        let mut body = read.split_off(head + 4);
        let head = String::from_utf8_lossy(&read).into_owned();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        let length = head.lines().find_map(|line| {
            let (name, value) = line.split_once(": ")?;
            let named = name.eq_ignore_ascii_case("content-length");
            named.then(|| value.parse::<usize>().unwrap())
        });
        match length {
            Some(length) => {
                while body.len() < length {
                    if self.stream.read_buf(&mut body).await? == 0 {
                        return Err(io::ErrorKind::UnexpectedEof.into());
                    }
                }
            }
            None => {
                while !body.ends_with(b"0\r\n\r\n") && self.stream.read_buf(&mut body).await? > 0 {}
            }
        }
        Ok((status, head, body))
    }
}
