//! How often somebody may try to get in.

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode};
use ocop::office::{Grant, Role};
use std::net::SocketAddr;

use super::browser::{Browser, form, hidden, known};
use crate::door::Reply;
use crate::support::{Engine, HOST, Office, now};

async fn try_from(browser: &mut Browser, email: &str, peer: &str, forwarded: &str) -> Reply {
    let peer: SocketAddr = peer.parse().unwrap();
    let request = Request::post("/sign-in")
        .extension(ConnectInfo(peer))
        .header("origin", format!("https://{HOST}"))
        .header("x-forwarded-for", forwarded)
        .header("content-type", "application/x-www-form-urlencoded");
    let fields = [("email", email), ("password", "")];
    browser.send(request, Body::from(form(&fields))).await
}

async fn attempt(browser: &mut Browser, email: &str) -> Reply {
    let fields = [("email", email), ("password", "sai mật khẩu rồi")];
    browser.post("/sign-in", &fields).await
}

#[tokio::test]
async fn an_account_is_tried_ten_times_and_then_once_a_minute_known_or_not() {
    let office = Office::new().await;
    let chair = Grant::of_council(Role::Chair, "CB".parse().unwrap());
    let person = known(&office, "hoa", chair).await;
    let mut browser = Browser::at(&office);
    for email in [person.email.as_str(), "nobody@example.vn"] {
        for _ in 0..10 {
            let reply = attempt(&mut browser, email).await;
            assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
        }
        for spelled in [email.to_owned(), format!(" {} ", email.to_uppercase())] {
            let reply = attempt(&mut browser, &spelled).await;
            assert_eq!(reply.status, StatusCode::TOO_MANY_REQUESTS);
            assert_eq!(reply.header("retry-after"), "60");
            assert!(reply.text().contains("Hãy chờ 60 giây"), "{}", reply.text());
            assert!(reply.text().contains("name=\"password\""));
        }
    }
    // Somebody else is not kept out.
    let other = known(&office, "lan", chair).await;
    assert_eq!(
        browser.sign_in(&other, 0, &[]).await.status,
        StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn codes_are_tried_as_often_and_no_more() {
    let office = Office::new().await;
    let chair = Grant::of_council(Role::Chair, "CB".parse().unwrap());
    let person = known(&office, "hoa", chair).await;
    let mut browser = Browser::at(&office);
    let right = [
        ("email", person.email.as_str()),
        ("password", super::browser::PASSWORD),
    ];
    let half = browser.post("/sign-in", &right).await;
    let step = hidden(&half)[0].1.clone();
    for _ in 0..10 {
        let fields = [("step", step.as_str()), ("one_time_code", "000000")];
        let reply = browser.post("/sign-in/code", &fields).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let code = person.code(0);
    let fields = [("step", step.as_str()), ("one_time_code", code.as_str())];
    let reply = browser.post("/sign-in/code", &fields).await;
    assert_eq!(reply.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(reply.header("retry-after"), "60");
    assert_eq!(hidden(&reply)[0].1, step);
}

#[tokio::test]
async fn an_address_is_counted_by_the_connection_unless_a_trusted_proxy_says_otherwise() {
    let trusting = Office::with(Engine::Sqlite, now(), |config| {
        config.trusted_proxies = vec!["10.0.0.0/8".parse().unwrap()];
    });
    for (office, peer, shared) in [
        (Office::new().await, "203.0.113.9:1", true),
        (trusting.await, "10.0.0.1:1", false),
    ] {
        let mut browser = Browser::at(&office);
        // An empty password is refused before anything is counted.
        let mut refused = 0;
        for n in 0..70 {
            let email = format!("a{n}@example.vn");
            let forwarded = format!("198.51.100.{n}");
            let counted = try_counted(&mut browser, &email, peer, &forwarded).await;
            refused += usize::from(counted.status == StatusCode::TOO_MANY_REQUESTS);
        }
        assert_eq!(refused > 0, shared, "{peer}: {refused}");
    }
}

/// An invitation that does not exist: what is counted there is the address alone.
async fn try_counted(browser: &mut Browser, email: &str, peer: &str, forwarded: &str) -> Reply {
    let empty = try_from(browser, email, peer, forwarded).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let peer: SocketAddr = peer.parse().unwrap();
    let request = Request::get("/welcome/x")
        .extension(ConnectInfo(peer))
        .header("x-forwarded-for", forwarded);
    browser.send(request, Body::empty()).await
}
