//! What can be asked by API, and what is answered to what cannot.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::json;

use super::{PRODUCTS, Shelf};
use crate::support::{Engine, on_both_engines};

on_both_engines!(
    words_and_filters_find_the_same_by_api_whatever_the_marks,
    a_search_is_paged_by_key_and_has_a_tag,
    one_certificate_comes_with_its_history_and_links,
    what_cannot_be_asked_is_said_clearly,
);

async fn words_and_filters_find_the_same_by_api_whatever_the_marks(engine: Engine) {
    let shelf = Shelf::on(engine).await;
    let [shan, vermicelli, formula, flower, honey] = PRODUCTS.map(|(product, _, _)| product);
    let old = "Chè Shan cổ thụ";
    for (query, found) in [
        ("q=che+shan", vec![shan, old]),
        ("q=CH%C3%88+shan", vec![shan, old]),
        ("q=che%CC%80+Shan", vec![shan, old]),
        ("q=hoa+binh", vec![honey]),
        ("q=dinh+may", vec![shan, vermicelli, flower]),
        ("q=dinh+may&set=11", vec![shan, flower]),
        ("q=che+shan&council=CB", vec![shan]),
        ("q=che+shan&province=VN", vec![old]),
        ("q=che+shan&province=VN-04%402", vec![shan]),
        ("province=VN-08%402", vec![]),
        ("stars=5", vec![old]),
        ("group=beverage", vec![]),
        (
            "group=food&council=CB",
            vec![shan, vermicelli, formula, flower, honey],
        ),
        ("set=2023-4", vec![honey]),
        ("set=2019-4", vec![]),
        (
            "status=in_force&year=2026&stars=4",
            vec![shan, vermicelli, formula, flower, honey],
        ),
        ("status=expired", vec![]),
        ("year=2025", vec![]),
        ("q=", vec![shan, vermicelli, formula, flower, honey, old]),
    ] {
        assert_eq!(shelf.products(query).await, found, "{query}");
    }
    let first = &shelf.numbers[0];
    let of_producer = shelf.products(&format!("producer={first}")).await;
    assert_eq!(of_producer, [shan, vermicelli, flower]);
    assert_eq!(shelf.products(&format!("q={first}")).await, [shan]);
}

async fn a_search_is_paged_by_key_and_has_a_tag(engine: Engine) {
    let shelf = Shelf::on(engine).await;
    let first = shelf
        .get("/api/v1/certificates?q=dinh+may&limit=2&stars=4")
        .await;
    let page = first.json();
    assert_eq!(page["certificates"].as_array().unwrap().len(), 2);
    assert_eq!(page["certificates"][0]["status"], "in_force");
    assert_eq!(page["certificates"][0]["group"], "food");
    let next = page["next"].as_str().unwrap();
    assert_eq!(first.header("link"), format!("<{next}>; rel=\"next\""));
    let second = shelf.get(next).await.json();
    assert_eq!(
        second["certificates"][0]["number"],
        shelf.numbers[3].as_str()
    );
    assert_eq!(second["next"], json!(null));
    let again = Request::get("/api/v1/certificates?q=dinh+may&limit=2&stars=4")
        .header("if-none-match", first.header("etag"));
    let again = shelf.ask(again.body(Body::empty()).unwrap()).await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
    assert!(again.body.is_empty());
}

async fn one_certificate_comes_with_its_history_and_links(engine: Engine) {
    let shelf = Shelf::on(engine).await;
    let number = &shelf.numbers[0];
    let reply = shelf.get(&format!("/api/v1/certificates/{number}")).await;
    let one = reply.json();
    assert_eq!(one["number"], number.as_str());
    assert_eq!(one["status"], "in_force");
    assert_eq!(one["decision"]["number"], "852/QĐ-UBND");
    assert_eq!(one["changes"], json!([]));
    assert_eq!(one["links"]["producer"], format!("/producers/{number}"));
    assert_eq!(one["log"]["committed"], false);
    for private in ["address", "score", "Thành Công"] {
        assert!(!reply.text().contains(private), "{private}");
    }
    assert!(reply.header("etag").starts_with('"'));
    for (number, code) in [
        ("CB-0-A", "mistyped_number"),
        ("x", "not_a_number"),
        (&crate::door::number_never_issued(), "no_such_number"),
    ] {
        let reply = shelf.get(&format!("/api/v1/certificates/{number}")).await;
        assert_eq!(reply.status, StatusCode::NOT_FOUND, "{number}");
        assert_eq!(reply.json()["code"], code);
    }
}

async fn what_cannot_be_asked_is_said_clearly(engine: Engine) {
    let shelf = Shelf::on(engine).await;
    let long = "che".repeat(3_400);
    let words = "che+".repeat(30);
    for (query, status, code, field) in [
        ("page=2", 400, "bad_query", None),
        ("limit=0", 400, "bad_query", Some("limit")),
        ("limit=", 400, "bad_query", Some("limit")),
        ("stars=6", 400, "bad_query", Some("stars")),
        ("stars=x", 400, "bad_query", Some("stars")),
        ("year=26", 400, "bad_query", Some("year")),
        ("status=good", 400, "bad_query", Some("status")),
        ("set=27", 400, "bad_query", Some("set")),
        ("set=2020-1", 400, "bad_query", Some("set")),
        ("producer=x", 404, "not_a_number", Some("producer")),
        ("after=x", 422, "no_such_page", None),
        ("province=VN-99", 422, "no_such_province", Some("province")),
        ("group=gold", 422, "no_such_group", Some("group")),
        ("q=%00che", 422, "search_with_control", Some("q")),
        (
            "q=%21%3F+%E2%80%93+%F0%9F%8D%B5",
            422,
            "search_without_words",
            Some("q"),
        ),
        (&format!("q={long}"), 422, "search_too_long", Some("q")),
        (&format!("q={words}"), 422, "search_too_long", Some("q")),
    ] {
        let reply = shelf.get(&format!("/api/v1/certificates?{query}")).await;
        let shown: String = query.chars().take(40).collect();
        assert_eq!(reply.status.as_u16(), status, "{shown}: {}", reply.text());
        let problem = reply.json();
        assert_eq!(problem["code"], code, "{shown}");
        let named = problem.get("field").and_then(|field| field.as_str());
        assert_eq!(named, field, "{shown}");
        assert_ne!(problem["detail"], problem["detail_vi"], "{shown}");
    }
    // Everything that is wrong with it, at once.
    let reply = shelf
        .get("/api/v1/certificates?q=%21&province=x&group=y")
        .await;
    assert_eq!(reply.json()["errors"].as_array().unwrap().len(), 3);
    // What only looks like something else finds nothing.
    for query in ["q=%27+or+1%3D1", "decision=%00", "q=%25", "q=%EF%BF%BDx"] {
        let reply = shelf.get(&format!("/api/v1/certificates?{query}")).await;
        assert!(reply.status.as_u16() < 500, "{query}: {}", reply.status);
    }
    book_is_being_indexed(&shelf).await;
}

async fn book_is_being_indexed(shelf: &Shelf) {
    let begun = "update search_filling set next = 0, until = 3";
    shelf.office.book.raw(begun).await;
    let reply = shelf.get("/api/v1/certificates?q=che").await;
    assert_eq!(reply.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(reply.json()["code"], "not_ready");
    let reply = shelf.get("/register").await;
    assert_eq!(reply.status, StatusCode::SERVICE_UNAVAILABLE);
}
