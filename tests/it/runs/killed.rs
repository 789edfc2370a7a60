//! Runs whose program is killed at any moment: each serial is there once, and files are made to
//! their end.

use std::collections::HashSet;
use std::fs;
use std::process::Stdio;
use std::sync::Arc;
use std::time::{Duration, Instant};

use ocop::clock::MachineClock;
use ocop::config::Config;
use ocop::office::{Access, NewLabelRun, Office, RunState};

use super::files::unpacked;
use super::{asked, wanted};
use crate::support::{Program, list_of};

/// Labels whose files are made while the service is killed.
const LABELS: i64 = 120;

fn programme() -> (Program, String) {
    let program = Program::with_programme();
    program.issue(list_of(1)).done();
    let listed = program.run("certificates --json").done().lines();
    (program, listed[0]["number"].as_str().unwrap().to_owned())
}

#[tokio::test]
async fn runs_that_are_killed_while_they_are_recorded_are_there_whole_or_not_at_all() {
    let (program, number) = programme();
    let arguments = format!("run {number} --count 700 --json --output run.csv");
    let arguments: Vec<&str> = arguments.split_whitespace().collect();
    for kill in 0..14_u64 {
        let mut child = program
            .command(&arguments)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        tokio::time::sleep(Duration::from_millis(10 + kill * 17 % 180)).await;
        drop(child.kill());
        child.wait().unwrap();
    }
    program.run_with(&arguments).done();
    let runs = program.run("run list --json").done().lines();
    let mut next = 1;
    for run in runs.iter().rev() {
        assert_eq!(run["first"], next, "{runs:?}");
        assert_eq!(run["last"], next + 699);
        next += 700;
    }
    // Each text of all of them is there once.
    let mut texts = HashSet::new();
    for run in &runs {
        let id = run["id"].as_i64().unwrap();
        program
            .run(&format!("run files {id} --output again.csv"))
            .done();
        let csv = fs::read_to_string(program.folder.path().join("again.csv")).unwrap();
        texts.extend(
            csv.lines()
                .skip(1)
                .map(|line| line.split(',').nth(2).unwrap().to_owned()),
        );
    }
    assert_eq!(texts.len(), runs.len() * 700);
}

#[tokio::test(flavor = "multi_thread")]
async fn files_whose_service_is_killed_are_made_to_their_end_after_it_begins_again() {
    let (program, number) = programme();
    let config = Config::new(Some("ocop.example.vn".to_owned()), false).unwrap();
    let open = async || {
        let office = Office::open(program.data(), config.clone(), Arc::new(MachineClock));
        office.await.unwrap()
    };
    let ordered = NewLabelRun {
        files: Some(wanted("svg", 5)),
        ..asked(number.parse().unwrap(), LABELS)
    };
    let access = Access::of_program();
    let office = open().await;
    let run = office
        .begin_label_run(&access, None, &ordered)
        .await
        .unwrap();
    let begun = Instant::now();
    let mut seen = vec![0];
    loop {
        let mut child = program
            .command(&["serve", "--listen", "127.0.0.1:0"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // Until another part or two are durable; in the end, until all are.
        let held = *seen.last().unwrap();
        let now = loop {
            assert!(begun.elapsed() < Duration::from_secs(240), "{seen:?}");
            tokio::time::sleep(Duration::from_millis(5)).await;
            let now = office.label_run(&access, run.id).await.unwrap();
            let enough = now.parts_made > held + 1 && seen.len() < 5;
            if enough || now.state == RunState::Finished {
                break now;
            }
        };
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(now.parts_made >= held, "what is durable stays: {seen:?}");
        seen.push(now.parts_made);
        if now.state == RunState::Finished {
            break;
        }
    }
    assert!(seen.len() > 3, "it was killed in between: {seen:?}");
    let files = office.label_files(&access, run.id).await.unwrap();
    let names: Vec<String> = unpacked(&fs::read(files.path).unwrap())
        .into_iter()
        .map(|(name, _)| name)
        .filter(|name| name != "self-test.txt")
        .collect();
    let expected: Vec<String> = (1..=LABELS)
        .map(|count| format!("{number}-{count:010}.svg"))
        .collect();
    assert_eq!(names, expected);
}
