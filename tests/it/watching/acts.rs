//! The stream of acts: each once and in order, whatever happens to the service meanwhile.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails there, and says where"
)]

use std::fs;
use std::io::Write;
use std::path::Path;

use serde_json::Value;

use crate::load::{Service, until};
use crate::support::Program;

fn lines(file: &Path) -> Vec<Value> {
    let text = fs::read_to_string(file).unwrap_or_default();
    let whole = text.lines().map(|line| serde_json::from_str(line).unwrap());
    whole.collect()
}

fn invite(program: &Program, email: &str) {
    let name = "Nguyễn Thị Thử";
    let invited = [
        "account",
        "invite",
        "--role",
        "programme",
        "--name",
        name,
        "--email",
        email,
    ];
    program.run_with(&invited).done();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_act_is_in_the_stream_once_and_nobodys_name_is() {
    let service = Service::with("audit = { file = \"acts.jsonl\" }");
    let file = service.program.data().join("acts.jsonl");
    until("the stream begins", 20, || file.exists()).await;
    invite(&service.program, "thu1@example.vn");
    until("an act is written", 20, || !lines(&file).is_empty()).await;

    // While the service is down somebody acts, and the last line was cut short before.
    let (service, _) = service.again(|program| {
        invite(program, "thu2@example.vn");
        let mut torn = fs::OpenOptions::new().append(true).open(&file).unwrap();
        torn.write_all(b"{\"position\": 99, \"ac").unwrap();
    });
    until("the act is written", 20, || {
        let text = fs::read_to_string(&file).unwrap();
        text.matches("account_invited").count() == 2
    })
    .await;
    invite(&service.program, "thu3@example.vn");
    until("the next is written", 20, || {
        let text = fs::read_to_string(&file).unwrap();
        text.matches("account_invited").count() == 3
    })
    .await;
    let written = lines(&file);
    let positions: Vec<i64> = written
        .iter()
        .map(|line| line["position"].as_i64().unwrap())
        .collect();
    let first = positions[0];
    let expected: Vec<i64> = (first..first + positions.len() as i64).collect();
    assert_eq!(positions, expected, "each once and in order");
    let text = fs::read_to_string(&file).unwrap();
    for secret in ["Nguyễn", "example.vn"] {
        assert!(!text.contains(secret), "{text}");
    }
    for line in &written {
        let keys: Vec<&String> = line.as_object().unwrap().keys().collect();
        assert_eq!(keys, ["act", "actor", "at", "position", "subject"]);
    }
    service.audited();
}
