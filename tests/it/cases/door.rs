//! Cases over HTTP: what programs send, and the pages that people see.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot set its market fails there"
)]

use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::{Value, json};

use super::stage::{Market, jpeg};
use crate::support::{Engine, Person};

async fn form(market: &Market, person: &Person, path: &str, fields: &str) -> crate::door::Reply {
    let request = person
        .sends(Request::post(path))
        .header("content-type", "application/x-www-form-urlencoded");
    let body = Body::from(fields.to_owned());
    market.send(request.body(body).unwrap()).await
}

#[tokio::test]
async fn a_program_opens_changes_and_moves_a_case() {
    let market = Market::on(Engine::Sqlite).await;
    let by = &market.inspector;
    let new = json!({
        "kind": "expired", "statement": "Bày bán với nhãn đã hết hạn.", "province": "VN-04@2",
        "codes": [market.codes[0]], "note": "Hai hộp trên kệ"
    });
    let opened = market.post(by, "/api/v1/cases", &new).await;
    assert_eq!(opened.status, StatusCode::CREATED, "{}", opened.text());
    assert_eq!(opened.header("location"), "/api/v1/cases/1");
    let described = described(&market, "Case").await;
    let case = opened.json();
    let fields: Vec<&String> = case.as_object().unwrap().keys().collect();
    let mut fields: Vec<String> = fields.into_iter().cloned().collect();
    fields.sort_unstable();
    assert_eq!(fields, described);
    let shown = market.get(by, "/api/v1/cases/1").await;
    let tag = shown.header("etag").to_owned();
    let request = by
        .sends(Request::get("/api/v1/cases/1"))
        .header("if-none-match", tag);
    let known = market.send(request.body(Body::empty()).unwrap()).await;
    assert_eq!(known.status, StatusCode::NOT_MODIFIED);
    let changed = json!({ "version": 1, "kind": "other", "statement": "Khác." });
    let changed = market
        .json(by, Request::put("/api/v1/cases/1"), &changed)
        .await;
    assert_eq!(changed.json()["version"], 2, "{}", changed.text());
    let stale = json!({ "version": 1, "move": "begin" });
    let stale = market.post(by, "/api/v1/cases/1/moves", &stale).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert_eq!(stale.json()["code"], "stale");
    let request = by
        .sends(Request::post(
            "/api/v1/cases/1/photographs?version=2&note=Tem",
        ))
        .header("content-type", "image/jpeg");
    let added = market.send(request.body(Body::from(jpeg())).unwrap()).await;
    assert_eq!(added.status, StatusCode::OK, "{}", added.text());
    let place = added.json()["evidence"].as_array().unwrap().len();
    let picture = format!("/api/v1/cases/1/photographs/{place}?size=small");
    let picture = market.get(&market.secretary, &picture).await;
    assert_eq!(picture.header("content-type"), "image/jpeg");
    let foreign = market.get(&market.central, "/api/v1/cases/1/file").await;
    assert_eq!(foreign.json()["code"], "no_such_case");
    let acknowledged = market
        .post(
            &market.secretary,
            "/api/v1/cases/1/acknowledgement",
            &Value::Null,
        )
        .await;
    assert_eq!(acknowledged.status, StatusCode::OK);
}

async fn described(market: &Market, shape: &str) -> Vec<String> {
    let request = Request::get("/api/v1/openapi.json").body(Body::empty());
    let document = market.send(request.unwrap()).await.json();
    let schema = &document["components"]["schemas"][shape]["properties"];
    let mut fields: Vec<String> = schema.as_object().unwrap().keys().cloned().collect();
    fields.sort_unstable();
    fields
}

#[tokio::test]
async fn an_inspector_opens_a_case_by_the_page_and_keeps_what_was_typed_when_it_is_wrong() {
    let market = Market::on(Engine::Sqlite).await;
    let by = &market.inspector;
    market.journal().await;
    let blank = market.get(by, "/desk/cases/new?entries=1&lang=en").await;
    assert!(blank.text().contains("value=\"1\""), "{}", blank.text());
    let wrong = form(
        &market,
        by,
        "/desk/cases/new",
        "statement=T%E1%BB%AB+ch%E1%BB%91i&entries=1",
    )
    .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        wrong.text().contains("Từ chối</textarea>"),
        "{}",
        wrong.text()
    );
    assert!(wrong.text().contains("<a href=\"#kind\">"));
    assert!(wrong.text().contains("name=\"once\""), "{}", wrong.text());
    // A double click, and a third one later: one case.
    let fields = "once=5f2c&kind=false_claim&statement=Sai+sao&entries=1&codes=&with_position=1";
    let (opened, again) = tokio::join!(
        form(&market, by, "/desk/cases/new", fields),
        form(&market, by, "/desk/cases/new", fields),
    );
    let later = form(&market, by, "/desk/cases/new", fields).await;
    for opened in [opened, again, later] {
        assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.text());
        assert_eq!(opened.header("location"), "/desk/cases/1");
    }
    let page = market.get(by, "/desk/cases/1").await;
    let page = page.text();
    for expected in [
        "VV-2026-000001",
        "Mới lập",
        "22.66000,106.25000",
        "SAI SỐ SAO",
    ] {
        assert!(page.contains(expected), "{expected}: {page}");
    }
    let closed = form(
        &market,
        by,
        "/desk/cases/1/move",
        "version=1&move=close&outcome=Xong",
    )
    .await;
    assert_eq!(closed.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(closed.text().contains("Chưa chọn kết quả"));
    assert!(
        closed.text().contains("Sai sao"),
        "the case still stands there"
    );
    let begun = form(&market, by, "/desk/cases/1/move", "version=1&move=begin").await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER);
    let list = market.get(&market.secretary, "/desk/cases?unseen=1").await;
    assert!(list.text().contains("Đang xác minh"));
    assert!(!list.text().contains("/desk/cases/new"));
    let own = market.get(&market.secretary, "/desk/cases/1").await;
    let own = own.text();
    assert!(own.contains("/desk/cases/1/acknowledge"), "{own}");
    assert!(!own.contains("/desk/cases/1/move"));
    let seen = form(&market, &market.secretary, "/desk/cases/1/acknowledge", "").await;
    assert_eq!(seen.status, StatusCode::SEE_OTHER);
    let foreign = market.get(&market.central, "/desk/cases/1").await;
    assert_eq!(foreign.status, StatusCode::NOT_FOUND);
}
