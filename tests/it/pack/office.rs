//! Packs of a real office: made when something changed, made again by every replica.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot set its desk fails there"
)]

use std::sync::Arc;

use chrono::TimeDelta;
use ocop::office::{
    self, Error, NewKey, NewProgrammeKey, ProgrammeKeyHolder, StandingPack, StatusKeys, Which,
    Withdrawal,
};
use ocop::scheme::ground::Ground;
use ocop::scheme::pack::{Pack, PackFile, apply};
use ocop::scheme::status::Status;
use ocop::scheme::trust::ProgrammePurpose;

use crate::support::{
    Engine, Office, day, fresh, list_of, now, on_both_engines, order, passphrase,
};

on_both_engines!(
    every_replica_sends_the_same_pack_and_the_same_delta,
    a_pack_is_made_when_something_changed_and_each_hour,
    of_two_that_are_made_at_once_one_stands,
    nothing_is_signed_by_a_clock_that_is_behind,
    what_cannot_be_made_again_is_not_sent,
);

fn key() -> ProgrammeKeyHolder {
    ProgrammeKeyHolder::new(ProgrammePurpose::Pack, passphrase())
}

/// An office with the keys for status lists of CB and for packs.
async fn desk(engine: Engine) -> Office {
    let office = Office::on(engine).await;
    let new = NewKey {
        council: "CB".parse().unwrap(),
        seals_from: None,
        seals_until: None,
    };
    let made = office.generate_status_key(new, fresh("status"), passphrase());
    made.await.unwrap();
    let new = NewProgrammeKey {
        purpose: ProgrammePurpose::Pack,
        seals_from: None,
        seals_until: None,
    };
    let made = office.generate_programme_key(new, fresh("pack"), passphrase());
    made.await.unwrap();
    office.publish_trust_list(passphrase()).await.unwrap();
    office
}

/// Makes the pack that is due.
async fn make(office: &office::Office) -> Arc<StandingPack> {
    let due = office.due_pack().await.unwrap().expect("something changed");
    office.make_pack(due, &key()).await.unwrap()
}

async fn sign_lists(office: &office::Office) {
    let keys = StatusKeys::new(passphrase());
    office.refresh().await.unwrap();
    assert_eq!(office.sign_status_lists(&keys).await.unwrap(), 1);
}

fn revocation(office: &office::Office, index: u32) -> Withdrawal {
    let council = "CB".parse().unwrap();
    let number = ocop::scheme::number::CertificateNumber { council, index };
    assert!(office.held().trust.council(council).is_some());
    Withdrawal {
        which: Which::Numbers(vec![number.to_string()]),
        decision: "900/QĐ-UBND".to_owned(),
        decided_on: day("2026-08-09"),
        ground: Ground::FoodSafety,
        within: ocop::office::Reach::All,
        actor: ocop::office::Actor::Program,
    }
}

async fn every_replica_sends_the_same_pack_and_the_same_delta(engine: Engine) {
    let office = desk(engine).await;
    office.issue_list(list_of(3)).await.unwrap();
    sign_lists(&office).await;
    let first = make(&office).await;
    assert_eq!((first.record.sequence, first.certificates), (1, 3));
    assert_eq!(first.without_list, ["TW".parse().unwrap()]);
    let root = office.held().root;
    let opened = Pack::open(&first.sealed.whole(true), &root, None).unwrap();
    assert_eq!(opened.made_at, now());
    assert_eq!(opened.names.unwrap().search("san pham so 2", 10).len(), 1);

    let replica = office.again(now() + TimeDelta::minutes(2)).await;
    assert!(replica.pack().is_none());
    let same = replica.refresh_pack().await.unwrap().unwrap();
    for names in [false, true] {
        assert!(same.sealed.whole(names) == first.sealed.whole(names));
    }
    assert!(
        replica.due_pack().await.unwrap().is_none(),
        "nothing changed"
    );

    // The replica makes the next one. The status list of the first is in the register no more.
    let mut more = order("CB", list_of(2));
    more.decision = "871/QĐ-UBND".to_owned();
    office.issue_order(more).await.unwrap();
    replica.refresh().await.unwrap();
    replica.revoke(&revocation(&replica, 1)).await.unwrap();
    sign_lists(&replica).await;
    let second = make(&replica).await;
    assert_eq!((second.record.sequence, second.certificates), (2, 5));
    let again = office.refresh_pack().await.unwrap().unwrap();
    for names in [false, true] {
        let whole = second.sealed.whole(names);
        assert!(again.sealed.whole(names) == whole);
        let delta = office.pack_since(&again, 1, names).await.unwrap();
        assert!(delta == replica.pack_since(&second, 1, names).await.unwrap());
        assert!(delta.len() < whole.len());
        let lacking = PackFile::read(&delta).unwrap();
        assert!(lacking.parts[0].is_none(), "the trust list is the same");
        let applied = apply(&first.sealed.whole(names), &delta).unwrap();
        assert!(applied == whole, "byte for byte");
        // Of one that was never made here, nothing can be told.
        for unknown in [0, 3, u64::MAX] {
            assert!(office.pack_since(&again, unknown, names).await.unwrap() == whole);
        }
        let nothing = office.pack_since(&again, 2, names).await.unwrap();
        assert!(apply(&whole, &nothing).unwrap() == whole);
    }
    let opened = Pack::open(&second.sealed.whole(false), &root, None).unwrap();
    let list = opened.status.get("CB".parse().unwrap()).unwrap();
    assert_eq!(list.status(1), Ok(Status::Revoked));
    assert_eq!(opened.register.councils[&"CB".parse().unwrap()].len(), 5);

    // Another trust list is in the delta, and one who holds the very first lacks more.
    let later = office.again(now() + TimeDelta::minutes(4)).await;
    later.publish_trust_list(passphrase()).await.unwrap();
    let third = make(&later).await;
    for (since, held) in [(1, &first), (2, &second)] {
        let delta = later.pack_since(&third, since, true).await.unwrap();
        assert!(apply(&held.sealed.whole(true), &delta).unwrap() == third.sealed.whole(true));
        assert!(PackFile::read(&delta).unwrap().parts[0].is_some());
    }
}

async fn a_pack_is_made_when_something_changed_and_each_hour(engine: Engine) {
    let office = desk(engine).await;
    let at = |minutes| office.again(now() + TimeDelta::minutes(minutes));
    assert!(
        make(&office).await.record.sequence == 1,
        "of nothing at all"
    );
    office.issue_list(list_of(1)).await.unwrap();
    assert!(
        !office.keep_pack(&key()).await.unwrap(),
        "within the minute"
    );
    let minute = at(1).await;
    assert!(minute.keep_pack(&key()).await.unwrap(), "a certificate");
    assert!(
        !minute.keep_pack(&key()).await.unwrap(),
        "within the minute"
    );
    let third = at(2).await;
    assert!(!third.keep_pack(&key()).await.unwrap(), "nothing changed");
    assert_eq!(third.pack().unwrap().record.sequence, 2, "and held");
    sign_lists(&third).await;
    assert!(third.keep_pack(&key()).await.unwrap(), "a status list");
    assert!(at(61).await.due_pack().await.unwrap().is_none());
    let hour = at(62).await;
    let fourth = make(&hour).await;
    assert_eq!(fourth.record.sequence, 4, "an hour passed");
    hour.publish_trust_list(passphrase()).await.unwrap();
    assert!(
        at(64).await.keep_pack(&key()).await.unwrap(),
        "a trust list"
    );
}

async fn of_two_that_are_made_at_once_one_stands(engine: Engine) {
    let office = desk(engine).await;
    let replica = office.again(now()).await;
    office.issue_list(list_of(2)).await.unwrap();
    let due = office.due_pack().await.unwrap().unwrap();
    let other = replica.due_pack().await.unwrap().unwrap();
    let key = key();
    let (one, two) = tokio::join!(office.make_pack(due, &key), replica.make_pack(other, &key));
    let (one, two) = (one.unwrap(), two.unwrap());
    assert_eq!(one.record, two.record);
    assert!(one.sealed.whole(true) == two.sealed.whole(true));
}

async fn nothing_is_signed_by_a_clock_that_is_behind(engine: Engine) {
    let office = desk(engine).await;
    make(&office).await;
    office.issue_list(list_of(1)).await.unwrap();
    let behind = office.again(now() - TimeDelta::seconds(1)).await;
    for refused in [
        behind.due_pack().await.err(),
        behind.keep_pack(&key()).await.err(),
    ] {
        let refused = refused.expect("refused");
        assert_eq!(refused.code(), "clock_behind");
        assert!(matches!(refused, Error::ClockBehind { signed, .. } if signed == now()));
    }
    // The standing one is still sent.
    assert!(behind.refresh_pack().await.unwrap().is_some());
}

async fn what_cannot_be_made_again_is_not_sent(engine: Engine) {
    let office = desk(engine).await;
    office.issue_list(list_of(2)).await.unwrap();
    make(&office).await;
    for (spoilt, code) in [
        (
            "update certificates set product = product || '!'",
            "pack_forged",
        ),
        (
            "update packs set signature = kid || substr(signature, 7)",
            "pack_forged",
        ),
    ] {
        office.book.raw(spoilt).await;
        let replica = office.again(now() + TimeDelta::minutes(5)).await;
        let refused = replica.refresh_pack().await.err().expect("refused");
        assert_eq!(refused.code(), code, "{spoilt}");
        assert!(replica.pack().is_none());
        assert!(replica.due_pack().await.unwrap().is_some(), "made anew");
    }
    let wrong = ProgrammeKeyHolder::new(ProgrammePurpose::Log, passphrase());
    let replica = office.again(now() + TimeDelta::minutes(5)).await;
    let due = replica.due_pack().await.unwrap().unwrap();
    let refused = replica.make_pack(due, &wrong).await.err().expect("refused");
    assert_eq!(refused.code(), "no_programme_key");
    // Of a key that is in other hands nothing is sent, once verifiers are told.
    let next = make(&replica).await;
    assert!(replica.pack().is_some());
    let on = day("2026-08-10");
    replica.compromise_key(next.record.kid, on).await.unwrap();
    replica.publish_trust_list(passphrase()).await.unwrap();
    assert!(replica.pack().is_none());
}
