//! A thousand bodies that are larger than anything that is read.

use std::time::Instant;

use tokio::io::AsyncWriteExt;
use tokio::task::JoinSet;

use super::service::raise_open_files;
use super::{Client, Service, many};

/// Megabytes by which the service may grow.
const GROWTH: f64 = 64.0;

/// How a body is too large.
#[derive(Clone, Copy)]
enum Kind {
    /// It says so.
    Declared,
    /// It is text of 80 kB.
    Text,
    /// It is a photograph of 11 MB, in pieces that say nothing of the whole.
    Chunked,
}

async fn send(mut client: Client, kind: Kind) -> Option<u16> {
    let begun = Instant::now();
    let json = "Host: ocop.example.vn\r\nContent-Type: application/json\r\n";
    let form = "Host: ocop.example.vn\r\nContent-Type: multipart/form-data; boundary=XX\r\n";
    let stream = &mut client.stream;
    let sent = match kind {
        Kind::Declared => {
            let head =
                format!("POST /api/v1/verify HTTP/1.1\r\n{json}Content-Length: 50000000\r\n\r\n{{");
            stream.write_all(head.as_bytes()).await
        }
        Kind::Text => {
            let body = format!("{{\"code\": \"{}\"}}", "1".repeat(80_000));
            let head = format!(
                "POST /api/v1/verify HTTP/1.1\r\n{json}Content-Length: {}\r\n\r\n{body}",
                body.len()
            );
            stream.write_all(head.as_bytes()).await
        }
        Kind::Chunked => {
            let head =
                format!("POST /api/v1/verify HTTP/1.1\r\n{form}Transfer-Encoding: chunked\r\n\r\n");
            let mut sent = stream.write_all(head.as_bytes()).await;
            let part =
                "--XX\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"a\"\r\n\r\n";
            let piece = format!("{:x}\r\n{part}\r\n", part.len());
            sent = sent.and(stream.write_all(piece.as_bytes()).await);
            let piece = [b"10000\r\n".as_slice(), &[7; 0x10000], b"\r\n"].concat();
            for _ in 0..11 * 16 {
                if sent.is_err() {
                    break;
                }
                sent = stream.write_all(&piece).await;
            }
            sent
        }
    };
    // Who goes on sending may not get to hear the answer.
    drop(sent);
    client
        .answer(begun)
        .await
        .ok()
        .map(|answered| answered.status)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_oversized_bodies_are_refused_and_take_no_memory() {
    raise_open_files();
    let service = Service::with("");
    let mut client = Client::connect(service.address).await;
    assert_eq!(
        client
            .verify(&service.codes[0])
            .await
            .expect("an answer")
            .status,
        200
    );
    let before = service.memory();
    let mut most = before;
    let kinds = [
        (Kind::Declared, many(500, 600), true),
        (Kind::Text, many(484, 350), true),
        (Kind::Chunked, many(16, 50), false),
    ];
    let mut sent = 0;
    for (kind, count, heard) in kinds {
        let mut begun = 0;
        while begun < count {
            let mut at_once = JoinSet::new();
            for _ in 0..(count - begun).min(50) {
                begun += 1;
                at_once.spawn(send(Client::connect(service.address).await, kind));
            }
            for status in at_once.join_all().await {
                // Of many that are held at once, some are sent away before they are too large.
                let is_sent_away = !heard && matches!(status, None | Some(503));
                assert!(status == Some(413) || is_sent_away, "{status:?}");
                sent += 1;
            }
            let answered = client.verify(&service.codes[1]).await.expect("an answer");
            assert_eq!(answered.status, 200);
            most = most.max(service.memory());
        }
    }
    assert_eq!(sent, 1_000);
    println!("{sent} oversized bodies: memory {before:.0} MB, at most {most:.0} MB");
    assert!(most - before < GROWTH, "{before} MB grew to {most} MB");
    assert_eq!(service.figure("ocop_bodies_held_bytes"), 0.0);
    service.audited();
}
