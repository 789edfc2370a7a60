//! A release that is killed at any moment and run again: every line has its certificate, once.

use std::collections::HashSet;
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use ocop::clock::{Clock, MachineClock};
use ocop::config::Config;
use ocop::office::{Access, Grant, Imported, NewPreparation, Office, Receipt, Role, Seen};
use ocop::register::NewAccount;
use ocop::scheme::words::Language;

use super::desk::{code, products};
use crate::support::{HOST, Program, today};

const ROWS: usize = 5_000;
const KILLS: u64 = 8;

/// Somebody with a role in CB.
async fn person(office: &Office, role: Role) -> Access {
    let grant = Grant::of_council(role, code("CB"));
    let now = MachineClock.now();
    let new = NewAccount {
        name: role.name().to_owned(),
        email: format!("{}@example.vn", role.name()),
        language: "vi".to_owned(),
    };
    let entering = office.register().enter(move |entry| {
        Box::pin(async move {
            let account = entry.add_account(&new, now).await?;
            let council = Some("CB".to_owned());
            entry
                .add_grant(account, role.name(), council, None, now)
                .await?;
            Ok(account)
        })
    });
    let account = entering.await.unwrap();
    Access::of_account(account, vec![grant], Some(now))
}

fn seen(at: Receipt) -> Seen {
    Seen {
        id: at.id,
        version: at.version,
    }
}

/// A decision of today that was approved.
async fn approve(program: &Program) {
    let data = program.data();
    let config = Config::new(Some(HOST.to_owned()), false).unwrap();
    let office = Office::open(data, config, Arc::new(MachineClock)).await;
    let office = office.unwrap();
    let secretary = person(&office, Role::Secretary).await;
    let chair = person(&office, Role::Chair).await;
    let new = NewPreparation {
        council: code("CB"),
        number: "852/QĐ-UBND".to_owned(),
        decided_on: today(),
        authority: None,
    };
    let begun = office
        .prepare_decision(&secretary, None, new)
        .await
        .unwrap();
    let list = (products(ROWS), Some(Language::Vi));
    let imported = office
        .import_lines(&secretary, None, seen(begun), list)
        .await;
    let Ok(Imported::Done(lines)) = imported else {
        panic!("{imported:?}");
    };
    let submitted = office
        .submit_decision(&secretary, None, seen(lines))
        .await
        .unwrap();
    let digest = office.preparation(&chair, begun.id).await.unwrap().digest;
    office
        .approve_decision(&chair, None, seen(submitted), &digest)
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_release_that_is_killed_at_any_moment_ends_in_one_certificate_a_line() {
    let program = Program::with_programme();
    approve(&program).await;
    let arguments = ["release", "--json", "--passphrase-file", "passphrase"];
    let mut history = Vec::new();
    for kill in 0..KILLS {
        let mut child = program
            .command(&arguments)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // From before the key is open to after some batches.
        tokio::time::sleep(Duration::from_millis(300 + 350 * kill)).await;
        child.kill().unwrap();
        child.wait().unwrap();
        let held = program.run("certificates --json").done().lines().len();
        history.push(held);
        assert!(history.is_sorted(), "what is durable stays: {history:?}");
        if held == ROWS {
            break;
        }
    }
    let last = program.run_with(&arguments).done();
    let known = *history.last().unwrap();
    match last.lines().first() {
        Some(report) => {
            assert_eq!(report["certificates"], ROWS);
            assert_eq!(report["issued"], ROWS - known, "{history:?}");
        }
        // The last one that was killed had finished.
        None => assert_eq!(known, ROWS, "{history:?}"),
    }
    let certificates = program.run("certificates --json").done().lines();
    let distinct = |name: &str| -> HashSet<String> {
        let all = certificates.iter();
        all.map(|one| one[name].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(certificates.len(), ROWS);
    assert_eq!(
        (distinct("number").len(), distinct("product").len()),
        (ROWS, ROWS)
    );
    let nothing = program.run_with(&["release", "--json", "852/QĐ-UBND"]);
    assert_eq!(nothing.error()["code"], "nothing_to_release");
    let list = program.file("list.csv", products(ROWS + 1));
    let beside = program.keyed(&program.issue_arguments(&list, "--json"));
    assert_eq!(beside.error()["code"], "two_people");
}
