//! The examples of proxies: each carries codes to two services and goes on when one leaves, keeps
//! what is inside inside, logs no code whatever happens, and lets a dossier's files through.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails there, and says where"
)]

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use ureq::Agent;
use ureq::tls::TlsConfig;

use super::examples::example;
use super::served::{PATIENCE, Served};
use crate::support::{PRODUCTS, Program};

/// Where a proxy listens here: without TLS and with it.
struct Ports {
    plain: u16,
    tls: u16,
}

/// A proxy that runs with an example of ours; what it writes is in files of its folder.
struct Proxy {
    folder: PathBuf,
    child: Child,
    ports: Ports,
}

impl Proxy {
    /// Runs nginx with the example, before two services.
    fn nginx(folder: &Path, services: [SocketAddr; 2]) -> Self {
        let ports = Ports::free();
        let here = folder.display();
        let site = among(services, &example("nginx.conf"))
            .replace("listen 80;", &format!("listen 127.0.0.1:{};", ports.plain))
            .replace("listen 443 ", &format!("listen 127.0.0.1:{} ", ports.tls))
            .replace("/etc/ssl/ocop", &here.to_string())
            .replace("/var/log/nginx", &here.to_string());
        let whole = format!(
            "daemon off; pid {here}/pid; error_log {here}/whole.log; worker_processes 1;
             events {{ worker_connections 256; }}
             http {{ client_body_temp_path {here}/b; proxy_temp_path {here}/p;
                     fastcgi_temp_path {here}/f; uwsgi_temp_path {here}/u; scgi_temp_path {here}/s;
                     {site} }}"
        );
        let path = folder.join("nginx.conf");
        fs::write(&path, whole).unwrap();
        let places = ["/usr/sbin/nginx", "/usr/bin/nginx", "/usr/local/sbin/nginx"];
        let found = places.iter().find(|path| Path::new(path).exists());
        let mut command = Command::new(found.expect("nginx is there: tests/run installs it"));
        command.arg("-c").arg(&path);
        Self::start(folder, command, ports)
    }

    /// Runs Caddy with the example, before two services.
    fn caddy(folder: &Path, services: [SocketAddr; 2]) -> Self {
        let ports = Ports::free();
        let (plain, tls) = (ports.plain, ports.tls);
        let here = folder.display();
        let site = among(services, &example("Caddyfile"))
            .replacen(
                "\n{\n",
                &format!("\n{{\n\tadmin off\n\thttp_port {plain}\n\thttps_port {tls}\n"),
                1,
            )
            .replace(
                "ocop.gov.vn {\n",
                &format!(
                    "localhost {{\n\tbind 127.0.0.1\n\ttls {here}/fullchain.pem {here}/key.pem\n"
                ),
            );
        let path = folder.join("Caddyfile");
        fs::write(&path, site).unwrap();
        let mut command = Command::new("caddy");
        command
            .args(["run", "--adapter", "caddyfile", "--config"])
            .arg(&path)
            .env("HOME", folder)
            .env("XDG_DATA_HOME", folder)
            .env("XDG_CONFIG_HOME", folder);
        Self::start(folder, command, ports)
    }

    fn start(folder: &Path, mut command: Command, ports: Ports) -> Self {
        make_certificate(folder);
        let said = File::create(folder.join("said.log")).unwrap();
        let child = command
            .stdout(said.try_clone().unwrap())
            .stderr(said)
            .spawn()
            .expect("the proxy is there: tests/run installs it");
        let mut proxy = Self {
            folder: folder.to_owned(),
            child,
            ports,
        };
        let begun = Instant::now();
        while TcpStream::connect(("127.0.0.1", proxy.ports.tls)).is_err() {
            let ended = proxy.child.try_wait().unwrap();
            assert!(ended.is_none(), "it ended: {}", proxy.logs());
            assert!(begun.elapsed() < PATIENCE, "it does not listen");
            std::thread::sleep(Duration::from_millis(20));
        }
        proxy
    }

    /// The status and the body of an address, as a browser gets them.
    fn get(&self, path: &str) -> (u16, String) {
        self.ask(&format!("https://localhost:{}{path}", self.ports.tls))
    }

    fn ask(&self, address: &str) -> (u16, String) {
        let mut answer = agent().get(address).call().unwrap();
        let body = answer.body_mut().read_to_string().unwrap();
        (answer.status().as_u16(), body)
    }

    /// The same of a body that is sent.
    fn send(&self, path: &str, body: &[u8]) -> (u16, String) {
        let address = format!("https://localhost:{}{path}", self.ports.tls);
        let mut answer = agent().post(&address).send(body).unwrap();
        let body = answer.body_mut().read_to_string().unwrap();
        (answer.status().as_u16(), body)
    }

    /// Everything that it wrote.
    fn logs(&self) -> String {
        let files = fs::read_dir(&self.folder).unwrap();
        let paths = files.map(|file| file.unwrap().path());
        let logs = paths.filter(|path| path.extension().is_some_and(|end| end == "log"));
        logs.map(|path| fs::read_to_string(path).unwrap()).collect()
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        // Asked, so that its workers end too.
        let id = self.child.id().to_string();
        drop(Command::new("kill").args(["-TERM", &id]).status());
        drop(self.child.wait());
    }
}

fn agent() -> Agent {
    Agent::config_builder()
        .timeout_global(Some(PATIENCE))
        .http_status_as_error(false)
        .max_redirects(0)
        .tls_config(TlsConfig::builder().disable_verification(true).build())
        .build()
        .new_agent()
}

impl Ports {
    fn free() -> Self {
        let listeners = [(); 2].map(|()| TcpListener::bind("127.0.0.1:0").unwrap());
        let [plain, tls] = listeners.map(|listener| listener.local_addr().unwrap().port());
        Self { plain, tls }
    }
}

/// An example with the services of a test in place of those that it names.
fn among(services: [SocketAddr; 2], example: &str) -> String {
    ["127.0.0.1:8080", "10.0.0.2:8080"]
        .iter()
        .zip(services)
        .fold(example.to_owned(), |text, (named, service)| {
            assert!(text.contains(named), "{named} is in the example");
            text.replace(named, &service.to_string())
        })
}

fn make_certificate(folder: &Path) {
    let made = Command::new("openssl")
        .args(["req", "-x509", "-newkey", "ed25519", "-nodes"])
        .args(["-days", "2", "-subj", "/CN=localhost"])
        .args(["-addext", "subjectAltName=DNS:localhost", "-keyout"])
        .arg(folder.join("key.pem"))
        .arg("-out")
        .arg(folder.join("fullchain.pem"))
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&made.stderr);
    assert!(made.status.success(), "{said}");
}

/// Asks for one code again and again while services leave; gives what the proxy logged.
fn carries_codes(start: impl Fn(&Path, [SocketAddr; 2]) -> Proxy) -> String {
    let program = Program::with_programme();
    let issued = program.issue(PRODUCTS).done().lines();
    let code = issued[0]["certificates"][0]["url"].as_str().unwrap();
    let path = code.strip_prefix("https://ocop.example.vn").unwrap();
    let [first, second] = [(); 2].map(|()| Served::start(&program, "", &[]));
    first.wait_until_ready();
    second.wait_until_ready();
    let folder = tempfile::tempdir().unwrap();
    let proxy = start(folder.path(), [first.address, second.address]);
    let (status, page) = proxy.get(path);
    assert!(status == 200 && page.contains("<h1>"), "{status}");
    let plain = format!("http://localhost:{}{path}", proxy.ports.plain);
    assert_eq!(proxy.ask(&plain).0, 308, "to the address with TLS");
    for inside in ["/readyz", "/healthz", "/metrics"] {
        assert_eq!(proxy.get(inside).0, 404, "{inside}");
    }
    for round in 0..20 {
        assert_eq!(proxy.get(path).0, 200, "{round}");
    }
    first.terminate();
    for round in 0..60 {
        let (status, _) = proxy.get(path);
        assert_eq!(status, 200, "{round} after one was asked to end");
        std::thread::sleep(Duration::from_millis(5));
    }
    assert_eq!(first.end().0, Some(0));
    assert_eq!(proxy.get(path).0, 200);
    second.terminate();
    assert_eq!(second.end().0, Some(0));
    // What goes wrong is where a proxy likes to say what it was about.
    let (status, _) = proxy.get(path);
    assert!(matches!(status, 502 | 503), "{status} where nobody is left");
    let log = proxy.logs();
    // As it stands in an address, and without what a log may write otherwise.
    let letters = path.split('/').max_by_key(|part| part.len()).unwrap();
    assert!(letters.len() > 40, "{letters}");
    assert!(!log.contains("/v/") && !log.contains(letters), "{log}");
    log
}

#[test]
fn nginx_carries_codes_to_whichever_service_is_there_and_logs_none() {
    let log = carries_codes(Proxy::nginx);
    assert!(log.lines().count() >= 80, "each answer has its line: {log}");
    assert!(!log.contains("127.0.0.1 "), "nor who asked: {log}");
}

#[test]
fn caddy_carries_codes_to_whichever_service_is_there_and_logs_none() {
    let log = carries_codes(Proxy::caddy);
    assert!(log.contains("connection refused"), "what failed: {log}");
    assert!(!log.contains("remote_ip"), "nor who asked: {log}");
}

/// Stands in for a service: each connection is answered so.
fn stands_in(answer: fn(&TcpStream) -> io::Result<()>) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for connection in listener.incoming().flatten() {
            // Who breaks off is told nothing.
            std::thread::spawn(move || drop(answer(&connection)));
        }
    });
    address
}

/// Reads whatever comes and says how many bytes it was.
fn count_bytes(mut connection: &TcpStream) -> io::Result<()> {
    let mut reader = BufReader::new(connection);
    let mut length = 0;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 || line.trim_end().is_empty() {
            break;
        }
        let (name, value) = line.split_once(':').unwrap_or_default();
        if name.eq_ignore_ascii_case("content-length") {
            length = value.trim().parse().unwrap_or(0);
        }
    }
    let count = io::copy(&mut reader.take(length), &mut io::sink())?.to_string();
    let answer = format!(
        "HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{count}",
        count.len()
    );
    connection.write_all(answer.as_bytes())
}

/// As a service whose register is away: it judges codes, and sends away whatever is read from
/// the register.
fn judge_only(mut connection: &TcpStream) -> io::Result<()> {
    let mut lines = BufReader::new(connection).lines();
    let asked = lines.next().transpose()?.unwrap_or_default();
    while lines
        .next()
        .transpose()?
        .is_some_and(|line| !line.is_empty())
    {}
    let judged = asked.starts_with("GET /v/") || asked.starts_with("GET /readyz");
    let status = if judged {
        "200 OK"
    } else {
        "503 Service Unavailable"
    };
    let answer = format!("HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    connection.write_all(answer.as_bytes())
}

/// Those who are sent away leave no service out for those who check a code.
fn checks_codes_beside_refusals(start: impl Fn(&Path, [SocketAddr; 2]) -> Proxy) {
    let folder = tempfile::tempdir().unwrap();
    let proxy = start(
        folder.path(),
        [stands_in(judge_only), stands_in(judge_only)],
    );
    for round in 0..4 {
        assert_eq!(proxy.get("/register").0, 503, "{round}");
        assert_eq!(proxy.get("/v/1").0, 200, "{round}");
    }
}

#[test]
fn nginx_lets_codes_be_checked_while_a_register_is_away() {
    checks_codes_beside_refusals(Proxy::nginx);
}

#[test]
fn caddy_lets_codes_be_checked_while_a_register_is_away() {
    checks_codes_beside_refusals(Proxy::caddy);
}

/// Sends more at once than anything but the files of a dossier may have.
fn lets_files_through(start: impl Fn(&Path, [SocketAddr; 2]) -> Proxy) {
    let folder = tempfile::tempdir().unwrap();
    let proxy = start(
        folder.path(),
        [stands_in(count_bytes), stands_in(count_bytes)],
    );
    let files = vec![b'-'; 33 << 20];
    for path in ["/my/dossiers/1/files", "/api/v1/dossiers/1/files"] {
        let answer = proxy.send(path, &files);
        assert_eq!(answer, (200, files.len().to_string()), "{path}");
    }
}

#[test]
fn nginx_lets_the_files_of_a_dossier_through() {
    lets_files_through(Proxy::nginx);
}

#[test]
fn caddy_lets_the_files_of_a_dossier_through() {
    lets_files_through(Proxy::caddy);
}
