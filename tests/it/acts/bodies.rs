//! Bodies that cannot be read, each refused by its own name.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::{Value, json};

use super::desk::{Desk, errors};
use crate::door::Reply;

const REVOKE: &str = "/api/v1/acts/revoke";

async fn post(desk: &Desk, token: &str, kind: &str, body: impl Into<Body>) -> Reply {
    let request = Request::post(REVOKE)
        .header("authorization", format!("Bearer {token}"))
        .header("content-type", kind);
    desk.send(request.body(body.into()).unwrap()).await
}

#[tokio::test]
async fn what_is_no_json_object_is_refused() {
    let desk = Desk::open().await;
    let token = desk.master().await;
    let large = format!("{{\"numbers\": [\"{}\"]}}", "1".repeat(70_000));
    for (kind, body, status, code) in [
        ("text/plain", "{}", 415, "unsupported_content_type"),
        ("multipart/form-data", "{}", 415, "unsupported_content_type"),
        ("application/json", "", 400, "malformed_json"),
        ("application/json", "{", 400, "malformed_json"),
        ("application/json", "[]", 400, "malformed_json"),
        ("application/json", "\u{feff}{}", 400, "malformed_json"),
        ("application/json", &large, 413, "body_too_large"),
    ] {
        let reply = post(&desk, &token, kind, body.to_owned()).await;
        assert_eq!(reply.status.as_u16(), status, "{kind}: {}", reply.text());
        let problem = reply.json();
        assert_eq!(problem["code"], code, "{kind}");
        assert_eq!(reply.header("content-type"), "application/problem+json");
        for words in ["detail", "detail_vi"] {
            let said = problem[words].as_str().unwrap();
            assert!(!said.contains("photo") && !said.contains("ảnh"), "{said}");
        }
    }
    let utf8 = post(&desk, &token, "application/json; charset=utf-8", "{}").await;
    assert_eq!(utf8.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn each_field_is_read_strictly_and_all_faults_are_said() {
    let desk = Desk::open().await;
    let token = desk.master().await;
    let sound = json!({ "numbers": [desk.numbers[0]], "decision": "900/QĐ-UBND",
                        "decided_on": "2026-08-09", "ground": "food-safety" });
    let all_of = |value: Value| json!({ "numbers": null, "all_of": value });
    for (changes, codes) in [
        (json!({ "numbers": null }), &["missing_field"][..]),
        (json!({ "numbers": [] }), &["missing_field"]),
        (json!({ "numbers": "CB-0-8" }), &["not_a_list_of_texts"]),
        (json!({ "numbers": [1] }), &["not_a_list_of_texts"]),
        (json!({ "decision": 900 }), &["not_text"]),
        (json!({ "decided_on": "2026-02-30" }), &["not_a_date"]),
        (json!({ "decided_on": "2026-8-9" }), &["not_a_date"]),
        (json!({ "ground": "food_safety" }), &["not_a_ground"]),
        (
            json!({ "reason": 1, "\u{7}x": 2 }),
            &["unknown_field", "unknown_field"],
        ),
        (
            json!({ "all_of": { "decision": "852/QĐ-UBND" } }),
            &["numbers_and_all_of"],
        ),
        (all_of(json!("852/QĐ-UBND")), &["not_an_object"]),
        (all_of(json!({})), &["missing_field"]),
        (
            all_of(json!({ "decision": "1", "council": "cb", "year": "2026", "x": 1 })),
            &["not_a_council_code", "not_a_year", "unknown_field"],
        ),
        (
            json!({ "numbers": null, "decision": null, "decided_on": null, "ground": null }),
            &["missing_field"; 4],
        ),
    ] {
        let mut body = sound.clone();
        for (name, value) in changes.as_object().unwrap() {
            body[name] = value.clone();
        }
        let reply = desk.post(REVOKE, &token, body).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{changes}");
        assert_eq!(errors(&reply), codes, "{changes}");
        let problem = reply.json();
        if problem.get("field").is_some() {
            assert_eq!(
                super::desk::fields(&problem),
                desk.described("Problem").await
            );
        }
        if let [code] = codes {
            assert_eq!(problem["code"], *code, "{changes}");
            assert_eq!(
                problem["field"], problem["errors"][0]["column"],
                "{changes}"
            );
        }
        for error in problem["errors"].as_array().unwrap() {
            let (vi, en) = (&error["message"]["vi"], &error["message"]["en"]);
            assert!(vi != en && en.as_str().unwrap().ends_with('.'), "{error}");
        }
    }
    assert_eq!(desk.verdict(&desk.codes[0]).await, "genuine");
}
