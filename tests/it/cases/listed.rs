//! Lists of cases: in reach, by what they are, a page after the other, and for spreadsheets.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot set its market fails there"
)]

use axum::http::StatusCode;
use ocop::office::{Role, TypedCase};

use super::stage::{Market, of_codes, typed};
use crate::support::{Engine, on_both_engines};

on_both_engines!(
    lists_are_of_what_is_in_reach_and_follow_each_other_without_gap,
    a_list_for_spreadsheets_holds_no_formula,
);

async fn fill(market: &Market) {
    for (kind, province, code) in [
        ("expired", "VN-04@2", 0),
        ("copied_code", "VN-04@2", 1),
        ("expired", "VN-01@2", 2),
        ("other", "", 0),
    ] {
        let case = TypedCase {
            kind: kind.to_owned(),
            province: province.to_owned(),
            shop: "=cmd|' /C calc'!A0".to_owned(),
            ..typed()
        };
        let wanted = of_codes(&[&market.codes[code]]);
        let opening = market.office.open_case(&market.access, &case, &wanted);
        opening.await.unwrap();
    }
}

async fn lists_are_of_what_is_in_reach_and_follow_each_other_without_gap(engine: Engine) {
    let market = Market::on(engine).await;
    fill(&market).await;
    let references = |json: &serde_json::Value| -> Vec<String> {
        let cases = json["cases"].as_array().unwrap().iter();
        cases
            .map(|case| case["reference"].as_str().unwrap()[8..].to_owned())
            .collect()
    };
    let mut found = Vec::new();
    let mut next = "/api/v1/cases?limit=3".to_owned();
    loop {
        let page = market.get(&market.inspector, &next).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text());
        found.extend(references(&page.json()));
        match page.json()["next"].as_str() {
            Some(after) => next = after.to_owned(),
            None => break,
        }
    }
    assert_eq!(found, ["000004", "000003", "000002", "000001"]);
    for (person, query, expected) in [
        (&market.inspector, "kind=expired", &["000003", "000001"][..]),
        (&market.inspector, "province=VN-04@2", &["000002", "000001"]),
        (&market.inspector, "state=closed", &[]),
        (&market.inspector, "council=TW", &["000003"]),
        (&market.inspector, "mine=1", &[]),
        (&market.secretary, "", &["000004", "000002", "000001"]),
        (&market.secretary, "unseen=1&kind=other", &["000004"]),
        (&market.secretary, "council=TW", &[]),
        (&market.central, "", &["000003"]),
    ] {
        let page = market.get(person, &format!("/api/v1/cases?{query}")).await;
        assert_eq!(references(&page.json()), expected, "{query}");
    }
    let own = market.officer(&market.secretary, Role::Secretary, "CB");
    let counts = market.office.case_counts(&own, None).await.unwrap();
    assert_eq!(counts.by_state["open"], 3);
    assert_eq!(counts.by_kind["expired"], 1);
    assert_eq!(
        (counts.by_province["VN-04@2"], counts.by_province[""]),
        (2, 1)
    );
    let all = market
        .office
        .case_counts(&market.access, None)
        .await
        .unwrap();
    assert_eq!(all.by_state["open"], 4);
    assert_eq!(all.by_set.values().sum::<i64>(), 4);
    let wrong = market.get(&market.inspector, "/api/v1/cases?page=2").await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
}

async fn a_list_for_spreadsheets_holds_no_formula(engine: Engine) {
    let market = Market::on(engine).await;
    fill(&market).await;
    let reply = market.get(&market.secretary, "/desk/cases.csv").await;
    assert_eq!(reply.status, StatusCode::OK);
    let text = reply.text();
    assert!(text.starts_with("\u{feff}Số vụ việc,"), "{text}");
    assert_eq!(text.lines().count(), 4, "{text}");
    assert!(text.contains(",'=cmd|' /C calc'!A0,"), "{text}");
    assert!(!text.contains(",=cmd"), "{text}");
}
