//! `GET /pack`: whole and as a delta, with tags, for any origin.

use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use http_body_util::BodyExt;
use ocop::scheme::pack::{MEDIA_TYPE, Pack, apply};
use serde_json::Value;
use std::sync::Arc;
use tower::ServiceExt;

use crate::custody::programme::{Programme, public};

async fn get(
    programme: &Programme,
    path: &str,
    tag: Option<&str>,
) -> (StatusCode, HeaderMap, Vec<u8>) {
    let mut request = Request::get(path).header("origin", "https://a.example");
    if let Some(tag) = tag {
        request = request.header("if-none-match", tag);
    }
    let router = ocop::http::router(Arc::clone(&programme.office));
    let answer = router.oneshot(request.body(Body::empty()).expect("a request"));
    let (parts, body) = answer.await.expect("an answer").into_parts();
    let body = body.collect().await.expect("a body").to_bytes().to_vec();
    (parts.status, parts.headers, body)
}

#[tokio::test]
async fn a_pack_is_sent_with_its_tag_to_any_origin_and_brought_up_to_date() {
    let programme = Programme::with_council().await;
    let (status, _, body) = get(&programme, "/pack", None).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    let body: Value = serde_json::from_slice(&body).expect("JSON");
    assert_eq!(body["code"], "no_pack");

    let programme = programme.with_lists_and_packs().await;
    let issue = async |decision: &str, count| {
        let issued = programme.issue("CB", decision, "2026-08-05", count);
        issued.await.expect("issued")
    };
    issue("1/QĐ-UBND", 3).await;
    let large = programme.pack().await;
    let root = public(&programme.root);
    let mut tags = Vec::new();
    for (path, names) in [
        ("/pack", false),
        ("/pack?names=0", false),
        ("/pack?names=1", true),
        // One that was never made: the whole pack.
        ("/pack?names=1&since=7", true),
    ] {
        let (status, headers, body) = get(&programme, path, None).await;
        assert_eq!(status, StatusCode::OK, "{path}");
        assert_eq!(headers["content-type"], MEDIA_TYPE);
        assert_eq!(headers["access-control-allow-origin"], "*");
        assert_eq!(headers["cache-control"], "public, max-age=60");
        let pack = Pack::open(&body, &root, None).expect("sound");
        assert_eq!(pack.names.is_some(), names, "{path}");
        assert_eq!(body == large, names);
        let tag = headers["etag"].to_str().expect("text").to_owned();
        let (status, _, nothing) = get(&programme, path, Some(&tag)).await;
        assert_eq!((status, nothing.len()), (StatusCode::NOT_MODIFIED, 0));
        tags.push(tag);
    }
    assert!(tags[0] == tags[1] && tags[1] != tags[2] && tags[2] == tags[3]);

    programme.clock.set("2026-08-05T03:01:00Z");
    issue("2/QĐ-UBND", 2).await;
    let newer = programme.pack().await;
    let (_, _, delta) = get(&programme, "/pack?names=1&since=1", None).await;
    assert!(delta.len() < newer.len());
    assert!(
        apply(&large, &delta).expect("sound") == newer,
        "byte for byte"
    );
    let refused = Pack::open(&delta, &root, None).expect_err("a delta alone");
    assert_eq!(refused.code(), "pack_incomplete");
    let (status, ..) = get(&programme, "/pack", Some(&tags[0])).await;
    assert_eq!(status, StatusCode::OK, "another pack");
    for (path, field) in [
        ("/pack?names=yes", Some("names")),
        ("/pack?since=-1", Some("since")),
        ("/pack?since=", Some("since")),
        ("/pack?sinec=1", None),
    ] {
        let (status, _, body) = get(&programme, path, None).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{path}");
        let body: Value = serde_json::from_slice(&body).expect("JSON");
        assert_eq!(body["code"], "bad_query");
        assert_eq!(body["field"].as_str(), field);
    }
}

#[tokio::test]
async fn whoever_was_cut_off_is_sent_the_rest_of_the_same_pack_and_of_another_the_whole() {
    let programme = Programme::with_council().await;
    let programme = programme.with_lists_and_packs().await;
    let issued = programme.issue("CB", "1/QĐ-UBND", "2026-08-05", 3);
    issued.await.expect("issued");
    let whole = programme.pack().await;
    let length = whole.len();
    let (_, headers, _) = get(&programme, "/pack?names=1", None).await;
    assert_eq!(headers["accept-ranges"], "bytes");
    let tag = headers["etag"].to_str().expect("text").to_owned();
    let part = async |range: &str, tag: Option<&str>| {
        let mut request = Request::get("/pack?names=1").header("range", range);
        if let Some(tag) = tag {
            request = request.header("if-range", tag);
        }
        let router = ocop::http::router(Arc::clone(&programme.office));
        let answer = router.oneshot(request.body(Body::empty()).expect("a request"));
        let (parts, body) = answer.await.expect("an answer").into_parts();
        let range = parts.headers.get("content-range").cloned();
        let range = range.map(|range| range.to_str().expect("text").to_owned());
        let body = body.collect().await.expect("a body").to_bytes();
        (parts.status, range, body.to_vec())
    };
    let last = length - 1;
    for (range, first, to) in [
        ("bytes=0-", 0, last),
        ("bytes=100-", 100, last),
        ("bytes=100-199", 100, 199),
        ("bytes=100-99999999999999999999999", 100, last),
        ("bytes=-7", length - 7, last),
        ("bytes=-99999999", 0, last),
    ] {
        let (status, said, body) = part(range, Some(&tag)).await;
        assert_eq!(status, StatusCode::PARTIAL_CONTENT, "{range}");
        assert_eq!(
            said,
            Some(format!("bytes {first}-{to}/{length}")),
            "{range}"
        );
        assert!(body == whole[first..=to], "{range}");
    }
    for range in [format!("bytes={length}-"), "bytes=-0".to_owned()] {
        let (status, said, body) = part(&range, None).await;
        assert_eq!(status, StatusCode::RANGE_NOT_SATISFIABLE, "{range}");
        assert_eq!((said, body.len()), (Some(format!("bytes */{length}")), 0));
    }
    // What is not understood, or of another pack, is the whole.
    for (range, tag) in [
        ("bytes=100-", Some("\"another\"")),
        ("bytes=100-", Some("Wed, 05 Aug 2026 03:00:00 GMT")),
        ("bytes=0-1,4-5", None),
        ("bytes=9-3", None),
        ("bytes=-", None),
        ("bytes=a-", None),
        ("lines=1-", None),
    ] {
        let (status, said, body) = part(range, tag).await;
        assert_eq!((status, said), (StatusCode::OK, None), "{range}");
        assert!(body == whole, "{range}");
    }
}
