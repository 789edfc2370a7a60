//! Keys over the years: rotated, retired, compromised, and never two of one id.

use ocop::scheme::council::Level;
use ocop::scheme::trust::KeyState;
use ocop::scheme::verdict::Kind;

use super::programme::{Programme, code, codes, day, passphrase, refusal};

/// Two keys of one id, found by trying: the id has 32 bits.
const TWINS: [u32; 2] = [4216, 58871];

#[tokio::test]
async fn the_next_key_is_published_ahead_and_seals_from_its_first_day() {
    let programme = Programme::with_council().await;
    let first = programme.sealing("CB").await.unwrap();
    let before = programme
        .issue("CB", "1/QĐ-UBND", "2026-08-05", 1)
        .await
        .unwrap();
    programme.clock.set("2027-07-01T03:00:00Z");
    let next = programme
        .generate("CB", 2, Some("2027-08-01"))
        .await
        .unwrap();
    assert_eq!(next.seals_until, day("2028-07-31"), "twelve months");
    programme.publish().await.unwrap();
    assert_eq!(programme.sealing("CB").await.unwrap(), first);
    // The last second before its first day, in Vietnam, and the first second of it.
    programme.clock.set("2027-07-31T16:59:59Z");
    assert_eq!(programme.sealing("CB").await.unwrap(), first);
    programme.clock.set("2027-07-31T17:00:00Z");
    assert_eq!(programme.sealing("CB").await.unwrap(), next.kid);
    let after = programme
        .issue("CB", "2/QĐ-UBND", "2027-08-01", 1)
        .await
        .unwrap();
    // Both verify long after the first key's last day, to the end of what it sealed.
    programme.clock.set("2029-08-05T16:59:59Z");
    for issued in [&before, &after] {
        let verdict = programme.office.verify(&codes(issued)[0], None).verdict;
        assert_eq!(verdict.kind, Kind::Genuine);
    }
    programme.clock.set("2029-08-05T17:00:00Z");
    let verdict = programme.office.verify(&codes(&before)[0], None).verdict;
    assert_eq!(verdict.kind, Kind::Expired);
}

#[tokio::test]
async fn a_key_that_would_be_published_after_its_first_day_is_not() {
    let programme = Programme::with_council().await;
    let late = programme
        .generate("CB", 2, Some("2026-08-04"))
        .await
        .unwrap();
    assert_eq!(refusal(programme.publish().await), "key_published_late");
    // Retired before anybody knew it, it is in nobody's way and never published.
    let retired = programme.office.retire_key(late.kid).await.unwrap();
    assert!(!retired.awaits_publication());
    programme.publish().await.unwrap();
    assert_eq!(programme.office.held().trust.keys(late.kid).count(), 0);
    // On its first day it is in time; a council's first key may be older.
    programme
        .generate("CB", 3, Some("2026-08-05"))
        .await
        .unwrap();
    programme.add("TW", "VN", Level::Central).await;
    programme
        .generate("TW", 4, Some("2026-01-01"))
        .await
        .unwrap();
    programme.publish().await.unwrap();
}

#[tokio::test]
async fn a_retired_key_seals_no_more_and_what_it_sealed_stays_valid() {
    let programme = Programme::with_council().await;
    let issued = programme
        .issue("CB", "1/QĐ-UBND", "2026-08-05", 1)
        .await
        .unwrap();
    let kid = programme.sealing("CB").await.unwrap();
    let opened = programme
        .office
        .open_key(code("CB"), passphrase())
        .await
        .unwrap();
    let retired = programme.office.retire_key(kid).await.unwrap();
    assert!(retired.awaits_publication());
    // Here at once, also for a key that was opened before; for verifiers once it is published.
    assert_eq!(refusal(programme.sealing("CB").await), "no_key");
    let order = ocop::office::Order {
        council: code("CB"),
        decision: "2/QĐ-UBND".to_owned(),
        decided_on: day("2026-08-05"),
        authority: None,
        list: Vec::new(),
        skip_bad_rows: false,
    };
    assert_eq!(
        refusal(programme.office.issue(order, opened, |_, _| {}).await),
        "key_state"
    );
    let published = async || {
        let keys = programme.office.keys(Some(code("CB"))).await.unwrap();
        (
            keys[0].key.state,
            keys[0].published,
            keys[0].awaits_publication(),
        )
    };
    let (active, retired) = (KeyState::Active, KeyState::Retired);
    assert_eq!(published().await, (retired, Some(active), true));
    programme.publish().await.unwrap();
    assert_eq!(published().await, (retired, Some(retired), false));
    assert_eq!(refusal(programme.office.retire_key(kid).await), "key_state");
    programme.clock.set("2026-08-06T03:00:00Z");
    programme.office.refresh().await.unwrap();
    let verdict = programme.office.verify(&codes(&issued)[0], None).verdict;
    assert_eq!(verdict.kind, Kind::Genuine);
    // A retired key can be stolen too, and a stolen one is never trusted again.
    let (today, tomorrow) = (day("2026-08-06"), day("2026-08-07"));
    let refused = programme.office.compromise_key(kid, tomorrow).await;
    assert_eq!(refusal(refused), "in_the_future");
    programme.office.compromise_key(kid, today).await.unwrap();
    assert_eq!(
        refusal(programme.office.compromise_key(kid, today).await),
        "key_state"
    );
    assert_eq!(refusal(programme.office.retire_key(kid).await), "key_state");
}

#[tokio::test]
async fn two_keys_of_one_id_are_refused_and_leave_no_file() {
    let programme = Programme::begin().await;
    programme.add("CB", "VN-04@2", Level::Province).await;
    programme.add("TW", "VN", Level::Central).await;
    let first = programme.generate("CB", TWINS[0], None).await.unwrap();
    let files = || {
        let folder = programme.data.path().join("data/keys");
        std::fs::read_dir(folder).unwrap().count()
    };
    assert_eq!(files(), 1);
    for council in ["CB", "TW"] {
        assert_eq!(
            refusal(programme.generate(council, TWINS[1], None).await),
            "kid_taken"
        );
        assert_eq!(
            refusal(programme.generate(council, TWINS[0], None).await),
            "kid_taken"
        );
    }
    assert_eq!(files(), 1);
    // Nor does the root key sign them, whoever drafted the list.
    let mut draft = programme.office.draft_trust_list().await.unwrap();
    let mut json = draft.list.to_json();
    let twin = ocop::signer::KeyFile::from_signing_key(ed25519_dalek::SigningKey::from_bytes(
        &std::array::from_fn(|i| TWINS[1].to_be_bytes().get(i).copied().unwrap_or(0x33)),
    ));
    let twin = super::programme::public(&twin);
    assert_eq!(twin.id(), first.kid);
    assert_ne!(twin, first.x);
    let mut key = json["councils"][0]["keys"][0].clone();
    key["x"] = serde_json::to_value(twin).unwrap();
    json["councils"][1]["keys"] = serde_json::json!([key]);
    draft.list = ocop::scheme::trust::TrustList::from_json(json).unwrap();
    let refused = ocop::office::sign_draft(&draft, &programme.root, None);
    assert_eq!(refusal(refused), "kid_twice");
    programme.publish().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_that_is_compromised_while_it_issues_records_no_more() {
    let programme = Programme::with_council().await;
    let kid = programme.sealing("CB").await.unwrap();
    let today = day("2026-08-05");
    let compromise = || {
        let office = std::sync::Arc::clone(&programme.office);
        let elsewhere = std::thread::spawn(move || {
            let runtime = tokio::runtime::Runtime::new().unwrap();
            runtime
                .block_on(office.compromise_key(kid, today))
                .map(drop)
        });
        elsewhere.join().unwrap().unwrap();
    };
    let decision = ("1/QĐ-UBND", "2026-08-05");
    let issuing = programme.issue_with("CB", decision, 1_001, compromise);
    assert_eq!(refusal(issuing.await), "key_state");
    programme.office.refresh().await.unwrap();
    let held = programme.office.held();
    let tokens = held.register.councils[&code("CB")].len();
    assert_eq!(tokens, 1_000, "the batch that was durable, and no more");
}
