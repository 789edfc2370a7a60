//! How many reports are taken: from one address, of one kind, and in a day.

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode};
use chrono::{DateTime, TimeDelta, Utc};
use ocop::clock::Clock;
use ocop::office::{self, TypedShopperReport};
use ocop::scheme::number::CertificateNumber;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

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
    assert_eq!(reply.header("retry-after"), "2160");
    let page = reply.text();
    assert!(page.contains("Wait 36 minutes"), "{page}");
    assert!(page.contains("Nhãn mờ và &#60;b&#62;khác"), "{page}");
    // Another address is not kept out.
    assert_eq!(send("203.0.113.10:1").await.status, StatusCode::SEE_OTHER);
}

/// A clock that the test moves on, in minutes.
struct Hands(AtomicI64);

impl Clock for Hands {
    fn now(&self) -> DateTime<Utc> {
        now() + TimeDelta::minutes(self.0.load(Ordering::SeqCst))
    }
}

#[tokio::test]
async fn in_a_day_sixty_are_taken_from_one_site_whatever_its_networks() {
    let stage = Stage::on(Engine::Sqlite).await;
    let clock = Arc::new(Hands(AtomicI64::new(0)));
    let (data, config) = (stage.office.data().to_owned(), stage.config().clone());
    let office = office::Office::open(data, config, clock.clone()).await;
    let router = ocop::http::router(Arc::new(office.unwrap()));
    let fields = [
        ("code", stage.code.as_str()),
        ("reason", "other"),
        ("description", "Nhãn mờ"),
    ];
    let mut taken = 0;
    for hour in 0..=24 {
        clock.0.store(hour * 60, Ordering::SeqCst);
        for network in 1..=4 {
            let peer = format!("[2001:db8:7:{network}::1]:1");
            let request = form(&peer, &fields, &[]);
            let answer = tower::ServiceExt::oneshot(router.clone(), request).await;
            taken += usize::from(answer.unwrap().status() == StatusCode::SEE_OTHER);
        }
    }
    assert!((58..=60).contains(&taken), "{taken}");
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

/// Reports that came in today, from one identity on: `council, certificate_index, province` of
/// each as SQL has them.
async fn came_in(stage: &Stage, first: usize, count: usize, about: &str) {
    let at = now().to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
    let row =
        |id| format!("({id}, 'PA-{id}', 'other', 'x', 'received', 1, '{at}', '{at}', {about})");
    let rows: Vec<String> = (first..first + count).map(row).collect();
    let sql = format!(
        "insert into shopper_reports (id, number, reason, description, state, version,
           received_at, changed_at, council, certificate_index, province) values {}",
        rows.join(", ")
    );
    stage.office.book.raw(&sql).await;
}

async fn no_more_than_500_are_taken_in_a_day(engine: Engine) {
    let stage = Stage::on(engine).await;
    for first in [1, 251] {
        came_in(&stage, first, 250, "null, null, null").await;
    }
    let outcome = stage.report(&stage.typed()).await;
    assert_eq!(refused(outcome), ["too_many_reports"]);
    let tomorrow = stage.office.again(now() + TimeDelta::days(1)).await;
    let taken = tomorrow.report_suspicion(&stage.typed(), Vec::new()).await;
    assert!(taken.is_ok());
}

async fn a_flood_about_one_certificate_or_place_leaves_room_for_others(engine: Engine) {
    let stage = Stage::on(engine).await;
    let number: CertificateNumber = stage.number.parse().unwrap();
    let (council, index) = (number.council, number.index);
    let about = format!("'{council}', {index}, null");
    came_in(&stage, 1, 100, &about).await;
    came_in(&stage, 101, 100, "null, null, 'VN-04@2'").await;
    let without_code = TypedShopperReport {
        code: String::new(),
        ..stage.typed()
    };
    for typed in [&stage.typed(), &without_code] {
        let outcome = stage.report(typed).await;
        assert_eq!(refused(outcome), ["too_many_reports"]);
    }
    let about_another = TypedShopperReport {
        code: stage.foreign.clone(),
        ..stage.typed()
    };
    let from_elsewhere = TypedShopperReport {
        province: String::new(),
        ..without_code
    };
    for typed in [&about_another, &from_elsewhere] {
        stage.report(typed).await.unwrap();
    }
    let tomorrow = stage.office.again(now() + TimeDelta::days(1)).await;
    let taken = tomorrow.report_suspicion(&stage.typed(), Vec::new()).await;
    assert!(taken.is_ok());
}

on_both_engines!(
    no_more_than_500_are_taken_in_a_day,
    a_flood_about_one_certificate_or_place_leaves_room_for_others,
);
