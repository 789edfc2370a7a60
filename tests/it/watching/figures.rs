//! The figures that Prometheus reads, and the rules that go by them.

use std::collections::BTreeSet;
use std::future::pending;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::http::Request;
use ocop::register;
use tokio::time::timeout;
use tower::ServiceExt;

use crate::load::{Client, Service, until};
use crate::support::{Engine, Office, get};

const RULES: &str = include_str!("../../../docs/examples/alerts.yml");
const OPERATING: &str = include_str!("../../../docs/operating.md");

/// Every name of ours in a text.
fn names(text: &str) -> BTreeSet<&str> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let words = text.split(|c| !is_name(c));
    let ours = words.filter(|word| word.starts_with("ocop_") || word.starts_with("process_"));
    ours.collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn verdicts_answers_ages_and_queues_are_counted_on_an_address_of_their_own() {
    let service = Service::with("");
    let mut client = Client::connect(service.address).await;
    let forged = service.paths[0].replace("/v/1", "/v/2");
    for (path, times) in [(&service.paths[0], 3), (&service.paths[1], 1), (&forged, 2)] {
        for _ in 0..times {
            client.get(path, "").await.expect("an answer");
        }
    }
    for _ in 0..2 {
        client.verify(&service.codes[2]).await.expect("an answer");
    }
    client.get("/c/CB-0-8", "").await.expect("an answer");
    client.get("/nothing", "").await.expect("an answer");
    let figures = service.figures();
    let figure = |name: &str| service.figure(name);
    assert_eq!(
        figure("ocop_verdicts_total{verdict=\"genuine\"}"),
        7.0,
        "{figures}"
    );
    let answers = "ocop_request_duration_seconds_count{route=\"/v/{digits}\",status=\"2xx\"}";
    assert_eq!(figure(answers), 6.0, "{figures}");
    let within =
        "ocop_request_duration_seconds_bucket{route=\"/v/{digits}\",status=\"2xx\",le=\"+Inf\"}";
    assert_eq!(figure(within), 6.0);
    let other = "ocop_request_duration_seconds_count{route=\"other\",status=\"4xx\"}";
    assert_eq!(figure(other), 1.0);
    assert_eq!(figure("ocop_requests_in_flight{class=\"checks\"}"), 0.0);
    assert!(figure("ocop_log_entries") > 10.0);
    assert!((0.0..600.0).contains(&figure("ocop_trust_list_age_seconds")));
    assert!(figure("ocop_trust_list_left_seconds") > 80.0 * 86_400.0);
    assert!((0.0..60.0).contains(&figure("ocop_refreshed_age_seconds")));
    assert!(figure("process_resident_memory_bytes") > 1e6);

    // Nobody reads the figures where everybody reads pages, and the other way round.
    let (public, private) = (service.address, service.metrics);
    assert_eq!(get(&format!("http://{public}/metrics"), "*/*").0, 404);
    assert_eq!(get(&format!("http://{private}/register"), "*/*").0, 404);
    // What codes hold is in no figure.
    let digits = service.paths[0].trim_start_matches("/v/");
    assert!(!figures.contains(&digits[..20]));
    service.audited();
}

/// How long Prometheus waits for all figures, unless it is told otherwise.
const SCRAPE: Duration = Duration::from_secs(10);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn figures_are_had_while_the_register_does_not_answer() {
    let office = Office::on(Engine::Postgres).await;
    // An entry that does not end, and others that wait for it, hold every connection.
    for _ in 0..16 {
        let book = office.register().clone();
        let entering = async move {
            let entered = book.enter(|_| Box::pin(pending::<Result<(), register::Error>>()));
            drop(entered.await);
        };
        tokio::spawn(entering);
    }
    until("no connection is left", 20, || {
        office.register().connections() == (16, 0)
    })
    .await;
    let metrics = ocop::http::doors(Arc::clone(&office.office)).metrics;
    let asked = Request::get("/metrics").body(Body::empty());
    let answering = metrics.oneshot(asked.expect("a request"));
    let answered = timeout(SCRAPE - Duration::from_secs(1), answering).await;
    let answer = answered.expect("in time").expect("an answer");
    let body = to_bytes(answer.into_body(), usize::MAX).await;
    let figures = String::from_utf8(body.expect("whole").to_vec()).expect("UTF-8");
    assert!(figures.contains("\nocop_log_entries "), "{figures}");
    assert!(!figures.contains("ocop_notices_waiting"), "{figures}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_figure_that_a_rule_or_the_handbook_names_is_there() {
    let service = Service::with("");
    let mut client = Client::connect(service.address).await;
    client.get(&service.paths[0], "").await.expect("an answer");
    // An edge tells of its pack, which a service has not made yet.
    let (edge, _serving) = crate::edge::running("").await;
    let figures = format!("{}{}", service.figures(), edge.figures());
    let told: BTreeSet<&str> = figures
        .lines()
        .filter_map(|line| line.strip_prefix("# TYPE ")?.split(' ').next())
        .collect();
    let known = |name: &str| {
        let whole = ["_bucket", "_count", "_sum"]
            .iter()
            .find_map(|part| name.strip_suffix(part));
        told.contains(name) || whole.is_some_and(|whole| told.contains(whole))
    };
    let (_, watching) = OPERATING.split_once("## Watching").expect("a chapter");
    let watching = watching.split("\n## ").next().expect("its text");
    let named = names(RULES);
    assert!(named.len() > 15, "{named:?}");
    for name in named.iter().chain(&names(watching)) {
        assert!(known(name), "{name} is no figure");
    }
    // Each rule says what to do.
    for line in RULES.lines() {
        if let Some(alert) = line.trim().strip_prefix("- alert: ") {
            assert!(
                watching.contains(&format!("`{alert}`")),
                "what to do about {alert}"
            );
        }
    }
}
