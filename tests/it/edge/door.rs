//! What an edge answers, what it sends elsewhere, and for how long caches may keep it.

use std::sync::Arc;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use ocop::clock::{Clock, StoppedClock};
use ocop::config::Config;
use ocop::office::Edge;
use ocop::scheme::number::CertificateNumber;
use ocop::scheme::pack::Pack;

use super::stage::{MAIN, door, edge, get, send, verify};
use crate::custody::programme::{Programme, codes, public};

const HTML: &str = "text/html";
const JSON: &str = "application/json";

async fn with_three() -> (Programme, axum::Router, Vec<String>, Vec<String>, Vec<u8>) {
    let programme = Programme::with_council().await;
    let programme = programme.with_lists_and_packs().await;
    let issued = programme.issue("CB", "1/QĐ-UBND", "2026-08-05", 3);
    let issued = issued.await.expect("issued");
    let folder = tempfile::tempdir().expect("a folder");
    let edge = edge(
        folder.path(),
        public(&programme.root),
        programme.clock.now(),
    );
    let edge = edge.expect("a new folder");
    let pack = programme.pack().await;
    edge.take(&pack).expect("sound");
    let numbers = issued.certificates.iter();
    let numbers = numbers
        .map(|one| one.certificate.number.to_string())
        .collect();
    (programme, door(edge), codes(&issued), numbers, pack)
}

fn path(code: &str) -> &str {
    code.strip_prefix(MAIN).expect("of this host")
}

#[tokio::test]
async fn a_code_has_the_same_page_as_at_the_main_address_and_caches_keep_it_a_minute() {
    let (programme, edge, codes, ..) = with_three().await;
    let page = get(&edge, path(&codes[0]), HTML).await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(page.header("cache-control"), "public, max-age=60");
    assert_eq!(page.header("vary"), "accept, accept-language");
    let there = programme.get(path(&codes[0]), HTML).await;
    let heading = |html: &str| {
        let after = html.split("<h1>").nth(1).expect("a heading");
        after.split("</h1>").next().expect("its end").to_owned()
    };
    let html = page.text();
    assert_eq!(heading(&html), heading(&there));
    assert!(html.contains("Miến dong 1/QĐ-UBND 1") && html.contains("ocop.test"));
    assert!(
        page.header("content-security-policy")
            .contains("default-src 'none'")
    );
    let json = get(&edge, path(&codes[0]), JSON).await;
    assert_eq!(json.json()["verdict"], "genuine");
    assert_eq!(json.header("cache-control"), "public, max-age=60");
    let refused = get(&edge, &format!("{}?stars=9", path(&codes[0])), JSON).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(refused.header("cache-control"), "no-store");
}

#[tokio::test]
async fn a_number_is_looked_up_and_never_called_genuine() {
    let (_programme, edge, _, numbers, _) = with_three().await;
    let path = format!("/c/{}", numbers[0]);
    let page = get(&edge, &path, HTML).await;
    assert_eq!(page.status, StatusCode::OK);
    let html = page.text();
    assert!(html.contains("Số giấy không chứng minh được gì"), "{html}");
    assert!(html.contains(&format!("{MAIN}{path}")) && html.contains("Miến dong 1/QĐ-UBND 1"));
    for said in [
        get(&edge, &path, JSON).await,
        verify(&edge, &numbers[0], None).await,
    ] {
        assert_eq!(said.status, StatusCode::OK);
        assert!(said.json()["verdict"].is_null());
        assert_eq!(
            said.json()["registered"]["product"],
            "Miến dong 1/QĐ-UBND 1"
        );
    }
    let (rest, last) = numbers[0].split_at(numbers[0].len() - 1);
    let mistyped = format!("{rest}{}", if last == "K" { "M" } else { "K" });
    let council = "CB".parse().expect("a code");
    let never_issued = CertificateNumber { council, index: 9 }.to_string();
    for (number, code) in [
        (never_issued.as_str(), "no_such_number"),
        (mistyped.as_str(), "mistyped_number"),
        ("nothing", "not_a_number"),
    ] {
        let refused = get(&edge, &format!("/c/{number}"), JSON).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND, "{number}");
        assert_eq!(refused.json()["code"], code, "{number}");
    }
}

#[tokio::test]
async fn lists_are_sent_as_the_pack_has_them_and_another_edge_can_live_on_it() {
    let (programme, edge, _, _, pack) = with_three().await;
    let sent = get(&edge, "/pack?names=1&since=7", "*/*").await;
    assert!(sent.body == pack);
    let root = public(&programme.root);
    Pack::open(&sent.body, &root, None).expect("sound");
    let again = Request::get("/pack").header("if-none-match", sent.header("etag"));
    let again = send(&edge, again.body(Body::empty()).expect("a request")).await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
    let main = ocop::http::router(std::sync::Arc::clone(&programme.office));
    for (path, accept) in [
        ("/trust", "*/*"),
        ("/trust", JSON),
        ("/.well-known/ocop-trust-list", "application/cose"),
        ("/trust.json", "*/*"),
        ("/.well-known/jwks.json", "*/*"),
        ("/status/CB", "*/*"),
    ] {
        let (here, there) = (
            get(&edge, path, accept).await,
            get(&main, path, accept).await,
        );
        assert_eq!(here.status, StatusCode::OK, "{path}");
        assert!(here.body == there.body, "{path}");
        for name in ["content-type", "etag"] {
            assert_eq!(here.header(name), there.header(name), "{path} {name}");
        }
        assert_eq!(here.header("cache-control"), "public, max-age=60");
    }
    assert_eq!(
        get(&edge, "/status/XX", JSON).await.json()["code"],
        "no_status_list"
    );
    let jwt = get(&edge, "/status/CB", "application/statuslist+jwt").await;
    assert_eq!(jwt.header("location"), format!("{MAIN}/status/CB"));
}

#[tokio::test]
async fn whoever_looks_for_more_is_led_to_the_main_address_and_acts_are_refused() {
    let (_programme, edge, ..) = with_three().await;
    for path in [
        "/",
        "/?lang=en",
        "/register?q=mien",
        "/producers/CB-0-8",
        "//evil.example/",
        "/sign-in",
    ] {
        let led = get(&edge, path, HTML).await;
        assert_eq!(led.status, StatusCode::TEMPORARY_REDIRECT, "{path}");
        assert_eq!(led.header("location"), format!("{MAIN}{path}"));
        assert_eq!(led.header("cache-control"), "no-store");
    }
    for (method, path) in [
        ("POST", "/sign-in"),
        ("POST", "/api/v1/acts/revoke"),
        ("GET", "/api/v1/certificates"),
        ("DELETE", "/register"),
    ] {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("accept", JSON);
        let refused = send(&edge, request.body(Body::from("{}")).expect("a request")).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND, "{method} {path}");
        let said = refused.json();
        assert_eq!(said["code"], "not_at_edge");
        for language in ["detail", "detail_vi"] {
            assert!(said[language].as_str().expect("words").contains(MAIN));
        }
    }
    let request = Request::delete("/pack")
        .body(Body::empty())
        .expect("a request");
    assert_eq!(
        send(&edge, request).await.status,
        StatusCode::METHOD_NOT_ALLOWED
    );
    let icon = get(&edge, "/icon.svg", "*/*").await;
    assert_eq!(icon.header("content-type"), "image/svg+xml");
}

#[tokio::test]
async fn before_its_first_pack_an_edge_lives_and_is_not_ready() {
    let programme = Programme::with_council().await;
    let folder = tempfile::tempdir().expect("a folder");
    let edge = edge(
        folder.path(),
        public(&programme.root),
        programme.clock.now(),
    );
    let edge = door(edge.expect("a new folder"));
    assert_eq!(get(&edge, "/healthz", "*/*").await.status, StatusCode::OK);
    for answered in [
        get(&edge, "/readyz", "*/*").await,
        get(&edge, "/v/1234567890", JSON).await,
        get(&edge, "/pack", "*/*").await,
        verify(&edge, "https://ocop.test/v/1234567890", None).await,
    ] {
        assert_eq!(answered.status, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(answered.json()["code"], "not_ready");
        assert_eq!(answered.header("retry-after"), "10");
    }
}

#[tokio::test]
async fn an_edge_that_is_told_so_marks_its_pages_as_a_demonstrations() {
    let (programme, real, codes, _, pack) = with_three().await;
    let config = Config::new(Some("ocop.test".to_owned()), true).expect("a host");
    let folder = tempfile::tempdir().expect("a folder");
    let root = public(&programme.root);
    let clock = Arc::new(StoppedClock(programme.clock.now()));
    let edge = Edge::open(folder.path(), config, root, clock).expect("a new folder");
    edge.take(&pack).expect("sound");
    let mark = "BẢN THỬ NGHIỆM, KHÔNG CÓ GIÁ TRỊ";
    let marking = door(edge);
    let page = get(&marking, path(&codes[0]), HTML).await;
    assert!(page.text().contains(mark));
    let answer = get(&marking, path(&codes[0]), JSON).await.json();
    assert_eq!(answer["demonstration"], true);
    let page = get(&real, path(&codes[0]), HTML).await;
    assert!(!page.text().contains(mark));
}
