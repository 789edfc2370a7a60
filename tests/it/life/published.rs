//! What the service publishes: when a list is signed, who reads it, and that all send the same.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use http_body_util::BodyExt;
use ocop::office::Error;
use ocop::scheme::status::{Status, StatusList};
use ocop::scheme::status_list::{CWT, JWT};
use serde_json::{Value, json};
use tokio::sync::Notify;
use tower::ServiceExt;

use super::office::Life;

async fn get(
    life: &Life,
    path: &str,
    headers: &[(&str, &str)],
) -> (StatusCode, HeaderMap, Vec<u8>) {
    let mut request = Request::get(path).header("origin", "https://a.example");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let router = ocop::http::router(Arc::clone(&life.office));
    let answer = router
        .oneshot(request.body(Body::empty()).expect("as the test made it"))
        .await
        .expect("as the test made it");
    let (parts, body) = answer.into_parts();
    let body = body
        .collect()
        .await
        .expect("as the test made it")
        .to_bytes()
        .to_vec();
    (parts.status, parts.headers, body)
}

fn read(life: &Life, cwt: &[u8]) -> StatusList {
    let held = life.office.held();
    let council = held
        .trust
        .council("CB".parse().expect("as the test made it"))
        .expect("as the test made it");
    StatusList::from_cwt(cwt, council).expect("as the test made it")
}

#[tokio::test]
async fn nothing_is_published_before_a_list_is_signed() {
    let life = Life::open().await;
    for path in ["/status/CB", "/status/XX", "/status/rubbish"] {
        let (status, _, body) = get(&life, path, &[]).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{path}");
        let body: Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(body["code"], "no_status_list");
    }
    let (_, _, body) = get(&life, "/status", &[]).await;
    assert_eq!(body, br#"{"status_lists":[]}"#);
}

#[tokio::test]
async fn a_signed_list_is_sent_in_both_forms_with_tags_to_any_origin() {
    let life = Life::open().await;
    life.office.revoke(&life.withdrawal(&[0])).await.unwrap();
    assert_eq!(
        life.office.sign_status_lists(&life.keys()).await.unwrap(),
        1
    );
    for (accept, kind) in [("*/*", CWT), (CWT, CWT), (JWT, JWT)] {
        let (status, headers, body) = get(&life, "/status/CB", &[("accept", accept)]).await;
        assert_eq!(status, StatusCode::OK);
        assert_eq!(headers["content-type"], kind);
        assert_eq!(headers["vary"], "accept");
        assert_eq!(headers["access-control-allow-origin"], "*");
        let tag = headers["etag"].to_str().unwrap();
        let asked = [("accept", accept), ("if-none-match", tag)];
        let (status, _, nothing) = get(&life, "/status/CB", &asked).await;
        assert_eq!((status, nothing.len()), (StatusCode::NOT_MODIFIED, 0));
        if kind == CWT {
            let list = read(&life, &body);
            assert_eq!((list.size, list.status(0)), (4, Ok(Status::Revoked)));
        }
    }
    let (_, _, body) = get(&life, "/status", &[]).await;
    assert_eq!(body, br#"{"status_lists":["https://ocop.test/status/CB"]}"#);
}

#[tokio::test]
async fn every_replica_sends_the_same_bytes() {
    let life = Life::open().await;
    let replica = life.replica().await;
    let (keys, others) = (life.keys(), replica.keys());
    let signed = tokio::join!(
        life.office.sign_status_lists(&keys),
        replica.office.sign_status_lists(&others)
    );
    assert_eq!(
        signed.0.unwrap() + signed.1.unwrap(),
        1,
        "one of them signs"
    );
    replica.office.refresh().await.unwrap();
    life.office.refresh().await.unwrap();
    for accept in [CWT, JWT] {
        let one = get(&life, "/status/CB", &[("accept", accept)]).await;
        let other = get(&replica, "/status/CB", &[("accept", accept)]).await;
        assert_eq!(one.0, StatusCode::OK);
        assert_eq!((&one.2, &one.1["etag"]), (&other.2, &other.1["etag"]));
    }
}

#[tokio::test]
async fn a_list_is_signed_again_on_change_and_by_schedule_and_not_otherwise() {
    let life = Life::open().await;
    let keys = life.keys();
    let sign = async || life.office.sign_status_lists(&keys).await.unwrap();
    assert_eq!(sign().await, 1);
    assert_eq!(sign().await, 0);
    life.at("2026-08-10T10:59:59Z").await;
    assert_eq!(sign().await, 0);
    life.office.revoke(&life.withdrawal(&[1])).await.unwrap();
    assert_eq!(sign().await, 1);
    life.at("2026-08-10T17:00:00Z").await;
    assert_eq!(sign().await, 1, "six hours later");
    let (_, _, body) = get(&life, "/status/CB", &[]).await;
    let list = read(&life, &body);
    assert_eq!(list.as_of.to_rfc3339(), "2026-08-10T17:00:00+00:00");
    assert_eq!(list.status(1), Ok(Status::Revoked));
}

#[tokio::test]
async fn a_clock_behind_the_last_list_signs_nothing() {
    let life = Life::open().await;
    let keys = life.keys();
    life.office.sign_status_lists(&keys).await.unwrap();
    life.at("2026-08-09T05:00:00Z").await;
    life.office.revoke(&life.withdrawal(&[1])).await.unwrap();
    let refused = life.office.sign_status_lists(&keys).await.unwrap_err();
    assert!(matches!(refused, Error::ClockBehind { .. }));
    assert_eq!(refused.code(), "clock_behind");
}

#[tokio::test]
async fn a_key_that_cannot_be_used_leaves_the_last_list() {
    let life = Life::open().await;
    let wrong = ocop::signer::Passphrase::new("another passphrase").unwrap();
    let keys = ocop::office::StatusKeys::new(wrong);
    assert_eq!(life.office.sign_status_lists(&keys).await.unwrap(), 0);
    assert!(keys.refusal().is_some() && keys.refusal().is_none());
    assert!(life.data().join("keys").exists());
}

#[tokio::test]
async fn a_key_that_could_not_be_used_is_tried_again_after_a_minute() {
    let life = Life::open().await;
    let keys = life.keys();
    let sign = async || life.office.sign_status_lists(&keys).await.unwrap();
    let files = fs::read_dir(life.data().join("keys")).unwrap();
    let mut files = files.map(|entry| entry.unwrap().path());
    let key = files.find(|path| path.to_string_lossy().ends_with(".status.key.pem"));
    let key = key.unwrap();
    // A key that others can read is refused.
    fs::set_permissions(&key, Permissions::from_mode(0o644)).unwrap();
    assert_eq!(sign().await, 0);
    fs::set_permissions(&key, Permissions::from_mode(0o600)).unwrap();
    assert_eq!(sign().await, 0, "it is left alone for a while");
    life.at("2026-08-10T05:01:00Z").await;
    assert_eq!(sign().await, 1);
}

#[tokio::test]
async fn an_independent_library_reads_both_forms() {
    let life = Life::open().await;
    life.office.revoke(&life.withdrawal(&[0])).await.unwrap();
    life.office.suspend(&life.withdrawal(&[1])).await.unwrap();
    life.office
        .supersede(&life.numbers[2], &life.numbers[3])
        .await
        .unwrap();
    life.office.sign_status_lists(&life.keys()).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    };
    let trust = file(
        "trust.json",
        life.office.held().trust.to_json().to_string().as_bytes(),
    );
    let mut forms = Vec::new();
    for accept in [CWT, JWT] {
        forms.push(get(&life, "/status/CB", &[("accept", accept)]).await.2);
    }
    let said = |form: &[u8]| {
        let output = Command::new(crate::independent::interpreter())
            .arg(concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/tests/it/independent_status.py"
            ))
            .args([&trust, &file("list", form)])
            .output()
            .unwrap();
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        let read = serde_json::from_slice::<Value>(&output.stdout).ok();
        (output.status.code(), read, errors)
    };
    for form in &forms {
        let (code, read, errors) = said(form);
        assert_eq!(code, Some(0), "{errors}");
        let expected = json!({
            "sub": "https://ocop.test/status/CB", "iat": 1_786_338_000, "exp": 1_786_942_800,
            "ttl": 43_200, "bits": 2, "size": 4, "entries": [1, 2, 3, 0],
        });
        assert_eq!(read, Some(expected));
        let mut altered = form.clone();
        let at = altered.len() / 2;
        altered[at] ^= 1;
        assert_eq!(said(&altered).0, Some(1));
    }
}

#[tokio::test]
async fn a_list_that_is_signed_while_a_revocation_waits_for_the_register_is_no_fault() {
    let life = Life::open().await;
    let (inside, go_on) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let (told, waited_for) = (Arc::clone(&inside), Arc::clone(&go_on));
    let office = Arc::clone(&life.office);
    let other = tokio::spawn(async move {
        let slow = office.register().enter(move |_| {
            Box::pin(async move {
                told.notify_one();
                waited_for.notified().await;
                Ok(())
            })
        });
        slow.await
    });
    inside.notified().await;
    let (office, withdrawal) = (Arc::clone(&life.office), life.withdrawal(&[0]));
    let revoking = tokio::spawn(async move { office.revoke(&withdrawal).await });
    // Enough for it to be next.
    tokio::time::sleep(Duration::from_millis(300)).await;
    life.at("2026-08-10T05:01:00Z").await;
    let (office, keys) = (Arc::clone(&life.office), life.keys());
    let signing = tokio::spawn(async move { office.sign_status_lists(&keys).await });
    tokio::time::sleep(Duration::from_millis(1_000)).await;
    go_on.notify_one();
    other.await.expect("it ends").expect("done");
    assert_eq!(
        revoking
            .await
            .expect("it ends")
            .expect("done")
            .changed
            .len(),
        1
    );
    signing.await.expect("it ends").expect("done");
    let changes = life.office.register().status_changes_since(0);
    let changed_at = changes.await.expect("read")[0].changed_at;
    assert_eq!(changed_at.to_rfc3339(), "2026-08-10T05:01:00+00:00");
    let audited = life.office.audit().await.expect("read");
    assert!(audited.is_ok(), "{audited:?}");
}
