//! Three times what the service can bear is asked of the register's pages: what is too much is
//! sent away at once, and checks, the desk and the figures are answered.

use std::time::{Duration, Instant};

use tokio::task::JoinSet;

use super::{Answered, Client, Service, many, p99};

/// A page that reads the register.
const PAGE: &str = "/register?q=mien&status=in_force";

/// Asks over and over on some connections; answers a second.
async fn capacity(service: &Service) -> f64 {
    let (span, mut clients) = (Duration::from_secs(2), JoinSet::new());
    for _ in 0..4 {
        let address = service.address;
        clients.spawn(async move {
            let mut client = Client::connect(address).await;
            let (began, mut count) = (Instant::now(), 0_u32);
            while began.elapsed() < span {
                assert_eq!(client.get(PAGE, "").await.expect("an answer").status, 200);
                count += 1;
            }
            count
        });
    }
    f64::from(clients.join_all().await.iter().sum::<u32>()) / span.as_secs_f64()
}

/// Asks at a rate, whether or not it is answered.
async fn ask_at(service: &Service, rate: f64, span: Duration) -> Vec<Answered> {
    let (began, mut asked) = (Instant::now(), JoinSet::new());
    let mut count = 0.0;
    while began.elapsed() < span {
        while count < began.elapsed().as_secs_f64() * rate {
            count += 1.0;
            let address = service.address;
            asked.spawn(async move {
                let mut client = Client::connect(address).await;
                client
                    .get(PAGE, "Connection: close\r\n")
                    .await
                    .expect("an answer")
            });
        }
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    asked.join_all().await
}

/// Asks for something again and again until it is told to stop; how long each took.
async fn others(service: &Service, path: &str, span: Duration) -> Vec<Duration> {
    let (began, mut times) = (Instant::now(), Vec::new());
    let mut client = Client::connect(service.address).await;
    while began.elapsed() < span {
        let answered = client.get(path, "").await.expect("an answer");
        assert_eq!(answered.status, 200, "{path}: {}", answered.head);
        times.push(answered.took);
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    times
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn three_times_what_it_can_bear_is_sent_away_and_the_others_are_answered() {
    super::service::raise_open_files();
    let service = Service::with("limits = { pages = 2 }");
    let can_bear = capacity(&service).await;
    let before = service.memory();
    let span = Duration::from_secs(many(4, 30) as u64);
    let path = service.paths[0].clone();
    let (flood, mut checks, mut desk, mut health) = tokio::join!(
        ask_at(&service, 3.0 * can_bear, span),
        others(&service, &path, span),
        others(&service, "/sign-in", span),
        others(&service, "/readyz", span),
    );
    let after = service.memory();
    let count = |status| {
        flood
            .iter()
            .filter(|answered| answered.status == status)
            .count()
    };
    let (fine, shed) = (count(200), count(503));
    assert_eq!(fine + shed, flood.len());
    assert!(
        fine > 0 && shed > flood.len() / 10,
        "{fine} answered, {shed} sent away"
    );
    for answered in flood.iter().filter(|answered| answered.status == 503) {
        assert_eq!(answered.header("retry-after"), Some("5"));
    }
    assert_eq!(
        service.figure("ocop_requests_shed_total{class=\"pages\"}"),
        shed as f64
    );
    assert_eq!(
        service.figure("ocop_requests_shed_total{class=\"desk\"}"),
        0.0
    );
    let times = [p99(&mut checks), p99(&mut desk), p99(&mut health)];
    println!(
        "{can_bear:.0} a second can be borne; of {} {fine} were answered, {shed} sent away; p99 of \
         checks, desk, health {times:?}; memory {before:.0} MB, {after:.0} MB",
        flood.len()
    );
    assert!(
        times.iter().all(|time| *time < Duration::from_secs(5)),
        "{times:?}"
    );
    assert!(after - before < 64.0, "{before} MB grew to {after} MB");

    // Back at once, and at the latest after five seconds.
    let over = Instant::now();
    let mut client = Client::connect(service.address).await;
    while client.get(PAGE, "").await.expect("an answer").status != 200 {
        assert!(over.elapsed() < Duration::from_secs(5), "still sent away");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let log = service.audited();
    assert!(log.contains("too much is asked"), "{log}");
    assert!(log.lines().count() < 50, "it does not speak of each: {log}");
}
