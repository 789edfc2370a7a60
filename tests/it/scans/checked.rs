//! The serial beside the verdict: known, unknown, with a wrong MAC; and what shoppers read of it.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot set its shop fails there"
)]

use ocop::http::Visitor;
use ocop::office::LabelCheck;
use ocop::scheme::verdict::Kind;

use super::shop::Shop;
use crate::support::{Engine, at, on_both_engines};

on_both_engines!(
    each_serial_is_known_unknown_or_wrong_and_the_verdict_is_the_same,
    shoppers_read_a_neutral_sentence_whatever_the_count,
);

async fn each_serial_is_known_unknown_or_wrong_and_the_verdict_is_the_same(engine: Engine) {
    let shop = Shop::on(engine).await;
    for (path, check) in [
        (shop.label(0, 1), "known"),
        (shop.label(0, 1_000), "known"),
        (shop.label(0, 1_001), "unknown"),
        (shop.with_serial(0, "0000000000123456"), "unknown"),
        (shop.wrong_mac(0, 1), "wrong_mac"),
        // The label of another certificate.
        (shop.with_serial(1, &shop.label(0, 1)[3..19]), "wrong_mac"),
    ] {
        let answer = shop.judge(&path).await;
        assert_eq!(answer["verdict"], "genuine", "{path}");
        assert_eq!(answer["label"]["check"], check, "{path}");
        assert_eq!(answer["serial"], answer["label"]["digits"]);
        assert_eq!(answer["serial"].as_str().unwrap(), &path[3..19]);
        let known = check == "known";
        assert_eq!(answer["label"]["first_checked_on"].is_null(), !known);
        assert_eq!(answer["label"]["times_checked"], u64::from(known));
    }
    let plain = shop
        .judge(&shop.label(0, 1).replacen(&shop.label(0, 1)[..19], "/v/", 1))
        .await;
    assert!(plain["label"].is_null() && plain["serial"].is_null());
    // The same by the API, which takes the code's text.
    let code = format!("https://elsewhere.example{}", shop.wrong_mac(0, 2));
    let examined = shop.office.examine(&code, None).await.unwrap();
    assert_eq!(examined.verdict.kind, Kind::Genuine);
    assert_eq!(examined.label.unwrap().check, LabelCheck::WrongMac);
}

#[tokio::test]
async fn a_code_that_no_register_holds_has_no_label_to_check() {
    let shop = Shop::on(Engine::Sqlite).await;
    let path = shop.label(0, 1);
    let last = if path.ends_with('1') { "2" } else { "1" };
    let altered = format!("{}{last}", &path[..path.len() - 1]);
    let answer = shop.judge(&altered).await;
    assert_ne!(answer["verdict"], "genuine");
    assert_eq!(answer["label"]["check"], "not_checked");
    let page = shop.scan(&altered).await;
    assert!(!page.text().contains("không do hệ thống cấp"));
    shop.written().await;
    assert_eq!(shop.rows().await, Vec::<String>::new());
    assert_eq!(shop.office.scan_figures().written, 0);
}

#[tokio::test]
async fn a_label_that_the_service_did_not_make_is_never_plain_green_nor_forged() {
    let shop = Shop::on(Engine::Sqlite).await;
    for path in [shop.wrong_mac(0, 1), shop.label(0, 5_000)] {
        for (query, words) in [
            ("", "Số sê-ri của tem này không do hệ thống cấp."),
            ("?lang=en", "The system did not give this label its serial."),
        ] {
            let page = shop.scan(&format!("{path}{query}")).await;
            let page = page.text();
            assert!(page.contains(words), "{path}{query}");
            assert!(page.contains("class=\"verdict reserved\""));
            assert!(!page.contains("MÃ GIẢ") && !page.contains("COUNTERFEIT"));
            assert!(!page.contains("class=\"place\""));
        }
    }
    let known = shop.scan(&shop.label(0, 1)).await;
    assert!(known.text().contains("class=\"verdict good\""));
}

#[tokio::test]
async fn a_label_that_could_not_be_checked_says_so_and_is_not_plain_green() {
    let shop = Shop::on(Engine::Sqlite).await;
    let code = format!("https://ocop.example{}", shop.label(0, 1));
    // Judged by what is held in memory, as when the register does not answer.
    let examined = shop.office.verify(&code, None);
    assert_eq!(examined.verdict.kind, Kind::Genuine);
    let visitor = Visitor::of(None, &axum::http::HeaderMap::new());
    let config = shop.office.config();
    let page = ocop::http::verdict_page(&examined, config, &visitor, false).unwrap();
    assert!(page.contains("Chưa kiểm tra được số sê-ri của tem."));
    assert!(page.contains("class=\"verdict reserved\""));
}

async fn shoppers_read_a_neutral_sentence_whatever_the_count(engine: Engine) {
    let shop = Shop::on(engine).await;
    let path = shop.label(0, 7);
    let first = shop.scan(&path).await;
    assert!(first.text().contains("Tem này được kiểm tra lần đầu tiên."));
    shop.written().await;
    for _ in 0..500 {
        let mut examined = shop
            .office
            .examine(&format!("https://host{path}"), None)
            .await
            .unwrap();
        shop.office.count_scan(&mut examined, None);
    }
    shop.written().await;
    let later = shop.scan_at(&path, at("2026-08-11T20:00:00Z")).await;
    assert_eq!(later["label"]["first_checked_on"], "2026-08-10");
    assert_eq!(later["label"]["times_checked"], 502);
    let page = shop.scan(&path).await;
    let page = page.text();
    assert!(
        page.contains("Tem này được kiểm tra lần đầu ngày 10/08/2026; đã kiểm tra 503 lần."),
        "{page}"
    );
    assert!(page.contains("class=\"verdict good\""));
    let english = shop.scan(&format!("{path}?lang=en")).await;
    let sentence = "This label was first checked on 10/08/2026, 502 times so far.";
    assert!(english.text().contains(sentence), "{}", english.text());
}
