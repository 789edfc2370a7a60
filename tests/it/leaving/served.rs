//! A running service that is asked to end while somebody still talks to it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::support::Program;

/// How long anything may take here.
pub const PATIENCE: Duration = Duration::from_secs(60);

pub struct Served {
    child: Child,
    pub address: SocketAddr,
}

impl Served {
    /// Starts `ocop serve` with more arguments and variables, and waits until it listens.
    pub fn start(program: &Program, more: &str, variables: &[(&str, &str)]) -> Self {
        let line = format!("serve --listen 127.0.0.1:0 --json {more}");
        let arguments: Vec<&str> = line.split_whitespace().collect();
        let mut command = program.command(&arguments);
        command.envs(variables.iter().copied());
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut out = BufReader::new(child.stdout.take().expect("its output"));
        let mut line = String::new();
        out.read_line(&mut line).expect("UTF-8");
        let said: Value = serde_json::from_str(&line).expect("where it listens");
        let address = said["listen"].as_str().expect("an address");
        let address = address.parse().expect("an address");
        Self { child, address }
    }

    pub fn wait_until_ready(&self) {
        let begun = Instant::now();
        while self.ask("GET /readyz").0 != 200 {
            assert!(begun.elapsed() < PATIENCE, "it does not become ready");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Asks it to end.
    pub fn terminate(&self) {
        let asked = Command::new("kill")
            .args(["-TERM", &self.child.id().to_string()])
            .status();
        assert!(asked.expect("kill runs").success());
    }

    /// Whether it has ended.
    pub fn has_ended(&mut self) -> bool {
        self.child.try_wait().expect("it is a child").is_some()
    }

    /// Its exit code and its log, when it has ended.
    pub fn end(mut self) -> (Option<i32>, String) {
        let begun = Instant::now();
        while !self.has_ended() {
            assert!(begun.elapsed() < PATIENCE, "it does not end");
            std::thread::sleep(Duration::from_millis(20));
        }
        let code = self.child.wait().expect("it has ended").code();
        let mut log = String::new();
        let mut pipe = self.child.stderr.take().expect("its log");
        pipe.read_to_string(&mut log).expect("UTF-8");
        (code, log)
    }

    /// A request on a connection of its own: the status and the head; 0 when it is refused.
    pub fn ask(&self, line: &str) -> (u16, String) {
        let Ok(mut connection) = TcpStream::connect(self.address) else {
            return (0, String::new());
        };
        ask_on(&mut connection, line)
    }
}

/// A request on a connection, which stays open if the service lets it.
pub fn ask_on(connection: &mut TcpStream, line: &str) -> (u16, String) {
    let request = format!("{line} HTTP/1.1\r\nHost: ocop.example.vn\r\n\r\n");
    connection
        .set_read_timeout(Some(PATIENCE))
        .expect("a timeout");
    if connection.write_all(request.as_bytes()).is_err() {
        return (0, String::new());
    }
    answer_on(connection)
}

/// Reads one answer whole.
pub fn answer_on(connection: &mut TcpStream) -> (u16, String) {
    let mut reader = BufReader::new(connection);
    let (mut head, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).unwrap_or(0) == 0 {
            return (0, head);
        }
        let line = line.trim_end().to_ascii_lowercase();
        if line.is_empty() {
            break;
        }
        if let Some(said) = line.strip_prefix("content-length: ") {
            length = said.parse().expect("a length");
        }
        head.push_str(&line);
        head.push('\n');
    }
    let mut body = vec![0; length];
    if reader.read_exact(&mut body).is_err() {
        return (0, head);
    }
    let status = head
        .split(' ')
        .nth(1)
        .and_then(|status| status.parse().ok());
    (status.unwrap_or(0), head)
}

impl Drop for Served {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
