//! Answers to a commit that get lost, or say less than they seem to.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use http_body_util::BodyExt;
use ocop::office::{NewToken, Scope, TokenSecret};
use ocop::register::{Error, Location, Register};
use serde_json::{Value, json};
use tower::ServiceExt;

use super::cluster::Cluster;
use super::proxy::{Cut, Proxy};
use super::times;
use crate::scans::shop::Shop;
use crate::support::{Book, Engine, History, Office, Told, list_of, now, open, order, signer};

fn server_of(url: &str) -> (SocketAddr, String, String) {
    let (before, rest) = url.split_once('@').unwrap();
    let (host, database) = rest.split_once('/').unwrap();
    (
        host.parse().unwrap(),
        format!("{before}@"),
        format!("/{database}"),
    )
}

/// A register that is reached through a way that breaks.
async fn through(url: &str) -> (Proxy, String) {
    let (server, before, after) = server_of(url);
    let proxy = Proxy::to(server).await;
    let address = proxy.address;
    (proxy, format!("{before}{address}{after}"))
}

async fn enter(register: &Register, subject: String) -> Result<i64, Error> {
    register
        .enter(move |entry| {
            Box::pin(async move { entry.record(now(), "test", subject, json!({})).await })
        })
        .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lost_answer_to_a_commit_is_neither_done_nor_refused() {
    let book = Book::on(Engine::Postgres).await;
    let Location::Postgres(url) = &book.location else {
        panic!("a book on PostgreSQL");
    };
    let (proxy, broken) = through(url).await;
    let register = Register::open(&broken.parse().unwrap()).await.unwrap();
    let mut history = History::default();
    let mut expected = 0;
    for round in 0..times(30, 1_000) {
        let cut = [Cut::Nothing, Cut::Answer, Cut::Commit][round % 3];
        proxy.cuts(cut);
        let subject = format!("act {round}");
        let outcome = enter(&register, subject.clone()).await;
        let told = match &outcome {
            Ok(_) => Told::Done,
            Err(Error::Unknown(_)) => Told::Unknown,
            Err(_) => Told::Refused,
        };
        let right = if cut == Cut::Nothing {
            Told::Done
        } else {
            Told::Unknown
        };
        assert_eq!(told, right, "{cut:?}: {outcome:?}");
        expected += usize::from(cut != Cut::Commit);
        history.take(subject, told);
    }
    let there = book
        .texts("select subject from events order by position")
        .await;
    assert_eq!(there.len(), expected, "what reached the server was made");
    history.check(there);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_told_that_nobody_knows_asks_again_and_it_is_done_once() {
    let first = Office::on(Engine::Postgres).await;
    let issued = first.issue_list(list_of(4)).await.unwrap();
    let secret = TokenSecret::fresh().unwrap();
    let token = NewToken {
        name: "thử".to_owned(),
        scopes: vec![Scope::Life],
        council: None,
        account: None,
        expires_on: None,
    };
    first.create_token(token, &secret).await.unwrap();
    let mut config = first.config().clone();
    let (proxy, broken) = through(config.database.as_deref().unwrap()).await;
    config.database = Some(broken);
    let office = open(first.data(), config, now()).await;
    // The first request also notes that the token was used: a commit of its own.
    for (cut, issued) in [Cut::Nothing, Cut::Answer, Cut::Commit, Cut::Answer]
        .into_iter()
        .zip(&issued.certificates)
    {
        let number = issued.certificate.number.to_string();
        let act = json!({ "numbers": [number], "decision": "900/QĐ-UBND",
                          "decided_on": "2026-08-09", "ground": "food-safety" });
        let revoke = async || {
            let request = Request::post("/api/v1/acts/revoke")
                .header("content-type", "application/json")
                .header("authorization", format!("Bearer {}", secret.show()))
                .body(Body::from(act.to_string()))
                .unwrap();
            let answer = ocop::http::router(Arc::clone(&office))
                .oneshot(request)
                .await;
            let (parts, body) = answer.unwrap().into_parts();
            let body = body.collect().await.unwrap().to_bytes();
            let said: Value = serde_json::from_slice(&body).unwrap();
            (parts, said)
        };
        proxy.cuts(cut);
        let (parts, said) = revoke().await;
        if cut != Cut::Nothing {
            assert_eq!(parts.status, StatusCode::SERVICE_UNAVAILABLE, "{said}");
            assert_eq!(said["code"], "outcome_unknown");
            assert_eq!(parts.headers["retry-after"], "5");
            assert!(
                said["detail"]
                    .as_str()
                    .unwrap()
                    .contains("Ask the same again")
            );
            assert!(
                said["detail_vi"]
                    .as_str()
                    .unwrap()
                    .contains("gửi lại đúng yêu cầu")
            );
            let (parts, said) = revoke().await;
            assert_eq!(parts.status, StatusCode::OK, "{said}");
            let done = if cut == Cut::Answer {
                "unchanged"
            } else {
                "changed"
            };
            assert_eq!(said[done], json!([number]));
        } else {
            assert_eq!(parts.status, StatusCode::OK, "{said}");
        }
    }
    let changes = "select count(*)::text from status_changes";
    assert_eq!(first.book.texts(changes).await, ["4"]);
    let audited = office.audit().await.unwrap();
    assert!(audited.is_ok(), "{audited:?}");
}

/// A decision, its indices and its certificates are a commit each. Whichever of them nobody answers
/// for, and whether it was made or not, who issues is told in the end what there is.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn issuing_goes_on_by_itself_where_an_answer_was_lost() {
    let first = Office::on(Engine::Postgres).await;
    let mut config = first.config().clone();
    let (proxy, broken) = through(config.database.as_deref().unwrap()).await;
    config.database = Some(broken);
    let office = open(first.data(), config, now()).await;
    let mut decisions = 0;
    for cut in [Cut::Answer, Cut::Commit] {
        for before in 0..3 {
            decisions += 1;
            let mut order = order("CB", list_of(4));
            order.decision = format!("{}/QĐ-UBND", 900 + decisions);
            proxy.cuts_after(before, cut);
            let issuing = office.issue(order.clone(), signer("CB"), |_, _| {});
            let issued = issuing.await.unwrap();
            assert!(proxy.is_done(), "{cut:?} after {before}");
            let told = (
                issued.issued,
                issued.already_issued,
                issued.certificates.len(),
            );
            assert_eq!(told, (4, 0, 4), "{cut:?} after {before}");
            assert_eq!(first.count().await, 4 * decisions);
            let again = first.issue_order(order).await.unwrap();
            assert_eq!((again.issued, again.already_issued), (0, 4));
        }
    }
    let audited = office.audit().await.unwrap();
    assert!(audited.is_ok(), "{audited:?}");
}

/// Sums of scans cannot be asked whether they hold a batch: it is dropped, and counted as dropped.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn scans_that_may_have_been_written_are_not_written_again() {
    let shop = Shop::on(Engine::Postgres).await;
    let mut config = shop.office.config().clone();
    let (proxy, broken) = through(config.database.as_deref().unwrap()).await;
    config.database = Some(broken);
    let office = open(shop.office.data(), config, now()).await;
    let code = format!("https://host{}", shop.label(0, 2));
    for (cut, dropped) in [(Cut::Answer, 2), (Cut::Commit, 4)] {
        for _ in 0..2 {
            let mut examined = office.examine(&code, None).await.unwrap();
            office.count_scan(&mut examined, None);
        }
        proxy.cuts(cut);
        let lost = office.write_scans().await.unwrap_err();
        assert_eq!(lost.code(), "outcome_unknown", "{cut:?}");
        let figures = office.scan_figures();
        let told = (figures.waiting, figures.written, figures.dropped);
        assert_eq!(told, (0, 0, dropped), "{cut:?}");
        // The connection ends before the server has done what it was sent.
        let mut tries = 0..100;
        while shop.rows().await.is_empty() && tries.next().is_some() {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        office.write_scans().await.unwrap();
        assert_eq!(shop.rows().await, ["2 2026-08-10  2"], "{cut:?}");
    }
}

/// PostgreSQL tells who cancels the wait for a standby of success, with a warning: a failover
/// would lose the entry all the same.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_commit_that_did_not_wait_for_its_standby_is_not_called_done() {
    let cluster = tokio::task::spawn_blocking(Cluster::of_one).await.unwrap();
    let register = Register::open(&cluster.url().parse().unwrap())
        .await
        .unwrap();
    enter(&register, "before".to_owned()).await.unwrap();
    cluster.sql(0, "alter system set synchronous_standby_names = 'nobody'");
    cluster.sql(0, "select pg_reload_conf()");
    for how in ["pg_cancel_backend", "pg_terminate_backend"] {
        let begin = || {
            let (register, subject) = (register.clone(), how.to_owned());
            tokio::spawn(async move { enter(&register, subject).await })
        };
        let mut entering = begin();
        let waiting = format!(
            "select {how}(pid) from pg_stat_activity
             where wait_event = 'SyncRep' and application_name = 'ocop'"
        );
        while cluster.sql(0, &waiting) != "t" {
            // The server's processes learn one after the other that there is somebody to wait for.
            if entering.is_finished() {
                entering.await.unwrap().unwrap();
                entering = begin();
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let outcome = entering.await.unwrap();
        assert!(
            matches!(outcome, Err(Error::Unknown(_))),
            "{how}: {outcome:?}"
        );
    }
    cluster.sql(0, "alter system reset synchronous_standby_names");
    cluster.sql(0, "select pg_reload_conf()");
    enter(&register, "after".to_owned()).await.unwrap();
}
