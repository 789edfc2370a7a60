//! The real service, with its figures on an address of their own.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails there, and says where"
)]

use std::fs;
use std::net::SocketAddr;
use std::process::Command;
use std::time::Duration;

use serde_json::Value;

use crate::support::{PRODUCTS, Program, Running, get, wait_until_ready};

/// A service that runs, and the codes of what it issued.
pub struct Service {
    /// Its programme.
    pub program: Program,
    /// Where its pages are.
    pub address: SocketAddr,
    /// Where its figures are.
    pub metrics: SocketAddr,
    /// The paths of the codes' pages.
    pub paths: Vec<String>,
    /// The texts of the codes.
    pub codes: Vec<String>,
    /// The process.
    pub running: Running,
}

impl Service {
    /// A service that is set up with more than its host.
    pub fn with(configuration: &str) -> Self {
        Self::of(Program::with_programme(), configuration)
    }

    /// The same of a programme that is there already.
    pub fn of(program: Program, configuration: &str) -> Self {
        let issued = program.issue(PRODUCTS).done().lines();
        let certificates = issued[0]["certificates"].as_array().unwrap();
        let codes: Vec<String> = certificates
            .iter()
            .map(|certificate| certificate["url"].as_str().unwrap().to_owned())
            .collect();
        let file = program.data().join("ocop.toml");
        let written = fs::read_to_string(&file).unwrap();
        let figures = "metrics = { listen = \"127.0.0.1:0\" }";
        fs::write(&file, format!("{figures}\n{configuration}\n{written}")).unwrap();
        let begun = start(&program);
        Self::running(program, begun, codes)
    }

    /// One that runs already, with its addresses: of pages, and of figures.
    pub fn running(
        program: Program,
        (running, address, metrics): (Running, SocketAddr, SocketAddr),
        codes: Vec<String>,
    ) -> Self {
        let paths = codes.iter().map(|code| {
            let (_, path) = code.split_once("/v/").unwrap();
            format!("/v/{path}")
        });
        Self {
            paths: paths.collect(),
            program,
            address,
            metrics,
            codes,
            running,
        }
    }

    /// The same service stopped and begun again, with something done meanwhile; what the first
    /// wrote to its log.
    pub fn again(self, meanwhile: impl FnOnce(&Program)) -> (Self, String) {
        let (code, log) = self.running.stopped();
        assert_eq!(code, Some(0), "{log}");
        meanwhile(&self.program);
        let (running, address, metrics) = start(&self.program);
        let again = Self {
            running,
            address,
            metrics,
            ..self
        };
        (again, log)
    }

    /// Stops the service and audits its book; what it wrote to its log.
    pub fn audited(self) -> String {
        let (code, log) = self.running.stopped();
        assert_eq!(code, Some(0), "{log}");
        self.program.run("audit").done();
        log
    }

    /// All figures.
    pub fn figures(&self) -> String {
        let (status, text) = get(&format!("http://{}/metrics", self.metrics), "*/*");
        assert_eq!(status, 200);
        text
    }

    /// One figure, by its name and labels; 0 where nothing was counted.
    pub fn figure(&self, name: &str) -> f64 {
        let figures = self.figures();
        let mut lines = figures.lines();
        let value = lines.find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
        value.map_or(0.0, |value| value.parse().unwrap())
    }

    /// Its resident memory, in megabytes.
    pub fn memory(&self) -> f64 {
        self.figure("process_resident_memory_bytes") / 1024.0 / 1024.0
    }
}

fn start(program: &Program) -> (Running, SocketAddr, SocketAddr) {
    let passphrase = program.folder.path().join("passphrase");
    let mut running = program.start(&format!(
        "serve --json --listen 127.0.0.1:0 --passphrase-file {}",
        passphrase.display()
    ));
    let said = running.lines_until("listen");
    let said: Value = serde_json::from_str(said.last().unwrap()).unwrap();
    let address = |name: &str| said[name].as_str().unwrap().parse().unwrap();
    let (address, metrics) = (address("listen"), address("metrics"));
    wait_until_ready(address);
    (running, address, metrics)
}

/// Lets this process, and what it starts, hold enough connections.
pub fn raise_open_files() {
    let own = std::process::id().to_string();
    let raised = Command::new("prlimit")
        .args(["--pid", &own, "--nofile=8192:"])
        .status();
    assert!(
        raised.unwrap().success(),
        "prlimit raises the soft limit of open files"
    );
}

/// Waits until something is so, for some seconds.
pub async fn until(what: &str, seconds: u64, is_so: impl Fn() -> bool) {
    for _ in 0..seconds * 10 {
        if is_so() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("not within {seconds} seconds: {what}");
}
