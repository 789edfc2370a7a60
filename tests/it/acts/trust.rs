//! The trust list over HTTP: drafted, signed elsewhere, handed in.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use ed25519_dalek::SigningKey;
use ocop::office::{Scope, sign_draft};
use ocop::scheme::trust::{Draft, LARGEST};
use ocop::signer::KeyFile;
use serde_json::json;

use super::desk::{Desk, fields};
use crate::door::Reply;
use crate::support::seed;

async fn draft(desk: &Desk, token: &str) -> Reply {
    let request = Request::get("/api/v1/trust/draft");
    let request = request.header("authorization", format!("Bearer {token}"));
    desk.send(request.body(Body::empty()).unwrap()).await
}

async fn hand_in(desk: &Desk, token: &str, kind: &str, body: Vec<u8>) -> Reply {
    let request = Request::post("/api/v1/trust")
        .header("authorization", format!("Bearer {token}"))
        .header("content-type", kind);
    desk.send(request.body(Body::from(body)).unwrap()).await
}

fn key(name: &str) -> KeyFile {
    KeyFile::from_signing_key(SigningKey::from_bytes(&seed(name)))
}

#[tokio::test]
async fn a_list_is_drafted_here_signed_elsewhere_and_published_here() {
    let desk = Desk::open().await;
    let token = desk.token(&[Scope::Publish, Scope::Keys], None).await;
    let kid = desk.office.keys(None).await.unwrap()[0].key.kid;
    let retire = format!("/api/v1/keys/{kid}/retire");
    desk.post(&retire, &token, json!(null)).await;

    let reply = draft(&desk, &token).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
    assert_eq!(reply.header("content-type"), "application/json");
    assert_eq!(fields(&reply.json()), desk.described("Draft").await);
    let drafted = Draft::from_json(&reply.body).unwrap();
    let signed = sign_draft(&drafted, &key("root"), None).unwrap();

    let published = hand_in(&desk, &token, "application/cose", signed.clone()).await;
    assert_eq!(published.status, StatusCode::OK, "{}", published.text());
    let said = published.json();
    assert_eq!(fields(&said), desk.described("PublishedList").await);
    assert_eq!((&said["version"], &said["keys"]), (&json!(3), &json!(2)));
    let request = Request::get("/trust").body(Body::empty()).unwrap();
    assert_eq!(desk.send(request).await.body, signed);

    let cose = "application/cose; cose-type=\"cose-sign1\"";
    let again = hand_in(&desk, &token, cose, signed).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert_eq!(again.json()["code"], "trust_list_older");
}

#[tokio::test]
async fn a_list_that_should_not_be_published_is_refused_with_its_reason() {
    let desk = Desk::open().await;
    let token = desk.master().await;
    let drafted = Draft::from_json(&draft(&desk, &token).await.body).unwrap();
    let signed = sign_draft(&drafted, &key("root"), None).unwrap();
    let mut altered = signed.clone();
    let middle = altered.len() / 2;
    altered[middle] ^= 1;
    let mut other = drafted.clone();
    other.root =
        ocop::scheme::seal::PublicKey::new(ocop::signer::Signer::public_key(&key("CB"))).unwrap();
    let of_another_root = sign_draft(&other, &key("CB"), None).unwrap();
    let cose = "application/cose";
    for (kind, body, status, code) in [
        (
            "application/json",
            signed.clone(),
            415,
            "unsupported_content_type",
        ),
        (cose, Vec::new(), 422, "trust_list_refused"),
        (cose, b"rubbish".to_vec(), 422, "trust_list_refused"),
        (cose, altered, 422, "trust_list_altered"),
        (cose, of_another_root, 422, "trust_list_wrong_root"),
        (cose, vec![0; LARGEST + 1], 413, "body_too_large"),
    ] {
        let reply = hand_in(&desk, &token, kind, body).await;
        assert_eq!(reply.status.as_u16(), status, "{}", reply.text());
        assert_eq!(reply.json()["code"], code);
    }
    // What changed after the draft is not in the list.
    let kid = desk.office.keys(None).await.unwrap()[0].key.kid;
    desk.office.retire_key(kid).await.unwrap();
    let reply = hand_in(&desk, &token, cose, signed).await;
    assert_eq!(reply.status, StatusCode::CONFLICT);
    assert_eq!(reply.json()["code"], "trust_list_differs");
    assert_eq!(desk.office.held().trust.version(), 2);
}
