//! The log over HTTP, as monitors fetch it.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot set its desk fails there"
)]

use std::sync::Arc;

use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use http_body_util::BodyExt;
use ocop::scheme::log::{Checkpoint, Hash, Note, Proof};
use serde_json::Value;
use tower::ServiceExt;

use super::{checkpoint, log_key};
use crate::support::{Office, list_of};

pub async fn get(office: &Office, path: &str) -> (StatusCode, HeaderMap, Vec<u8>) {
    let request = Request::get(path).header("origin", "https://a.example");
    let router = ocop::http::router(Arc::clone(&office.office));
    let answer = router.oneshot(request.body(Body::empty()).unwrap()).await;
    let (parts, body) = answer.unwrap().into_parts();
    let body = body.collect().await.unwrap().to_bytes().to_vec();
    (parts.status, parts.headers, body)
}

fn code(body: &[u8]) -> String {
    let body: Value = serde_json::from_slice(body).unwrap();
    body["code"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_checkpoint_may_be_fetched_by_anybody_and_is_not_kept() {
    let office = Office::new().await;
    let (status, _, body) = get(&office, "/log/checkpoint").await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    assert_eq!(code(&body), "no_checkpoint");

    let newest = checkpoint(&office).await;
    let (status, headers, body) = get(&office, "/log/checkpoint").await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(headers["content-type"], "text/plain; charset=utf-8");
    assert_eq!(headers["cache-control"], "public, max-age=1");
    assert_eq!(headers["access-control-allow-origin"], "*");
    let read = Checkpoint::signed(&Note::read(&body).unwrap(), &[log_key()]).unwrap();
    assert_eq!((read.size, read.root), (newest.size, newest.root));
}

#[tokio::test]
async fn tiles_are_files_that_never_change() {
    let office = Office::new().await;
    office.issue_list(list_of(300)).await.unwrap();
    let size = checkpoint(&office).await.size;
    let rest = size - 256;
    for (path, length) in [
        ("/log/tile/0/000".to_owned(), Some(256 * Hash::LENGTH)),
        (format!("/log/tile/0/001.p/{rest}"), None),
        ("/log/tile/1/000.p/1".to_owned(), Some(Hash::LENGTH)),
        ("/log/tile/entries/000".to_owned(), None),
        (format!("/log/tile/entries/001.p/{rest}"), None),
        // What was partial once can still be fetched.
        ("/log/tile/0/000.p/7".to_owned(), Some(7 * Hash::LENGTH)),
    ] {
        let (status, headers, body) = get(&office, &path).await;
        assert_eq!(status, StatusCode::OK, "{path}");
        assert_eq!(headers["content-type"], "application/octet-stream");
        assert!(
            headers["cache-control"]
                .to_str()
                .unwrap()
                .contains("immutable")
        );
        assert_eq!(headers["access-control-allow-origin"], "*");
        assert!(length.is_none_or(|length| length == body.len()), "{path}");
    }
    for path in [
        "0/001".to_owned(),
        format!("0/001.p/{}", rest + 1),
        "1/000".to_owned(),
        "2/000.p/1".to_owned(),
        "0/0".to_owned(),
        "entries/002.p/1".to_owned(),
        "entries/..%2f..%2fkeys".to_owned(),
        "0/x018/x446/x744/x073/x709/x551/615".to_owned(),
    ] {
        let (status, _, body) = get(&office, &format!("/log/tile/{path}")).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(code(&body), "no_such_tile", "{path}");
    }
}

#[tokio::test]
async fn a_proof_can_be_taken_home() {
    let office = Office::new().await;
    let issued = office.issue_list(list_of(5)).await.unwrap();
    let number = issued.certificates[2].certificate.number;
    let path = format!("/api/v1/certificates/{number}/proof");
    let (status, _, body) = get(&office, &path).await;
    assert_eq!(
        (status, code(&body).as_str()),
        (StatusCode::NOT_FOUND, "no_checkpoint")
    );
    checkpoint(&office).await;
    let (status, headers, body) = get(&office, &path).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(headers["content-type"], "text/plain; charset=utf-8");
    let proof = Proof::read(str::from_utf8(&body).unwrap()).unwrap();
    assert!(proof.check(&[log_key()]).is_ok());
    for (number, expected) in [
        ("CB-99999-F", "no_such_number"),
        ("CB-0-0", "mistyped_number"),
        ("rubbish", "not_a_number"),
    ] {
        let (status, _, body) = get(&office, &format!("/api/v1/certificates/{number}/proof")).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{number}");
        assert_eq!(code(&body), expected);
    }
}

#[tokio::test]
async fn one_tree_is_shown_to_begin_with_another() {
    let office = Office::new().await;
    let old = checkpoint(&office).await.size;
    office.issue_list(list_of(5)).await.unwrap();
    let size = checkpoint(&office).await.size;
    let path = format!("/api/v1/log/consistency?old={old}&size={size}");
    let (status, _, body) = get(&office, &path).await;
    assert_eq!(status, StatusCode::OK);
    let body: Value = serde_json::from_slice(&body).unwrap();
    let hashes = office.prove_consistency(old, size).await.unwrap();
    let hashes: Vec<String> = hashes.iter().map(Hash::to_string).collect();
    assert_eq!(body["hashes"], serde_json::json!(hashes));
    for (query, status) in [
        ("", 400),
        ("?old=1", 400),
        ("?old=-1&size=2", 400),
        ("?old=1&size=2&more=3", 400),
        ("?old=3&size=2", 404),
        ("?old=1&size=99999", 404),
    ] {
        let (answered, ..) = get(&office, &format!("/api/v1/log/consistency{query}")).await;
        assert_eq!(answered.as_u16(), status, "{query}");
    }
}
