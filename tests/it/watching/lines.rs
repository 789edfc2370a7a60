//! Lines of the log, with the name of the request that they are of.

use serde_json::Value;

use crate::load::{Client, Service};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_line_names_request_and_route_and_never_the_code_or_who_asked() {
    let service =
        Service::with("log = { requests = \"all\" }\ntrusted_proxies = [\"127.0.0.0/8\"]");
    let mut client = Client::connect(service.address).await;
    let (path, code) = (service.paths[0].clone(), service.codes[1].clone());
    let headers = "X-Forwarded-For: 203.0.113.9\r\nX-Request-Id: proxy-0001\r\n";
    let page = client.get(&path, headers).await.expect("an answer");
    assert_eq!(page.header("x-request-id"), Some("proxy-0001"));
    let answered = client.verify(&code).await.expect("an answer");
    let own = answered.header("x-request-id").expect("a name").to_owned();
    assert_eq!(own.len(), 16);
    let (mine, forged) = (service.paths[0].clone(), "X-Request-Id: two words\r\n");
    let renamed = client.get(&mine, forged).await.expect("an answer");
    assert_ne!(renamed.header("x-request-id"), Some("two words"));
    let log = service.audited();
    let lines: Vec<Value> = log
        .lines()
        .map(|line| serde_json::from_str(line).expect("a line of JSON"))
        .collect();
    let of = |request: &str| {
        let mut lines = lines
            .iter()
            .filter(|line| line["fields"]["request"] == request);
        let line = lines.next().expect("a line of the request");
        assert!(lines.next().is_none());
        line["fields"].clone()
    };
    let line = of("proxy-0001");
    assert_eq!(
        (&line["route"], &line["status"]),
        (&"/v/{digits}".into(), &200.into())
    );
    assert_eq!(of(&own)["route"], "/api/v1/verify");
    let digits = path.trim_start_matches("/v/");
    for secret in [&digits[..24], &code[..40], "203.0.113.9", "127.0.0.1"] {
        assert!(!log.contains(secret), "{secret} is in the log");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_being_asked_to_it_writes_no_line_of_what_went_well() {
    let service = Service::with("");
    let mut client = Client::connect(service.address).await;
    let page = client.get(&service.paths[0], "").await.expect("an answer");
    assert_eq!(page.header("x-request-id"), None);
    // What somebody calls their request themselves is not believed.
    let headers = "X-Request-Id: mine\r\n";
    let missing = client.get("/nothing", headers).await.expect("an answer");
    let name = missing
        .header("x-request-id")
        .expect("a refusal has a name");
    assert_ne!(name, "mine");
    let log = service.audited();
    assert!(
        !log.contains("answered") && !log.contains("/v/{digits}"),
        "{log}"
    );
}
