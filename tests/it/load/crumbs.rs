//! Bodies that come a byte at a time: each is held as what it is, not as the block of the
//! connection's memory into which it was read.

use std::time::Duration;

use tokio::io::AsyncWriteExt;
use tokio::task::JoinSet;
use tokio::time::sleep;

use super::{Client, Service};

/// Megabytes by which the service may grow; a block for each byte would be 130.
const GROWTH: f64 = 16.0;
const CLIENTS: usize = 8;
const BYTES: usize = 4_000;

/// Sends a code of so many bytes, one by one; the answer's status.
async fn send(mut client: Client) -> u16 {
    client.stream.set_nodelay(true).expect("an option of TCP");
    let head = format!(
        "POST /api/v1/verify HTTP/1.1\r\nHost: ocop.example.vn\r\n\
         Content-Type: application/json\r\nContent-Length: {BYTES}\r\n\r\n"
    );
    let sent = client.stream.write_all(head.as_bytes()).await;
    sent.expect("taken");
    let body = format!("{{\"code\": \"{}\"}}", "1".repeat(BYTES - 12));
    let (last, others) = body.as_bytes().split_last().expect("a body");
    for byte in others {
        client.stream.write_all(&[*byte]).await.expect("taken");
        sleep(Duration::from_millis(1)).await;
    }
    let answered = client.ask(&[*last]).await;
    answered.expect("an answer").status
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_body_that_comes_byte_by_byte_takes_no_more_memory_than_another() {
    let service = Service::with("");
    let before = service.memory();
    let mut clients = JoinSet::new();
    for _ in 0..CLIENTS {
        clients.spawn(send(Client::connect(service.address).await));
    }
    // The whole text was read: what it says is no code.
    assert_eq!(clients.join_all().await, [200; CLIENTS]);
    let after = service.memory();
    println!("{CLIENTS} bodies of {BYTES} bytes, byte by byte: {before:.0} MB, {after:.0} MB");
    assert!(after - before < GROWTH, "{before} MB grew to {after} MB");
    service.audited();
}
