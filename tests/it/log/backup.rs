//! Backups: taken while the register is in use, audited, and restored without losing anything.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ocop::clock::StoppedClock;
use ocop::config::Config;
use ocop::office::{self, Error, Restored, Restoring};

use super::{checkpoint, log_signer, record_log_key};
use crate::support::{Engine, Office, list_of, now, open, order, signer};

fn restoring(file: &Path, data: &Path) -> Restoring {
    Restoring {
        file: file.to_owned(),
        data: data.to_owned(),
        config: Config::new(Some("ocop.example.vn".to_owned()), false).expect("a host"),
        replace: false,
        checkpoint: None,
    }
}

async fn restore(restoring: Restoring) -> Result<Restored, Error> {
    office::restore(restoring, Arc::new(StoppedClock(now()))).await
}

fn code<T>(refused: Result<T, Error>) -> &'static str {
    refused.map(drop).expect_err("refused").code()
}

/// An office with three certificates under a checkpoint, and a folder beside it.
async fn office() -> (Office, PathBuf) {
    let office = Office::new().await;
    record_log_key(&office).await;
    office.issue_list(list_of(3)).await.expect("issued");
    checkpoint(&office).await;
    let elsewhere = office.data().join("elsewhere");
    fs::create_dir(&elsewhere).expect("a folder");
    (office, elsewhere)
}

#[tokio::test]
async fn a_copy_taken_while_others_write_is_whole_and_sound() {
    let (office, elsewhere) = office().await;
    let file = elsewhere.join("backup");
    let more = list_of(400);
    let (made, issued) = tokio::join!(office.backup(&file), office.issue_list(&more));
    issued.expect("issuing goes on");
    let made = made.expect("the copy is sound");
    assert!(made.audited.certificates >= 3);
    let mode = fs::metadata(&file).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600, "it holds names");
    assert_eq!(
        fs::read_dir(&elsewhere).unwrap().count(),
        1,
        "one file, no draft"
    );
    assert_eq!(code(office.backup(&file).await), "file_exists");

    let data = elsewhere.join("data");
    let restored = restore(restoring(&file, &data)).await.expect("restored");
    assert_eq!(restored.audited, made.audited);
    assert!(restored.put_aside.is_none() && restored.missing.is_none());
    let again = open(&data, office.config().clone(), now()).await;
    assert_eq!(again.audit().await.unwrap(), Ok(made.audited));
    again
        .publish_checkpoint(&log_signer())
        .await
        .expect("it goes on");
}

#[tokio::test]
async fn an_old_backup_is_restored_to_be_read_and_says_what_is_missing() {
    let (office, elsewhere) = office().await;
    let file = elsewhere.join("backup");
    office.backup(&file).await.expect("the copy is sound");
    office.issue_list(list_of(5)).await.expect("issued");
    let published = checkpoint(&office).await;

    // On the same machine the newest checkpoint is remembered.
    let mut here = restoring(&file, office.data());
    assert_eq!(
        code(restore(restoring(&file, office.data())).await),
        "file_exists"
    );
    here.replace = true;
    let restored = restore(here).await.expect("restored");
    let aside = restored.put_aside.expect("nothing is deleted");
    assert!(aside.exists());
    let missing = restored
        .missing
        .expect("two certificates were issued since");
    assert_eq!(missing.code(), "register_set_back");
    let back = open(office.data(), office.config().clone(), now()).await;
    let refused = back
        .issue(order("CB", list_of(6)), signer("CB"), |_, _| {})
        .await;
    assert_eq!(code(refused), "register_set_back");

    // On a new machine somebody has to bring it.
    let data = elsewhere.join("data");
    let known = elsewhere.join("checkpoint");
    fs::write(&known, published.note.to_string()).unwrap();
    let mut there = restoring(&file, &data);
    there.checkpoint = Some(known);
    let restored = restore(there).await.expect("restored");
    assert_eq!(
        restored.missing.map(|missing| missing.code()),
        Some("register_set_back")
    );
}

#[tokio::test]
async fn what_is_no_sound_backup_changes_nothing() {
    let (office, elsewhere) = office().await;
    let file = elsewhere.join("backup");
    office.backup(&file).await.expect("the copy is sound");
    let data = elsewhere.join("data");
    let rubbish = elsewhere.join("rubbish");
    fs::write(&rubbish, "rubbish").unwrap();
    assert_eq!(
        code(restore(restoring(&rubbish, &data)).await),
        "not_a_register"
    );
    let mut no_checkpoint = restoring(&file, &data);
    no_checkpoint.checkpoint = Some(rubbish);
    assert_eq!(code(restore(no_checkpoint).await), "not_a_checkpoint");
    assert_eq!(
        code(restore(restoring(&elsewhere.join("none"), &data)).await),
        "file_unusable"
    );

    office
        .book
        .raw("update certificates set address = 'Xã Khác' where certificate_index = 1")
        .await;
    let altered = elsewhere.join("altered");
    assert_eq!(code(office.backup(&altered).await), "backup_unsound");
    assert!(!altered.exists());
    let names = |folder: &Path| -> Vec<_> {
        fs::read_dir(folder).map_or_else(
            |_| Vec::new(),
            |files| files.map(|file| file.unwrap().file_name()).collect(),
        )
    };
    assert!(names(&data).is_empty(), "{:?}", names(&data));
    restore(restoring(&file, &data))
        .await
        .expect("the sound one is restored");
    assert_eq!(
        names(&data)
            .iter()
            .filter(|name| name.to_string_lossy().contains("draft"))
            .count(),
        0
    );
}

#[tokio::test]
async fn postgresql_has_tools_of_its_own() {
    let office = Office::on(Engine::Postgres).await;
    let file = office.data().join("backup");
    assert_eq!(code(office.backup(&file).await), "backup_by_postgres");
    assert!(!file.exists());
    let mut there = restoring(&file, office.data());
    there.config = office.config().clone();
    assert_eq!(code(restore(there).await), "backup_by_postgres");
}
