//! Issuing that is killed at any moment and run again: every line has its certificate, once.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot set its desk fails there"
)]

use std::collections::HashSet;
use std::process::Stdio;
use std::time::Duration;

use serde_json::Value;

use crate::support::{Program, list_of};

const ROWS: usize = 10_000;
/// The most kills.
const KILLS: u64 = 30;

/// How long after its start a run is killed, in milliseconds: later each time, so that on any
/// machine some fall before the key is unlocked and some between two batches.
fn killed_after(kill: u64) -> u64 {
    let scattered = (kill + 1).wrapping_mul(6_364_136_223_846_793_005) >> 58;
    40 + 55 * kill + scattered
}

fn number_of(certificate: &Value) -> String {
    certificate["number"].as_str().unwrap().to_owned()
}

#[test]
fn a_list_that_is_killed_at_any_moment_is_issued_whole_and_once() {
    let program = Program::with_programme();
    let list = program.file("list.csv", list_of(ROWS));
    let arguments = program.issue_arguments(&list, "--json --passphrase-file passphrase");
    let arguments: Vec<&str> = arguments.split_whitespace().collect();
    let mut durable = vec![0];
    for kill in 0..KILLS {
        let mut child = program
            .command(&arguments)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(killed_after(kill)));
        child.kill().unwrap();
        child.wait().unwrap();
        let held = program.run("certificates --json").done().lines().len();
        assert!(held >= *durable.last().unwrap(), "what is durable stays");
        durable.push(held);
        if held == ROWS {
            break;
        }
    }
    let last = program.run_with(&arguments).done();
    let report = &last.lines()[0];
    let known = *durable.last().unwrap();
    assert_eq!(report["already_issued"], known, "{durable:?}");
    assert_eq!(report["issued"], ROWS - known);

    let certificates = program.run("certificates --json").done().lines();
    assert_eq!(certificates.len(), ROWS);
    let numbers: HashSet<String> = certificates.iter().map(number_of).collect();
    let products: HashSet<&str> = certificates
        .iter()
        .map(|certificate| certificate["product"].as_str().unwrap())
        .collect();
    let urls: HashSet<&str> = certificates
        .iter()
        .map(|certificate| certificate["url"].as_str().unwrap())
        .collect();
    assert_eq!(
        (numbers.len(), products.len(), urls.len()),
        (ROWS, ROWS, ROWS)
    );
    for certificate in certificates.iter().step_by(ROWS / 20) {
        let verified = program.run(&format!(
            "verify --json {}",
            certificate["url"].as_str().unwrap()
        ));
        let verdict = &verified.done().lines()[0];
        assert_eq!(verdict["verdict"], "genuine");
        assert_eq!(verdict["number"], certificate["number"]);
    }
    assert!(
        durable.iter().any(|&held| 0 < held && held < ROWS),
        "no kill met a batch in between: {durable:?}"
    );
}
