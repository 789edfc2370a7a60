//! PostgreSQL servers that a test may kill: one, or a primary and its synchronous standby. A
//! bench measures on two as well.

use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// Processes are killed here, not machines: what they wrote is with the kernel.
const UNSYNCED: &str = "-c fsync=off -c max_connections=80";

/// Servers of one database; they end with the test.
pub struct Cluster {
    folder: TempDir,
    settings: &'static str,
    programs: PathBuf,
    owner: Option<&'static str>,
    /// Where each listens.
    pub ports: Vec<u16>,
}

impl Cluster {
    /// One server.
    pub fn of_one() -> Self {
        Self::of_one_in(tempfile::tempdir().unwrap(), UNSYNCED)
    }

    fn of_one_in(folder: TempDir, settings: &'static str) -> Self {
        let cluster = Self {
            folder,
            settings,
            programs: programs().expect("PostgreSQL is installed: `tests/run` does it"),
            owner: owner(),
            ports: vec![free_port()],
        };
        if let Some(owner) = cluster.owner {
            let path = cluster.folder.path().as_os_str();
            let given = Command::new("chown").arg(owner).arg(path).status();
            assert!(given.unwrap().success());
        }
        let data = cluster.data(0);
        let made = cluster
            .command("initdb")
            .args(["-U", "postgres", "-A", "trust", "-E", "UTF8"])
            .args(["--locale=C.UTF-8", "--no-sync", "-D"])
            .arg(&data)
            .status();
        assert!(made.unwrap().success());
        cluster.start(0, "");
        cluster
    }

    /// A primary, the first, and a standby that it waits for with each commit.
    pub fn of_two() -> Self {
        Self::of_two_in(tempfile::tempdir().unwrap(), UNSYNCED)
    }

    /// The same in a folder, with settings.
    pub fn of_two_in(folder: TempDir, settings: &'static str) -> Self {
        let mut cluster = Self::of_one_in(folder, settings);
        cluster.ports.push(free_port());
        let (from, data) = (cluster.ports[0].to_string(), cluster.data(1));
        let copied = cluster
            .command("pg_basebackup")
            .args(["-h", "127.0.0.1", "-U", "postgres", "-p", &from])
            .args(["--no-sync", "-R", "-X", "stream", "-c", "fast", "-D"])
            .arg(&data)
            .status();
        assert!(copied.unwrap().success());
        cluster.start(1, "");
        cluster.sql(0, "alter system set synchronous_standby_names = '*'");
        cluster.sql(0, "select pg_reload_conf()");
        cluster
    }

    /// The URL of all servers, the last first: the program has to find the primary.
    pub fn url(&self) -> String {
        let hosts: Vec<String> = self
            .ports
            .iter()
            .rev()
            .map(|port| format!("127.0.0.1:{port}"))
            .collect();
        format!("postgres://postgres@{}/postgres", hosts.join(","))
    }

    /// Starts a server with more settings.
    pub fn start(&self, host: usize, more: &str) {
        let (port, folder, settings) = (
            self.ports[host],
            self.folder.path().display(),
            self.settings,
        );
        let options =
            format!("-p {port} -k {folder} -c listen_addresses=127.0.0.1 {settings} {more}");
        let log = self.folder.path().join(format!("log-{host}"));
        let started = self
            .command("pg_ctl")
            .args(["-w", "-t", "60", "-o", &options, "-D"])
            .arg(self.data(host))
            .arg("-l")
            .arg(log)
            .arg("start")
            .status();
        assert!(started.unwrap().success(), "PostgreSQL starts");
    }

    /// Kills a server: no connection is told, and nothing is written any more.
    pub fn kill(&self, host: usize) {
        let stopped = self
            .command("pg_ctl")
            .args(["-m", "immediate", "-w", "-D"])
            .arg(self.data(host))
            .arg("stop")
            .status();
        assert!(stopped.unwrap().success(), "PostgreSQL stops");
    }

    /// Stops every process of a server where it stands, as when its machine loses the network: no
    /// connection ends, and none answers.
    pub fn pause(&self, host: usize) {
        self.signal(host, "-STOP");
    }

    /// Lets them go on.
    pub fn go_on(&self, host: usize) {
        self.signal(host, "-CONT");
    }

    fn signal(&self, host: usize, signal: &str) {
        let processes = self.processes(host);
        // Some children end by themselves meanwhile.
        drop(
            Command::new("kill")
                .arg(signal)
                .args(processes)
                .stderr(Stdio::null())
                .status(),
        );
    }

    /// The processes of a server; none when it does not run.
    pub fn processes(&self, host: usize) -> Vec<String> {
        let file = std::fs::read_to_string(self.data(host).join("postmaster.pid"));
        let file = file.unwrap_or_default();
        let Some(parent) = file.lines().next() else {
            return Vec::new();
        };
        let listed = format!("/proc/{parent}/task/{parent}/children");
        let listed = std::fs::read_to_string(listed).unwrap_or_default();
        let all = std::iter::once(parent).chain(listed.split_whitespace());
        all.map(str::to_owned).collect()
    }

    /// Makes the standby the primary.
    pub fn promote(&self, host: usize) {
        let promoted = self
            .command("pg_ctl")
            .args(["-w", "-D"])
            .arg(self.data(host))
            .arg("promote")
            .status();
        assert!(promoted.unwrap().success(), "the standby is promoted");
    }

    /// Runs a statement on a server and gives its first column.
    pub fn sql(&self, host: usize, sql: &str) -> String {
        let port = self.ports[host].to_string();
        let ran = self
            .command("psql")
            .stdout(Stdio::piped())
            .args(["-h", "127.0.0.1", "-U", "postgres", "-p", &port])
            .args(["-X", "-A", "-t", "-c", sql, "postgres"])
            .stderr(Stdio::piped())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&ran.stderr);
        assert!(ran.status.success(), "{sql}: {said}");
        String::from_utf8(ran.stdout).unwrap().trim().to_owned()
    }

    fn data(&self, host: usize) -> PathBuf {
        self.folder.path().join(format!("data-{host}"))
    }

    /// A program of PostgreSQL, as its owner: it refuses to run as root.
    fn command(&self, program: &str) -> Command {
        let program = self.programs.join(program);
        let mut command = match self.owner {
            Some(owner) => {
                let mut command = Command::new("runuser");
                command.args(["-u", owner, "--"]).arg(program);
                command
            }
            None => Command::new(program),
        };
        command
            .current_dir(self.folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        for host in 0..self.ports.len() {
            self.go_on(host);
            let data = self.data(host);
            let mut stopping = self.command("pg_ctl");
            drop(
                stopping
                    .args(["-m", "immediate", "-D"])
                    .arg(data)
                    .arg("stop")
                    .status(),
            );
        }
    }
}

/// Where the server's programs are, if they are installed.
pub fn programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten();
    let mut folders: Vec<PathBuf> = versions
        .map(|version| version.unwrap().path().join("bin"))
        .collect();
    folders.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap()));
    // A link in the path may lead to the one program and not to its like.
    let mut found = folders
        .iter()
        .filter_map(|folder| folder.join("initdb").canonicalize().ok());
    Some(found.next()?.parent()?.to_owned())
}

/// Who runs a server in place of root.
fn owner() -> Option<&'static str> {
    let said = |arguments: &[&str]| {
        let ran = Command::new("id").args(arguments).output().unwrap();
        String::from_utf8(ran.stdout).unwrap().trim().to_owned()
    };
    if said(&["-un"]) != "root" {
        None
    } else if said(&["-un", "postgres"]) == "postgres" {
        Some("postgres")
    } else {
        Some("nobody")
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}
