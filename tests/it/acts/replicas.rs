//! Two running servers on one register, as an operator runs them.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::{PRODUCTS, Program, get, today, wait_until_ready};

fn listening(running: &mut crate::support::Running) -> SocketAddr {
    let lines = running.lines_until("listen");
    let line: Value = serde_json::from_str(lines.last().unwrap()).unwrap();
    let address = line["listen"].as_str().unwrap().parse().unwrap();
    wait_until_ready(address);
    address
}

fn verdict(address: SocketAddr, number: &str) -> Value {
    let (status, body) = get(&format!("http://{address}/c/{number}"), "application/json");
    assert_eq!(status, 200, "{body}");
    serde_json::from_str::<Value>(&body).unwrap()["verdict"].clone()
}

#[test]
fn a_revocation_is_seen_at_once_here_and_within_seconds_there() {
    let program = Program::with_programme();
    let issued = program.issue(PRODUCTS).done().lines();
    let number = issued[0]["certificates"][0]["number"].as_str().unwrap();
    let made = program.run("token create test --scope life --json").done();
    let token = made.lines()[0]["token"].as_str().unwrap().to_owned();
    let mut servers: Vec<_> = (0..2)
        .map(|_| program.start("serve --listen 127.0.0.1:0 --json"))
        .collect();
    let addresses: Vec<SocketAddr> = servers.iter_mut().map(listening).collect();
    for address in &addresses {
        assert_eq!(verdict(*address, number), "genuine");
    }
    let act = json!({ "numbers": [number], "decision": "900/QĐ-UBND",
                      "decided_on": today(), "ground": "food-safety" });
    let answer = ureq::post(format!("http://{}/api/v1/acts/revoke", addresses[0]))
        .header("authorization", format!("Bearer {token}"))
        .header("content-type", "application/json")
        .send(act.to_string());
    assert_eq!(answer.unwrap().status(), 200);
    assert_eq!(verdict(addresses[0], number), "revoked");
    let begun = Instant::now();
    while verdict(addresses[1], number) != "revoked" {
        assert!(begun.elapsed() < Duration::from_secs(10), "not within 10 s");
        std::thread::sleep(Duration::from_millis(50));
    }
    let refused = ureq::post(format!("http://{}/api/v1/acts/lift", addresses[0]))
        .header("authorization", format!("Bearer {}x", &token[..47]))
        .send("{}");
    assert!(refused.is_err());
    let mut logs = String::new();
    for server in servers {
        let (code, log) = server.stopped();
        assert_eq!(code, Some(0), "{log}");
        logs.push_str(&log);
    }
    let acted = logs.lines().find(|line| line.contains("acted"));
    let acted: Value = serde_json::from_str(acted.unwrap()).unwrap();
    assert_eq!(acted["fields"]["actor"], "token 1", "{acted}");
    for secret in [&token[5..25], number, "900/QĐ-UBND"] {
        assert!(!logs.contains(secret), "{secret}: {logs}");
    }
}
