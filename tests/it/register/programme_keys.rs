//! The programme's own keys on both engines.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot set its desk fails there"
)]

use futures_util::FutureExt;
use ocop::register::{Error, KeyMove, KeyRecord, Register};
use ocop::scheme::seal::{Alg, PublicKey};
use ocop::scheme::trust::{CouncilKey, KeyState, ProgrammeKey, ProgrammePurpose};

use super::{add_council, code};
use crate::support::{Book, Engine, day, now, on_both_engines, signer};

on_both_engines!(
    they_come_back_as_they_were_and_each_is_an_event,
    a_kid_is_taken_whatever_it_is_for,
    they_are_moved_as_the_councils_keys_are,
);

fn key(name: &str) -> CouncilKey {
    let x = PublicKey::new(signer(name).public_key()).unwrap();
    CouncilKey {
        kid: x.id(),
        alg: Alg::Ed25519,
        x,
        seals_from: day("2026-08-01"),
        seals_until: day("2027-07-31"),
        state: KeyState::Active,
        compromised_on: None,
    }
}

fn own(purpose: ProgrammePurpose, name: &str) -> ProgrammeKey {
    let key = key(name);
    ProgrammeKey { purpose, key }
}

async fn add(register: &Register, own: ProgrammeKey) -> Result<(), Error> {
    register
        .enter(|entry| async move { entry.add_programme_key(&own, now()).await }.boxed())
        .await
}

async fn they_come_back_as_they_were_and_each_is_an_event(engine: Engine) {
    let book = Book::on(engine).await;
    let register = book.open().await;
    let keys = [
        own(ProgrammePurpose::Pack, "a"),
        own(ProgrammePurpose::Log, "b"),
    ];
    for own in keys.clone() {
        add(&register, own).await.unwrap();
    }
    assert_eq!(register.programme_keys().await.unwrap(), keys);
    assert!(register.keys().await.unwrap().is_empty());
    let bodies = book
        .texts("select body from events where kind = 'key_added' order by position")
        .await;
    for (body, own) in bodies.iter().zip(&keys) {
        let body: serde_json::Value = serde_json::from_str(body).unwrap();
        assert_eq!(body["purpose"], own.purpose.name());
        assert_eq!(body["key"], serde_json::to_value(&own.key).unwrap());
    }
    assert_eq!(bodies.len(), 2);
    book.raw("update programme_keys set purpose = 'certificate'")
        .await;
    let read = register.programme_keys().await;
    assert!(matches!(read, Err(Error::Inconsistent { column, .. }) if column == "purpose"));
}

async fn a_kid_is_taken_whatever_it_is_for(engine: Engine) {
    let book = Book::on(engine).await;
    let register = book.open().await;
    add_council(&register, "CB").await.unwrap();
    let add_to_council = |name: &'static str| {
        let record = KeyRecord {
            council: code("CB"),
            key: key(name),
        };
        register.enter(|entry| async move { entry.add_key(&record, now()).await }.boxed())
    };
    add_to_council("a").await.unwrap();
    add(&register, own(ProgrammePurpose::Log, "b"))
        .await
        .unwrap();
    for refused in [
        add(&register, own(ProgrammePurpose::Pack, "a")).await,
        add(&register, own(ProgrammePurpose::Pack, "b")).await,
        add_to_council("a").await,
        add_to_council("b").await,
    ] {
        assert!(matches!(refused, Err(Error::Exists(_))), "{refused:?}");
    }
    assert_eq!(register.size().await.unwrap(), 3, "nothing else was kept");
}

async fn they_are_moved_as_the_councils_keys_are(engine: Engine) {
    let book = Book::on(engine).await;
    let register = book.open().await;
    let own = own(ProgrammePurpose::Pack, "a");
    add(&register, own.clone()).await.unwrap();
    let moved = |from, to| {
        let moved = KeyMove {
            kid: own.key.kid,
            from,
            to,
            compromised_on: (to == KeyState::Compromised).then(|| day("2026-08-09")),
        };
        register.enter(move |entry| async move { entry.move_key(moved, now()).await }.boxed())
    };
    moved(KeyState::Active, KeyState::Retired).await.unwrap();
    let again = moved(KeyState::Active, KeyState::Retired).await;
    assert!(matches!(again, Err(Error::Missing(_))));
    moved(KeyState::Retired, KeyState::Compromised)
        .await
        .unwrap();
    let found = register.programme_keys().await.unwrap().remove(0).key;
    assert_eq!(found.state, KeyState::Compromised);
    assert_eq!(found.compromised_on, Some(day("2026-08-09")));
    let events = book
        .texts("select kind || ' ' || body from events order by position")
        .await;
    assert_eq!(
        events[1..],
        [
            r#"key_retired {"compromised_on":null,"purpose":"pack"}"#,
            r#"key_compromised {"compromised_on":"2026-08-09","purpose":"pack"}"#,
        ]
    );
}
