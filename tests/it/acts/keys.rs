//! Keys and councils over HTTP.

use axum::http::StatusCode;
use ocop::office::Scope;
use serde_json::json;

use super::desk::{Desk, fields};

#[tokio::test]
async fn a_key_is_retired_then_found_compromised_and_each_once() {
    let desk = Desk::open().await;
    let token = desk.token(&[Scope::Keys], None).await;
    let kid = desk.office.keys(None).await.unwrap()[0].key.kid.to_string();
    let retire = format!("/api/v1/keys/{kid}/retire");
    let reply = desk.post(&retire, &token, json!(null)).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
    let key = reply.json();
    assert_eq!(fields(&key), desk.described("MovedKey").await);
    assert_eq!(
        (&key["state"], &key["published"]),
        (&json!("retired"), &json!("active"))
    );
    let again = desk.post(&retire, &token, json!(null)).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert_eq!(again.json()["code"], "key_state");

    let compromise = format!("/api/v1/keys/{kid}/compromise");
    for (day, status, code) in [
        (json!("2026-08-11"), 422, "in_the_future"),
        (json!("11/08/2026"), 422, "not_a_date"),
        (json!(null), 422, "missing_field"),
    ] {
        let body = json!({ "compromised_on": day });
        let reply = desk.post(&compromise, &token, body).await;
        assert_eq!(reply.status.as_u16(), status, "{}", reply.text());
        assert_eq!(reply.json()["code"], code);
    }
    let body = json!({ "compromised_on": "2026-08-09" });
    let key = desk.post(&compromise, &token, body.clone()).await.json();
    assert_eq!(key["state"], "compromised");
    assert_eq!(key["compromised_on"], "2026-08-09");
    let again = desk.post(&compromise, &token, body).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    for path in ["/api/v1/keys/rubbish/retire", "/api/v1/keys/AAAAAA/retire"] {
        let reply = desk.post(path, &token, json!(null)).await;
        assert_eq!(reply.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(reply.json()["code"], "no_such_key");
    }
}

#[tokio::test]
async fn a_council_is_succeeded_once() {
    let desk = Desk::open().await;
    let token = desk.token(&[Scope::Keys], None).await;
    let path = "/api/v1/councils/CB/succeed";
    let early = json!({ "by": "TW", "last_day": "2026-08-01" });
    let reply = desk.post(path, &token, early).await;
    assert_eq!(
        (reply.status, &reply.json()["code"]),
        (StatusCode::CONFLICT, &json!("issued_later"))
    );
    let reply = desk.post(path, &token, json!({ "by": "TW" })).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
    let council = reply.json();
    assert_eq!(fields(&council), desk.described("SucceededCouncil").await);
    assert_eq!(council["successor"], "TW");
    let again = desk.post(path, &token, json!({ "by": "TW" })).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert_eq!(again.json()["code"], "council_succeeded");
    for (path, body, code) in [
        (
            "/api/v1/councils/XX/succeed",
            json!({ "by": "TW" }),
            "no_such_council",
        ),
        (
            "/api/v1/councils/cb/succeed",
            json!({ "by": "TW" }),
            "no_such_council",
        ),
        (
            "/api/v1/councils/TW/succeed",
            json!({ "by": "XX" }),
            "no_such_council",
        ),
        (
            "/api/v1/councils/TW/succeed",
            json!({ "by": "CB" }),
            "succession_cycle",
        ),
        ("/api/v1/councils/TW/succeed", json!({}), "missing_field"),
    ] {
        let reply = desk.post(path, &token, body.clone()).await;
        assert_eq!(reply.json()["code"], code, "{path} {body}");
    }
}
