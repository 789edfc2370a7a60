//! PostgreSQL as it is run for a programme: a primary, and a standby that it waits for with each
//! commit. Both sync to the disk of the build.

use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use sqlx::{AssertSqlSafe, Connection, PgConnection};
use tempfile::TempDir;

use crate::measure::core_time;

/// Two servers; they end with the bench.
pub struct Cluster {
    folder: TempDir,
    programs: PathBuf,
    owner: Option<&'static str>,
    ports: [u16; 2],
}

impl Cluster {
    /// Sets both up; `None` where PostgreSQL is not installed.
    pub async fn set_up() -> Option<Self> {
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
        let cluster = Self {
            folder,
            programs: programs()?,
            owner: owner(),
            ports: [free_port(), free_port()],
        };
        if let Some(owner) = cluster.owner {
            let path = cluster.folder.path().as_os_str();
            let given = Command::new("chown").arg(owner).arg(path).status();
            assert!(given.expect("chown").success());
        }
        let [primary, standby] = [0, 1].map(|host| cluster.data(host).display().to_string());
        cluster.run(
            "initdb",
            &[
                "-U",
                "postgres",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--locale=C.UTF-8",
                "-D",
                &primary,
            ],
        );
        cluster.start(0);
        let port = cluster.ports[0].to_string();
        let from = ["-h", "127.0.0.1", "-U", "postgres", "-p", &port];
        let how = ["-R", "-X", "stream", "-c", "fast", "-D", &standby];
        cluster.run("pg_basebackup", &[&from[..], &how].concat());
        cluster.start(1);
        for sql in [
            "alter system set synchronous_standby_names = '*'",
            "select pg_reload_conf()",
        ] {
            cluster.tell(sql).await;
        }
        Some(cluster)
    }

    /// The URL of a new, empty database.
    pub async fn database(&self, name: &str) -> String {
        self.tell(&format!("create database {name}")).await;
        self.url(name)
    }

    /// Seconds for which both servers have had a core.
    pub fn core_time(&self) -> f64 {
        let of_host = |host| {
            let file = std::fs::read_to_string(self.data(host).join("postmaster.pid"));
            let file = file.expect("a server that runs");
            let parent = file.lines().next().unwrap_or_default().to_owned();
            let listed = std::fs::read_to_string(format!("/proc/{parent}/task/{parent}/children"));
            let listed = listed.expect("its processes");
            core_time(&parent) + listed.split_whitespace().map(core_time).sum::<f64>()
        };
        of_host(0) + of_host(1)
    }

    fn url(&self, database: &str) -> String {
        format!("postgres://postgres@127.0.0.1:{}/{database}", self.ports[0])
    }

    /// Runs a statement on the primary.
    async fn tell(&self, sql: &str) {
        let connected = PgConnection::connect(&self.url("postgres")).await;
        let mut connection = connected.expect("the primary");
        let told = sqlx::raw_sql(AssertSqlSafe(sql.to_owned()));
        told.execute(&mut connection).await.expect(sql);
    }

    fn start(&self, host: usize) {
        // What waits for a standby is a commit, as it is unless somebody says otherwise.
        let options = format!(
            "-p {} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=on \
             -c synchronous_commit=on",
            self.ports[host]
        );
        let log = self.folder.path().join(format!("log-{host}"));
        let (data, log) = (self.data(host), log.display().to_string());
        let data = data.display().to_string();
        self.run(
            "pg_ctl",
            &[
                "-w", "-t", "60", "-o", &options, "-D", &data, "-l", &log, "start",
            ],
        );
    }

    fn data(&self, host: usize) -> PathBuf {
        self.folder.path().join(format!("data-{host}"))
    }

    fn run(&self, program: &str, arguments: &[&str]) {
        let ran = self.command(program).args(arguments).status();
        assert!(ran.expect("a program").success(), "{program} {arguments:?}");
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
        for host in [1, 0] {
            let mut stopping = self.command("pg_ctl");
            stopping
                .args(["-m", "immediate", "-D"])
                .arg(self.data(host));
            drop(stopping.arg("stop").status());
        }
    }
}

/// Where the server's programs are.
fn programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten();
    let folders = versions.flatten().map(|version| version.path().join("bin"));
    let path = std::env::var_os("PATH").unwrap_or_default();
    // A link in the path may lead to the one program and not to its like.
    let mut found = folders
        .chain(std::env::split_paths(&path))
        .filter_map(|folder| folder.join("initdb").canonicalize().ok());
    Some(found.next()?.parent()?.to_owned())
}

/// Who runs a server in place of root.
fn owner() -> Option<&'static str> {
    let said = |arguments: &[&str]| {
        let ran = Command::new("id").args(arguments).output().expect("id");
        String::from_utf8_lossy(&ran.stdout).trim().to_owned()
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
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("a port").port()
}
