//! How many reports are taken: from one address, and in a day.

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode};
use std::net::SocketAddr;

use super::stage::{Stage, form, refused};
use crate::support::{Engine, now, on_both_engines};

#[tokio::test]
async fn from_one_address_twenty_are_taken_and_then_what_was_typed_is_kept_on_the_page() {
    let stage = Stage::on(Engine::Sqlite).await;
    let fields = [
        ("code", stage.code.as_str()),
        ("reason", "other"),
        ("description", "Nhãn mờ và <b>khác</b>"),
    ];
    let router = stage.office.router();
    let send = |peer: &'static str| {
        let (router, request) = (router.clone(), form(peer, &fields, &[]));
        async move {
            let answer = tower::ServiceExt::oneshot(router, request).await.unwrap();
            super::stage::reply(answer).await
        }
    };
    for _ in 0..20 {
        assert_eq!(send("203.0.113.9:1").await.status, StatusCode::SEE_OTHER);
    }
    let reply = send("203.0.113.9:2").await;
    assert_eq!(reply.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(reply.header("retry-after"), "180");
    let page = reply.text();
    assert!(page.contains("Wait 3 minutes"), "{page}");
    assert!(page.contains("Nhãn mờ và &#60;b&#62;khác"), "{page}");
    // Another address is not kept out.
    assert_eq!(send("203.0.113.10:1").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn numbers_are_not_guessed_at_without_end() {
    let stage = Stage::on(Engine::Sqlite).await;
    let router = stage.office.router();
    let peer: SocketAddr = "203.0.113.9:1".parse().unwrap();
    let mut last = StatusCode::OK;
    for _ in 0..61 {
        let request = Request::get("/reports/PA-2222-2222")
            .extension(ConnectInfo(peer))
            .body(Body::empty());
        let answer = tower::ServiceExt::oneshot(router.clone(), request.unwrap()).await;
        last = answer.unwrap().status();
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
}

async fn no_more_than_500_are_taken_in_a_day(engine: Engine) {
    let stage = Stage::on(engine).await;
    for first in [1, 251] {
        let rows: Vec<String> = (first..first + 250)
            .map(|id| {
                let at = now().to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
                format!("({id}, 'PA-{id}', 'other', 'x', 'received', 1, '{at}', '{at}')")
            })
            .collect();
        let sql = format!(
            "insert into shopper_reports (id, number, reason, description, state, version,
               received_at, changed_at) values {}",
            rows.join(", ")
        );
        stage.office.book.raw(&sql).await;
    }
    let outcome = stage.report(&stage.typed()).await;
    assert_eq!(refused(outcome), ["too_many_reports"]);
    let tomorrow = stage.office.again(now() + chrono::TimeDelta::days(1)).await;
    let taken = tomorrow.report_suspicion(&stage.typed(), Vec::new()).await;
    assert!(taken.is_ok());
}

on_both_engines!(no_more_than_500_are_taken_in_a_day);
