//! A register that was put back to an older day, or exchanged: nothing is signed, and nothing is
//! said of what it cannot know.

use std::fs;

use ocop::office::{Error, StatusKeys};
use ocop::scheme::check::{Check, Outcome};
use ocop::scheme::verdict::Kind;

use super::{checkpoint, log_signer};
use crate::support::{Office, at, codes, list_of, now, open, order, passphrase, signer};

/// A later day, on which data must know what was issued before.
const LATER: &str = "2026-08-12T03:00:00Z";

/// Copies the register's file as it is, as a bad backup would put it back.
pub fn copy(office: &Office, to: &str, from: &str) {
    let data = office.data();
    for suffix in ["", "-wal", "-shm"] {
        let (from, to) = (
            data.join(format!("{from}{suffix}")),
            data.join(format!("{to}{suffix}")),
        );
        drop(fs::remove_file(&to));
        if from.exists() {
            fs::copy(from, to).expect("the file is copied");
        }
    }
}

#[tokio::test]
async fn an_old_backup_signs_nothing_and_accuses_nobody() {
    let office = Office::new().await;
    let known = office.issue_list(list_of(3)).await.expect("issued");
    checkpoint(&office).await;
    copy(&office, "backup", "register.sqlite");
    let issued = office.issue_list(list_of(5)).await.expect("issued");
    let published = checkpoint(&office).await.size;
    let config = office.config().clone();
    copy(&office, "register.sqlite", "backup");

    let back = open(office.data(), config.clone(), at(LATER)).await;
    let refused = back
        .issue(order("CB", list_of(6)), signer("CB"), |_, _| {})
        .await;
    let refused = refused.map(drop).expect_err("refused");
    assert_eq!(refused.code(), "register_set_back");
    let missing = format!("{} to {}", published - 2, published - 1);
    assert!(
        refused.words().en.contains(&missing),
        "{}",
        refused.words().en
    );
    let keys = StatusKeys::new(passphrase());
    for refused in [
        back.sign_status_lists(&keys).await.map(drop),
        back.publish_trust_list(passphrase()).await.map(drop),
        back.draft_trust_list().await.map(drop),
        back.publish_checkpoint(&log_signer()).await.map(drop),
    ] {
        let code = refused.expect_err("nothing is signed").code();
        assert_eq!(code, "register_set_back");
    }

    // What it knows it says; what came after it is not called false.
    let examined = back.verify(&codes(&known)[0], None);
    assert_eq!(examined.verdict.kind, Kind::Genuine);
    let examined = back.verify(&codes(&issued)[4], None);
    assert_eq!(examined.verdict.kind, Kind::Genuine);
    assert_eq!(examined.verdict.outcome(Check::Register), Outcome::Unknown);
}

#[tokio::test]
async fn a_register_that_tells_another_story_signs_nothing() {
    let office = Office::new().await;
    office.issue_list(list_of(3)).await.expect("issued");
    checkpoint(&office).await;
    let memory = office.data().join("log.checkpoint");
    let first = fs::read(&memory).expect("what was published is kept in mind");

    let other = Office::new().await;
    let others = list_of(4).replace("số 1", "số 91");
    other.issue_list(others).await.expect("issued");
    checkpoint(&other).await;
    fs::write(other.data().join("log.checkpoint"), &first).unwrap();
    let opened = open(other.data(), other.config().clone(), now()).await;
    let refused = opened.publish_checkpoint(&log_signer()).await;
    assert_eq!(refused.expect_err("refused").code(), "register_forked");
}

#[tokio::test]
async fn what_was_published_must_be_known_before_anything_is_signed() {
    let office = Office::new().await;
    checkpoint(&office).await;
    fs::write(office.data().join("log.checkpoint"), "rubbish").unwrap();
    let opened = open(office.data(), office.config().clone(), now()).await;
    let refused = opened
        .issue(order("CB", list_of(1)), signer("CB"), |_, _| {})
        .await;
    assert_eq!(
        refused.map(drop).expect_err("refused").code(),
        "checkpoint_unreadable"
    );
}

#[tokio::test]
async fn a_register_that_shrinks_under_a_running_service_is_noticed() {
    let office = Office::new().await;
    office.issue_list(list_of(2)).await.expect("issued");
    office.book.raw("update log_head set size = size - 1").await;
    let refused = office.refresh().await.expect_err("noticed");
    assert!(matches!(refused, Error::Log(_)), "{refused}");
    assert_eq!(refused.code(), "register_set_back");
}

#[tokio::test]
async fn a_service_under_which_the_register_was_put_back_signs_no_more() {
    let office = Office::new().await;
    office.issue_list(list_of(2)).await.expect("issued");
    checkpoint(&office).await;
    let shrink = "update log_head set size = size - 1";
    office.book.raw(shrink).await;
    office.refresh().await.expect_err("noticed");
    let issuing = office.issue_list(list_of(1)).await;
    let refused = issuing.map(drop).expect_err("refused");
    assert_eq!(refused.code(), "register_set_back");
    let publishing = office.publish_checkpoint(&log_signer()).await;
    assert_eq!(publishing.expect_err("refused").code(), "register_set_back");
    // What was put back comes back, and with it the service.
    office.book.raw("update log_head set size = size + 1").await;
    office.issue_list(list_of(1)).await.expect("issued");
}

#[tokio::test]
async fn a_memory_that_cannot_be_written_keeps_nobody_from_verifying() {
    let office = Office::new().await;
    // A folder stands where the file grows.
    fs::create_dir(office.data().join(".log.checkpoint.draft")).expect("a folder");
    let issued = office.issue_list(list_of(2)).await.expect("issued");
    let newest = checkpoint(&office).await;
    assert_eq!(office.held().checkpoint.as_deref(), Some(&newest));
    let examined = office.verify(&codes(&issued)[1], None);
    assert_eq!(examined.verdict.outcome(Check::Register), Outcome::Pass);
}

#[tokio::test]
async fn a_new_machine_remembers_what_it_finds_published() {
    let office = Office::new().await;
    checkpoint(&office).await;
    let memory = office.data().join("log.checkpoint");
    fs::remove_file(&memory).expect("it was there");
    office.again(now()).await;
    assert!(memory.exists());
}
