//! The pack beside the log: what verifiers without a network are told is what everybody is told.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use ocop::office::{NewProgrammeKey, ProgrammeKeyHolder};
use ocop::scheme::pack::{PackFile, PartName, UnsealedPack};
use ocop::scheme::status::{Status, StatusList};
use ocop::scheme::trust::{ProgrammePurpose, TrustList};

use super::contradicted::{status_list, trust};
use super::{Site, Watch, publish, published, revoke, root, with_keys};
use crate::support::{Engine, Office, fresh, list_of, now, passphrase, signer};

type Parts = Vec<(PartName, Arc<[u8]>)>;

/// What an office publishes that has three certificates, the first of them revoked, and a pack.
async fn site() -> Site {
    let office = Office::on(Engine::Sqlite).await;
    let new = NewProgrammeKey {
        purpose: ProgrammePurpose::Pack,
        seals_from: None,
        seals_until: None,
    };
    let made = office.generate_programme_key(new, fresh("pack"), passphrase());
    made.await.expect("the packs' key");
    let office = with_keys(office).await;
    let issued = office.issue_list(list_of(3)).await.expect("issued");
    let first = issued.certificates[0].certificate.number;
    revoke(&office, first.to_string()).await;
    publish(&office).await;
    let due = office.due_pack().await.expect("the register answers");
    let key = ProgrammeKeyHolder::new(ProgrammePurpose::Pack, passphrase());
    let made = office.make_pack(due.expect("a pack is due"), &key);
    made.await.expect("a pack");
    Site::of(&office).await
}

/// The site with another pack, made so many minutes later, as the packs' key would sign it.
fn signed(site: &Site, minutes: i64, change: impl FnOnce(&mut Parts)) -> Site {
    with_version(site, trust(site).version(), minutes, change)
}

fn with_version(site: &Site, version: u64, minutes: i64, change: impl FnOnce(&mut Parts)) -> Site {
    let file = PackFile::read(&site.0["/pack"]).expect("a pack");
    let parts = file.parts();
    let mut parts: Parts = parts
        .filter_map(|(part, bytes)| Some((part.name.clone(), Arc::from(bytes?))))
        .collect();
    change(&mut parts);
    let (sequence, made_at) = (file.manifest.sequence, file.manifest.made_at);
    let made_at = made_at + TimeDelta::minutes(minutes);
    let unsealed = UnsealedPack::new(sequence, made_at, root().id(), version, parts);
    let kid = file.message.kid;
    let signature = signer("pack").sign(&unsealed.to_be_signed(kid));
    let sealed = unsealed.seal(kid, signature.expect("signed"));
    site.with("/pack", sealed.whole(true))
}

/// The bytes of the one part of a kind.
fn part(parts: &mut Parts, is: fn(&PartName) -> bool) -> &mut Arc<[u8]> {
    let mut found = parts.iter_mut().filter(|(name, _)| is(name));
    &mut found.next().expect("the part").1
}

fn digests(parts: &mut Parts) -> &mut Arc<[u8]> {
    part(parts, |name| matches!(name, PartName::Digests(..)))
}

/// A status list of CB that revokes nothing.
fn forgiving(site: &Site, as_of: DateTime<Utc>) -> Vec<u8> {
    list(site, as_of, HashMap::new())
}

fn list(site: &Site, as_of: DateTime<Utc>, entries: HashMap<u32, Status>) -> Vec<u8> {
    let list = StatusList {
        as_of,
        expires_at: None,
        size: 3,
        entries,
    };
    status_list(site, &list)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_pack_that_says_other_than_the_log_is_found() {
    let site = site().await;
    let watch = Watch::default();
    assert_eq!(watch.site(&site).expect("all agrees").pack, Some(1));
    // What verifiers without a network would take for genuine.
    let more = |parts: &mut Parts| {
        let digests = digests(parts);
        *digests = [&digests[..], &[7; 8]].concat().into();
    };
    let found = watch.found(&signed(&site, 0, more));
    assert_eq!(found.code, "pack_digest_not_in_log", "{found:?}");
    // What they would not: certain once a minute passed since it was recorded.
    let fewer = |parts: &mut Parts| {
        let digests = digests(parts);
        *digests = digests[8..].into();
    };
    let found = watch.found(&signed(&site, 1, fewer));
    assert_eq!(found.code, "pack_digest_missing", "{found:?}");
    watch
        .site(&signed(&site, 0, fewer))
        .expect("it may have been made before");
    let as_of = now() + TimeDelta::minutes(5);
    let list = forgiving(&site, as_of);
    let found = watch.found(&signed(&site, 6, |parts| {
        *part(parts, |name| matches!(name, PartName::Status(_))) = list.into();
    }));
    assert_eq!(found.code, "status_list_differs", "{found:?}");
    assert!(found.at.starts_with("/pack, "), "{}", found.at);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_trust_list_that_is_shown_in_a_pack_only_is_found() {
    let site = site().await;
    let list = trust(&site);
    for version in [list.version(), list.version() + 1] {
        // The root key signed another end than was published.
        let ends = list.expires_at() - TimeDelta::days(1);
        let other = TrustList::new(version, list.issued_at(), ends, list.councils().to_vec());
        let other = other.with_programme_keys(list.programme_keys().to_vec());
        let signature = signer("root").sign(&other.to_be_signed(&root()));
        let sealed = other.sealed(&root(), signature.expect("signed"));
        let found = Watch::default().found(&with_version(&site, version, 0, |parts| {
            *part(parts, |name| *name == PartName::Trust) = sealed.into();
        }));
        assert_eq!(found.code, "pack_trust_list_not_in_log", "{found:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_pack_that_is_old_damaged_or_kept_back_is_found() {
    let site = site().await;
    let watch = Watch::default();
    let mut damaged = site.0["/pack"].clone();
    damaged.pop();
    let found = watch.found(&site.with("/pack", damaged));
    assert_eq!(found.code, "pack_malformed");
    let large = site.with("/pack", vec![0; ocop::scheme::pack::LARGEST + 1]);
    assert_eq!(watch.found(&large).code, "answer_too_large");
    let mut without = site.clone();
    without.0.remove("/pack");
    assert_eq!(watch.found(&without).code, "pack_missing");
    // The status list is fresh, and the pack is not.
    let revoked = [(0, Status::Revoked)].into_iter().collect();
    let fresh = list(&site, now() + TimeDelta::hours(24), revoked);
    let old = site.with("/status/CB", fresh);
    for (minutes, is_old) in [(0, false), (1, true)] {
        let watch = Watch {
            at: now() + TimeDelta::hours(48) + TimeDelta::minutes(minutes),
            ..Watch::default()
        };
        let watched = watch.site(&old);
        assert_eq!(watched.is_err(), is_old, "{watched:?}");
        if is_old {
            assert_eq!(watch.found(&old).code, "pack_stale");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_programme_without_a_pack_key_makes_no_pack() {
    let office = published(Engine::Sqlite, 1).await;
    let watched = Watch::default().site(&Site::of(&office).await);
    assert_eq!(watched.expect("nothing is wrong").pack, None);
}
