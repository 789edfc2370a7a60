//! The witness over HTTP, status by status (C2SP tlog-witness).

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode};
use http_body_util::BodyExt;
use ocop::scheme::log::{Hash, cosigned};
use serde_json::Value;
use tower::ServiceExt;

use super::{Log, folder, witness};

async fn post(router: &Router, body: impl Into<Body>) -> (StatusCode, HeaderMap, String) {
    let request = Request::post("/add-checkpoint")
        .body(body.into())
        .expect("it answers");
    let answer = router.clone().oneshot(request).await.expect("it answers");
    let (parts, body) = answer.into_parts();
    let body = body
        .collect()
        .await
        .expect("it answers")
        .to_bytes()
        .to_vec();
    (
        parts.status,
        parts.headers,
        String::from_utf8(body).expect("it answers"),
    )
}

#[tokio::test]
async fn each_refusal_has_the_status_that_the_protocol_names() {
    let (folder, key) = folder();
    let log = Log::new("log.example/one", 60);
    // The next key of the same log, and a second log.
    let next = Log::new("log.example/one", 60).signed_by("next");
    let second = Log::new("log.example/two", 60);
    let keys = [log.key(), next.key(), second.key()];
    let router = ocop::http::witness_router(witness(folder.path(), &keys));

    let (status, headers, body) = post(&router, log.submission(0, 20)).await;
    assert_eq!(
        (status, &headers["content-type"]),
        (
            StatusCode::OK,
            &"text/plain; charset=utf-8".parse().expect("it answers")
        )
    );
    assert!(cosigned(&log.checkpoint(20).text, &body, &key).is_ok());
    let (status, ..) = post(&router, next.submission(20, 30)).await;
    assert_eq!(status, StatusCode::OK, "either key may sign");
    let (status, ..) = post(&router, second.submission(0, 5)).await;
    assert_eq!(
        status,
        StatusCode::OK,
        "each log has its own last checkpoint"
    );

    // The size that was cosigned last, in its own media type.
    for submission in [
        log.submission(0, 40),
        log.submission(20, 40),
        log.submission(40, 40),
    ] {
        let (status, headers, body) = post(&router, submission).await;
        assert_eq!(status, StatusCode::CONFLICT);
        assert_eq!(headers["content-type"], "text/x.tlog.size");
        assert_eq!(body, "30\n");
    }

    let sound = log.submission(30, 40);
    let (head, note) = sound.split_once("\n\n").expect("it answers");
    let hash = Hash::of_nothing().to_base64();
    let unknown = Log::new("log.example/three", 60);
    let stranger = Log::new("log.example/one", 60).signed_by("stranger");
    let forged = note.replacen("\n40\n", "\n41\n", 1);
    let many = format!("{hash}\n").repeat(64);
    for (submission, expected, code) in [
        (String::new(), 400, "log_submission_malformed"),
        ("old 30\n".to_owned(), 400, "log_submission_malformed"),
        (
            sound.replacen("old 30", "old 030", 1),
            400,
            "log_submission_malformed",
        ),
        (
            sound.replacen("old 30", "Old 30", 1),
            400,
            "log_submission_malformed",
        ),
        (
            sound.replacen("old 30\n", "old 30\nrubbish\n", 1),
            400,
            "log_submission_malformed",
        ),
        (
            format!("old 30\n{many}\n{note}"),
            400,
            "log_submission_malformed",
        ),
        (sound.trim_end().to_owned(), 400, "log_note_malformed"),
        (
            format!(
                "{head}\n\n{}",
                log.signed("log.example/one\n40\n".to_owned())
            ),
            400,
            "log_checkpoint_malformed",
        ),
        (
            format!(
                "{head}\n\n{}",
                log.signed(format!("log.example/one\n040\n{hash}\n"))
            ),
            400,
            "log_checkpoint_malformed",
        ),
        (
            format!(
                "{head}\n\n{}",
                log.signed(format!("log.example/one\n40\n{hash}\n\nmore\n"))
            ),
            400,
            "log_checkpoint_malformed",
        ),
        (unknown.submission(0, 20), 404, "log_not_watched"),
        (stranger.submission(30, 40), 403, "log_unsigned"),
        (format!("{head}\n\n{forged}"), 403, "log_forged"),
        (format!("old 50\n\n{note}"), 400, "log_smaller"),
        (format!("old 30\n\n{note}"), 422, "log_not_consistent"),
        (
            sound.replacen("old 30\n", &format!("old 30\n{hash}\n"), 1),
            422,
            "log_not_consistent",
        ),
    ] {
        let (status, headers, body) = post(&router, submission.clone()).await;
        assert_eq!(status.as_u16(), expected, "{submission}");
        assert_eq!(headers["content-type"], "application/problem+json");
        let body: Value = serde_json::from_str(&body).expect("it answers");
        assert_eq!(body["code"], code, "{submission}");
        assert_ne!(body["detail"], body["detail_vi"]);
    }
    let (status, ..) = post(&router, vec![b'a'; 70 << 10]).await;
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
    let (status, ..) = post(&router, vec![0xff; 100]).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    for (method, path, expected) in [
        (Method::GET, "/add-checkpoint", 405),
        (Method::GET, "/healthz", 200),
        (Method::GET, "/", 404),
        (Method::POST, "/", 404),
    ] {
        let request = Request::builder().method(method).uri(path);
        let answer = router
            .clone()
            .oneshot(request.body(Body::empty()).expect("it answers"))
            .await;
        assert_eq!(
            answer.expect("it answers").status().as_u16(),
            expected,
            "{path}"
        );
    }
    // None of it was cosigned.
    let (status, ..) = post(&router, sound).await;
    assert_eq!(status, StatusCode::OK);
}

#[tokio::test]
async fn a_log_without_leaves_may_begin() {
    let (folder, key) = folder();
    let log = Log::new("log.example/one", 3);
    let router = ocop::http::witness_router(witness(folder.path(), &[log.key()]));
    let (status, _, body) = post(&router, log.submission(0, 0)).await;
    assert_eq!(status, StatusCode::OK);
    assert!(cosigned(&log.checkpoint(0).text, &body, &key).is_ok());
    let text = format!("log.example/one\n0\n{}\n", Hash::of_leaf(b"not nothing"));
    let (status, ..) = post(&router, format!("old 0\n\n{}", log.signed(text))).await;
    assert_eq!(status, StatusCode::CONFLICT);
    let (status, ..) = post(&router, log.submission(0, 3)).await;
    assert_eq!(status, StatusCode::OK);
}
