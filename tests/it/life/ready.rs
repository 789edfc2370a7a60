//! How long a service is sent requests while its register is away.

use std::sync::Arc;

use axum::body::Body;
use axum::http::Request;
use ocop::register::Location;
use ocop::scheme::check::{Check, Outcome};
use tower::ServiceExt;

use super::office::{Life, NEWER};
use crate::support::Book;

#[tokio::test]
async fn a_service_is_ready_for_a_week_without_its_register() {
    let life = Life::open().await;
    let ready = async || {
        let request = Request::get("/readyz").body(Body::empty());
        let router = ocop::http::router(Arc::clone(&life.office));
        let answer = router.oneshot(request.unwrap()).await.unwrap();
        answer.status().as_u16()
    };
    assert_eq!(ready().await, 200);
    let register = Location::File(life.data().join("register.sqlite"));
    Book::at(register).raw("drop table log_head").await;
    assert!(life.office.refresh().await.is_err());
    assert_eq!(ready().await, 200);
    life.set("2026-08-17T04:59:00Z");
    assert_eq!(ready().await, 200);
    let revoked = || life.verify(NEWER).verdict.outcome(Check::Status);
    assert_eq!(revoked(), Outcome::Warn, "old");
    life.set("2026-08-17T05:00:00Z");
    assert_eq!(ready().await, 503);
    assert_eq!(
        revoked(),
        Outcome::Unknown,
        "what was revoked meanwhile is not known"
    );
}
