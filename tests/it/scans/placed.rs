//! Where it was bought: a shopper's word moves one scan of that day, and adds none.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot set its shop fails there"
)]

use axum::http::StatusCode;

use super::shop::Shop;
use crate::support::{Engine, on_both_engines};

on_both_engines!(a_shoppers_word_moves_one_scan_of_unknown_place_and_never_adds_one);

async fn a_shoppers_word_moves_one_scan_of_unknown_place_and_never_adds_one(engine: Engine) {
    let shop = Shop::on(engine).await;
    let path = shop.label(0, 4);
    let page = shop.scan(&path).await;
    let form = format!("method=\"post\" action=\"{path}/place\"");
    assert!(page.text().contains(&form), "{}", page.text());
    assert_eq!(page.text().matches("<option value=\"VN-").count(), 34);
    shop.scan(&path).await;

    let back = shop.place(&path, "VN-04@2").await;
    assert_eq!(back.status, StatusCode::SEE_OTHER);
    assert_eq!(back.header("location"), format!("{path}?placed=1"));
    let thanked = shop.scan(back.header("location")).await;
    assert!(thanked.text().contains("Cảm ơn bạn"));
    assert!(!thanked.text().contains("class=\"place\""));
    shop.written().await;
    assert_eq!(
        shop.rows().await,
        ["4 2026-08-10  1", "4 2026-08-10 VN-04@2 1"]
    );

    // One is left to be moved; what is said after that adds nothing.
    for province in ["VN-01@2", "VN-01@2", "VN-79@2"] {
        shop.place(&path, province).await;
    }
    shop.written().await;
    assert_eq!(
        shop.rows().await,
        ["4 2026-08-10 VN-01@2 1", "4 2026-08-10 VN-04@2 1"]
    );
    let register = shop.office.register();
    let label = register.scanned_label(shop.numbers[0], 4).await;
    let label = label.unwrap().unwrap();
    assert_eq!(label.counts.in_all, 2);
    assert_eq!(label.provinces, ["VN-04@2", "VN-01@2"]);
    assert_eq!(label.counts.provinces_on_a_day, 2);
    // A label that nobody scanned today is not there by being said to be somewhere.
    shop.place(&shop.label(0, 5), "VN-04@2").await;
    shop.written().await;
    let none = register.scanned_label(shop.numbers[0], 5).await;
    assert_eq!(none.unwrap(), None);
}

#[tokio::test]
async fn who_says_nothing_goes_back_and_who_says_nonsense_is_told() {
    let shop = Shop::on(Engine::Sqlite).await;
    let path = shop.label(0, 4);
    let nothing = shop.place(&path, "").await;
    assert_eq!(nothing.status, StatusCode::SEE_OTHER);
    // A province of the past is none of today.
    for wrong in ["VN-99@2", "VN-15@1", "Cao Bằng"] {
        let told = shop.place(&path, wrong).await;
        assert_eq!(told.status, StatusCode::BAD_REQUEST, "{wrong}");
        assert!(told.text().contains("Hãy chọn lại trong danh sách"));
    }
    for invented in [shop.wrong_mac(0, 1), shop.label(0, 7_000)] {
        let back = shop.place(&invented, "VN-04@2").await;
        assert_eq!(back.status, StatusCode::SEE_OTHER);
    }
    shop.written().await;
    assert_eq!(shop.office.scan_figures().written, 0);
}
