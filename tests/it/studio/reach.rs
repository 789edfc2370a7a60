//! Who may print whose labels, and of what no labels are printed.

use axum::http::StatusCode;
use ocop::office::{Reach, Which, Withdrawal};
use ocop::scheme::ground::Ground;

use super::stage::Stage;
use crate::support::day;

#[tokio::test]
async fn a_producer_prints_their_own_and_a_secretary_the_councils() {
    let stage = Stage::set().await;
    for (person, place, may) in [
        (&stage.producer, 0, true),
        (&stage.producer, 2, false),
        (&stage.other_producer, 0, false),
        (&stage.other_producer, 2, true),
        (&stage.secretary, 0, true),
        (&stage.secretary, 2, true),
        (&stage.other_secretary, 0, false),
    ] {
        let reply = stage.label(person, place, "").await;
        if may {
            assert_eq!(reply.status, StatusCode::OK, "{place}: {}", reply.text());
            continue;
        }
        assert_eq!(reply.status, StatusCode::NOT_FOUND, "{place}");
        assert_eq!(reply.json()["code"], "no_such_number");
    }
}

#[tokio::test]
async fn no_label_is_printed_of_what_does_not_hold() {
    let stage = Stage::set().await;
    let withdrawal = Withdrawal {
        which: Which::Numbers(vec![stage.numbers[0].clone()]),
        within: Reach::All,
        actor: ocop::office::Actor::Program,
        decision: "900/QĐ-UBND".to_owned(),
        decided_on: day("2026-08-09"),
        ground: Ground::FoodSafety,
    };
    stage.office.revoke(&withdrawal).await.expect("revoked");
    let number = &stage.numbers[0];
    for path in [
        format!("/api/v1/certificates/{number}/label"),
        format!("/api/v1/certificates/{number}/label/report"),
        format!("/api/v1/certificates/{number}/label/proof"),
        format!("/my/certificates/{number}/labels"),
        format!("/my/certificates/{number}/sheets"),
    ] {
        let reply = stage.get(&stage.producer, &path).await;
        assert_eq!(
            reply.status,
            StatusCode::CONFLICT,
            "{path}: {}",
            reply.text()
        );
        if path.starts_with("/api/") {
            assert_eq!(reply.json()["code"], "not_in_force");
            assert!(
                reply.json()["detail_vi"]
                    .as_str()
                    .unwrap()
                    .contains("đã bị thu hồi")
            );
        } else {
            assert!(reply.text().contains("đã bị thu hồi"));
        }
    }
}
