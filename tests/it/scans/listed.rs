//! Which labels stand out: the list of the councils in reach, with the reason for every point.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot set its shop fails there"
)]

use axum::http::StatusCode;
use ocop::office::{Grant, Role};
use ocop::scheme::province::Province;
use serde_json::Value;

use super::shop::Shop;
use crate::support::{Engine, on_both_engines};

on_both_engines!(
    the_list_has_what_stands_out_first_and_says_why,
    each_sees_the_labels_of_the_councils_in_reach,
    pages_follow_each_other_without_gap_or_repetition,
);

/// Scans a label in some provinces of today, so often in each.
async fn scan(shop: &Shop, certificate: usize, count: u64, provinces: &[(&str, u64)]) {
    let code = format!("https://host{}", shop.label(certificate, count));
    for (unit, times) in provinces {
        for _ in 0..*times {
            let mut examined = shop.office.examine(&code, None).await.unwrap();
            shop.office.count_scan(&mut examined, Province::find(unit));
        }
    }
    shop.written().await;
}

fn labels(page: &Value) -> Vec<(String, u64, u64)> {
    let labels = page["labels"].as_array().unwrap().iter();
    labels
        .map(|label| {
            let number = label["number"].as_str().unwrap().to_owned();
            let count = label["count"].as_u64().unwrap();
            (number, count, label["score"].as_u64().unwrap())
        })
        .collect()
}

async fn the_list_has_what_stands_out_first_and_says_why(engine: Engine) {
    let shop = Shop::on(engine).await;
    scan(&shop, 0, 1, &[("", 3)]).await;
    let everywhere = [
        ("", 20),
        ("VN-01@2", 15),
        ("VN-04@2", 10),
        ("VN-79@2", 10),
        ("VN-48@2", 8),
    ];
    scan(&shop, 0, 2, &everywhere).await;
    scan(&shop, 0, 3, &[("VN-04@2", 11)]).await;
    shop.judge(&shop.wrong_mac(1, 1)).await;
    shop.written().await;
    let chair = Grant::of_council(Role::Chair, "CB".parse().unwrap());
    let chair = shop.office.person(&[chair]).await;
    let page = shop.by(&chair, "/api/v1/scans").await.json();
    let number = shop.numbers[0].to_string();
    assert_eq!(
        labels(&page),
        [
            // 63 in all, 63 on a day, 4 provinces, 4 on a day.
            (number.clone(), 2, 20 + 30 + 20 + 60),
            (number.clone(), 3, 10),
            (number.clone(), 1, 0),
        ]
    );
    let first = &page["labels"][0];
    assert_eq!(first["times"], 63);
    assert_eq!(first["days"], 1);
    assert_eq!(first["provinces"].as_array().unwrap().len(), 4);
    let reasons = first["reasons"].as_array().unwrap();
    let points = reasons
        .iter()
        .map(|reason| reason["points"].as_u64().unwrap());
    assert_eq!(points.sum::<u64>(), 130);
    assert_eq!(
        reasons[3]["words"]["vi"],
        "Được quét ở 4 tỉnh, thành phố trong cùng một ngày, nhiều hơn 2: 60 điểm"
    );
    assert_eq!(
        reasons[0]["words"]["en"],
        "Scanned 63 times, more than 30: 20 points"
    );
    assert_eq!(page["invented"][0]["number"], shop.numbers[1].to_string());
    assert_eq!(page["invented"][0]["wrong_macs"], 1);
    // The same for people.
    let seen = shop.by(&chair, "/desk/scans?lang=en").await;
    let seen = seen.text();
    assert!(seen.contains("130 points"), "{seen}");
    assert!(seen.contains("Scanned in 4 provinces on the same day, more than 2: 60 points"));
    assert!(seen.contains("Cao Bằng") && seen.contains("Ordinary"));
    let address = format!("/api/v1/scans/{}", shop.numbers[1]);
    let of_one = shop.by(&chair, &address).await.json();
    assert_eq!(labels(&of_one), []);
    assert_eq!(of_one["invented"][0]["wrong_macs"], 1);
    let filtered = format!("/desk/scans?certificate={}", shop.numbers[1]);
    let filtered = shop.by(&chair, &filtered).await;
    assert!(!filtered.text().contains("130"), "{}", filtered.text());
}

async fn each_sees_the_labels_of_the_councils_in_reach(engine: Engine) {
    let shop = Shop::on(engine).await;
    scan(&shop, 0, 1, &[("", 1)]).await;
    scan(&shop, 2, 1, &[("", 2)]).await;
    let of = |role, council: &str| Grant::of_council(role, council.parse().unwrap());
    let centre = shop.office.person(&[of(Role::Secretary, "TW")]).await;
    let both = [of(Role::Secretary, "TW"), of(Role::Chair, "CB")];
    let both = shop.office.person(&both).await;
    let auditor = shop
        .office
        .person(&[Grant::of_programme(Role::Auditor)])
        .await;
    let scorer = shop.office.person(&[of(Role::Scorer, "CB")]).await;
    let (ours, theirs) = (shop.numbers[0].to_string(), shop.numbers[2].to_string());
    let seen = async |person, path: &str| {
        let page = shop.by(person, path).await.json();
        let numbers = labels(&page).into_iter().map(|(number, ..)| number);
        numbers.collect::<Vec<_>>()
    };
    assert_eq!(seen(&centre, "/api/v1/scans").await, [theirs.as_str()]);
    assert_eq!(seen(&centre, "/api/v1/scans?council=CB").await, [""; 0]);
    for all in [&both, &auditor] {
        assert_eq!(
            seen(all, "/api/v1/scans").await,
            [theirs.as_str(), ours.as_str()]
        );
        assert_eq!(
            seen(all, "/api/v1/scans?council=CB&order=day").await,
            [ours.as_str()]
        );
    }
    let hidden = shop.by(&centre, &format!("/api/v1/scans/{ours}")).await;
    assert_eq!(hidden.status, StatusCode::NOT_FOUND);
    assert_eq!(hidden.json()["code"], "no_such_number");
    let refused = shop.by(&scorer, "/api/v1/scans").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    // Who keeps the service sees how counting goes.
    let upkeep = shop.by(&auditor, "/api/v1/upkeep").await.json();
    assert_eq!(
        upkeep["scans"],
        serde_json::json!({ "waiting": 0, "written": 3, "dropped": 0 })
    );
}

async fn pages_follow_each_other_without_gap_or_repetition(engine: Engine) {
    let shop = Shop::on(engine).await;
    for count in 1..=7 {
        scan(
            &shop,
            0,
            count,
            &[("", if count % 2 == 0 { 12 } else { 1 })],
        )
        .await;
    }
    let auditor = shop
        .office
        .person(&[Grant::of_programme(Role::Auditor)])
        .await;
    for (order, expected) in [
        ("score", [6, 4, 2, 7, 5, 3, 1]),
        ("day", [7, 6, 5, 4, 3, 2, 1]),
    ] {
        for scope in [
            "/api/v1/scans?limit=2".to_owned(),
            "/api/v1/scans?limit=2&council=CB".to_owned(),
            format!("/api/v1/scans/{}?limit=2", shop.numbers[0]),
        ] {
            let mut address = format!("{scope}&order={order}");
            let mut counts = Vec::new();
            loop {
                let page = shop.by(&auditor, &address).await.json();
                counts.extend(labels(&page).into_iter().map(|(_, count, _)| count));
                match page["next"].as_str() {
                    Some(next) => address = next.to_owned(),
                    None => break,
                }
            }
            assert_eq!(counts, expected, "{scope} by {order}");
        }
    }
    for wrong in ["after=rubbish", "after=1.x", "order=day&after=5.5"] {
        let told = shop.by(&auditor, &format!("/api/v1/scans?{wrong}")).await;
        assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }
    let told = shop.by(&auditor, "/api/v1/scans?order=name").await;
    assert_eq!(told.json()["field"], "order");
}

#[tokio::test]
async fn the_document_describes_real_answers() {
    let shop = Shop::on(Engine::Sqlite).await;
    let label = shop.judge(&shop.label(0, 1)).await["label"].clone();
    scan(&shop, 0, 1, &[("VN-04@2", 40)]).await;
    shop.judge(&shop.wrong_mac(1, 1)).await;
    shop.written().await;
    let auditor = shop
        .office
        .person(&[Grant::of_programme(Role::Auditor)])
        .await;
    let page = shop.by(&auditor, "/api/v1/scans").await.json();
    let upkeep = shop.by(&auditor, "/api/v1/upkeep").await.json();
    let document = shop.by(&auditor, "/api/v1/openapi.json").await.json();
    let keys = |value: &Value| {
        let mut keys: Vec<String> = value.as_object().unwrap().keys().cloned().collect();
        keys.sort_unstable();
        keys
    };
    for (shape, answer) in [
        ("CheckedLabel", &label),
        ("ScanPage", &page),
        ("ScannedLabel", &page["labels"][0]),
        ("ScanReason", &page["labels"][0]["reasons"][0]),
        ("InventedSerials", &page["invented"][0]),
        ("Findings", &upkeep),
        ("ScanFigures", &upkeep["scans"]),
    ] {
        let described = &document["components"]["schemas"][shape]["properties"];
        assert_eq!(keys(described), keys(answer), "{shape}");
    }
}
