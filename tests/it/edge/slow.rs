//! Slow clients and bodies that are too large, at an edge: the others are answered, and those are
//! ended.

use std::time::{Duration, Instant};

use tokio::io::AsyncWriteExt;
use tokio::task::JoinSet;

use super::running;
use crate::load::{Client, Service, until};

const HEAD: &str = "POST /api/v1/verify HTTP/1.1\r\nHost: ocop.example.vn\r\n\
    Content-Type: application/json\r\n";

/// Asks for verdicts for a while; the longest that one took.
async fn others(edge: &Service, span: Duration) -> Duration {
    let mut client = Client::connect(edge.address).await;
    let (began, mut longest) = (Instant::now(), Duration::ZERO);
    while began.elapsed() < span {
        let answered = client.verify(&edge.codes[0]).await.expect("an answer");
        assert_eq!(answered.status, 200, "{}", answered.head);
        longest = longest.max(answered.took);
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    longest
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_edge_ends_slow_clients_and_refuses_what_is_too_large() {
    // Fewer places than slow clients: who waits for them takes none.
    let (edge, _serving) = running("limits = { checks = 8 }").await;
    let (heads, bodies) = (50, 50);
    let mut slow = JoinSet::new();
    for number in 0..heads + bodies {
        let mut client = Client::connect(edge.address).await;
        let beginning = match number < heads {
            true => "GET / HTTP/1.1\r\nHost: ocop.example.vn\r\nX-Slow: ".to_owned(),
            false => format!("{HEAD}Content-Length: 4000\r\n\r\n{{\"code\": \""),
        };
        client
            .stream
            .write_all(beginning.as_bytes())
            .await
            .expect("taken");
        slow.spawn(client.trickle());
    }
    until("the connections are counted", 10, || {
        edge.figure("ocop_connections_open") >= f64::from(heads + bodies)
    })
    .await;
    let longest = others(&edge, Duration::from_secs(5)).await;
    assert!(longest < Duration::from_secs(1), "{longest:?}");
    let mut large = Client::connect(edge.address).await;
    let declared = format!("{HEAD}Content-Length: 50000000\r\n\r\n{{");
    let refused = large.ask(declared.as_bytes()).await.expect("an answer");
    assert_eq!(refused.status, 413);
    let mut large = Client::connect(edge.address).await;
    let body = format!("{{\"code\": \"{}\"}}", "1".repeat(80_000));
    let text = format!("{HEAD}Content-Length: {}\r\n\r\n{body}", body.len());
    assert_eq!(
        large.ask(text.as_bytes()).await.expect("an answer").status,
        413
    );

    assert!(slow.join_all().await.iter().all(|ended| *ended));
    let cut = edge.figure("ocop_bodies_cut_total{reason=\"slow\"}");
    assert_eq!(cut, f64::from(bodies));
    println!(
        "{} slow clients: others waited {longest:?} at most",
        heads + bodies
    );
    drop(large);
    until("nobody is held any more", 10, || {
        edge.figure("ocop_bodies_held_bytes") == 0.0 && edge.figure("ocop_connections_open") < 5.0
    })
    .await;
    let (code, log) = edge.running.stopped();
    assert_eq!(code, Some(0), "{log}");
    assert!(!log.contains("panicked"), "{log}");
}
