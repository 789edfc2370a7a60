//! What is written is read as it was, in the order in which it was written.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot set its desk fails there"
)]

use futures_util::FutureExt;
use ocop::register::{Error, Filter, KeyRecord, Programme, TrustListRecord};
use ocop::scheme::number::CertificateNumber;
use ocop::scheme::seal::{Alg, PublicKey};
use ocop::scheme::trust::{CouncilKey, KeyState};
use ocop::scheme::words::Text;

use super::{add_certificates, add_council, add_decision, certificate, code, council, decided};
use crate::support::{Book, Engine, at, day, now, on_both_engines, signer};

on_both_engines!(
    a_register_is_migrated_once_and_opened_ever_after,
    a_programme_is_set_up_once,
    councils_come_back_as_they_were_in_the_order_of_the_book,
    keys_come_back_as_they_were,
    the_newest_trust_list_is_the_one_with_the_highest_version,
    a_decision_is_found_by_authority_number_and_year,
    certificates_come_in_pages_and_by_filter,
    a_certificate_is_found_by_its_number,
    what_a_verifier_holds_comes_from_a_position_on,
);

async fn a_register_is_migrated_once_and_opened_ever_after(engine: Engine) {
    let book = Book::on(engine).await;
    let first = book.open().await;
    add_council(&first, "CB").await.unwrap();
    let second = book.open().await;
    assert_eq!(second.councils().await.unwrap().len(), 1);
    assert_eq!(second.size().await.unwrap(), 1);
    let versions = book
        .texts("select cast(version as text) from _sqlx_migrations")
        .await;
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/migrations");
    let migrations = std::fs::read_dir(folder).unwrap().count();
    assert_eq!(versions.len(), migrations, "each once: {versions:?}");
}

async fn a_programme_is_set_up_once(engine: Engine) {
    let book = Book::on(engine).await;
    let register = book.open().await;
    assert!(register.programme().await.unwrap().is_none());
    let programme = |name: &str| Programme {
        name: Text::of(name.to_owned(), "OCOP".to_owned()),
        root_key: PublicKey::new(signer("root").public_key()).unwrap(),
        created_at: now(),
    };
    let add = |programme: Programme| {
        register.enter(|entry| async move { entry.add_programme(&programme).await }.boxed())
    };
    add(programme("Một")).await.unwrap();
    let refused = add(programme("Hai")).await;
    assert!(matches!(refused, Err(Error::Exists(_))), "{refused:?}");
    let kept = register.programme().await.unwrap().unwrap();
    assert_eq!((&*kept.name.vi, kept.created_at), ("Một", now()));
    assert_eq!(kept.root_key, programme("").root_key);
    assert_eq!(
        register.size().await.unwrap(),
        1,
        "the refused left no event"
    );
}

async fn councils_come_back_as_they_were_in_the_order_of_the_book(engine: Engine) {
    let book = Book::on(engine).await;
    let register = book.open().await;
    for text in ["TW", "CB", "AA", "ZZ9"] {
        add_council(&register, text).await.unwrap();
    }
    let codes: Vec<String> = register
        .councils()
        .await
        .unwrap()
        .iter()
        .map(|council| council.code.to_string())
        .collect();
    assert_eq!(codes, ["TW", "CB", "AA", "ZZ9"]);
    let kept = register.councils().await.unwrap().remove(1);
    let written = council("CB");
    assert_eq!(kept.name, written.name);
    assert_eq!(kept.mandates, written.mandates);
    assert_eq!((kept.unit, kept.level), (written.unit, written.level));
    assert_eq!((kept.successor, kept.next_index), (None, 0));

    let refused = add_council(&register, "CB").await;
    assert!(matches!(refused, Err(Error::Exists(_))), "{refused:?}");
    let mut successor = council("NEW");
    successor.successor = Some(code("TW"));
    let entry = register
        .enter(move |entry| async move { entry.add_council(&successor, now()).await }.boxed());
    entry.await.unwrap();
    let last = register.councils().await.unwrap().pop().unwrap();
    assert_eq!(last.successor, Some(code("TW")));
}

async fn keys_come_back_as_they_were(engine: Engine) {
    let book = Book::on(engine).await;
    let register = book.open().await;
    add_council(&register, "CB").await.unwrap();
    let key = |name: &str, alg, state, compromised_on| {
        let x = PublicKey::new(signer(name).public_key()).unwrap();
        CouncilKey {
            kid: x.id(),
            alg,
            x,
            seals_from: day("2026-01-01"),
            seals_until: day("2026-12-31"),
            state,
            compromised_on,
        }
    };
    let keys = [
        key("one", Alg::Ed25519, KeyState::Active, None),
        key(
            "two",
            Alg::EdDsa,
            KeyState::Compromised,
            Some(day("2026-03-01")),
        ),
        key("three", Alg::Ed25519, KeyState::Retired, None),
    ];
    let add = |key: CouncilKey, council: &str| {
        let council = code(council);
        let record = KeyRecord { council, key };
        register.enter(|entry| async move { entry.add_key(&record, now()).await }.boxed())
    };
    for key in &keys {
        add(key.clone(), "CB").await.unwrap();
    }
    let kept: Vec<CouncilKey> = register
        .keys()
        .await
        .unwrap()
        .into_iter()
        .map(|record| record.key)
        .collect();
    let json = |keys: &[CouncilKey]| serde_json::to_value(keys).unwrap();
    assert_eq!(json(&kept), json(&keys));
    let refused = add(keys[0].clone(), "CB").await;
    assert!(matches!(refused, Err(Error::Exists(_))), "{refused:?}");
    let orphan = key("four", Alg::Ed25519, KeyState::Active, None);
    let refused = add(orphan, "NONE").await;
    assert!(matches!(refused, Err(Error::Engine(_))), "{refused:?}");
    assert_eq!(register.size().await.unwrap(), 4);
}

async fn the_newest_trust_list_is_the_one_with_the_highest_version(engine: Engine) {
    let book = Book::on(engine).await;
    let register = book.open().await;
    assert_eq!(register.trust_list_version().await.unwrap(), 0);
    assert!(register.newest_trust_list().await.unwrap().is_none());
    let add = |version: u64| {
        let list = TrustListRecord {
            version,
            issued_at: now(),
            expires_at: at("2026-11-10T03:00:00Z"),
            sealed: vec![0xd2, version as u8],
        };
        register.enter(|entry| async move { entry.add_trust_list(&list).await }.boxed())
    };
    for version in [1, 2, 9, 10] {
        add(version).await.unwrap();
    }
    let refused = add(9).await;
    assert!(matches!(refused, Err(Error::Exists(_))), "{refused:?}");
    let newest = register.newest_trust_list().await.unwrap().unwrap();
    assert_eq!((newest.version, newest.sealed), (10, vec![0xd2, 10]));
    assert_eq!(newest.expires_at, at("2026-11-10T03:00:00Z"));
    assert_eq!(register.trust_list_version().await.unwrap(), 10);
}

async fn a_decision_is_found_by_authority_number_and_year(engine: Engine) {
    let book = Book::on(engine).await;
    let register = book.open().await;
    add_council(&register, "CB").await.unwrap();
    let number = "852/QĐ-UBND";
    let first = add_decision(&register, "CB", number).await.unwrap();
    let again = add_decision(&register, "CB", number).await;
    assert!(matches!(again, Err(Error::Exists(_))), "{again:?}");
    let same_year = decided(&register, "CB", number, day("2026-01-01"), "UBND tỉnh").await;
    assert!(matches!(same_year, Err(Error::Exists(_))), "{same_year:?}");
    for (date, authority) in [("2025-08-05", "UBND tỉnh"), ("2026-08-05", "Bộ")] {
        let other = decided(&register, "CB", number, day(date), authority).await;
        assert!(other.unwrap() > first);
    }
    let found = register.decision("UBND tỉnh", number, 2026).await.unwrap();
    let found = found.unwrap();
    assert_eq!((found.id, found.decided_on), (first, day("2026-08-05")));
    assert!(
        register
            .decision("UBND tỉnh", number, 2024)
            .await
            .unwrap()
            .is_none()
    );
    assert_eq!(register.decisions_since(0).await.unwrap().len(), 3);
    assert_eq!(register.decisions_since(first + 1).await.unwrap().len(), 2);
}

async fn certificates_come_in_pages_and_by_filter(engine: Engine) {
    let book = Book::on(engine).await;
    let register = book.open().await;
    for text in ["CB", "TW"] {
        add_council(&register, text).await.unwrap();
        let decision = add_decision(&register, text, &format!("1/{text}"))
            .await
            .unwrap_or(-1);
        let decision = if decision >= 0 {
            decision
        } else {
            panic!("no decision")
        };
        let batch = (0..5).map(|index| certificate(text, index)).collect();
        add_certificates(&register, decision, batch).await.unwrap();
    }
    let all = Filter {
        limit: 100,
        ..Filter::default()
    };
    let everything = register.certificates(&all).await.unwrap();
    assert_eq!(everything.len(), 10);
    assert!(everything.is_sorted_by_key(|record| record.position));

    let mut paged = Vec::new();
    let mut page = Filter {
        limit: 3,
        ..Filter::default()
    };
    loop {
        let records = register.certificates(&page).await.unwrap();
        assert!(records.len() <= 3);
        let Some(last) = records.last() else { break };
        page.after = Some(last.position);
        paged.extend(records);
    }
    assert_eq!(format!("{paged:?}"), format!("{everything:?}"));

    let of = |council: Option<&str>, decision: Option<&str>| Filter {
        council: council.map(code),
        decision: decision.map(str::to_owned),
        after: None,
        limit: 100,
    };
    for (filter, count) in [
        (of(Some("TW"), None), 5),
        (of(None, Some("1/CB")), 5),
        (of(Some("TW"), Some("1/CB")), 0),
        (of(Some("TW"), Some("1/TW")), 5),
        (of(Some("XX"), None), 0),
        (of(None, Some("' or 1=1 --")), 0),
    ] {
        let found = register.certificates(&filter).await.unwrap();
        assert_eq!(found.len(), count, "{filter:?}");
    }
}

async fn a_certificate_is_found_by_its_number(engine: Engine) {
    let book = Book::on(engine).await;
    let register = book.open().await;
    add_council(&register, "CB").await.unwrap();
    let decision = add_decision(&register, "CB", "1/QĐ").await.unwrap();
    let written = certificate("CB", u32::MAX);
    add_certificates(&register, decision, vec![written.clone()])
        .await
        .unwrap();
    let found = register.certificate(written.number).await.unwrap().unwrap();
    assert_eq!(found.number, written.number);
    assert_eq!(found.decision, decision);
    assert_eq!(found.token, written.token);
    assert_eq!(
        (found.product, found.producer),
        (written.product, written.producer)
    );
    assert_eq!((found.stars, found.set_no), (written.stars, written.set_no));
    assert_eq!(
        (found.issued_on, found.valid_through),
        (written.issued_on, written.valid_through)
    );
    let other = CertificateNumber {
        index: 0,
        ..written.number
    };
    assert!(register.certificate(other).await.unwrap().is_none());
}

async fn what_a_verifier_holds_comes_from_a_position_on(engine: Engine) {
    let book = Book::on(engine).await;
    let register = book.open().await;
    add_council(&register, "CB").await.unwrap();
    let decision = add_decision(&register, "CB", "1/QĐ").await.unwrap();
    let add = |indices: std::ops::Range<u32>| {
        let batch = indices.map(|index| certificate("CB", index)).collect();
        add_certificates(&register, decision, batch)
    };
    add(0..3).await.unwrap();
    let size = register.size().await.unwrap();
    add(3..5).await.unwrap();
    let indices = |sealed: Vec<ocop::register::Sealed>| -> Vec<u32> {
        sealed.iter().map(|sealed| sealed.number.index).collect()
    };
    let all = register.sealed_since(0).await.unwrap();
    assert_eq!(indices(all), [0, 1, 2, 3, 4]);
    assert_eq!(indices(register.sealed_since(size).await.unwrap()), [3, 4]);
}
