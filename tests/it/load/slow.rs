//! Two thousand slow clients: they write a letter now and then, or read nothing.

use std::time::{Duration, Instant};

use tokio::io::AsyncWriteExt;
use tokio::task::JoinSet;

use super::service::{raise_open_files, until};
use super::{Client, Service, p99};

/// Megabytes by which the service may grow.
const GROWTH: f64 = 64.0;

/// Asks for verdicts for a while, over connections of their own; how long each took.
async fn verify_for(service: &Service, span: Duration) -> Vec<Duration> {
    let mut clients = JoinSet::new();
    for first in 0..4 {
        let (address, codes) = (service.address, service.codes.clone());
        clients.spawn(async move {
            let mut client = Client::connect(address).await;
            let (began, mut times) = (Instant::now(), Vec::new());
            for code in codes.iter().cycle().skip(first) {
                if began.elapsed() > span {
                    break;
                }
                let answered = client.verify(code).await.expect("an answer");
                assert_eq!(answered.status, 200, "{}", answered.head);
                times.push(answered.took);
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            times
        });
    }
    clients.join_all().await.concat()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_thousand_slow_clients_keep_nobody_else_waiting() {
    raise_open_files();
    let service = Service::with("");
    let (heads, bodies, readers) = (700, 700, 600);
    let mut quiet = verify_for(&service, Duration::from_secs(3)).await;
    let before = service.memory();

    let mut slow = JoinSet::new();
    for number in 0..heads + bodies {
        let mut client = Client::connect(service.address).await;
        let beginning: &[u8] = match number < heads {
            true => b"GET / HTTP/1.1\r\nHost: ocop.example.vn\r\nX-Slow: ",
            false => {
                b"POST /api/v1/verify HTTP/1.1\r\nHost: ocop.example.vn\r\n\
                  Content-Type: application/json\r\nContent-Length: 4000\r\n\r\n{\"code\": \""
            }
        };
        client.stream.write_all(beginning).await.expect("taken");
        slow.spawn(client.trickle());
    }
    let mut held = Vec::new();
    for _ in 0..readers {
        let mut client = Client::small(service.address).await;
        // More than lies on the way to somebody who reads nothing.
        let asked = "GET /api/v1/openapi.json HTTP/1.1\r\nHost: ocop.example.vn\r\n\r\n";
        client
            .stream
            .write_all(asked.as_bytes())
            .await
            .expect("taken");
        held.push(client);
    }
    let mut busy = verify_for(&service, Duration::from_secs(8)).await;
    let during = service.memory();
    assert!(during - before < GROWTH, "{before} MB grew to {during} MB");
    // Their places are free while they say nothing.
    assert!(service.figure("ocop_requests_in_flight{class=\"checks\"}") < 50.0);

    // All of them are ended.
    let ended = slow.join_all().await;
    assert!(
        ended.iter().all(|ended| *ended),
        "the service ends whom it waits for too long"
    );
    let cut = "ocop_bodies_cut_total{reason=\"slow\"}";
    assert_eq!(service.figure(cut), bodies as f64);
    let (quiet, busy) = (p99(&mut quiet), p99(&mut busy));
    println!(
        "slow clients {}: p99 of others {quiet:?} before, {busy:?} meanwhile; \
         memory {before:.0} MB, {during:.0} MB",
        heads + bodies + readers
    );
    assert!(busy < Duration::from_secs(1), "{quiet:?} became {busy:?}");
    drop(held);
    until("nobody is held any more", 10, || {
        service.figure("ocop_bodies_held_bytes") == 0.0
    })
    .await;
    let log = service.audited();
    assert!(!log.contains("panicked"), "{log}");
}
