//! The book becomes a log: checkpoints, tiles and proofs on both engines.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot set its desk fails there"
)]

use ocop::office::{self, Error};
use ocop::scheme::log::{Hash, Leaf, TileId, TilePath, is_consistent, unbundle};
use ocop::scheme::token::TokenDigest;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{checkpoint, log_key, log_signer};
use crate::support::{Engine, Office, at, list_of, now, on_both_engines};

on_both_engines!(
    every_event_is_a_leaf_and_every_checkpoint_covers_all_of_them,
    a_certificate_is_proven_to_be_in_the_log,
    two_replicas_publish_one_log,
    a_leaf_names_nobody_and_commits_to_everything,
);

/// The leaves that a published tree has, as a monitor gets them.
async fn leaves(office: &office::Office, size: u64) -> Vec<Vec<u8>> {
    let mut leaves = Vec::new();
    for id in TileId::all_of(size).filter(|id| id.level == 0) {
        let path = TilePath::of(id, id.width_at(size)).to_string();
        let path = path.replacen('0', "entries", 1).parse().expect("a path");
        let bundle = office.log_tile(path).await.expect("the register answers");
        let bundle = bundle.expect("the published tree has it");
        let whole = unbundle(&bundle).expect("a bundle");
        leaves.extend(whole.into_iter().map(<[u8]>::to_vec));
    }
    leaves
}

/// The root by its definition (RFC 6962, section 2.1).
fn naive(leaves: &[Vec<u8>]) -> Hash {
    match leaves {
        [] => Hash::of_nothing(),
        [leaf] => Hash::of_leaf(leaf),
        leaves => {
            let (left, right) = leaves.split_at(leaves.len().next_power_of_two() / 2);
            Hash::of_children(naive(left), naive(right))
        }
    }
}

async fn every_event_is_a_leaf_and_every_checkpoint_covers_all_of_them(engine: Engine) {
    let office = Office::on(engine).await;
    let mut published = vec![checkpoint(&office).await];
    for rows in [3, 40, 41, 300, 700] {
        office.issue_list(list_of(rows)).await.expect("issued");
        let newest = checkpoint(&office).await;
        let size = u64::try_from(office.register().size().await.unwrap()).unwrap();
        assert_eq!(newest.size, size);
        assert_eq!(newest.note.check(&log_key()), Ok(()));
        assert_eq!(office.held().checkpoint.as_deref(), Some(&newest));
        published.push(newest);
    }
    let again = office.publish_checkpoint(&log_signer()).await.unwrap();
    assert_eq!(again, None, "nothing was recorded since");

    for newer in &published {
        let leaves = leaves(&office, newer.size).await;
        assert_eq!(leaves.len() as u64, newer.size);
        assert_eq!(naive(&leaves), newer.root, "{}", newer.size);
        for (leaf, position) in leaves.iter().zip(0..) {
            assert_eq!(Leaf::from_bytes(leaf).unwrap().position, position);
        }
        for older in &published {
            let proof = office.prove_consistency(older.size, newer.size).await;
            if older.size <= newer.size {
                let (old, root) = (older.size, older.root);
                let proof = proof.expect("both were published");
                assert!(is_consistent(old, root, newer.size, newer.root, &proof));
            } else {
                let code = proof.expect_err("the wrong way round").code();
                assert_eq!(code, "no_such_tree");
            }
        }
    }
    let newest = published.last().unwrap().size;
    let beyond = office.prove_consistency(1, newest + 1).await;
    assert_eq!(beyond.expect_err("unpublished").code(), "no_such_tree");
    for id in TileId::all_of(newest) {
        let width = id.width_at(newest);
        let tile = office.log_tile(TilePath::of(id, width)).await.unwrap();
        assert_eq!(tile.map(|tile| tile.len()), Some(width * Hash::LENGTH));
        if width < 256 {
            let wider = office.log_tile(TilePath::of(id, width + 1)).await.unwrap();
            assert_eq!(wider, None, "not published");
        }
    }
}

async fn a_certificate_is_proven_to_be_in_the_log(engine: Engine) {
    let office = Office::on(engine).await;
    let issued = office.issue_list(list_of(20)).await.expect("issued");
    let number = issued.certificates[7].certificate.number;
    let code = |refused: Result<_, Error>| refused.map(drop).expect_err("refused").code();
    assert_eq!(code(office.prove(number).await), "no_checkpoint");
    let newest = checkpoint(&office).await;
    let proof = office.prove(number).await.expect("proven");
    let covered = proof.check(&[log_key()]).expect("it holds");
    assert_eq!((covered.size, covered.root), (newest.size, newest.root));
    let leaf = Leaf::from_bytes(&proof.leaf).unwrap();
    assert_eq!(leaf.kind, "certificate_issued");
    assert_eq!(leaf.subject, number.to_string());

    let more = office.issue_list(list_of(21)).await.expect("issued");
    let late = more.certificates[20].certificate.number;
    assert_eq!(code(office.prove(late).await), "not_in_log_yet");
    let unknown = "CB-99999-F".parse().unwrap();
    assert_eq!(code(office.prove(unknown).await), "no_such_number");
    // The old proof stands, and the new one is under the new checkpoint.
    checkpoint(&office).await;
    assert!(proof.check(&[log_key()]).is_ok());
    let newer = office.prove(number).await.unwrap();
    assert_eq!(newer.check(&[log_key()]).unwrap().size, newest.size + 1);
}

async fn two_replicas_publish_one_log(engine: Engine) {
    let office = Office::on(engine).await;
    let other = office.again(now()).await;
    let signer = log_signer();
    for rows in [30, 60, 90] {
        office.issue_list(list_of(rows)).await.expect("issued");
        let (one, two) = tokio::join!(
            office.publish_checkpoint(&signer),
            other.publish_checkpoint(&signer),
        );
        let published = [one.unwrap(), two.unwrap()];
        assert!(published.iter().any(Option::is_some), "one was first");
        office.refresh().await.unwrap();
        other.refresh().await.unwrap();
        assert_eq!(office.held().checkpoint, other.held().checkpoint);
    }
    let later = office.again(at("2026-08-11T03:00:00Z")).await;
    assert_eq!(later.held().checkpoint, office.held().checkpoint);
}

async fn a_leaf_names_nobody_and_commits_to_everything(engine: Engine) {
    let office = Office::on(engine).await;
    office.issue_list(list_of(2)).await.expect("issued");
    let newest = checkpoint(&office).await;
    let leaves: Vec<Leaf> = leaves(&office, newest.size)
        .await
        .iter()
        .map(|leaf| Leaf::from_bytes(leaf).unwrap())
        .collect();
    let kinds: Vec<&str> = leaves.iter().map(|leaf| leaf.kind.as_str()).collect();
    for kind in [
        "programme_created",
        "council_added",
        "key_added",
        "trust_list_published",
    ] {
        assert!(kinds.contains(&kind), "{kind} in {kinds:?}");
    }
    let issued = leaves.last().unwrap();
    let body: Value = serde_json::from_str(&issued.body).unwrap();
    let keys: Vec<&String> = body.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["decision", "record", "token"]);
    let number = issued.subject.parse().unwrap();
    let record = office
        .register()
        .certificate(number)
        .await
        .unwrap()
        .unwrap();
    let digest = base64_url(&Sha256::digest(&record.token));
    assert_eq!(body["token"], json!(digest));
    assert!(!issued.body.contains("Tân Việt Á"));
    // What a pack knows a token by is the beginning of what the log commits to.
    let short = TokenDigest::of(&record.token);
    assert_eq!(Sha256::digest(&record.token)[..8], short.0);
}

fn base64_url(bytes: &[u8]) -> String {
    use base64::Engine;
    base64::prelude::BASE64_URL_SAFE_NO_PAD.encode(bytes)
}
