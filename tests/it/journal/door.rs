//! Journals over HTTP: what a device sends, and what it is told.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot set its desk fails there"
)]

use axum::body::Body;
use axum::http::{Request, StatusCode};
use ocop::office::{Grant, Role};
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
