//! The keys of the programme's own services: made, published, opened, given up.

use std::fs;
use std::sync::Arc;

use ocop::office::{Error, KeyOf, NewKey, NewProgrammeKey, ProgrammeKeyHolder, StatusKeys};
use ocop::scheme::trust::{KeyState, ProgrammeKey, ProgrammePurpose};

use super::programme::{Programme, code, day, fresh, passphrase, refusal};

async fn generate(
    programme: &Programme,
    purpose: ProgrammePurpose,
    number: u32,
) -> Result<ProgrammeKey, Error> {
    let new = NewProgrammeKey {
        purpose,
        seals_from: None,
        seals_until: None,
    };
    let office = &programme.office;
    office
        .generate_programme_key(new, fresh(number), passphrase())
        .await
}

#[tokio::test]
async fn a_key_signs_once_it_is_published_and_for_its_purpose_alone() {
    let programme = Programme::with_council().await;
    let office = &programme.office;
    let open = |purpose| office.open_programme_key(purpose, Arc::new(passphrase()));
    let pack = generate(&programme, ProgrammePurpose::Pack, 2)
        .await
        .unwrap();
    assert_eq!(
        refusal(open(ProgrammePurpose::Pack).await),
        "no_programme_key",
        "nobody knows it yet"
    );
    let draft = office.draft_trust_list().await.unwrap();
    assert_eq!(draft.list.programme_keys(), std::slice::from_ref(&pack));
    programme.publish().await.unwrap();
    let opened = open(ProgrammePurpose::Pack).await.unwrap();
    assert_eq!(opened.key, pack.key);
    assert_eq!(opened.public_key(), pack.key.x);
    assert_eq!(opened.signer.public_key().as_bytes(), pack.key.x.as_bytes());
    assert_eq!(
        refusal(open(ProgrammePurpose::Log).await),
        "no_programme_key"
    );
    // The number of the council's key, and of the one just made.
    for taken in [1, 2] {
        let again = generate(&programme, ProgrammePurpose::Log, taken).await;
        assert_eq!(refusal(again), "kid_taken");
    }
    assert_eq!(
        refusal(programme.generate("CB", 2, None).await),
        "kid_taken"
    );
    let listed = office.keys(None).await.unwrap();
    let last = listed.last().unwrap();
    assert_eq!(last.of, KeyOf::Programme(ProgrammePurpose::Pack));
    assert_eq!(last.published, Some(KeyState::Active));
    let json = serde_json::to_value(last).unwrap();
    assert_eq!(json["purpose"], "pack");
    assert!(json["council"].is_null());
}

#[tokio::test]
async fn a_key_given_up_signs_no_more_and_the_next_takes_its_place() {
    let programme = Programme::with_council().await;
    let office = &programme.office;
    let holder = ProgrammeKeyHolder::new(ProgrammePurpose::Log, passphrase());
    let first = generate(&programme, ProgrammePurpose::Log, 2)
        .await
        .unwrap();
    programme.publish().await.unwrap();
    let signs = async || {
        let signer = office.programme_signer(&holder).await?;
        Ok::<_, Error>(signer.key.kid)
    };
    assert_eq!(signs().await.unwrap(), first.key.kid);
    // The file is not read again for each signature.
    let folder = programme.data.path().join("data/keys");
    let file = folder.join(format!("log-{}.key.pem", first.key.kid));
    let sound = fs::read(&file).unwrap();
    fs::write(&file, "rubbish").unwrap();
    assert_eq!(signs().await.unwrap(), first.key.kid);
    fs::write(&file, sound).unwrap();
    // Here at once; for verifiers once it is published.
    let retired = office.retire_key(first.key.kid).await.unwrap();
    assert!(retired.awaits_publication());
    assert_eq!(refusal(signs().await), "no_programme_key");
    let second = generate(&programme, ProgrammePurpose::Log, 3)
        .await
        .unwrap();
    programme.publish().await.unwrap();
    assert_eq!(signs().await.unwrap(), second.key.kid);
    let on = day("2026-08-05");
    office.compromise_key(second.key.kid, on).await.unwrap();
    assert_eq!(refusal(signs().await), "no_programme_key");
    programme.publish().await.unwrap();
    let held = office.held();
    let states: Vec<KeyState> = held
        .trust
        .programme_keys()
        .iter()
        .map(|own| own.key.state)
        .collect();
    assert_eq!(states, [KeyState::Retired, KeyState::Compromised]);
    assert_eq!(
        refusal(office.retire_key(second.key.kid).await),
        "key_state"
    );
}

#[tokio::test]
async fn a_file_with_another_key_is_not_used() {
    let programme = Programme::with_council().await;
    let pack = generate(&programme, ProgrammePurpose::Pack, 2)
        .await
        .unwrap();
    let log = generate(&programme, ProgrammePurpose::Log, 3)
        .await
        .unwrap();
    programme.publish().await.unwrap();
    let folder = programme.data.path().join("data/keys");
    let file = |own: &ProgrammeKey| {
        let (purpose, kid) = (own.purpose.name(), own.key.kid);
        folder.join(format!("{purpose}-{kid}.key.pem"))
    };
    fs::copy(file(&log), file(&pack)).unwrap();
    let opened = programme
        .office
        .open_programme_key(ProgrammePurpose::Pack, Arc::new(passphrase()));
    assert_eq!(refusal(opened.await), "other_key");
}

#[tokio::test]
async fn a_status_key_is_given_up_like_any_other() {
    let programme = Programme::with_council().await;
    let office = &programme.office;
    let new = || NewKey {
        council: code("CB"),
        seals_from: None,
        seals_until: None,
    };
    let first = office.generate_status_key(new(), fresh(2), passphrase());
    let first = first.await.unwrap();
    programme.publish().await.unwrap();
    let keys = StatusKeys::new(passphrase());
    assert_eq!(office.sign_status_lists(&keys).await.unwrap(), 1);
    let moved = office.compromise_key(first.kid, day("2026-08-05"));
    assert!(moved.await.unwrap().awaits_publication());
    programme.clock.set("2026-08-06T03:00:00Z");
    office.refresh().await.unwrap();
    assert_eq!(
        office.sign_status_lists(&keys).await.unwrap(),
        0,
        "it signs nothing from now on"
    );
    let second = office.generate_status_key(new(), fresh(3), passphrase());
    let second = second.await.unwrap();
    programme.publish().await.unwrap();
    let held = office.held();
    let council = held.trust.council(code("CB")).unwrap();
    let states: Vec<KeyState> = council.status_keys.iter().map(|key| key.state).collect();
    assert_eq!(states, [KeyState::Compromised, KeyState::Active]);
    assert!(held.signed_list(code("CB")).is_none(), "the old list fell");
    assert_eq!(office.sign_status_lists(&keys).await.unwrap(), 1);
    let held = office.held();
    assert_eq!(held.signed_list(code("CB")).unwrap().kid, second.kid);
}
