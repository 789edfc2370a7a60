//! What the doctor says of status keys and lists.

use std::fs;

use ocop::office::{Finding, Health, NewKey, NewProgrammeKey};
use ocop::register::StatusListRecord;
use ocop::scheme::trust::ProgrammePurpose;

use super::office::Life;
use crate::door::seed;
use crate::support::Office;

fn of<'a>(findings: &'a [Finding], subject: &str) -> &'a Finding {
    let mut found = findings.iter().filter(|finding| finding.subject == subject);
    let one = found
        .next()
        .unwrap_or_else(|| panic!("{subject}: {findings:?}"));
    assert!(found.next().is_none(), "{subject} twice: {findings:?}");
    let (vi, en) = (&one.message.vi, &one.message.en);
    assert_ne!(vi, en);
    if one.health != Health::Good {
        assert!(
            vi.contains("Hãy ") && vi.contains('`') == en.contains('`'),
            "{vi} / {en}"
        );
    }
    one
}

async fn said(life: &Life, subject: &str) -> (Health, String) {
    life.office.refresh().await.expect("refreshed");
    let findings = life.office.doctor().await.expect("looked at");
    let finding = of(&findings, subject);
    (finding.health, finding.message.en.to_string())
}

#[tokio::test]
async fn a_council_without_a_status_key_is_told_how_to_get_one() {
    let office = Office::new().await;
    let findings = office.doctor().await.unwrap();
    let keys: Vec<_> = findings
        .iter()
        .filter(|one| one.subject == "status_key")
        .collect();
    assert_eq!(keys.len(), 2);
    for key in keys {
        assert_eq!(key.health, Health::Attention);
        assert!(
            key.message.en.contains("--purpose status"),
            "{}",
            key.message.en
        );
    }
    assert!(findings.iter().all(|one| one.subject != "status_list"));
    assert!(findings.iter().all(|one| one.health != Health::Bad));
}

#[tokio::test]
async fn a_list_grows_old_and_ends() {
    let life = Life::open().await;
    let (health, words) = said(&life, "status_list").await;
    assert_eq!(health, Health::Attention);
    assert!(
        words.contains("No status list of CB was signed yet"),
        "{words}"
    );
    life.office.sign_status_lists(&life.keys()).await.unwrap();
    for (at, health, words) in [
        ("2026-08-10T17:00:00Z", Health::Good, "was signed at"),
        ("2026-08-10T17:00:01Z", Health::Attention, "it is old"),
        ("2026-08-17T05:00:00Z", Health::Attention, "it is old"),
        ("2026-08-17T05:00:01Z", Health::Bad, "nobody believes it"),
    ] {
        life.at(at).await;
        let found = said(&life, "status_list").await;
        assert_eq!(found.0, health, "{at}");
        assert!(found.1.contains(words), "{at}: {}", found.1);
    }
}

#[tokio::test]
async fn a_list_in_the_register_that_is_refused_is_bad() {
    let life = Life::open().await;
    life.office.sign_status_lists(&life.keys()).await.unwrap();
    let council = "CB".parse().unwrap();
    let signed = life
        .office
        .held()
        .signed_list(council)
        .unwrap()
        .record
        .clone();
    let rubbish = StatusListRecord {
        cwt: b"rubbish".to_vec(),
        ..signed.clone()
    };
    let put = life.office.register().enter(move |entry| {
        Box::pin(async move {
            entry
                .put_status_list(&rubbish, signed.serial, i64::MAX)
                .await
        })
    });
    assert!(put.await.unwrap());
    let (health, words) = said(&life, "status_list").await;
    assert_eq!(health, Health::Bad);
    assert!(words.contains("is refused"), "{words}");
}

#[tokio::test]
async fn a_status_key_ends_and_its_file_can_be_missing() {
    let life = Life::open().await;
    assert_eq!(said(&life, "status_key").await.0, Health::Good);
    for (at, health, words) in [
        ("2027-07-05T05:00:00Z", Health::Good, "signs through"),
        ("2027-07-06T05:00:00Z", Health::Attention, "only through"),
        ("2027-08-04T16:59:59Z", Health::Attention, "only through"),
        ("2027-08-04T17:00:00Z", Health::Bad, "ended on 04/08/2027"),
    ] {
        life.at(at).await;
        let found = said(&life, "status_key").await;
        assert_eq!(found.0, health, "{at}: {}", found.1);
        assert!(found.1.contains(words), "{at}: {}", found.1);
    }
    life.at("2026-08-11T05:00:00Z").await;
    for entry in fs::read_dir(life.data().join("keys")).unwrap() {
        let path = entry.unwrap().path();
        if path.display().to_string().contains(".status.") {
            fs::remove_file(path).unwrap();
        }
    }
    let (health, words) = said(&life, "status_key").await;
    assert_eq!(health, Health::Attention);
    assert!(words.contains("not on this machine"), "{words}");
}

#[tokio::test]
async fn a_status_key_that_nobody_knows_yet_is_bad() {
    let life = Life::open().await;
    let next = NewKey {
        council: "CB".parse().unwrap(),
        seals_from: Some("2027-08-01".parse().unwrap()),
        seals_until: None,
    };
    let passphrase = ocop::signer::Passphrase::new("a passphrase of the tests").unwrap();
    let made = life.office.generate_status_key(next, seed(14), passphrase);
    made.await.unwrap();
    let (health, words) = said(&life, "status_key").await;
    assert_eq!(health, Health::Bad);
    assert!(words.contains("not published"), "{words}");
    let passphrase = ocop::signer::Passphrase::new("a passphrase of the tests").unwrap();
    life.office.publish_trust_list(passphrase).await.unwrap();
    assert_eq!(said(&life, "status_key").await.0, Health::Good);
    // The next one takes over without a gap, so the end of the first is no matter.
    life.at("2027-07-20T05:00:00Z").await;
    assert_eq!(said(&life, "status_key").await.0, Health::Good);
}

async fn publish(life: &Life) {
    let passphrase =
        ocop::signer::Passphrase::new("a passphrase of the tests").expect("long enough");
    life.office
        .publish_trust_list(passphrase)
        .await
        .expect("published");
}

#[tokio::test]
async fn a_council_key_that_is_there_already_is_not_asked_for() {
    let life = Life::open().await;
    life.at("2027-07-20T05:00:00Z").await;
    let (health, words) = said(&life, "council_key").await;
    assert_eq!(health, Health::Attention);
    assert!(words.contains("only through 04/08/2027"), "{words}");
    life.at("2026-08-10T05:00:00Z").await;
    let next = NewKey {
        council: "CB".parse().unwrap(),
        seals_from: Some("2027-08-05".parse().unwrap()),
        seals_until: None,
    };
    let passphrase = ocop::signer::Passphrase::new("a passphrase of the tests").unwrap();
    let made = life.office.generate_key(next, seed(15), passphrase);
    made.await.unwrap();
    publish(&life).await;
    life.at("2027-07-20T05:00:00Z").await;
    let (health, words) = said(&life, "council_key").await;
    assert_eq!(health, Health::Good);
    assert!(words.contains("through 04/08/2028"), "{words}");
}

#[tokio::test]
async fn a_key_of_the_programme_is_spoken_of_before_it_ends() {
    let life = Life::open().await;
    let purposes = [ProgrammePurpose::Log, ProgrammePurpose::Pack];
    for (purpose, first) in purposes.into_iter().zip(16..) {
        let new = NewProgrammeKey {
            purpose,
            seals_from: None,
            seals_until: None,
        };
        let passphrase = ocop::signer::Passphrase::new("a passphrase of the tests").unwrap();
        let made = life
            .office
            .generate_programme_key(new, seed(first), passphrase);
        made.await.unwrap();
    }
    publish(&life).await;
    for (at, health, words) in [
        ("2027-07-10T05:00:00Z", Health::Good, "signs through"),
        ("2027-07-11T05:00:00Z", Health::Attention, "only through"),
        ("2027-08-09T16:59:59Z", Health::Attention, "only through"),
        ("2027-08-09T17:00:00Z", Health::Bad, "ended on 09/08/2027"),
    ] {
        life.at(at).await;
        for subject in ["log_key", "pack_key"] {
            let found = said(&life, subject).await;
            assert_eq!(found.0, health, "{at}: {}", found.1);
            assert!(found.1.contains(words), "{at}: {}", found.1);
        }
    }
}

#[tokio::test]
async fn a_service_without_a_passphrase_is_spoken_of() {
    let life = Life::open().await;
    let (health, words) = said(&life, "service_passphrase").await;
    assert_eq!(health, Health::Attention);
    assert!(words.contains("ocop status sign"), "{words}");
    let mut config = life.office.config().clone();
    config.passphrase_file = Some("missing".into());
    let clock = std::sync::Arc::new(ocop::clock::StoppedClock(crate::support::now()));
    let office = ocop::office::Office::open(life.data().to_owned(), config, clock);
    let findings = office.await.unwrap().doctor().await.unwrap();
    assert_eq!(of(&findings, "service_passphrase").health, Health::Bad);
}
