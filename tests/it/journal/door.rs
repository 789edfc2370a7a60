//! Journals over HTTP: what a device sends, and what it is told.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot set its desk fails there"
)]

use axum::body::Body;
use axum::http::{Request, StatusCode};
use ocop::office::{Grant, Role};
use ocop::scheme::journal::EntryHash;
use ocop::scheme::verdict::Kind;
use serde_json::{Value, json};

use super::device::{Device, addition, check};
use crate::acts::desk::{Desk, fields};
use crate::door::Reply;
use crate::support::Person;

async fn inspector(desk: &Desk) -> Person {
    let grant = Grant::of_programme(Role::Inspector);
    desk.office.person(&[grant]).await
}

async fn get(desk: &Desk, person: &Person, path: &str) -> Reply {
    let request = person.sends(Request::get(path));
    desk.send(request.body(Body::empty()).unwrap()).await
}

async fn post(desk: &Desk, person: &Person, device: &Device, entries: &[String]) -> Reply {
    let path = format!("/api/v1/journal/{}/entries", device.id);
    let request = person.sends(Request::post(path));
    let request = request.header("content-type", "application/json");
    let body = json!({ "entries": entries }).to_string();
    desk.send(request.body(Body::from(body)).unwrap()).await
}

#[tokio::test]
async fn a_device_asks_how_far_it_is_and_sends_the_rest() {
    let desk = Desk::open().await;
    let person = inspector(&desk).await;
    let mut device = Device::new(9);
    device.check("2026-08-10T03:00:00Z", check(&desk.codes[0], Kind::Genuine));
    device.add(
        "2026-08-10T02:01:00Z",
        addition(1, Some("Kệ số 3"), true, Some(b"a photograph")),
    );
    let head = format!("/api/v1/journal/{}", device.id);
    let before = get(&desk, &person, &head).await;
    assert_eq!(before.status, StatusCode::OK, "{}", before.text());
    let nothing = json!({ "device": device.id, "size": 0, "head": "", "awaited": [] });
    assert_eq!(before.json(), nothing);
    for (kept, known) in [(2, 0), (0, 2)] {
        let sent = post(&desk, &person, &device, &device.texts).await;
        assert_eq!(sent.status, StatusCode::OK, "{}", sent.text());
        let told = json!({ "size": 2, "head": device.head(), "kept": kept, "known": known });
        assert_eq!(sent.json(), told);
        assert_eq!(sent.header("cache-control"), "no-store");
        assert_eq!(fields(&sent.json()), desk.described("TakenIn").await);
    }
    let after = get(&desk, &person, &head).await.json();
    assert_eq!(after["size"], 2);
    assert_eq!(after["awaited"].as_array().unwrap().len(), 1);
    assert_eq!(fields(&after), desk.described("JournalHead").await);

    let page = get(&desk, &person, "/api/v1/journal").await.json();
    let found = &page["checks"][0];
    assert_eq!(found["verdict"], "genuine");
    assert_eq!(found["judged_again"], "genuine");
    assert_eq!(found["entry"], Value::from(device.texts[0].as_str()));
    assert_eq!(fields(found), desk.described("JournalCheck").await);
    let path = format!("/api/v1/journal-entries/{}", found["id"]);
    let one = get(&desk, &person, &path).await;
    let evidence = one.json();
    assert_eq!(fields(&evidence), desk.described("JournalEvidence").await);
    let added = &evidence["additions"][0];
    assert_eq!(fields(added), desk.described("JournalAddition").await);
    assert_eq!(added["note"], "Kệ số 3");
    assert_eq!(added["place"]["latitude"], 22.66);
    assert_eq!(added["photograph"]["received_at"], Value::Null);
    assert_eq!(evidence["judged_now"]["verdict"], "genuine");
    assert_eq!(
        fields(&evidence["judged_now"]),
        desk.described("JudgedNow").await
    );
    let known = person
        .sends(Request::get(&path))
        .header("if-none-match", one.header("etag"));
    let known = desk.send(known.body(Body::empty()).unwrap()).await;
    assert_eq!(known.status, StatusCode::NOT_MODIFIED);
}

#[tokio::test]
async fn what_does_not_follow_is_told_with_what_to_do_next() {
    let desk = Desk::open().await;
    let person = inspector(&desk).await;
    let mut device = Device::new(9);
    device.fill(3);
    let gap = post(&desk, &person, &device, &device.texts[1..]).await;
    assert_eq!(gap.status, StatusCode::CONFLICT);
    assert_eq!(gap.json()["code"], "journal_gap");
    assert!(
        gap.json()["detail"]
            .as_str()
            .unwrap()
            .contains("from entry 1")
    );
    post(&desk, &person, &device, &device.texts[..1]).await;
    let mut other = Device::new(9);
    other.check("2026-08-09T02:00:00Z", check("khác", Kind::NotOcop));
    let forked = post(&desk, &person, &other, &other.texts).await;
    assert_eq!(forked.status, StatusCode::CONFLICT);
    assert_eq!(forked.json()["code"], "journal_forked");
    let bad = post(&desk, &person, &device, &["{}".to_owned()]).await;
    assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(bad.json()["code"], "bad_entry");
    assert_eq!(bad.json()["errors"][0]["row"], 1);
    let many = vec![device.texts[0].clone(); 201];
    let many = post(&desk, &person, &device, &many).await;
    assert_eq!(many.status, StatusCode::PAYLOAD_TOO_LARGE);
    let long = vec!["x".repeat(6 << 20)];
    let long = post(&desk, &person, &device, &long).await;
    assert_eq!(long.status, StatusCode::PAYLOAD_TOO_LARGE);

    // Somebody else with the same device.
    let stranger = inspector(&desk).await;
    let foreign = post(&desk, &stranger, &device, &device.texts).await;
    assert_eq!(foreign.status, StatusCode::NOT_FOUND);
    assert_eq!(foreign.json()["code"], "no_such_journal");
    for path in ["/api/v1/journal/x", "/api/v1/journal-entries/x"] {
        let lost = get(&desk, &stranger, path).await;
        assert_eq!(lost.status, StatusCode::NOT_FOUND, "{path}");
    }
    for query in [
        "verdict=fine",
        "device=x",
        "from=2026-8-1",
        "page=2",
        "limit=0",
    ] {
        let path = format!("/api/v1/journal?{query}");
        let refused = get(&desk, &person, &path).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{query}");
    }
}

async fn put(desk: &Desk, person: &Person, device: &Device, hash: &str, bytes: &[u8]) -> Reply {
    let path = format!("/api/v1/journal/{}/photographs/{hash}", device.id);
    let request = person.sends(Request::put(path));
    let request = request.header("content-type", "image/jpeg");
    desk.send(request.body(Body::from(bytes.to_vec())).unwrap())
        .await
}

#[tokio::test]
async fn a_photograph_comes_after_its_entry_and_stays_as_it_is() {
    let desk = Desk::open().await;
    let (person, stranger) = (inspector(&desk).await, inspector(&desk).await);
    // As a telephone wrote it: the hash is of these very bytes.
    let jpeg = crate::photographs::of_a_telephone();
    let hash = EntryHash::of(&jpeg).to_string();
    let mut device = Device::new(9);
    device.fill(1).add(
        "2026-08-10T02:01:00Z",
        addition(1, None, false, Some(&jpeg)),
    );
    let early = put(&desk, &person, &device, &hash, &jpeg).await;
    assert_eq!(early.status, StatusCode::NOT_FOUND);
    assert_eq!(early.json()["code"], "no_such_journal");
    post(&desk, &person, &device, &device.texts).await;
    let other = put(&desk, &person, &device, &hash, b"other bytes").await;
    assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(other.json()["code"], "wrong_hash");
    let large = put(&desk, &person, &device, &hash, &vec![0; 6 << 20]).await;
    assert_eq!(large.status, StatusCode::PAYLOAD_TOO_LARGE);
    let unnamed = EntryHash::of("unnamed").to_string();
    for unnamed in [unnamed.as_str(), "x"] {
        let unnamed = put(&desk, &person, &device, unnamed, b"unnamed").await;
        assert_eq!(unnamed.status, StatusCode::NOT_FOUND);
        assert_eq!(unnamed.json()["code"], "no_such_photograph");
    }
    let foreign = put(&desk, &stranger, &device, &hash, &jpeg).await;
    assert_eq!(foreign.status, StatusCode::NOT_FOUND);

    let page = get(&desk, &person, "/api/v1/journal").await.json();
    let check = page["checks"][0]["id"].as_i64().unwrap();
    let evidence = format!("/api/v1/journal-entries/{check}");
    let added = get(&desk, &person, &evidence).await.json()["additions"][0].clone();
    let address = format!("/api/v1/journal-entries/{}/photograph", added["id"]);
    let awaited = get(&desk, &person, &address).await;
    assert_eq!(awaited.status, StatusCode::NOT_FOUND);
    for _ in 0..2 {
        let kept = put(&desk, &person, &device, &hash, &jpeg).await;
        assert_eq!(kept.status, StatusCode::NO_CONTENT, "{}", kept.text());
    }
    let head = format!("/api/v1/journal/{}", device.id);
    let head = get(&desk, &person, &head).await.json();
    assert_eq!(head["awaited"], json!([]));
    let shown = get(&desk, &person, &address).await;
    assert_eq!(shown.status, StatusCode::OK);
    assert_eq!(shown.body, jpeg);
    let small = get(&desk, &person, &format!("{address}?size=small")).await;
    assert_eq!(small.header("content-type"), "image/jpeg");
    assert_ne!(small.body, jpeg);
    let foreign = get(&desk, &stranger, &address).await;
    assert_eq!(foreign.status, StatusCode::NOT_FOUND);
}
