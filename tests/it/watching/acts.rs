//! The stream of acts: each once and in order, whatever happens to the service meanwhile.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails there, and says where"
)]

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use ocop::register::Deed;
use serde_json::{Value, json};

use crate::load::{Service, until};
use crate::support::{Engine, Office, Program, now};

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

/// An office whose acts go into a file.
async fn watched() -> (Office, PathBuf) {
    let office = Office::with(Engine::Sqlite, now(), |config| {
        config.audit.file = Some(PathBuf::from("acts.jsonl"));
    });
    let office = office.await;
    let file = office.data().join("acts.jsonl");
    (office, file)
}

async fn act(office: &Office) {
    let deed = Deed {
        at: now(),
        actor: "account 7".to_owned(),
        act: "dossier_lodged",
        subject: "dossier 12".to_owned(),
        body: json!({}),
    };
    let entering = office
        .register()
        .enter(move |entry| Box::pin(async move { entry.trail(&deed).await }));
    entering.await.unwrap();
}

/// The places of the lines in a file, from the first on.
fn places(file: &Path) -> Vec<i64> {
    let places: Vec<i64> = lines(file)
        .iter()
        .map(|line| line["position"].as_i64().unwrap())
        .collect();
    let first = places.first().copied().unwrap_or_default();
    places.iter().map(|place| place - first).collect()
}

#[tokio::test]
async fn lines_that_were_written_in_part_are_each_written_once() {
    let (office, file) = watched().await;
    let stream = office.audit_stream().unwrap();
    office.write_audit(&stream).await.unwrap();
    let aside = file.with_extension("aside");
    // What a disk that fails leaves of the lines: a part of the first, or some and a part.
    for (acts, whole, expected) in [(1, 0_i64, 1_i64), (2, 0, 3), (3, 1, 6)] {
        let before = lines(&file);
        for _ in 0..acts {
            act(&office).await;
        }
        fs::rename(&file, &aside).unwrap();
        fs::create_dir(&file).unwrap();
        assert!(office.write_audit(&stream).await.is_err());
        fs::remove_dir(&file).unwrap();
        fs::rename(&aside, &file).unwrap();
        let mut left = fs::OpenOptions::new().append(true).open(&file).unwrap();
        let last = before.last().map(|line| line["position"].as_i64().unwrap());
        for more in 1..=whole {
            let line = json!({ "position": last.unwrap() + more });
            writeln!(left, "{line}").unwrap();
        }
        left.write_all(b"{\"position\": 9, \"ac").unwrap();
        office.write_audit(&stream).await.unwrap();
        assert_eq!(places(&file), Vec::from_iter(0..expected));
    }
}

#[tokio::test]
async fn of_two_services_on_one_data_folder_one_writes_the_stream() {
    let (office, file) = watched().await;
    let first = office.audit_stream().unwrap();
    let second = office.audit_stream().unwrap();
    for stream in [&first, &second] {
        office.write_audit(stream).await.unwrap();
    }
    act(&office).await;
    for stream in [&second, &first, &second] {
        office.write_audit(stream).await.unwrap();
    }
    assert_eq!(places(&file), [0]);
    // The other goes on where the first has ended.
    act(&office).await;
    drop(first);
    office.write_audit(&second).await.unwrap();
    assert_eq!(places(&file), [0, 1]);
}
