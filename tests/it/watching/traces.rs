//! Traces by OpenTelemetry: sent where the configuration says, and to nobody otherwise.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails there, and says where"
)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use crate::load::{Client, Service};

/// Takes what is sent, until nobody wants it any more: the head and the body of each.
fn collector() -> (String, Receiver<(String, Vec<u8>)>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let (sender, taken) = channel();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let sender = sender.clone();
            let mut stream = BufReader::new(stream.unwrap());
            std::thread::spawn(move || {
                while let Some(sent) = take(&mut stream) {
                    stream
                        .get_mut()
                        .write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
                        .unwrap();
                    if sender.send(sent).is_err() {
                        return;
                    }
                }
            });
        }
    });
    (format!("http://{address}/v1/traces"), taken)
}

fn take(stream: &mut BufReader<TcpStream>) -> Option<(String, Vec<u8>)> {
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if stream.read_line(&mut head).ok()? == 0 {
            return None;
        }
    }
    let lower = head.to_lowercase();
    let length = lower.split("content-length: ").nth(1)?.lines().next()?;
    let mut body = vec![0; length.parse().unwrap()];
    stream.read_exact(&mut body).ok()?;
    Some((head, body))
}

fn holds(body: &[u8], bytes: &[u8]) -> bool {
    body.windows(bytes.len()).any(|window| window == bytes)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_requests_span_goes_to_the_collector_with_its_route_and_never_its_code() {
    let (endpoint, taken) = collector();
    let service = Service::with(&format!(
        "otel = {{ endpoint = \"{endpoint}\" }}\ntrusted_proxies = [\"127.0.0.0/8\"]"
    ));
    let mut client = Client::connect(service.address).await;
    let path = service.paths[0].clone();
    // A trace that a proxy began is gone on with.
    let trace = "0af7651916cd43dd8448eb211c80319c";
    let headers = format!("traceparent: 00-{trace}-b7ad6b7169203331-01\r\n");
    let answered = client.get(&path, &headers).await.expect("an answer");
    assert_eq!(answered.status, 200);
    // What was not sent yet is sent at the end.
    service.audited();
    let digits = path.trim_start_matches("/v/").as_bytes()[..24].to_vec();
    let trace: Vec<u8> = (0..16)
        .map(|place| u8::from_str_radix(&trace[2 * place..2 * place + 2], 16).unwrap())
        .collect();
    let (mut found, mut followed) = (false, false);
    while let Ok((head, body)) = taken.recv_timeout(Duration::from_secs(2)) {
        assert!(head.starts_with("POST /v1/traces "), "{head}");
        assert!(
            head.to_lowercase().contains("application/x-protobuf"),
            "{head}"
        );
        assert!(!holds(&body, &digits), "the code is in a trace");
        assert!(!holds(&body, b"127.0.0.1"), "an address is in a trace");
        found |= holds(&body, b"GET /v/{digits}") && holds(&body, b"http.route");
        followed |= holds(&body, &trace);
    }
    assert!(found, "the span of the request");
    assert!(followed, "the trace that the proxy began");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_collector_that_is_not_there_holds_nobody_up() {
    let service = Service::with("otel = { endpoint = \"http://127.0.0.1:9/v1/traces\" }");
    let mut client = Client::connect(service.address).await;
    for path in service.paths.iter().take(5) {
        let answered = client.get(path, "").await.expect("an answer");
        assert_eq!(answered.status, 200);
        assert!(
            answered.took < Duration::from_secs(5),
            "{:?}",
            answered.took
        );
    }
    service.audited();
}
