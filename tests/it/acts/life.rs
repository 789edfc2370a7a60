//! Certificates revoked, suspended, put in force again and superseded over HTTP.

use axum::http::StatusCode;
use ocop::office::{Order, Scope};
use serde_json::json;

use super::desk::{Desk, errors, fields, withdrawal};
use crate::support::{csv, day, order, row};

const REVOKE: &str = "/api/v1/acts/revoke";

#[tokio::test]
async fn what_is_revoked_is_so_for_the_next_verification() {
    let desk = Desk::open().await;
    let token = desk.token(&[Scope::Life], Some("CB")).await;
    assert_eq!(desk.verdict(&desk.codes[0]).await, "genuine");
    let act = withdrawal(&[&desk.numbers[0], &desk.numbers[1]]);
    let reply = desk.post(REVOKE, &token, act.clone()).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
    assert_eq!(desk.verdict(&desk.codes[0]).await, "revoked");
    assert_eq!(desk.verdict(&desk.codes[2]).await, "genuine");
    assert_eq!(
        reply.json(),
        json!({ "status": "revoked", "changed": desk.numbers[..2], "unchanged": [], "warnings": [] })
    );
    assert_eq!(reply.header("cache-control"), "no-store");
    let again = desk.post(REVOKE, &token, act).await.json();
    assert_eq!(again["changed"], json!([]));
    assert_eq!(again["unchanged"], json!(desk.numbers[..2]));
}

#[tokio::test]
async fn a_decision_is_revoked_whole() {
    let desk = Desk::open().await;
    let token = desk.master().await;
    let act = json!({ "all_of": { "decision": "852/QĐ-UBND", "council": "CB", "year": 2026 },
                      "decision": "900/QĐ-UBND", "decided_on": "2026-08-09", "ground": "other" });
    let reply = desk.post(REVOKE, &token, act).await;
    assert_eq!(
        reply.json()["changed"],
        json!(desk.numbers),
        "{}",
        reply.text()
    );
    let ambiguous = json!({ "all_of": { "decision": "852/QĐ-UBND" }, "decision": "900/QĐ-UBND",
                            "decided_on": "2026-08-09", "ground": "other" });
    let reply = desk.post(REVOKE, &token, ambiguous).await;
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(reply.json()["code"], "ambiguous_decision");
    assert_eq!(reply.json()["field"], "all_of");
}

#[tokio::test]
async fn a_suspension_is_lifted() {
    let desk = Desk::open().await;
    let token = desk.token(&[Scope::Life], None).await;
    let act = withdrawal(&[&desk.numbers[0]]);
    let reply = desk.post("/api/v1/acts/suspend", &token, act).await;
    assert_eq!(reply.json()["status"], "suspended", "{}", reply.text());
    assert_eq!(desk.verdict(&desk.codes[0]).await, "suspended");
    let lifting = json!({ "numbers": [desk.numbers[0]], "decision": "950/QĐ-UBND",
                          "decided_on": "2026-08-10" });
    let reply = desk.post("/api/v1/acts/lift", &token, lifting).await;
    assert_eq!(reply.json()["status"], "valid", "{}", reply.text());
    assert_eq!(desk.verdict(&desk.codes[0]).await, "genuine");
}

#[tokio::test]
async fn a_renewal_links_two_certificates_and_ends_neither() {
    let desk = Desk::open().await;
    let token = desk.token(&[Scope::Life], Some("CB")).await;
    let later = Order {
        decision: "990/QĐ-UBND".to_owned(),
        decided_on: day("2026-08-09"),
        ..order("CB", csv(&[row(&[])]))
    };
    let issued = desk.office.issue_order(later).await.expect("issued");
    let newer = issued.certificates[0].certificate.number.to_string();
    let act = json!({ "old": desk.numbers[0], "by": newer });
    let reply = desk.post("/api/v1/acts/renew", &token, act.clone()).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
    assert_eq!(fields(&reply.json()), desk.described("Renewed").await);
    assert_eq!(reply.json()["changed"], true);
    let again = desk.post("/api/v1/acts/renew", &token, act).await;
    assert_eq!(again.json()["changed"], false);
    assert_eq!(desk.verdict(&desk.codes[0]).await, "genuine");
    let backwards = json!({ "old": newer, "by": desk.numbers[0] });
    let reply = desk.post("/api/v1/acts/renew", &token, backwards).await;
    assert_ne!(reply.status, StatusCode::OK);
}

#[tokio::test]
async fn a_newer_certificate_takes_an_older_ones_place() {
    let desk = Desk::open().await;
    let token = desk.token(&[Scope::Life], None).await;
    let act = json!({ "old": desk.numbers[0], "by": desk.foreign });
    let reply = desk.post("/api/v1/acts/supersede", &token, act).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
    assert_eq!(fields(&reply.json()), desk.described("Changed").await);
    assert_eq!(desk.verdict(&desk.codes[0]).await, "superseded");
    let itself = json!({ "old": desk.numbers[1], "by": desk.numbers[1] });
    let reply = desk.post("/api/v1/acts/supersede", &token, itself).await;
    assert_eq!(reply.json()["code"], "supersedes_itself");
    assert_eq!(reply.json()["field"], "by");
}

#[tokio::test]
async fn everything_that_is_wrong_is_said_and_nothing_is_changed() {
    let desk = Desk::open().await;
    let token = desk.master().await;
    let never = crate::door::number_never_issued();
    let mut act = withdrawal(&[&desk.numbers[0], "CB-1-0", "rubbish", &never]);
    act["decision"] = json!("no number");
    act["decided_on"] = json!("2026-08-11");
    let size = desk.office.register().size().await.unwrap();
    let reply = desk.post(REVOKE, &token, act).await;
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        errors(&reply),
        [
            "not_a_decision_number",
            "in_the_future",
            "mistyped_number",
            "not_a_number",
            "no_such_number"
        ]
    );
    let problem = reply.json();
    assert_eq!(problem["code"], "refused");
    assert_eq!(
        fields(&problem["errors"][0]),
        desk.described("ProblemError").await
    );
    assert_eq!(problem["errors"][1]["column"], "decided_on");
    assert!(
        problem["errors"][1]["message"]["vi"]
            .as_str()
            .unwrap()
            .contains("11/08/2026")
    );
    assert_eq!(desk.office.register().size().await.unwrap(), size);
    assert_eq!(desk.verdict(&desk.codes[0]).await, "genuine");
}

#[tokio::test]
async fn a_client_that_goes_away_leaves_nothing_half_done() {
    use futures_util::FutureExt;
    let desk = Desk::open().await;
    let token = desk.master().await;
    let numbers: Vec<&str> = desk.numbers.iter().map(String::as_str).collect();
    for polls in 1..=12 {
        let mut asked = Box::pin(desk.post(REVOKE, &token, withdrawal(&numbers)));
        for _ in 0..polls {
            if (&mut asked).now_or_never().is_some() {
                break;
            }
            tokio::task::yield_now().await;
        }
        drop(asked);
        desk.office.refresh().await.unwrap();
        // Without a pause between them, in which the act could go on.
        let kind = |code: &String| desk.office.verify(code, None).verdict.kind;
        let verdicts: Vec<_> = desk.codes.iter().map(kind).collect();
        assert!(
            verdicts.iter().all(|said| *said == verdicts[0]),
            "{verdicts:?}"
        );
    }
    let again = desk.post(REVOKE, &token, withdrawal(&numbers)).await.json();
    let said = again["changed"].as_array().unwrap().len();
    let before = again["unchanged"].as_array().unwrap().len();
    assert_eq!(said + before, 3);
}
