//! A request that is sent again is answered again, and done once.

use ocop::office::Once;

use super::desk::{Desk, decision, named, seen};
use crate::support::{Engine, on_both_engines};

fn key(key: &str, body: &str) -> Once {
    Once::new(key, "POST /api/v1/preparations", body.as_bytes()).unwrap()
}

async fn the_same_key_is_one_act_and_one_answer(engine: Engine) {
    let desk = Desk::on(engine).await;
    let once = key("a", "{}");
    let mut receipts = Vec::new();
    for _ in 0..3 {
        let preparing =
            desk.office
                .prepare_decision(&desk.secretary, Some(&once), decision("7/QĐ-UBND"));
        receipts.push(preparing.await.unwrap());
    }
    assert!(receipts.iter().all(|receipt| *receipt == receipts[0]));
    // Another person's key of the same name is another key.
    let preparing =
        desk.office
            .prepare_decision(&desk.colleague, Some(&once), decision("7/QĐ-UBND"));
    assert_ne!(preparing.await.unwrap().id, receipts[0].id);
}

async fn a_key_of_another_request_is_refused(engine: Engine) {
    let desk = Desk::on(engine).await;
    let first = key("a", "{}");
    let other = key("a", "{\"number\":\"8/QĐ-UBND\"}");
    for (once, expected) in [(first, None), (other, Some("idempotency_key_reused"))] {
        let preparing =
            desk.office
                .prepare_decision(&desk.secretary, Some(&once), decision("7/QĐ-UBND"));
        let outcome = preparing.await;
        match expected {
            None => assert_eq!(outcome.unwrap().version, 1),
            Some(code) => assert_eq!(named(outcome), code),
        }
    }
    for bad in ["", "with space", "dấu", &"x".repeat(129)] {
        assert!(Once::new(bad, "", b"").is_err(), "{bad}");
    }
}

async fn the_same_key_at_once_is_one_act(engine: Engine) {
    let desk = Desk::on(engine).await;
    let once = key("a", "{}");
    let preparing = (0..6).map(|_| {
        desk.office
            .prepare_decision(&desk.secretary, Some(&once), decision("7/QĐ-UBND"))
    });
    let receipts = futures_util::future::join_all(preparing).await;
    let ids: Vec<i64> = receipts
        .into_iter()
        .map(|receipt| receipt.unwrap().id)
        .collect();
    assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
    let sql = "select cast(count(*) as text) from preparations";
    assert_eq!(desk.office.book.texts(sql).await, ["1"]);
}

async fn a_double_click_hands_in_once_and_is_answered_the_same(engine: Engine) {
    let desk = Desk::on(engine).await;
    let prepared = desk.prepared(2).await;
    let once = key("b", "submit");
    let submitting = (0..2).map(|_| {
        desk.office
            .submit_decision(&desk.secretary, Some(&once), seen(prepared))
    });
    let receipts = futures_util::future::join_all(submitting).await;
    let receipts: Vec<_> = receipts.into_iter().map(Result::unwrap).collect();
    assert_eq!(receipts[0], receipts[1]);
    assert_eq!(desk.view(prepared.id).await.version, receipts[0].version);
    // Without a key the second is told that it came too late.
    let again = desk
        .office
        .submit_decision(&desk.secretary, None, seen(prepared))
        .await;
    assert_eq!(named(again), "stale");
}

on_both_engines!(
    the_same_key_is_one_act_and_one_answer,
    a_key_of_another_request_is_refused,
    the_same_key_at_once_is_one_act,
    a_double_click_hands_in_once_and_is_answered_the_same,
);
