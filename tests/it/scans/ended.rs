//! A service that ends: what waits is written first.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot set its shop fails there"
)]

use serde_json::Value;

use crate::support::{Program, get, wait_until_ready};

/// Starts the demonstration, asks for its first label so often, and ends it at once. Returns what
/// was said last of how often the label was checked.
fn scan(program: &Program, times: u64) -> u64 {
    let mut running = program.start("demo --data demo --listen 127.0.0.1:0 --json");
    let line = running.lines_until("examples").pop().unwrap();
    let told: Value = serde_json::from_str(&line).unwrap();
    wait_until_ready(told["listen"].as_str().unwrap().parse().unwrap());
    let mut urls = told["examples"].as_array().unwrap().iter();
    let label = urls.find_map(|example| example["url"].as_str().filter(|url| url.contains("/s/")));
    let mut said = 0;
    for _ in 0..times {
        let (status, body) = get(label.unwrap(), "application/json");
        assert_eq!(status, 200);
        let answer: Value = serde_json::from_str(&body).unwrap();
        assert_eq!(answer["label"]["check"], "known");
        said = answer["label"]["times_checked"].as_u64().unwrap();
    }
    assert!(running.stop().success());
    said
}

#[test]
fn a_service_that_is_asked_to_end_writes_the_scans_that_wait() {
    let program = Program::new();
    scan(&program, 5);
    assert_eq!(scan(&program, 1), 6);
}
