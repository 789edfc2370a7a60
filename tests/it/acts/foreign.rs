//! A token of one council: what another council has is as if it were not there.

use axum::http::StatusCode;
use ocop::office::Scope;
use serde_json::{Value, json};

use super::desk::{Desk, withdrawal};
use crate::door::{Reply, number_never_issued};

/// What is sent to name a certificate.
type Body<'a> = &'a dyn Fn(&str) -> Value;

/// What is answered, with a name in the place of whatever was asked for.
fn told(reply: &Reply, name: &str) -> (StatusCode, String) {
    (reply.status, reply.text().replace(name, "X"))
}

#[tokio::test]
async fn another_councils_certificate_is_answered_as_one_never_issued() {
    let desk = Desk::open().await;
    let token = desk.token(&[Scope::Life], Some("CB")).await;
    let never = number_never_issued();
    let lifting = |number: &str| json!({ "numbers": [number], "decision": "950/QĐ-UBND", "decided_on": "2026-08-10" });
    let acts: [(&str, Body<'_>); 7] = [
        ("revoke", &|number| withdrawal(&[number])),
        ("suspend", &|number| withdrawal(&[&desk.numbers[0], number])),
        ("lift", &lifting),
        (
            "supersede",
            &|number| json!({ "old": number, "by": desk.numbers[0] }),
        ),
        (
            "supersede",
            &|number| json!({ "old": desk.numbers[0], "by": number }),
        ),
        (
            "renew",
            &|number| json!({ "old": number, "by": desk.numbers[0] }),
        ),
        (
            "renew",
            &|number| json!({ "old": desk.numbers[0], "by": number }),
        ),
    ];
    let size = desk.office.register().size().await.unwrap();
    for (act, body) in acts {
        let path = format!("/api/v1/acts/{act}");
        let foreign = desk.post(&path, &token, body(&desk.foreign)).await;
        let missing = desk.post(&path, &token, body(&never)).await;
        assert_eq!(
            foreign.status,
            StatusCode::NOT_FOUND,
            "{act}: {}",
            foreign.text()
        );
        assert_eq!(foreign.json()["code"], "no_such_number", "{act}");
        assert_eq!(
            told(&foreign, &desk.foreign),
            told(&missing, &never),
            "{act}"
        );
    }
    assert_eq!(desk.office.register().size().await.unwrap(), size);
    assert_eq!(desk.verdict(&desk.codes[0]).await, "genuine");
}

#[tokio::test]
async fn another_councils_decision_is_not_there() {
    let desk = Desk::open().await;
    let token = desk.token(&[Scope::Life], Some("CB")).await;
    let mut act = withdrawal(&[]);
    act["numbers"] = Value::Null;
    // TW has a decision of this number too: to this token there is one.
    act["all_of"] = json!({ "decision": "852/QĐ-UBND" });
    let reply = desk.post("/api/v1/acts/suspend", &token, act.clone()).await;
    assert_eq!(
        reply.json()["changed"],
        json!(desk.numbers),
        "{}",
        reply.text()
    );
    act["all_of"]["council"] = json!("TW");
    let reply = desk.post("/api/v1/acts/suspend", &token, act).await;
    assert_eq!(reply.status, StatusCode::NOT_FOUND);
    assert_eq!(reply.json()["code"], "no_such_decision");
}

#[tokio::test]
async fn another_councils_keys_are_not_there() {
    let desk = Desk::open().await;
    let token = desk.token(&[Scope::Keys], Some("CB")).await;
    let keys = desk.office.keys(None).await.unwrap();
    let of = |code: &str| {
        let mut found = keys.iter().filter(|key| {
            key.of
                .council()
                .is_some_and(|council| council.as_str() == code)
        });
        found.next().unwrap().key.kid.to_string()
    };
    for act in ["retire", "compromise"] {
        let body = json!({ "compromised_on": "2026-08-09" });
        let path = |kid: &str| format!("/api/v1/keys/{kid}/{act}");
        let foreign = desk.post(&path(&of("TW")), &token, body.clone()).await;
        let missing = desk.post(&path("AAAAAA"), &token, body.clone()).await;
        assert_eq!(foreign.status, StatusCode::NOT_FOUND);
        assert_eq!(foreign.json()["code"], "no_such_key");
        assert_eq!(told(&foreign, &of("TW")), told(&missing, "AAAAAA"));
        let own = desk.post(&path(&of("CB")), &token, body).await;
        assert_eq!(own.status, StatusCode::OK, "{}", own.text());
    }
}

#[tokio::test]
async fn a_succession_takes_a_token_for_all_councils() {
    let desk = Desk::open().await;
    let token = desk.token(&[Scope::Keys], Some("CB")).await;
    let succeed = |code: &str| format!("/api/v1/councils/{code}/succeed");
    let foreign = desk
        .post(&succeed("TW"), &token, json!({ "by": "CB" }))
        .await;
    let missing = desk
        .post(&succeed("XX"), &token, json!({ "by": "CB" }))
        .await;
    assert_eq!(foreign.status, StatusCode::NOT_FOUND);
    assert_eq!(foreign.json()["code"], "no_such_council");
    assert_eq!(told(&foreign, "TW"), told(&missing, "XX"));
    let own = desk
        .post(&succeed("CB"), &token, json!({ "by": "TW" }))
        .await;
    assert_eq!(own.status, StatusCode::FORBIDDEN);
    let councils = desk.office.register().councils().await.unwrap();
    assert!(councils.iter().all(|council| council.successor.is_none()));
}
