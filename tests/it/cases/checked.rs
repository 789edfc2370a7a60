//! Whoever holds a case file checks its codes again, for then and for now, and learns nothing of
//! people.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot set its market fails there"
)]

use axum::body::Body;
use axum::http::{Request, StatusCode};
use ocop::scheme::verdict::Kind;

use super::stage::{Market, at_another_time, of_codes};
use crate::support::{Engine, on_both_engines};

on_both_engines!(
    a_check_is_repeated_for_its_instant_whatever_was_decided_since,
    the_check_page_says_nothing_of_people_or_places,
    a_struck_code_is_judged_no_more,
);

async fn a_check_is_repeated_for_its_instant_whatever_was_decided_since(engine: Engine) {
    let market = Market::on(engine).await;
    let case = market.open(&of_codes(&[&market.codes[0]])).await.unwrap();
    let secret = case.check.split('/').nth(2).unwrap();
    let later = market.revoke_later(&market.numbers[0]).await;
    let checked = later.check_case(secret).await.unwrap();
    let code = &checked.codes[0];
    assert_eq!(code.then.as_ref().unwrap().kind, Kind::Genuine);
    assert_eq!(code.now.as_ref().unwrap().kind, Kind::Revoked);
    let then = &code.then.as_ref().unwrap().as_of;
    assert_eq!(then.judged_at, code.checked_at);
    // Of another certificate that nobody revoked, time alone decides.
    let other = market.open(&of_codes(&[&market.codes[1]])).await.unwrap();
    let secret = other.check.split('/').nth(2).unwrap();
    let much_later = at_another_time(&market, "2031-01-01T00:00:00Z").await;
    let checked = much_later.check_case(secret).await.unwrap();
    let code = &checked.codes[0];
    assert_eq!(code.then.as_ref().unwrap().kind, Kind::Genuine);
    assert_eq!(code.now.as_ref().unwrap().kind, Kind::Expired);
}

async fn the_check_page_says_nothing_of_people_or_places(engine: Engine) {
    let market = Market::on(engine).await;
    let case = market.case().await;
    let file = market
        .get(
            &market.inspector,
            &format!("/api/v1/cases/{}/file", case.id),
        )
        .await;
    assert_eq!(file.status, StatusCode::OK);
    let ask = |accept: &'static str, path: String| {
        let request = Request::get(path).header("accept", accept);
        market.send(request.body(Body::empty()).unwrap())
    };
    let page = ask("text/html", case.check.clone()).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    let json = ask("application/json", case.check.clone()).await;
    assert_eq!(json.json()["reference"], "VV-2026-000001");
    assert_eq!(json.json()["codes"][0]["then"]["verdict"], "mismatch");
    assert_eq!(json.header("cache-control"), "no-store");
    let digest = json.json()["files"][0]["digest"]
        .as_str()
        .unwrap()
        .to_owned();
    for reply in [&page, &json] {
        let text = reply.text();
        assert!(text.contains(&digest), "{text}");
        for personal in [
            "Người thử",
            "Cửa hàng",
            "phố Thử",
            "Chợ Bản Mới",
            "Chủ sạp",
            "Tem dán đè",
            "22.66",
            "106.25",
        ] {
            assert!(!text.contains(personal), "{personal}: {text}");
        }
    }
    let english = ask("text/html", format!("{}?lang=en", case.check)).await;
    assert!(
        english
            .text()
            .contains("Repeated for the time of the check")
    );
    let wrong = ask(
        "application/json",
        "/cases/AAAAAAAAAAAAAAAAAAAAAA/check".to_owned(),
    )
    .await;
    assert_eq!(wrong.status, StatusCode::NOT_FOUND);
    assert_eq!(wrong.json()["code"], "no_such_check");
    let by_number = ask("application/json", "/cases/1/check".to_owned()).await;
    assert_eq!(by_number.status, StatusCode::NOT_FOUND);
}

async fn a_struck_code_is_judged_no_more(engine: Engine) {
    let market = Market::on(engine).await;
    let wanted = of_codes(&[&market.codes[0], &market.codes[1]]);
    let case = market.open(&wanted).await.unwrap();
    market
        .office
        .strike_from_case(&market.access, (case.id, 1), 1, "Quét nhầm.")
        .await
        .unwrap();
    let secret = case.check.split('/').nth(2).unwrap();
    let checked = market.office.check_case(secret).await.unwrap();
    let places: Vec<i64> = checked.codes.iter().map(|code| code.place).collect();
    assert_eq!(places, [2]);
}
