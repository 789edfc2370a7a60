//! Who is let in by a token, and until when.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use ocop::office::{NewToken, Scope, TokenSecret};

use super::desk::{Desk, withdrawal};
use crate::door::Reply;
use crate::support::{at, day};

const DRAFT: &str = "/api/v1/trust/draft";

async fn ask(desk: &Desk, authorization: &[&str]) -> Reply {
    let mut request = Request::get(DRAFT);
    for shown in authorization {
        request = request.header("authorization", *shown);
    }
    desk.send(request.body(Body::empty()).unwrap()).await
}

fn refused(reply: &Reply) -> String {
    assert_eq!(reply.status, StatusCode::UNAUTHORIZED, "{}", reply.text());
    assert!(reply.header("www-authenticate").starts_with("Bearer "));
    reply.json()["code"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_token_is_shown_in_one_way_only() {
    let desk = Desk::open().await;
    let token = desk.master().await;
    for scheme in ["Bearer", "bearer", "BEARER"] {
        let reply = ask(&desk, &[&format!("{scheme} {token}")]).await;
        assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
    }
    let bearer = format!("Bearer {token}");
    let other = format!("Bearer {}", TokenSecret::of(&[9; 32]).show());
    let shortened = &bearer[..bearer.len() - 1];
    assert_eq!(refused(&ask(&desk, &[]).await), "token_missing");
    assert_eq!(
        refused(&ask(&desk, &["Basic b2NvcDp4"]).await),
        "token_missing"
    );
    for shown in [
        &other,
        shortened,
        "Bearer",
        "Bearer ",
        "Bearer ocop_",
        &format!("{bearer}A"),
    ] {
        let reply = ask(&desk, &[shown]).await;
        assert_eq!(refused(&reply), "token_unknown", "{shown}");
        assert!(reply.header("www-authenticate").contains("invalid_token"));
        assert!(!reply.text().contains(&token[5..]), "{}", reply.text());
    }
    assert_eq!(
        refused(&ask(&desk, &[&bearer, &bearer]).await),
        "token_unknown"
    );
    let in_the_address = format!("{DRAFT}?access_token={token}");
    let request = Request::get(in_the_address).body(Body::empty());
    assert_eq!(refused(&desk.send(request.unwrap()).await), "token_missing");
}

#[tokio::test]
async fn a_token_ends_with_its_last_day() {
    let desk = Desk::open().await;
    let new = NewToken {
        name: "a".to_owned(),
        scopes: vec![Scope::Publish],
        council: None,
        account: None,
        expires_on: Some(day("2026-08-10")),
    };
    let secret = TokenSecret::of(&[1; 32]);
    desk.office.create_token(new, &secret).await.unwrap();
    let admitted = desk.office.admit(secret.show()).await.unwrap();
    assert!(admitted.is_ok(), "on its last day");
    // Half a second before midnight in Vietnam, and after.
    let before = desk.office.again(at("2026-08-10T16:59:59Z")).await;
    assert!(before.admit(secret.show()).await.unwrap().is_ok());
    let after = desk.office.again(at("2026-08-10T17:00:00Z")).await;
    let refused = after.admit(secret.show()).await.unwrap().unwrap_err();
    assert_eq!(refused.code(), "token_expired");
    assert!(refused.words().vi.contains("10/08/2026"));
    let listed = after.tokens().await.unwrap();
    assert_eq!(
        serde_json::to_value(&listed[0]).unwrap()["state"],
        "expired"
    );
}

#[tokio::test]
async fn a_revoked_token_ends_at_once_on_every_replica() {
    let desk = Desk::open().await;
    let token = desk.master().await;
    let bearer = format!("Bearer {token}");
    assert_eq!(ask(&desk, &[&bearer]).await.status, StatusCode::OK);
    let replica = desk.office.again(at("2026-08-10T03:00:00Z")).await;
    replica.revoke_token(1).await.unwrap();
    assert_eq!(refused(&ask(&desk, &[&bearer]).await), "token_revoked");
    let act = withdrawal(&[&desk.numbers[0]]);
    let reply = desk.post("/api/v1/acts/revoke", &token, act).await;
    assert_eq!(refused(&reply), "token_revoked");
    assert_eq!(desk.verdict(&desk.codes[0]).await, "genuine");
}

#[tokio::test]
async fn the_day_of_the_last_use_is_kept_and_nothing_finer() {
    let desk = Desk::open().await;
    let token = desk.master().await;
    let used = async || desk.office.tokens().await.unwrap()[0].last_used_on;
    assert_eq!(used().await, None);
    ask(&desk, &[&format!("Bearer {token}")]).await;
    assert_eq!(used().await, Some(day("2026-08-10")));
    let later = desk.office.again(at("2026-08-12T03:00:00Z")).await;
    later.admit(&token).await.unwrap().unwrap();
    assert_eq!(used().await, Some(day("2026-08-12")));
}
