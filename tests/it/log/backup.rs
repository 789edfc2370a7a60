//! Backups: taken while the register is in use, audited, and restored without losing anything.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ocop::clock::StoppedClock;
use ocop::config::Config;
use ocop::office::{self, Error, Restored, Restoring, audit_folder};

use super::{checkpoint, log_signer, record_log_key};
use crate::support::{Book, Engine, Office, list_of, now, open, order, signer};

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
async fn a_journal_that_was_left_behind_is_not_read_into_the_backup() {
    let (office, elsewhere) = office().await;
    let file = elsewhere.join("backup");
    let made = office.backup(&file).await.expect("the copy is sound");
    office.issue_list(list_of(5)).await.expect("issued");
    let data = elsewhere.join("data");
    fs::create_dir(&data).unwrap();
    // The register is gone, its journal is not. As after a restore that was cut short, there is
    // one beside the draft too.
    let journal = fs::read(office.data().join("register.sqlite-wal")).unwrap();
    assert!(!journal.is_empty());
    for name in ["register.sqlite-wal", "register.sqlite.draft-wal"] {
        fs::write(data.join(name), &journal).unwrap();
    }

    let restored = restore(restoring(&file, &data)).await.expect("restored");
    assert_eq!(restored.audited, made.audited);
    let aside = restored.put_aside.expect("nothing is deleted");
    assert!(aside.to_string_lossy().ends_with("Z-wal"), "{aside:?}");
    assert_eq!(fs::read(aside).unwrap(), journal);
    let again = open(&data, office.config().clone(), now()).await;
    assert_eq!(again.audit().await.unwrap(), Ok(made.audited));
}

#[tokio::test]
async fn a_checkpoint_that_cannot_be_kept_in_mind_changes_nothing() {
    let (office, elsewhere) = office().await;
    let file = elsewhere.join("backup");
    office.backup(&file).await.expect("the copy is sound");
    let known = elsewhere.join("checkpoint");
    fs::copy(office.data().join("log.checkpoint"), &known).unwrap();
    let data = elsewhere.join("data");
    fs::create_dir(&data).unwrap();
    fs::write(data.join("log.checkpoint"), "rubbish").unwrap();
    let mut there = restoring(&file, &data);
    there.checkpoint = Some(known);
    assert_eq!(code(restore(there).await), "checkpoint_unreadable");
    assert!(!data.join("register.sqlite").exists());
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
async fn numbers_of_a_lost_register_are_not_given_again() {
    let office = Office::new().await;
    office.issue_list(list_of(2)).await.expect("issued");
    let council = "CB".parse().expect("a code");
    let next = async |through| {
        office
            .skip_numbers(council, through)
            .await
            .expect("skipped")
    };
    assert_eq!(next(7).await, 8);
    assert_eq!(next(3).await, 8, "nothing is taken back");
    let issued = office.issue_list(list_of(3)).await.expect("issued");
    assert_eq!(issued.certificates[2].certificate.number.index, 8);
    let nobody = office.skip_numbers("XX".parse().expect("a code"), 1).await;
    assert_eq!(code(nobody), "no_such_council");
}

/// A program of PostgreSQL, wherever Debian keeps it.
fn postgres_program(name: &str) -> PathBuf {
    let versions = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten();
    let mut found: Vec<PathBuf> = versions
        .map(|version| version.path().join("bin").join(name))
        .collect();
    found.retain(|path| path.exists());
    found.sort();
    found.pop().unwrap_or_else(|| name.into())
}

#[tokio::test]
async fn a_dump_of_postgresql_is_audited_and_compared_when_it_is_restored() {
    let office = Office::on(Engine::Postgres).await;
    record_log_key(&office).await;
    office.issue_list(list_of(3)).await.expect("issued");
    checkpoint(&office).await;
    let url = |office: &Office| office.config().database.clone().expect("a URL");
    let dump = office.data().join("dump.sql");
    let dumped = std::process::Command::new(postgres_program("pg_dump"))
        .args(["--no-owner", "--file"])
        .args([&dump])
        .arg(url(&office))
        .status();
    assert!(dumped.expect("pg_dump runs").success());
    let published = {
        office.issue_list(list_of(4)).await.expect("issued");
        checkpoint(&office).await
    };

    let book = Book::on(Engine::Postgres).await;
    let restored = std::process::Command::new(postgres_program("psql"))
        .args([
            "--quiet",
            "--set",
            "ON_ERROR_STOP=1",
            "--output",
            "/dev/null",
            "--file",
        ])
        .args([&dump])
        .arg(book.config().database.expect("a URL"))
        .status();
    assert!(restored.expect("psql runs").success());
    let audit = async || {
        let clock = StoppedClock(now());
        let audited = audit_folder(book.folder.path(), &book.config(), &clock).await;
        audited.expect("it answers")
    };
    assert_eq!(audit().await.expect("it is sound").certificates, 3);
    // With what the old data folder remembers it is found to lack an entry.
    let memory = book.folder.path().join("log.checkpoint");
    fs::write(memory, published.note.to_string()).expect("a file");
    let fault = audit().await.expect_err("one certificate was issued since");
    assert!(
        fault.message.en.contains("are missing"),
        "{}",
        fault.message.en
    );
    let back = open(book.folder.path(), book.config(), now()).await;
    let refused = back
        .issue(order("CB", list_of(6)), signer("CB"), |_, _| {})
        .await;
    assert_eq!(code(refused), "register_set_back");
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
