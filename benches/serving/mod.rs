//! The servers that are compared: ours, a handler that only verifies, and one that does nothing
//! but one signature check; each in a program of its own on one core.

mod bare;
mod ceiling;
pub mod corpus;

use std::io::{BufRead, BufReader};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use ocop::clock::{Clock, StoppedClock};
use ocop::config::Config;
use ocop::http;
use ocop::office::Office;

use crate::programme;

/// A server, which ends with this.
pub struct Server {
    /// Its process.
    pub child: Child,
    /// Where it answers.
    pub address: SocketAddr,
}

impl Server {
    /// The number of its process.
    pub fn process(&self) -> String {
        self.child.id().to_string()
    }

    /// The most memory that it had, in MB (10^6 bytes).
    pub fn megabytes(&self) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process()));
        let status = status.expect("the server runs");
        let line = status.lines().find(|line| line.starts_with("VmHWM:"));
        let kilobytes = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<f64>().ok());
        kilobytes.expect("Linux says so") * 1024.0 / 1e6
    }

    /// Starts this program once more, as the server of a name, on a core and on the folder of an
    /// office, whose register is the PostgreSQL database if one is given.
    pub fn start(name: &str, folder: &Path, core: &str, database: Option<&str>) -> Self {
        let program = std::env::current_exe().expect("a program knows its file");
        let mut command = Command::new(program);
        command.arg(name).arg(folder).env(CORE, core);
        // Whatever begins with OCOP_ is its configuration.
        command.env_remove("OCOP_TEST_POSTGRES");
        if let Some(database) = database {
            command.env("OCOP_DATABASE", database);
        }
        let mut child = command
            .stdout(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let out = child.stdout.take().expect("a pipe");
        let mut lines = BufReader::new(out).lines().map_while(Result::ok);
        let address = lines.next().and_then(|line| line.parse().ok());
        let address = address.expect("the server says where it listens");
        Self { child, address }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.child.kill().expect("the server runs");
        self.child.wait().expect("the server ends");
    }
}

/// Serves what the arguments ask for, if they ask for it; then this never returns.
pub fn serve_if_asked() {
    let mut arguments = std::env::args().skip(1);
    let (Some(name), Some(folder)) = (arguments.next(), arguments.next()) else {
        return;
    };
    if ![OURS, CEILING, BARE].contains(&name.as_str()) {
        return;
    }
    let core = std::env::var(CORE).expect("the core of a server");
    crate::measure::stay_on_core(&core);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    runtime.block_on(serve(&name, PathBuf::from(folder), listener));
}

/// The service itself.
pub const OURS: &str = "--ours";
/// A handler that reads a token and verifies it.
pub const CEILING: &str = "--ceiling";
/// A handler that does nothing but one signature check.
pub const BARE: &str = "--bare";
/// The core of a server, in the environment.
pub const CORE: &str = "BENCH_CORE";

async fn serve(name: &str, folder: PathBuf, listener: TcpListener) {
    let address = listener.local_addr().expect("bound");
    let router = match name {
        CEILING => ceiling::router(),
        BARE => bare::router(&folder),
        _ => {
            let office = Arc::new(open(folder).await);
            // As the service does, each second.
            tokio::spawn(keep_up(Arc::clone(&office)));
            http::router(office)
        }
    };
    println!("{address}");
    let served = http::serve(listener, router, std::future::pending()).await;
    served.expect("it listens");
}

async fn keep_up(office: Arc<Office>) {
    let mut ticks = tokio::time::interval(Duration::from_secs(1));
    loop {
        ticks.tick().await;
        office.refresh().await.expect("the register answers");
        office.write_scans().await.expect("the register answers");
    }
}

async fn open(folder: PathBuf) -> Office {
    let config = Config::read(&folder).expect("a configuration");
    let clock: Arc<dyn Clock> = Arc::new(StoppedClock(programme::now()));
    let opened = Office::open(folder, config, clock).await;
    opened.expect("the office opens")
}
