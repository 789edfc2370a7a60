//! One address may ask only so often; it is the address that a trusted proxy names.

use super::{Client, Service};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_that_asks_too_often_is_sent_away_and_another_is_not() {
    let service = Service::with(
        "trusted_proxies = [\"127.0.0.0/8\"]\n\
         limits = { address_per_second = 1, address_burst = 20 }",
    );
    let mut client = Client::connect(service.address).await;
    let path = &service.paths[0];
    let (mut fine, mut limited) = (0, 0);
    for _ in 0..40 {
        let answered = client
            .get(
                path,
                "X-Forwarded-For: 203.0.113.9\r\nAccept: text/html\r\n",
            )
            .await
            .expect("an answer");
        match answered.status {
            200 => fine += 1,
            429 => {
                limited += 1;
                let seconds: u32 = answered
                    .header("retry-after")
                    .expect("a time")
                    .parse()
                    .expect("seconds");
                assert!((1..=60).contains(&seconds));
                assert!(String::from_utf8_lossy(&answered.body).contains("quá nhiều yêu cầu"));
                assert!(answered.header("content-security-policy").is_some());
            }
            other => panic!("{other}"),
        }
    }
    assert!(
        fine >= 20 && limited >= 10,
        "{fine} answered, {limited} sent away"
    );
    let limited_path = "/api/v1/certificates/CB-0-8";
    let json = client
        .get(limited_path, "X-Forwarded-For: 203.0.113.9\r\n")
        .await
        .expect("an answer");
    let problem: serde_json::Value = serde_json::from_slice(&json.body).expect("JSON");
    assert_eq!(
        (json.status, problem["code"].as_str()),
        (429, Some("too_many_requests"))
    );
    // Others, the machine itself, and whoever asks whether it lives.
    for headers in ["X-Forwarded-For: 203.0.113.8\r\n", ""] {
        let answered = client.get(path, headers).await.expect("an answer");
        assert_eq!(answered.status, 200);
    }
    let healthy = client
        .get("/healthz", "X-Forwarded-For: 203.0.113.9\r\n")
        .await;
    assert_eq!(healthy.expect("an answer").status, 200);
    assert_eq!(
        service.figure("ocop_requests_limited_total"),
        f64::from(limited + 1)
    );
    service.audited();
}
