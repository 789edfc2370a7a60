//! Witnesses cosign the service's checkpoints, and what one of them saw is believed before the
//! register.

use std::fs;
use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;

use ocop::config::WitnessConfig;
use ocop::office::{self, Witnesses};
use ocop::scheme::log::{NoteKey, Proof};
use tempfile::TempDir;
use tokio::task::JoinHandle;

use super::published::get;
use super::set_back::copy;
use super::{checkpoint, log_key};
use crate::support::{Engine, Office, list_of, now, on_both_engines, open, order, signer};
use crate::witness::{folder, witness};

on_both_engines!(
    every_checkpoint_is_cosigned_and_proofs_carry_it,
    a_service_that_forgot_what_was_cosigned_is_told,
);

/// A witness that answers over HTTP.
pub struct Running {
    _folder: TempDir,
    pub config: WitnessConfig,
    server: JoinHandle<()>,
}

impl Running {
    pub async fn watching(log: NoteKey) -> Self {
        let (folder, key) = folder();
        let (listener, address) = listen();
        let router = ocop::http::witness_router(witness(folder.path(), &[log]));
        let server = tokio::spawn(async move {
            let served = ocop::http::serve(listener, router, std::future::pending()).await;
            served.expect("it serves");
        });
        let url = format!("http://{address}/");
        let config = WitnessConfig { key, url };
        Self {
            _folder: folder,
            config,
            server,
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.server.abort();
    }
}

fn listen() -> (TcpListener, SocketAddr) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("its address");
    (listener, address)
}

async fn office(engine: Engine, witnesses: &[&WitnessConfig]) -> Office {
    let witnesses: Vec<WitnessConfig> = witnesses.iter().map(|&known| known.clone()).collect();
    Office::with(engine, now(), |config| config.witnesses = witnesses).await
}

fn code<T>(refused: Result<T, office::Error>) -> &'static str {
    refused.map(drop).expect_err("refused").code()
}

async fn every_checkpoint_is_cosigned_and_proofs_carry_it(engine: Engine) {
    let running = Running::watching(log_key()).await;
    let key = &running.config.key;
    let office = office(engine, &[&running.config]).await;
    let witnesses = Witnesses::default();
    assert_eq!(
        office.ask_witnesses(&witnesses).await.expect("it answers"),
        0,
        "no checkpoint"
    );
    checkpoint(&office).await;
    // First contact.
    assert_eq!(
        office.ask_witnesses(&witnesses).await.expect("it answers"),
        1
    );
    assert_eq!(
        office.ask_witnesses(&witnesses).await.expect("it answers"),
        0,
        "it did"
    );
    for rows in [3, 300] {
        let issued = office.issue_list(list_of(rows)).await.expect("issued");
        let newest = checkpoint(&office).await;
        assert!(newest.note.check(key).is_err());
        assert_eq!(
            office.ask_witnesses(&witnesses).await.expect("it answers"),
            1
        );
        let held = office.held().checkpoint.clone().expect("it answers");
        assert_eq!((held.size, held.root), (newest.size, newest.root));
        assert_eq!(held.note.check(key), Ok(()));
        assert_eq!(held.note.check(&log_key()), Ok(()));

        let (_, _, body) = get(&office, "/log/checkpoint").await;
        assert_eq!(body, held.note.to_string().into_bytes());
        let number = issued.certificates[0].certificate.number;
        let path = format!("/api/v1/certificates/{number}/proof");
        let (_, _, body) = get(&office, &path).await;
        let proof = Proof::read(str::from_utf8(&body).expect("it answers")).expect("it answers");
        assert!(proof.check(&[log_key()]).is_ok());
        assert_eq!(proof.checkpoint.check(key), Ok(()));
        // A replica sends the same.
        let replica = office.again(now()).await;
        assert_eq!(replica.held().checkpoint, office.held().checkpoint);
    }
}

async fn a_service_that_forgot_what_was_cosigned_is_told(engine: Engine) {
    let running = Running::watching(log_key()).await;
    let office = office(engine, &[&running.config]).await;
    checkpoint(&office).await;
    assert_eq!(
        office
            .ask_witnesses(&Witnesses::default())
            .await
            .expect("it answers"),
        1
    );
    office.issue_list(list_of(2)).await.expect("issued");
    checkpoint(&office).await;
    // It begins at nothing again, and the witness says where it is.
    assert_eq!(
        office
            .ask_witnesses(&Witnesses::default())
            .await
            .expect("it answers"),
        1
    );
}

/// An office on an old backup of the register, without the memory of what was published since,
/// and the backup's configuration. The witness saw what is lost.
async fn set_back(running: &Running) -> (Office, PathBuf) {
    let office = office(Engine::Sqlite, &[&running.config]).await;
    office.issue_list(list_of(2)).await.expect("issued");
    checkpoint(&office).await;
    copy(&office, "backup", "register.sqlite");
    office.issue_list(list_of(5)).await.expect("issued");
    checkpoint(&office).await;
    assert_eq!(
        office
            .ask_witnesses(&Witnesses::default())
            .await
            .expect("it answers"),
        1
    );
    copy(&office, "register.sqlite", "backup");
    let memory = office.data().join("log.checkpoint");
    fs::remove_file(&memory).expect("there was a memory");
    (office, memory)
}

#[tokio::test]
async fn a_witness_that_saw_more_ends_all_signing() {
    let running = Running::watching(log_key()).await;
    let (lost, _) = set_back(&running).await;
    let back = open(lost.data(), lost.config().clone(), now()).await;
    assert_eq!(
        back.ask_witnesses(&Witnesses::default())
            .await
            .expect("it answers"),
        0
    );
    let issued = back.issue(order("CB", list_of(3)), signer("CB"), |_, _| {});
    assert_eq!(code(issued.await), "register_set_back");
    assert_eq!(
        code(back.publish_checkpoint(&super::log_signer()).await),
        "register_set_back"
    );
    // Restoring what is missing is the way out.
    assert_eq!(
        back.ask_witnesses(&Witnesses::default())
            .await
            .expect("it answers"),
        0
    );
}

#[tokio::test]
async fn a_witness_that_saw_another_history_ends_all_signing() {
    for rows in [5, 60] {
        let running = Running::watching(log_key()).await;
        let (lost, _) = set_back(&running).await;
        let back = open(lost.data(), lost.config().clone(), now()).await;
        // As many entries as were lost, or more, and others.
        let others = list_of(rows).replace("số 4", "số 91");
        let issued = back.issue(order("CB", others), signer("CB"), |_, _| {});
        issued.await.expect("nothing is known yet");
        checkpoint(&back).await;
        assert_eq!(
            back.ask_witnesses(&Witnesses::default())
                .await
                .expect("it answers"),
            0
        );
        let issued = back.issue(order("CB", list_of(70)), signer("CB"), |_, _| {});
        assert_eq!(code(issued.await), "register_forked", "{rows}");
    }
}

#[tokio::test]
async fn witnesses_that_are_no_help_stand_in_nobodys_way() {
    let running = Running::watching(log_key()).await;
    // Another key than it has, an address where nobody is, and one who watches another log.
    let (listener, nobody) = listen();
    drop(listener);
    let other = NoteKey::of_witness("witness.example/w1".to_owned(), log_key().key);
    let mut elsewhere = log_key();
    "elsewhere.example/log".clone_into(&mut elsewhere.name);
    let elsewhere = Running::watching(elsewhere).await;
    let configs = [
        WitnessConfig {
            key: other.clone(),
            ..running.config.clone()
        },
        WitnessConfig {
            url: format!("http://{nobody}"),
            ..running.config.clone()
        },
        elsewhere.config.clone(),
        running.config.clone(),
    ];
    let office = office(Engine::Sqlite, &configs.iter().collect::<Vec<_>>()).await;
    checkpoint(&office).await;
    let witnesses = Arc::new(Witnesses::default());
    assert_eq!(
        office.ask_witnesses(&witnesses).await.expect("it answers"),
        1
    );
    let held = office.held().checkpoint.clone().expect("it answers");
    assert_eq!(held.note.check(&running.config.key), Ok(()));
    assert!(
        held.note.check(&other).is_err(),
        "a stranger's line is not taken"
    );
    assert_eq!(held.note.signatures.len(), 2);
    office.issue_list(list_of(2)).await.expect("work goes on");
}
