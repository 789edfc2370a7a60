//! The right keys signed it, and yet it contradicts what the log says.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::TimeDelta;
use ocop::office::monitor::{Answer, Stopped};
use ocop::scheme::log::{Note, NoteKey, cosignature, to_be_cosigned};
use ocop::scheme::seal::PublicKey;
use ocop::scheme::status::{Status, StatusList};
use ocop::scheme::status_list::Claims;
use ocop::scheme::trust::{Council, CouncilKey, KeyState, TrustList};

use super::{Site, Watch, office, publish, published, revoke, root};
use crate::support::{Engine, list_of, now, passphrase, signer};

/// The published trust list.
pub fn trust(site: &Site) -> TrustList {
    TrustList::from_sealed(&site.0["/trust"], &root()).expect("the trust list")
}

/// A status list of CB as its key would sign it.
pub fn status_list(site: &Site, list: &StatusList) -> Vec<u8> {
    let trust = trust(site);
    let council = trust.council("CB".parse().expect("a code")).expect("CB");
    let kid = council.status_keys[0].kid;
    let claims = Claims::new(council.status_list.clone(), list);
    let signature = signer("CB status").sign(&claims.cwt_to_be_signed(kid));
    claims.to_cwt(kid, &signature.expect("signed"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_status_list_that_says_otherwise() {
    let office = published(Engine::Sqlite, 3).await;
    let site = Site::of(&office).await;
    let watch = Watch::default();
    let entries = |entries: &[(u32, Status)]| entries.iter().copied().collect::<HashMap<_, _>>();
    let list = StatusList {
        as_of: now(),
        expires_at: None,
        size: 3,
        entries: entries(&[(0, Status::Revoked)]),
    };
    assert_eq!(
        status_list(&site, &list),
        site.0["/status/CB"],
        "as it was signed"
    );
    for (said, size, code) in [
        (entries(&[]), 3, "status_list_differs"),
        (entries(&[(0, Status::Suspended)]), 3, "status_list_differs"),
        (
            entries(&[(0, Status::Revoked), (2, Status::Revoked)]),
            3,
            "status_list_differs",
        ),
    ] {
        let as_of = now() + TimeDelta::minutes(5);
        let list = StatusList {
            as_of,
            size,
            entries: said,
            ..list.clone()
        };
        let found = watch.found(&site.with("/status/CB", status_list(&site, &list)));
        assert_eq!(found.code, code);
        assert!(found.at.starts_with("/status/CB, entry "), "{}", found.at);
    }
    // Within a minute of the change the list need not know it yet, and later it must.
    for (seconds, found) in [(0, false), (59, false), (60, true)] {
        let as_of = now() + TimeDelta::seconds(seconds);
        let list = StatusList {
            as_of,
            entries: entries(&[]),
            ..list.clone()
        };
        let watched = watch.site(&site.with("/status/CB", status_list(&site, &list)));
        match watched {
            Err(Stopped::Found(differs)) if found => {
                assert_eq!(differs.code, "status_list_differs")
            }
            // Then the certificate is judged by that list.
            Ok(_) if !found => {}
            other => panic!("{seconds}: {other:?}"),
        }
    }
    let as_of = now() + TimeDelta::minutes(5);
    let short = StatusList {
        as_of,
        size: 2,
        ..list.clone()
    };
    let found = watch.found(&site.with("/status/CB", status_list(&site, &short)));
    assert_eq!(found.code, "status_list_short");
    let mut missing = site.clone();
    missing.0.remove("/status/CB");
    assert_eq!(watch.found(&missing).code, "status_list_missing");
    let watch = Watch {
        at: now() + TimeDelta::hours(49),
        ..watch
    };
    assert_eq!(watch.found(&site).code, "status_list_stale");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_trust_list_that_the_log_does_not_know() {
    let office = published(Engine::Sqlite, 1).await;
    let site = Site::of(&office).await;
    let watch = Watch::default();
    let list = trust(&site);
    let resigned = |councils: Vec<Arc<Council>>, version| {
        let again = TrustList::new(version, list.issued_at(), list.expires_at(), councils);
        let again = again.with_programme_keys(list.programme_keys().to_vec());
        let signature = signer("root")
            .sign(&again.to_be_signed(&root()))
            .expect("signed");
        site.with("/trust", again.sealed(&root(), signature))
    };
    let councils = || list.councils().to_vec();
    // A key that only some are shown.
    let mut with_key = councils();
    let x = PublicKey::new(signer("secret").public_key()).expect("a sound key");
    let mut council = Council::clone(&with_key[0]);
    council.keys.push(CouncilKey {
        kid: x.id(),
        x,
        ..council.keys[0].clone()
    });
    with_key[0] = Arc::new(council);
    for (councils, version) in [(with_key, 3), (councils(), 4), (councils(), 2)] {
        let found = watch.found(&resigned(councils, version));
        assert_eq!(found.code, "trust_list_not_in_log", "{found:?}");
    }
    let other = Watch {
        root: PublicKey::new(signer("other").public_key()).ok(),
        ..Watch::default()
    };
    assert_eq!(other.found(&site).code, "trust_list_wrong_root");
    let expired = Watch {
        at: list.expires_at(),
        ..Watch::default()
    };
    assert_eq!(expired.found(&site).code, "trust_list_expired");
    let large = site.with("/trust", vec![0; 5 << 20]);
    assert_eq!(watch.found(&large).code, "answer_too_large");

    // An older one, long after the next was published.
    let old = site.0["/trust"].clone();
    office
        .publish_trust_list(passphrase())
        .await
        .expect("published");
    publish(&office).await;
    let site = Site::of(&office).await;
    let found = watch.found(&site.with("/trust", old.clone()));
    assert_eq!(found.code, "trust_list_withheld");
    let soon = Watch {
        at: now() + TimeDelta::minutes(5),
        ..Watch::default()
    };
    soon.site(&site.with("/trust", old))
        .expect("it may come from a cache");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_trust_list_that_keeps_a_compromise_back() {
    let office = office(Engine::Sqlite).await;
    let own = office.register().keys().await.expect("keys");
    let kid = own.last().expect("a key").key.kid;
    office.issue_list(list_of(1)).await.expect("issued");
    let list = office.held().trust.clone();
    office.retire_key(kid).await.expect("retired");
    // Signed as if nothing had happened, and recorded so.
    let next = TrustList::new(4, now(), list.expires_at(), list.councils().to_vec());
    let next = next.with_programme_keys(list.programme_keys().to_vec());
    let signature = signer("root")
        .sign(&next.to_be_signed(&root()))
        .expect("signed");
    let record = ocop::register::TrustListRecord {
        version: 4,
        issued_at: now(),
        expires_at: list.expires_at(),
        sealed: next.sealed(&root(), signature),
    };
    let recorded = office
        .register()
        .enter(move |entry| Box::pin(async move { entry.add_trust_list(&record).await }));
    recorded.await.expect("recorded");
    office.refresh().await.expect("refreshed");
    publish(&office).await;
    let mut fetched = super::fetcher(&office);
    let watched = tokio::task::block_in_place(|| Watch::default().with(&mut fetched, &mut || {}));
    let Err(Stopped::Found(found)) = watched else {
        panic!("{watched:?}")
    };
    assert_eq!(
        (found.code, found.expected.as_str()),
        ("key_state_withheld", KeyState::Retired.name())
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_log_whose_leaves_contradict_each_other() {
    for (kind, was, is, code) in [
        (
            "certificate_revoked",
            "certificate_revoked",
            "certificate_renamed",
            "entry_kind_unknown",
        ),
        (
            "certificate_revoked",
            "food-safety",
            "bad-taste",
            "entry_impossible",
        ),
        (
            "certificate_issued",
            "\"decision\":10",
            "\"decision\":9",
            "entry_unfounded",
        ),
        (
            "council_added",
            "{\"level\"",
            "{ \"level\"",
            "entry_malformed",
        ),
    ] {
        let office = office(Engine::Sqlite).await;
        let issued = office.issue_list(list_of(2)).await.expect("issued");
        revoke(
            &office,
            issued.certificates[1].certificate.number.to_string(),
        )
        .await;
        let sql = format!(
            "update events set kind = replace(kind, '{was}', '{is}'), body = replace(body, '{was}', '{is}')
             where kind = '{kind}'"
        );
        office.book.raw(&sql).await;
        publish(&office).await;
        let mut fetched = super::fetcher(&office);
        let watched =
            tokio::task::block_in_place(|| Watch::default().with(&mut fetched, &mut || {}));
        let Err(Stopped::Found(found)) = watched else {
            panic!("{kind}: {watched:?}")
        };
        assert_eq!(found.code, code, "{found:?}");
        assert!(found.at.contains(", entry "), "{}", found.at);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn witnesses_that_are_asked_for_must_have_cosigned() {
    let office = published(Engine::Sqlite, 1).await;
    let site = Site::of(&office).await;
    let witness = |name: &str| {
        let key = PublicKey::new(signer("witness").public_key()).expect("a sound key");
        NoteKey::of_witness(name.to_owned(), key)
    };
    let keys = [witness("witness.example/w1")];
    let watch = Watch {
        witnesses: &keys,
        ..Watch::default()
    };
    assert_eq!(watch.found(&site).code, "log_not_witnessed");
    let mut note = Note::read(&site.0["/log/checkpoint"]).expect("a note");
    let message = to_be_cosigned(&note.text, now());
    let signature = signer("witness").sign(message.as_bytes()).expect("signed");
    note.signatures
        .push(cosignature(&keys[0], now(), &signature));
    let before = site.clone();
    let site = site.with("/log/checkpoint", note.to_string());
    assert_eq!(watch.site(&site).expect("nothing is wrong").witnesses, 1);
    // It may cosign a moment later.
    let waited = std::cell::Cell::new(0);
    let mut fetch = |path: &str, most: u64| {
        let published = if waited.get() < 2 { &before } else { &site };
        Ok(published.answer(path, most))
    };
    let watched = watch.with(&mut fetch, &mut || waited.set(waited.get() + 1));
    assert_eq!(watched.expect("nothing is wrong").witnesses, 1);
    let keys = [witness("witness.example/w2")];
    let watch = Watch {
        witnesses: &keys,
        ..Watch::default()
    };
    assert_eq!(watch.found(&site).code, "log_not_witnessed");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cannot_be_reached_is_nobodys_fault() {
    let office = published(Engine::Sqlite, 1).await;
    let site = Site::of(&office).await;
    for gone in site.0.keys() {
        for answer in [Err("no route".to_owned()), Ok(Answer::Status(503))] {
            let mut answer = Some(answer);
            let mut fetch = |path: &str, most: u64| {
                if path == gone {
                    answer.take().expect("asked once")
                } else {
                    Ok(site.answer(path, most))
                }
            };
            let stopped = Watch::default()
                .with(&mut fetch, &mut || {})
                .expect_err("stopped");
            assert_eq!(stopped.code(), "server_unreachable", "{gone}");
            assert!(matches!(stopped, Stopped::Unreachable { at, .. } if at == *gone));
        }
        let mut without = site.clone();
        without.0.remove(gone);
        let found = Watch::default().found(&without);
        assert!(
            matches!(found.code, "not_published" | "status_list_missing"),
            "{found:?}"
        );
    }
}
