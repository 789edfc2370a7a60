//! An edge takes only so much at once, of everybody and of one address, and says so.

use std::io::Cursor;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use image::{GrayImage, ImageFormat, Luma};
use serde_json::Value;
use tokio::task::JoinSet;

use super::running;
use crate::load::{Answered, Client};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_that_asks_an_edge_too_often_is_sent_away_and_another_is_not() {
    let (edge, _serving) = running(
        "trusted_proxies = [\"127.0.0.0/8\"]\n\
         limits = { address_per_second = 1, address_burst = 20 }",
    )
    .await;
    let mut client = Client::connect(edge.address).await;
    let path = &edge.paths[0];
    let one = "X-Forwarded-For: 203.0.113.9\r\n";
    let (mut fine, mut limited) = (0, 0);
    for _ in 0..40 {
        let html = format!("{one}Accept: text/html\r\n");
        let answered = client.get(path, &html).await.expect("an answer");
        match answered.status {
            200 => fine += 1,
            429 => {
                limited += 1;
                let seconds = answered.header("retry-after").expect("a time");
                assert!((1..=60).contains(&seconds.parse::<u32>().expect("seconds")));
                assert!(String::from_utf8_lossy(&answered.body).contains("quá nhiều yêu cầu"));
                assert!(answered.header("content-security-policy").is_some());
                assert!(answered.header("x-request-id").is_some());
            }
            other => panic!("{other}"),
        }
    }
    assert!(
        fine >= 20 && limited >= 10,
        "{fine} answered, {limited} sent away"
    );
    for headers in ["X-Forwarded-For: 203.0.113.8\r\n", ""] {
        assert_eq!(
            client.get(path, headers).await.expect("an answer").status,
            200
        );
    }
    for health in ["/healthz", "/readyz"] {
        assert_eq!(
            client.get(health, one).await.expect("an answer").status,
            200
        );
    }
    assert_eq!(
        edge.figure("ocop_requests_limited_total"),
        f64::from(limited)
    );
    let (code, log) = edge.running.stopped();
    assert_eq!(code, Some(0), "{log}");
}

/// A photograph without a code, in which one is looked for long enough.
fn photograph() -> Vec<u8> {
    let noise = GrayImage::from_fn(1_600, 1_600, |x, y| {
        Luma([(x.wrapping_mul(x ^ y).wrapping_mul(2_654_435_761) >> 24) as u8])
    });
    let mut bytes = Cursor::new(Vec::new());
    noise
        .write_to(&mut bytes, ImageFormat::Png)
        .expect("a picture");
    let head = "--XX\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"a\"\r\n\r\n";
    [head.as_bytes(), &bytes.into_inner(), b"\r\n--XX--\r\n"].concat()
}

/// Sends a photograph again and again, for a while; and how often no answer was heard, by who
/// went on sending while they were sent away.
async fn send(edge: SocketAddr, form: Vec<u8>, span: Duration) -> (Vec<Answered>, usize) {
    let head = format!(
        "POST /api/v1/verify HTTP/1.1\r\nHost: ocop.example.vn\r\n\
         Content-Type: multipart/form-data; boundary=XX\r\nContent-Length: {}\r\n\r\n",
        form.len()
    );
    let asked = [head.as_bytes(), &form].concat();
    let (began, mut all, mut unheard) = (Instant::now(), Vec::new(), 0);
    while began.elapsed() < span {
        match Client::connect(edge).await.ask(&asked).await {
            Ok(answered) => all.push(answered),
            Err(_) => unheard += 1,
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    (all, unheard)
}

/// Asks for a code's page again and again, for a while.
async fn look(mut client: Client, path: String, span: Duration) -> Vec<Answered> {
    let (began, mut all) = (Instant::now(), Vec::new());
    while began.elapsed() < span {
        let answered = client.get(&path, "Accept: application/json\r\n").await;
        all.push(answered.expect("an answer"));
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    all
}

fn problem(answered: &Answered) -> Option<String> {
    let said: Value = serde_json::from_slice(&answered.body).ok()?;
    said["code"].as_str().map(str::to_owned)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_edge_sends_away_what_is_too_much_at_once_and_is_back_within_seconds() {
    let (edge, _serving) = running("limits = { checks = 1 }").await;
    let (span, form) = (Duration::from_secs(4), photograph());
    let (mut photographs, mut pages) = (JoinSet::new(), JoinSet::new());
    for _ in 0..4 {
        photographs.spawn(send(edge.address, form.clone(), span));
    }
    for _ in 0..20 {
        let client = Client::connect(edge.address).await;
        pages.spawn(look(client, edge.paths[0].clone(), span));
    }
    let began = Instant::now();
    let mut client = Client::connect(edge.address).await;
    while began.elapsed() < span {
        let lives = client.get("/readyz", "").await.expect("an answer");
        assert!(
            lives.status == 200 && lives.took < Duration::from_secs(2),
            "{lives:?}"
        );
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let (photographs, pages) = (photographs.join_all().await, pages.join_all().await);
    let unheard: usize = photographs.iter().map(|(_, unheard)| unheard).sum();
    let photographs = photographs.into_iter().map(|(answered, _)| answered);
    let all: Vec<Answered> = photographs.chain(pages).flatten().collect();
    let of = |status| all.iter().filter(move |answered| answered.status == status);
    let (fine, shed) = (of(200).count(), of(503).count());
    let unread = of(422).count();
    assert_eq!(fine + shed + unread, all.len());
    assert!(
        fine > 0 && unread > 0 && shed > 20,
        "{fine}, {unread}, {shed}"
    );
    for answered in of(503) {
        assert_eq!(problem(answered).as_deref(), Some("overloaded"));
        assert_eq!(answered.header("retry-after"), Some("5"));
    }
    let counted = edge.figure("ocop_requests_shed_total{class=\"checks\"}");
    let counted = counted as usize;
    assert!(
        (shed..=shed + unheard).contains(&counted),
        "{counted}, {shed}, {unheard}"
    );
    println!("{fine} pages and {unread} photographs answered, {shed} sent away");
    let over = Instant::now();
    while client
        .get(&edge.paths[0], "")
        .await
        .expect("an answer")
        .status
        != 200
    {
        assert!(over.elapsed() < Duration::from_secs(5), "still sent away");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let (code, log) = edge.running.stopped();
    assert_eq!(code, Some(0), "{log}");
    assert!(log.contains("too much is asked"), "{log}");
    assert!(log.lines().count() < 50, "it does not speak of each: {log}");
}
