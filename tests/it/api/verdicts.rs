//! Codes, numbers and photographs that are judged.

use axum::http::StatusCode;
use serde_json::json;

use super::{FORM, JSON, VERIFY, form, photo_of};
use crate::door::Door;

#[tokio::test]
async fn a_code_is_judged_and_the_answer_holds_the_evidence() {
    let door = Door::open().await;
    let body = json!({ "code": door.codes[0], "stars_on_package": 4 });
    let reply = door.post(VERIFY, JSON, body.to_string()).await;
    assert_eq!(reply.status, StatusCode::OK);
    assert_eq!(reply.header("cache-control"), "no-store");
    assert_eq!(reply.header("access-control-allow-origin"), "*");
    let answer = reply.json();
    assert_eq!(answer["verdict"], "genuine", "{answer}");
    assert_eq!(answer["number"], door.numbers[0].as_str());
    assert_eq!(answer["checks"]["register"], "pass");
    assert_eq!(answer["certificate"]["product"], "Miến dong Bản Mới");
    assert_eq!(answer["decision"]["number"], "852/QĐ-UBND");
    assert_eq!(answer["council"]["name"]["en"], "Test council");
    assert!(answer.get("code").is_none());
    assert!(answer.get("demonstration").is_none());
}

#[tokio::test]
async fn a_demonstration_says_in_each_answer_that_it_is_one() {
    let door = Door::of_a_demonstration().await;
    let body = json!({ "code": door.codes[0] }).to_string();
    let checked = door.post(VERIFY, JSON, body).await.json();
    let json_form = [("accept", "application/json")];
    let scanned = door.get(door.path(0), &json_form).await.json();
    for answer in [checked, scanned] {
        assert_eq!(answer["verdict"], "genuine", "{answer}");
        assert_eq!(answer["demonstration"], true, "{answer}");
    }
}

#[tokio::test]
async fn other_stars_on_the_package_are_a_mismatch_and_still_a_200() {
    let door = Door::open().await;
    let body = json!({ "code": door.codes[0], "stars_on_package": 5 });
    let reply = door.post(VERIFY, JSON, body.to_string()).await;
    assert_eq!(reply.status, StatusCode::OK);
    assert_eq!(reply.json()["verdict"], "mismatch");
}

#[tokio::test]
async fn a_text_that_is_no_code_is_a_verdict_and_no_refusal() {
    let door = Door::open().await;
    for text in ["https://example.vn/shop", "xin chào", "LOT 12345 A"] {
        let body = json!({ "code": text }).to_string();
        let reply = door.post(VERIFY, JSON, body).await;
        assert_eq!(reply.status, StatusCode::OK, "{text}");
        assert_eq!(reply.json()["verdict"], "not_ocop", "{text}");
    }
}

#[tokio::test]
async fn a_certificate_number_or_a_short_code_is_looked_up() {
    let door = Door::open().await;
    let number = &door.numbers[0];
    for code in [
        number.clone(),
        number.to_lowercase().replace('-', " "),
        format!("https://ocop.test/c/{number}"),
    ] {
        let reply = door
            .post(VERIFY, JSON, json!({ "code": code }).to_string())
            .await;
        assert_eq!(reply.json()["verdict"], "genuine", "{code}");
    }
}

#[tokio::test]
async fn a_photograph_is_read_and_judged() {
    let door = Door::open().await;
    let body = form(&[
        ("photo", &photo_of(&door.codes[0])),
        ("stars_on_package", b"5"),
    ]);
    let reply = door.post(VERIFY, FORM, body).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
    let answer = reply.json();
    assert_eq!(answer["verdict"], "mismatch");
    assert_eq!(answer["code"], door.codes[0].as_str());
}
