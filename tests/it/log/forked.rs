//! A restored copy of a register is run beside the original, with the same keys: nobody can keep
//! either from signing at first, and neither can hide it.

use std::fs;
use std::sync::Arc;

use ocop::clock::StoppedClock;
use ocop::config::WitnessConfig;
use ocop::office::monitor::Stopped;
use ocop::office::{self, Restoring, Witnesses};
use ocop::scheme::log::{Checkpoint, Note};
use ocop::scheme::verdict::Kind;

use super::witnessed::Running;
use super::{log_key, log_signer};
use crate::monitor::{Site, Watch, later, publish, with_keys};
use crate::support::{Book, Engine, Office, codes, list_of, now, open};

/// An office with three certificates and what it published, of which a witness knows.
async fn original(witness: &WitnessConfig) -> Office {
    let office = Office::with(Engine::Sqlite, now(), |config| {
        config.witnesses = vec![witness.clone()];
    });
    let office = with_keys(office.await).await;
    office.issue_list(list_of(3)).await.expect("issued");
    publish(&office).await;
    assert_eq!(cosigned(&office, &Witnesses::default()).await, 1);
    office
}

/// Its newest backup, restored by the book: with its keys, and the newest checkpoint that anybody
/// saw. What is missing is that the original was stopped.
async fn restored(original: &Office) -> Office {
    let book = Book::on(Engine::Sqlite).await;
    let data = book.folder.path();
    let file = original.data().join("backup");
    original.backup(&file).await.expect("a sound copy");
    let config = original.config().clone();
    let restoring = Restoring {
        file,
        data: data.to_owned(),
        config: config.clone(),
        replace: false,
        checkpoint: Some(original.data().join("log.checkpoint")),
    };
    let restored = office::restore(restoring, Arc::new(StoppedClock(now())));
    let restored = restored.await.expect("restored");
    assert!(restored.missing.is_none(), "nothing was published since");
    let keys = original.data().join("keys");
    fs::create_dir_all(data.join("keys")).expect("a folder");
    for key in fs::read_dir(keys).expect("the keys") {
        let key = key.expect("a key");
        fs::copy(key.path(), data.join("keys").join(key.file_name())).expect("copied");
    }
    let office = open(data, config, now()).await;
    Office { office, book }
}

/// How many witnesses cosigned.
async fn cosigned(office: &Office, witnesses: &Witnesses) -> usize {
    office.ask_witnesses(witnesses).await.expect("it answers")
}

/// A list of five, of which three are issued: the last two are others at each.
fn others() -> String {
    list_of(5).replace("số 4", "số 94").replace("số 5", "số 95")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_that_runs_beside_the_original_is_told_by_the_witness_and_signs_no_more() {
    let witness = Running::watching(log_key()).await;
    let original = original(&witness.config).await;
    let copy = restored(&original).await;
    let (ours, theirs) = (Witnesses::default(), Witnesses::default());

    // Both go on; the original is at the witness first.
    original.issue_list(list_of(5)).await.expect("issued");
    copy.issue_list(others())
        .await
        .expect("nothing is known yet");
    publish(&original).await;
    publish(&copy).await;
    assert_eq!(cosigned(&original, &ours).await, 1);
    assert_eq!(cosigned(&copy, &theirs).await, 0);

    let refused = copy.issue_list(others().replace("số 95", "số 96")).await;
    let refused = refused.map(drop).expect_err("refused");
    assert_eq!(refused.code(), "register_forked");
    let refused = copy.publish_checkpoint(&log_signer()).await;
    assert_eq!(refused.expect_err("refused").code(), "register_forked");
    // Whoever asks for the witness's line is told too.
    let site = Site::of(&copy).await;
    let keys = [witness.config.key.clone()];
    let watch = Watch {
        witnesses: &keys,
        ..Watch::default()
    };
    assert_eq!(watch.found(&site).code, "log_not_witnessed");

    // The original goes on as if there had been no other.
    original.issue_list(list_of(7)).await.expect("issued");
    publish(&original).await;
    assert_eq!(cosigned(&original, &ours).await, 1);
    let site = Site::of(&original).await;
    watch.site(&site).expect("nothing is wrong");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_histories_of_one_register_are_evidence_for_whoever_saw_one_and_no_code_of_one_is_genuine_at_the_other()
 {
    let witness = Running::watching(log_key()).await;
    let original = original(&witness.config).await;
    let copy = restored(&original).await;
    // Neither asks the witness, as if there were none.
    let here = original.issue_list(list_of(5)).await.expect("issued");
    let there = copy.issue_list(others()).await.expect("issued");
    publish(&original).await;
    publish(&copy).await;

    // One number stands on two certificates, and each is genuine only where it was recorded.
    let last = |issued: &office::Issued| codes(issued).last().expect("a code").clone();
    let number = |issued: &office::Issued| {
        let certificate = issued.certificates.last().expect("a certificate");
        certificate.certificate.number
    };
    assert_eq!(number(&here), number(&there));
    for (office, issued, kind) in [
        (&original, &here, Kind::Genuine),
        (&original, &there, Kind::NotRegistered),
        (&copy, &there, Kind::Genuine),
        (&copy, &here, Kind::NotRegistered),
    ] {
        // As soon as its register must know what was sealed.
        let office = office.again(later()).await;
        let verdict = office.verify(&last(issued), None).verdict;
        assert_eq!(verdict.kind, kind);
    }

    // Each is sound for who sees it alone; who saw the one is told at the other, and keeps a
    // checkpoint that the log's key signed, as many entries and another tree.
    let (ours, theirs) = (Site::of(&original).await, Site::of(&copy).await);
    let folder = tempfile::tempdir().expect("a folder");
    let seen = folder.path().join("seen.json");
    let watch = Watch {
        state: Some(&seen),
        at: later(),
        ..Watch::default()
    };
    watch.site(&ours).expect("nothing is wrong");
    let found = match watch.site(&theirs) {
        Err(Stopped::Found(found)) => found,
        other => panic!("nothing was found: {other:?}"),
    };
    assert_eq!(found.code, "log_not_consistent");
    let kept = fs::read(folder.path().join("seen.json.checkpoint")).expect("it remembers");
    let signed = |note: &[u8]| {
        let note = Note::read(note).expect("a note");
        Checkpoint::signed(&note, &[log_key()]).expect("signed by the log's key")
    };
    let (kept, shown) = (signed(&kept), signed(&theirs.0["/log/checkpoint"]));
    assert_eq!(kept.size, shown.size);
    assert_ne!(kept.root, shown.root);
    watch.site(&ours).expect("the one that was seen goes on");
}
