//! The pages: the register, a producer's certificates, and the ways to them.

use axum::http::StatusCode;
use ocop::office::{Actor, Reach, Which, Withdrawal};
use ocop::scheme::ground::Ground;

use super::{PRODUCTS, Shelf};
use crate::support::{Engine, day};

fn revocation(number: &str) -> Withdrawal {
    Withdrawal {
        which: Which::Numbers(vec![number.to_owned()]),
        within: Reach::All,
        actor: Actor::Program,
        decision: "900/QĐ-UBND".to_owned(),
        decided_on: day("2026-08-09"),
        ground: Ground::FoodSafety,
    }
}

#[tokio::test]
async fn the_register_lists_the_newest_first_in_words_and_escapes_what_it_shows() {
    let shelf = Shelf::on(Engine::Sqlite).await;
    let page = shelf.page("/register").await;
    let newest = page.find("Chè Shan cổ thụ").unwrap();
    assert!(newest < page.find(PRODUCTS[0].0).unwrap());
    for words in [
        "Còn hiệu lực",
        "Có giá trị đến hết ngày",
        "name=\"q\"",
        "Cao Bằng",
    ] {
        assert!(page.contains(words), "{words}");
    }
    assert!(!page.contains("Thử <b>") && page.contains("Thử &#60;b&#62;"));
    assert!(!page.contains("style=\"") && !page.contains("<script"));
    let english = shelf.page("/register?lang=en&q=che+shan&stars=4").await;
    assert!(english.contains("In force") && english.contains("value=\"che shan\""));
    assert!(
        english.contains("?lang=vi&#38;q=che%20shan&#38;stars=4"),
        "the switch keeps the search"
    );
    assert!(english.contains("/register.csv?q=che%20shan&#38;stars=4"));
}

#[tokio::test]
async fn an_empty_register_says_what_to_try_and_a_bad_search_shows_what_was_typed() {
    let shelf = Shelf::on(Engine::Sqlite).await;
    let page = shelf.page("/register?q=khong+co+gi").await;
    assert!(page.contains("Không tìm thấy") && page.contains("Hãy bớt từ"));
    for query in ["q=%21%21", "q=che&stars=9", "q=che&page=3"] {
        let reply = shelf.get(&format!("/register?{query}")).await;
        assert!(reply.status.is_client_error(), "{query}");
        assert!(reply.text().contains("role=\"alert\""), "{query}");
        assert!(reply.text().contains("<form"), "{query}");
    }
    let reply = shelf.get("/register?q=%21%21").await;
    assert!(reply.text().contains("value=\"!!\"") && reply.text().contains("href=\"#q\""));
}

#[tokio::test]
async fn a_producers_page_keeps_what_is_in_force_and_what_was_revoked_apart() {
    let shelf = Shelf::on(Engine::Sqlite).await;
    shelf
        .office
        .revoke(&revocation(&shelf.numbers[1]))
        .await
        .unwrap();
    let page = shelf
        .page(&format!("/producers/{}", shelf.numbers[0]))
        .await;
    let place = |words: &str| page.find(words).unwrap_or_else(|| panic!("{words}"));
    assert!(place("<h2>Còn hiệu lực") < place(PRODUCTS[3].0));
    assert!(
        place(PRODUCTS[3].0) < place(PRODUCTS[0].0),
        "the newest first"
    );
    assert!(place(PRODUCTS[0].0) < place("<h2>Đã thu hồi"));
    assert!(place("<h2>Đã thu hồi") < place(PRODUCTS[1].0));
    assert!(!page.contains(PRODUCTS[4].0) && !page.contains("<h2>Đã hết hạn"));
    let verdict = shelf.page(&format!("/c/{}", shelf.numbers[0])).await;
    assert!(verdict.contains(&format!("/producers/{}", shelf.numbers[0])));
    assert!(shelf.page("/").await.contains("href=\"/register\""));
    for number in ["CB-0-A", "Hop%20tac%20xa"] {
        let reply = shelf.get(&format!("/producers/{number}")).await;
        assert_eq!(reply.status, StatusCode::NOT_FOUND);
    }
}
