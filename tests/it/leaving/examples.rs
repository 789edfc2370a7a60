//! The examples for administrators: units that systemd takes and that confine the service, and a
//! proxy's configuration that carries codes to two services and goes on when one leaves.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails there, and says where"
)]

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use ureq::Agent;
use ureq::tls::TlsConfig;

use super::served::{PATIENCE, Served};
use crate::support::{PRODUCTS, Program};

/// The most that `systemd-analyze security` may say, in tenths: 0 is the best, 100 the worst.
const EXPOSURE: &str = "15";

fn example(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/examples");
    fs::read_to_string(path.join(name)).unwrap()
}

fn systemd_analyze(arguments: &[&str], unit: &Path) -> (bool, String) {
    let ran = Command::new("systemd-analyze")
        .args(arguments)
        .arg(unit)
        .output();
    let ran = ran.expect("systemd-analyze is there: tests/run installs it");
    let said = [ran.stdout, ran.stderr].concat();
    (
        ran.status.success(),
        String::from_utf8_lossy(&said).into_owned(),
    )
}

#[test]
fn systemd_takes_the_units_and_what_they_forbid_is_not_little() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["ocop.service", "ocop-edge.service"] {
        let unit = example(name);
        let program = env!("CARGO_BIN_EXE_ocop");
        assert!(
            unit.contains("Type=notify") && unit.contains("ExecStart=/usr/local/bin/ocop serve")
        );
        let path = folder.path().join(name);
        fs::write(&path, unit.replace("/usr/local/bin/ocop", program)).unwrap();
        let (sound, said) = systemd_analyze(&["verify", "--man=no"], &path);
        assert!(sound && !said.contains(name), "{said}");
        let threshold = format!("--threshold={EXPOSURE}");
        let (sound, said) = systemd_analyze(&["security", "--offline=yes", &threshold], &path);
        assert!(sound, "{said}");
    }
}

#[test]
fn the_commands_of_the_units_are_those_of_this_program() {
    let program = Program::new();
    for name in ["ocop.service", "ocop-edge.service"] {
        let unit = example(name);
        let line = unit
            .lines()
            .find_map(|line| line.strip_prefix("ExecStart=/usr/local/bin/ocop "));
        // With a key that is one, and a folder where nothing is: it gets as far as looking there.
        let line = line.unwrap().replace("ROOT-KEY", "short");
        let ran = program.run(&line);
        let code = ran.error()["code"].clone();
        let expected = if name == "ocop.service" {
            "not_initialised"
        } else {
            "not_a_public_key"
        };
        assert_eq!(code, expected, "{line}");
    }
}

#[test]
fn the_proxies_know_the_same_services_and_neither_logs_codes() {
    let (nginx, caddy) = (example("nginx.conf"), example("Caddyfile"));
    for said in [
        "127.0.0.1:8080",
        "10.0.0.2:8080",
        "ocop.gov.vn",
        "/readyz",
        "/metrics",
    ] {
        assert!(nginx.contains(said) && caddy.contains(said), "{said}");
    }
    let format = nginx
        .lines()
        .find(|line| line.starts_with("log_format"))
        .unwrap();
    assert!(!format.contains("$request ") && !format.contains("uri") && !format.contains("remote"));
    assert!(
        !caddy
            .lines()
            .any(|line| line.trim_start().starts_with("log"))
    );
}

fn nginx() -> PathBuf {
    let places = ["/usr/sbin/nginx", "/usr/bin/nginx", "/usr/local/sbin/nginx"];
    let found = places.iter().map(PathBuf::from).find(|path| path.exists());
    found.expect("nginx is there: tests/run installs it")
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

struct Proxy(Child);

impl Drop for Proxy {
    fn drop(&mut self) {
        // Asked, so that its workers end too.
        let id = self.0.id().to_string();
        drop(Command::new("kill").args(["-TERM", &id]).status());
        drop(self.0.wait());
    }
}

/// Runs the example before two services; where it listens with TLS.
fn proxy(folder: &Path, services: [&Served; 2]) -> (Proxy, u16) {
    let (key, certificate) = (folder.join("key.pem"), folder.join("fullchain.pem"));
    let made = Command::new("openssl")
        .args([
            "req",
            "-x509",
            "-newkey",
            "ed25519",
            "-nodes",
            "-days",
            "2",
            "-subj",
            "/CN=ocop.gov.vn",
        ])
        .arg("-keyout")
        .arg(&key)
        .arg("-out")
        .arg(&certificate)
        .output()
        .unwrap();
    assert!(
        made.status.success(),
        "{}",
        String::from_utf8_lossy(&made.stderr)
    );
    let (plain, tls) = (free_port(), free_port());
    let here = folder.display();
    let site = example("nginx.conf")
        .replace("127.0.0.1:8080", &services[0].address.to_string())
        .replace("10.0.0.2:8080", &services[1].address.to_string())
        .replace("listen 80;", &format!("listen 127.0.0.1:{plain};"))
        .replace("listen 443 ", &format!("listen 127.0.0.1:{tls} "))
        .replace("/etc/ssl/ocop", &here.to_string())
        .replace("/var/log/nginx", &here.to_string());
    let whole = format!(
        "daemon off; pid {here}/pid; error_log stderr crit; worker_processes 1;
         events {{ worker_connections 256; }}
         http {{ client_body_temp_path {here}/b; proxy_temp_path {here}/p; fastcgi_temp_path {here}/f;
                 uwsgi_temp_path {here}/u; scgi_temp_path {here}/s;
                 {site} }}"
    );
    let path = folder.join("whole.conf");
    fs::write(&path, whole).unwrap();
    let tested = Command::new(nginx())
        .arg("-t")
        .arg("-c")
        .arg(&path)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&tested.stderr).into_owned();
    assert!(tested.status.success(), "{said}");
    let child = Command::new(nginx())
        .arg("-c")
        .arg(&path)
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let proxy = Proxy(child);
    let begun = Instant::now();
    while std::net::TcpStream::connect(("127.0.0.1", tls)).is_err() {
        assert!(begun.elapsed() < PATIENCE, "nginx does not listen");
        std::thread::sleep(Duration::from_millis(20));
    }
    (proxy, tls)
}

#[test]
fn nginx_carries_codes_to_whichever_service_is_there() {
    let program = Program::with_programme();
    let issued = program.issue(PRODUCTS).done().lines();
    let code = issued[0]["certificates"][0]["url"].as_str().unwrap();
    let path = code
        .strip_prefix("https://ocop.example.vn")
        .unwrap()
        .to_owned();
    let (first, second) = (
        Served::start(&program, "", &[]),
        Served::start(&program, "", &[]),
    );
    first.wait_until_ready();
    second.wait_until_ready();
    let folder = tempfile::tempdir().unwrap();
    let (proxy, port) = proxy(folder.path(), [&first, &second]);
    let agent = Agent::config_builder()
        .timeout_global(Some(PATIENCE))
        .http_status_as_error(false)
        .tls_config(TlsConfig::builder().disable_verification(true).build())
        .build()
        .new_agent();
    let get = |path: &str| {
        let mut answer = agent
            .get(format!("https://127.0.0.1:{port}{path}"))
            .call()
            .unwrap();
        let body = answer.body_mut().read_to_string().unwrap();
        (answer.status().as_u16(), body)
    };
    let (status, page) = get(&path);
    assert!(status == 200 && page.contains("<h1>"), "{status}");
    for inside in ["/readyz", "/healthz", "/metrics"] {
        assert_eq!(get(inside).0, 404, "{inside}");
    }
    for round in 0..20 {
        assert_eq!(get(&path).0, 200, "{round}");
    }
    first.terminate();
    for round in 0..60 {
        assert_eq!(get(&path).0, 200, "{round} after one was asked to end");
        std::thread::sleep(Duration::from_millis(5));
    }
    assert_eq!(first.end().0, Some(0));
    assert_eq!(get(&path).0, 200);
    drop(proxy);
    let log = fs::read_to_string(folder.path().join("ocop.log")).unwrap();
    assert!(log.lines().count() >= 80, "{log}");
    assert!(
        !log.contains("/v/") && !log.contains(&path),
        "no code is logged"
    );
    second.terminate();
    assert_eq!(second.end().0, Some(0));
}
