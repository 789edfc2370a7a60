//! One's own account by the API.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use ocop::office::{Grant, Role};
use serde_json::{Value, json};

use crate::acts::desk::Desk;
use crate::door::Reply;
use crate::support::Person;

async fn post(desk: &Desk, person: &Person, path: &str, body: Value) -> Reply {
    let request = Request::post(path).header("content-type", "application/json");
    let request = person.sends(request).body(Body::from(body.to_string()));
    desk.send(request.unwrap()).await
}

async fn get(desk: &Desk, person: &Person, path: &str) -> Reply {
    let request = person.sends(Request::get(path)).body(Body::empty());
    desk.send(request.unwrap()).await
}

async fn with_token(desk: &Desk, token: &str, path: &str) -> StatusCode {
    let request = Request::get(path).header("authorization", format!("Bearer {token}"));
    let request = request.body(Body::empty()).unwrap();
    desk.send(request).await.status
}

#[tokio::test]
async fn a_token_of_ones_own_acts_as_oneself_at_the_desk_until_it_is_revoked() {
    let desk = Desk::open().await;
    let chair = Grant::of_council(Role::Chair, "CB".parse().unwrap());
    let person = desk.office.person(&[chair]).await;
    let made = post(
        &desk,
        &person,
        "/api/v1/account/tokens",
        json!({ "name": "bảng tính" }),
    );
    let made = made.await;
    assert_eq!(made.status, StatusCode::CREATED);
    assert_eq!(made.header("cache-control"), "no-store");
    let made = made.json();
    let token = made["token"].as_str().unwrap();
    assert_eq!(
        with_token(&desk, token, "/api/v1/work-lists").await,
        StatusCode::OK
    );
    // What only a person does, no token does: see the account, or approve.
    assert_eq!(
        with_token(&desk, token, "/api/v1/account").await,
        StatusCode::FORBIDDEN
    );
    let listed = get(&desk, &person, "/api/v1/account").await.json();
    assert_eq!(listed["tokens"][0]["name"], "bảng tính");
    assert_eq!(listed["roles"][0]["role"], "chair");
    assert!(!listed.to_string().contains(token));
    let path = format!("/api/v1/account/tokens/{}/revoke", made["id"]);
    assert_eq!(
        post(&desk, &person, &path, json!({})).await.status,
        StatusCode::OK
    );
    assert_eq!(
        with_token(&desk, token, "/api/v1/work-lists").await,
        StatusCode::UNAUTHORIZED
    );
    let other = desk.office.person(&[chair]).await;
    assert_eq!(
        post(&desk, &other, &path, json!({})).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn language_is_set_and_everywhere_signed_out() {
    let desk = Desk::open().await;
    let person = desk
        .office
        .person(&[Grant::of_programme(Role::Auditor)])
        .await;
    let set = post(
        &desk,
        &person,
        "/api/v1/account/language",
        json!({ "language": "en" }),
    )
    .await;
    assert_eq!(set.status, StatusCode::NO_CONTENT);
    let wrong = post(
        &desk,
        &person,
        "/api/v1/account/language",
        json!({ "language": "fr" }),
    )
    .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let account = get(&desk, &person, "/api/v1/account").await.json();
    assert_eq!(account["language"], "en");
    let out = post(
        &desk,
        &person,
        "/api/v1/account/sign-out-everywhere",
        json!({}),
    )
    .await;
    assert_eq!(out.status, StatusCode::NO_CONTENT);
    let after = get(&desk, &person, "/api/v1/account").await;
    assert_eq!(after.json()["code"], "session_missing");
}
