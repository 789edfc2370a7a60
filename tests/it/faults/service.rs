//! The service as its supervisor runs it: started, paused, killed, or ending by itself.

use std::fs::{File, read_to_string};
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::stage::{Stage, act};
use crate::support::{History, Program, Told, today, wait_until_ready};

pub struct Service {
    child: Child,
    pub address: SocketAddr,
    log: PathBuf,
}

impl Service {
    pub fn start(program: &Program) -> Self {
        Self::start_with(program, |_| {})
    }

    /// Starts it, with a command that was set up further.
    pub fn start_with(program: &Program, set_up: impl FnOnce(&mut Command)) -> Self {
        let mut command = program.command(&[
            "serve",
            "--json",
            "--listen",
            "127.0.0.1:0",
            "--passphrase-file",
            "passphrase",
        ]);
        set_up(&mut command);
        let log = program.folder.path().join("service.log");
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(File::create(&log).unwrap())
            .spawn()
            .unwrap();
        let mut first = String::new();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        out.read_line(&mut first).unwrap();
        let said: Value = serde_json::from_str(&first)
            .unwrap_or_else(|error| panic!("{error}: {first}{}", read_to_string(&log).unwrap()));
        let address = said["listen"].as_str().unwrap().parse().unwrap();
        wait_until_ready(address);
        Self {
            child,
            address,
            log,
        }
    }

    pub fn id(&self) -> String {
        self.child.id().to_string()
    }

    /// Sends a signal, such as `STOP`.
    pub fn signal(&self, name: &str) {
        let sent = Command::new("kill")
            .args([&format!("-{name}"), &self.id()])
            .status();
        assert!(sent.unwrap().success());
    }

    /// Ends it at once.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Asks it to end, and waits until it has.
    pub fn stop(self) {
        self.signal("TERM");
        assert_eq!(self.ended(Duration::from_secs(40)).0, Some(0));
    }

    /// Waits until it has ended by itself: its exit code and its log.
    pub fn ended(mut self, within: Duration) -> (Option<i32>, String) {
        let begun = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return (status.code(), self.log());
            }
            assert!(begun.elapsed() < within, "it goes on: {}", self.log());
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    pub fn log(&self) -> String {
        read_to_string(&self.log).unwrap()
    }

    /// What it says of a code.
    pub fn verdict(&self, code: &str) -> Value {
        let (status, body) = self.post("/api/v1/verify", None, &json!({ "code": code }));
        assert_eq!(status, 200, "{body}");
        body
    }

    /// Revokes a certificate: what the one who asked is told, and with which code.
    pub fn revoke(&self, token: &str, number: &str) -> (Told, String) {
        revoke(self.address, token, number)
    }

    /// The same of a stage's certificate, kept in the history.
    pub fn revoke_of(&self, stage: &Stage, number: &str, history: &mut History) -> (Told, String) {
        let (told, code) = self.revoke(&stage.token, number);
        history.take(act(number), told);
        (told, code)
    }

    fn post(&self, path: &str, token: Option<&str>, body: &Value) -> (u16, Value) {
        post(self.address, path, token, body).unwrap()
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// As [`Service::revoke`].
pub fn revoke(address: SocketAddr, token: &str, number: &str) -> (Told, String) {
    let body = json!({
        "numbers": [number],
        "decision": "900/QĐ-UBND",
        "decided_on": today(),
        "ground": "other",
    });
    match post(address, "/api/v1/acts/revoke", Some(token), &body) {
        Ok((200, _)) => (Told::Done, String::new()),
        Ok((status, body)) => {
            let code = body["code"].as_str().unwrap_or_default().to_owned();
            let told = match status {
                401 | 409 | 422 | 507 => Told::Refused,
                _ => Told::Unknown,
            };
            (told, code)
        }
        Err(error) => (Told::Unknown, error.to_string()),
    }
}

fn post(
    address: SocketAddr,
    path: &str,
    token: Option<&str>,
    body: &Value,
) -> Result<(u16, Value), ureq::Error> {
    let agent = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .timeout_global(Some(Duration::from_secs(30)))
        .build()
        .new_agent();
    let mut request = agent
        .post(format!("http://{address}{path}"))
        .header("content-type", "application/json")
        .header("accept", "application/json");
    if let Some(token) = token {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    let mut answer = request.send(body.to_string())?;
    let text = answer.body_mut().read_to_string()?;
    let body = serde_json::from_str(&text).unwrap_or(Value::Null);
    Ok((answer.status().as_u16(), body))
}
