//! The real program, run as an operator runs it, on a data folder of its own.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use ocop::clock::{Clock, MachineClock};
use ocop::scheme::day;
use serde_json::Value;
use tempfile::TempDir;

use super::SECRET;

/// A folder, and the program to run in it.
pub struct Program {
    /// Holds the data folder and whatever else a test puts there.
    pub folder: TempDir,
    /// The program's file.
    pub binary: PathBuf,
    passphrase: PathBuf,
    database: Option<String>,
}

/// What a run of the program led to.
pub struct Ran {
    /// The exit code.
    pub code: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Ran {
    /// The output, a JSON value a line.
    pub fn lines(&self) -> Vec<Value> {
        let read = |line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}"));
        self.out.lines().map(read).collect()
    }

    /// The error of `--json`, after its form was looked at.
    #[track_caller]
    pub fn error(&self) -> Value {
        assert_eq!(self.code, 2, "{} {}", self.out, self.err);
        let lines = self.lines();
        assert_eq!(lines.len(), 1, "{}", self.out);
        let error = &lines[0]["error"];
        let keys: Vec<&String> = error.as_object().expect("an object").keys().collect();
        assert_eq!(keys, ["code", "message", "refusals"]);
        for language in ["vi", "en"] {
            let said = error["message"][language].as_str().expect("words");
            assert!(
                said.contains(". ") || said.contains(": "),
                "a next step: {said}"
            );
        }
        assert_ne!(error["message"]["vi"], error["message"]["en"]);
        assert!(error["refusals"].is_array());
        error.clone()
    }

    /// The run, if it did what was asked.
    #[track_caller]
    pub fn done(self) -> Self {
        assert_eq!(self.code, 0, "{}{}", self.out, self.err);
        self
    }
}

/// The day in Vietnam.
pub fn today() -> NaiveDate {
    day::of(MachineClock.now())
}

impl Program {
    /// The program beside an empty folder and a passphrase file.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let passphrase = folder.path().join("passphrase");
        fs::write(&passphrase, format!("{SECRET}\n")).expect("a passphrase file");
        let owner_only = fs::Permissions::from_mode(0o600);
        fs::set_permissions(&passphrase, owner_only).expect("its permissions");
        Self {
            folder,
            binary: env!("CARGO_BIN_EXE_ocop").into(),
            passphrase,
            database: None,
        }
    }

    /// A programme with the councils CB and TW, set up by the commands.
    pub fn with_programme() -> Self {
        Self::new().set_up()
    }

    /// The same, by another program than the one that is tested.
    pub fn with_programme_by(binary: PathBuf) -> Self {
        let program = Self {
            binary,
            ..Self::new()
        };
        program.set_up()
    }

    /// The same with its register on PostgreSQL.
    pub fn with_programme_on(url: &str) -> Self {
        let program = Self {
            database: Some(url.to_owned()),
            ..Self::new()
        };
        program.set_up()
    }

    fn set_up(self) -> Self {
        self.keyed("init --host ocop.example.vn").done();
        for council in [
            "CB --unit VN-04@2 --level province",
            "TW --unit VN --level central",
        ] {
            self.run(&format!("council add {council}")).done();
            let code = &council[..2];
            self.keyed(&format!("key generate --council {code}")).done();
        }
        self.keyed("trust publish").done();
        self
    }

    /// The data folder.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// A file beside the data folder.
    pub fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join(name);
        fs::write(&path, bytes).expect("a file is written");
        path
    }

    /// A command of the program, without anything of ours in its environment.
    pub fn command<S: AsRef<std::ffi::OsStr>>(&self, arguments: &[S]) -> Command {
        let mut command = Command::new(&self.binary);
        for (name, _) in std::env::vars_os() {
            let name = name.to_string_lossy().into_owned();
            if name.starts_with("OCOP_") || name == "CREDENTIALS_DIRECTORY" {
                command.env_remove(name);
            }
        }
        if let Some(url) = &self.database {
            command.env("OCOP_DATABASE", url);
        }
        command
            .current_dir(self.folder.path())
            .stdin(Stdio::null())
            .args(arguments);
        command
    }

    /// Runs the program with arguments that hold no spaces.
    pub fn run(&self, arguments: &str) -> Ran {
        let arguments: Vec<&str> = arguments.split_whitespace().collect();
        self.run_with(&arguments)
    }

    /// Runs the program with a passphrase file.
    pub fn keyed(&self, arguments: &str) -> Ran {
        let mut arguments: Vec<&str> = arguments.split_whitespace().collect();
        let passphrase = self.passphrase.display().to_string();
        arguments.extend(["--passphrase-file", &passphrase]);
        self.run_with(&arguments)
    }

    /// Runs the program with any arguments.
    pub fn run_with<S: AsRef<std::ffi::OsStr>>(&self, arguments: &[S]) -> Ran {
        let output = self.command(arguments).output().expect("the program runs");
        Ran {
            code: output.status.code().expect("it ends by itself"),
            out: String::from_utf8(output.stdout).expect("UTF-8"),
            err: String::from_utf8(output.stderr).expect("UTF-8"),
        }
    }

    /// The arguments that issue a list of council CB, decided today.
    pub fn issue_arguments(&self, list: &Path, more: &str) -> String {
        let (list, today) = (list.display(), today());
        format!(
            "issue --council CB --decision 852/QĐ-UBND --decided-on {today} --from {list} {more}"
        )
    }

    /// Issues a list of council CB, decided today.
    pub fn issue(&self, list: impl AsRef<[u8]>) -> Ran {
        let list = self.file("list.csv", list);
        self.keyed(&self.issue_arguments(&list, "--json"))
    }

    /// Starts a command that goes on until it is stopped.
    pub fn start(&self, arguments: &str) -> Running {
        let arguments: Vec<&str> = arguments.split_whitespace().collect();
        let mut child = self
            .command(&arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let out = child.stdout.take().expect("its output");
        Running {
            child,
            out: BufReader::new(out),
        }
    }
}

/// A program that is running, and ends with the test.
pub struct Running {
    child: Child,
    out: BufReader<std::process::ChildStdout>,
}

impl Running {
    /// Its lines up to one that contains a text, or to its end.
    pub fn lines_until(&mut self, text: &str) -> Vec<String> {
        let mut lines = Vec::new();
        loop {
            let mut line = String::new();
            let read = self.out.read_line(&mut line).expect("UTF-8");
            let last = read == 0 || line.contains(text);
            lines.push(line.trim_end().to_owned());
            if last {
                return lines;
            }
        }
    }

    /// Asks it to end, and waits until it has.
    pub fn stop(mut self) -> ExitStatus {
        let id = self.child.id().to_string();
        let asked = Command::new("kill").args(["-TERM", &id]).status();
        assert!(asked.expect("kill runs").success());
        self.child.wait().expect("it ends")
    }

    /// Asks it to end, and gives its exit code and what it wrote to standard error.
    pub fn stopped(self) -> (Option<i32>, String) {
        let id = self.child.id().to_string();
        let asked = Command::new("kill").args(["-TERM", &id]).status();
        assert!(asked.expect("kill runs").success());
        self.end()
    }

    /// Waits for it to end by itself: its exit code and what it complained of.
    pub fn end(mut self) -> (Option<i32>, String) {
        let status = self.child.wait().expect("it ends");
        let mut err = String::new();
        let mut pipe = self.child.stderr.take().expect("its errors");
        pipe.read_to_string(&mut err).expect("UTF-8");
        (status.code(), err)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// Asks a server: the status and the body.
pub fn get(url: &str, accept: &str) -> (u16, String) {
    let agent = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .build()
        .new_agent();
    let mut answer = agent
        .get(url)
        .header("accept", accept)
        .call()
        .expect("the server answers");
    let body = answer.body_mut().read_to_string().expect("a body");
    (answer.status().as_u16(), body)
}

/// Waits until a server is ready.
pub fn wait_until_ready(address: SocketAddr) {
    let begun = Instant::now();
    while std::net::TcpStream::connect(address).is_err() {
        assert!(begun.elapsed() < Duration::from_secs(30), "no server");
        std::thread::sleep(Duration::from_millis(20));
    }
    assert_eq!(get(&format!("http://{address}/readyz"), "*/*").0, 200);
}
