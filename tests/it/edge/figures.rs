//! What an edge tells of itself: verdicts, answers, the age of its pack, and whether newer ones can
//! be fetched.

use super::running;
use crate::load::{Client, until};
use crate::support::get;

/// How often a route was answered well.
fn answered(route: &str) -> String {
    format!("ocop_request_duration_seconds_count{{route=\"{route}\",status=\"2xx\"}}")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_edge_tells_verdicts_answers_and_how_old_its_pack_is() {
    let (edge, serving) = running("").await;
    let mut client = Client::connect(edge.address).await;
    let forged = edge.paths[0].replace("/v/1", "/v/2");
    for path in [&edge.paths[0], &edge.paths[1], &forged] {
        assert_eq!(client.get(path, "").await.expect("an answer").status, 200);
    }
    client.verify(&edge.codes[2]).await.expect("an answer");
    // No route of an edge is counted among what has none.
    let serial = edge.paths[0].replace("/v/", "/s/");
    for (path, route) in [
        (serial.as_str(), "/s/{digits}"),
        ("/c/CB-0-8", "/c/{number}"),
        ("/icon.svg", "/icon.svg"),
        ("/pack", "/pack"),
        ("/trust", "/trust"),
        ("/trust.json", "/trust.json"),
        (
            "/.well-known/ocop-trust-list",
            "/.well-known/ocop-trust-list",
        ),
        ("/.well-known/jwks.json", "/.well-known/jwks.json"),
        ("/status/CB", "/status/{council}"),
        ("/healthz", "/healthz"),
    ] {
        assert_eq!(
            client.get(path, "").await.expect("an answer").status,
            200,
            "{path}"
        );
        assert_eq!(edge.figure(&answered(route)), 1.0, "{path}");
    }
    client.get("/register", "").await.expect("an answer");
    let figures = edge.figures();
    let figure = |name: &str| edge.figure(name);
    assert_eq!(
        figure("ocop_verdicts_total{verdict=\"genuine\"}"),
        3.0,
        "{figures}"
    );
    assert_eq!(figure(&answered("/v/{digits}")), 3.0);
    assert_eq!(figure(&answered("/api/v1/verify")), 1.0);
    let elsewhere = "ocop_request_duration_seconds_count{route=\"other\",status=\"3xx\"}";
    assert_eq!(figure(elsewhere), 1.0);
    assert_eq!(figure("ocop_pack_sequence"), 1.0);
    for age in [
        "ocop_pack_age_seconds",
        "ocop_trust_list_age_seconds",
        "ocop_status_list_age_seconds{council=\"CB\"}",
    ] {
        assert!(figures.contains(age) && figure(age) < 600.0, "{age}");
    }
    assert!(figure("ocop_pack_left_seconds") > 6.0 * 86_400.0);
    assert!(figures.contains("ocop_pack_fetched_age_seconds"));
    assert!(figure("ocop_pack_fetched_age_seconds") < 60.0);
    assert!(figure("ocop_connections_open") >= 1.0);
    assert!(figure("process_resident_memory_bytes") > 1e6);
    let failing = "ocop_task_failing{task=\"no newer pack can be fetched\"}";
    assert!(figures.contains(&format!("{failing} 0")), "{figures}");
    // What codes hold is in no figure, and nobody reads figures where everybody reads pages.
    let digits = edge.paths[0].trim_start_matches("/v/");
    assert!(!figures.contains(&digits[..20]));
    let led = client.get("/metrics", "").await.expect("an answer");
    assert_eq!(led.status, 307);
    assert_eq!(get(&format!("http://{}/pack", edge.metrics), "*/*").0, 404);

    serving.abort();
    until("a pack cannot be fetched", 20, || {
        edge.figure(failing) == 1.0
    })
    .await;
    let failures = "ocop_task_failures_total{task=\"no newer pack can be fetched\"}";
    assert!(edge.figure(failures) >= 1.0);
    assert_eq!(
        client
            .get(&edge.paths[0], "")
            .await
            .expect("an answer")
            .status,
        200
    );
    let (code, log) = edge.running.stopped();
    assert_eq!(code, Some(0), "{log}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_edges_requests_have_names_in_answer_and_log_and_every_answer_has_safe_headers() {
    let (edge, _serving) =
        running("trusted_proxies = [\"127.0.0.0/8\"]\nlog = { requests = \"all\" }").await;
    let mut client = Client::connect(edge.address).await;
    for path in [
        edge.paths[0].as_str(),
        "/register",
        "/pack",
        "/c/nothing",
        "/healthz",
    ] {
        let named = client.get(path, "X-Request-Id: of-the-proxy-7\r\n").await;
        let named = named.expect("an answer");
        assert_eq!(
            named.header("x-request-id"),
            Some("of-the-proxy-7"),
            "{path}"
        );
        assert_eq!(named.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(named.header("x-frame-options"), Some("DENY"));
        assert_eq!(named.header("referrer-policy"), Some("no-referrer"));
        let policy = named.header("content-security-policy").expect("a policy");
        assert!(policy.starts_with("default-src 'none'"), "{path}: {policy}");
    }
    let unnamed = client.get("/c/nothing", "").await.expect("an answer");
    assert_eq!(unnamed.header("x-request-id").expect("a name").len(), 16);
    let digits = edge.paths[0].trim_start_matches("/v/").to_owned();
    let (code, log) = edge.running.stopped();
    assert_eq!(code, Some(0), "{log}");
    assert!(
        log.contains("of-the-proxy-7") && log.contains("/v/{digits}"),
        "{log}"
    );
    assert!(!log.contains(&digits[..20]), "{log}");
}
