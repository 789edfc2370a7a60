//! What ends soon: in force, by its last day, with what is known of its renewal.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot set its desk fails there"
)]

use axum::body::Body;
use axum::http::Request;
use http_body_util::BodyExt;
use ocop::office::{EndingView, ExpiringQuery, Order, Which, Withdrawal, Within};
use ocop::scheme::ground::Ground;
use serde_json::Value;
use tower::ServiceExt;

use crate::support::{Engine, Office, csv, day, on_both_engines, order, row};

on_both_engines!(
    what_ends_is_listed_by_its_last_day,
    the_pages_of_the_api_hold_each_certificate_once,
);

fn query(within: &str) -> ExpiringQuery {
    ExpiringQuery {
        council: None,
        from: None,
        within: Within::read(within).unwrap(),
        not_renewed: false,
        after: None,
        limit: 100,
    }
}

/// Issues one product a name; their numbers.
async fn issue(office: &Office, decision: &str, on: &str, names: &[&str]) -> Vec<String> {
    let rows: Vec<String> = names.iter().map(|name| row(&[("product", name)])).collect();
    let order = Order {
        decision: decision.to_owned(),
        decided_on: day(on),
        ..order("CB", csv(&rows))
    };
    let issued = office.issue_order(order).await.unwrap();
    let number = |issued: ocop::office::IssuedCertificate| issued.certificate.number.to_string();
    issued.certificates.into_iter().map(number).collect()
}

fn withdrawal(number: &str) -> Withdrawal {
    Withdrawal {
        which: Which::Numbers(vec![number.to_owned()]),
        decision: "900/QĐ-UBND".to_owned(),
        decided_on: day("2026-08-09"),
        ground: Ground::Records,
        within: ocop::office::Reach::All,
        actor: ocop::office::Actor::Program,
    }
}

fn products(certificates: &[EndingView]) -> Vec<(&str, i64)> {
    let told = certificates.iter();
    told.map(|ending| (ending.product.as_str(), ending.days_left))
        .collect()
}

async fn what_ends_is_listed_by_its_last_day(engine: Engine) {
    let office = Office::on(engine).await;
    // It is 10 August 2026.
    issue(&office, "1/QĐ", "2023-08-09", &["Hôm qua"]).await;
    let late = issue(
        &office,
        "2/QĐ",
        "2023-09-20",
        &["Muộn", "Thu hồi", "Đình chỉ"],
    )
    .await;
    issue(&office, "3/QĐ", "2023-08-10", &["Hôm nay"]).await;
    issue(&office, "4/QĐ", "2023-11-08", &["Ngày thứ 90"]).await;
    issue(&office, "5/QĐ", "2023-11-09", &["Ngày thứ 91"]).await;
    let new = issue(&office, "6/QĐ", "2026-08-05", &["Mới"]).await;
    office.revoke(&withdrawal(&late[1])).await.unwrap();
    office.suspend(&withdrawal(&late[2])).await.unwrap();
    office.renew(&late[0], &new[0]).await.unwrap();

    let page = office.expiring(&query("90d")).await.unwrap();
    assert_eq!(
        products(&page.certificates),
        [
            ("Hôm nay", 0),
            ("Muộn", 41),
            ("Đình chỉ", 41),
            ("Ngày thứ 90", 90)
        ]
    );
    assert_eq!(
        (page.from, page.until),
        (day("2026-08-10"), day("2026-11-08"))
    );
    assert_eq!(page.next, None);
    let marks = page.certificates.iter();
    let marks: Vec<_> = marks
        .map(|ending| (ending.suspended, ending.renewed_by.map(|n| n.to_string())))
        .collect();
    let renewed = Some(new[0].clone());
    assert_eq!(
        marks,
        [(false, None), (false, renewed), (true, None), (false, None)]
    );

    let mut asked = query("60d");
    asked.not_renewed = true;
    let page = office.expiring(&asked).await.unwrap();
    assert_eq!(
        products(&page.certificates),
        [("Hôm nay", 0), ("Đình chỉ", 41)]
    );
    // What renewed it is revoked: it ends without a successor again.
    office.revoke(&withdrawal(&new[0])).await.unwrap();
    let page = office.expiring(&asked).await.unwrap();
    assert_eq!(page.certificates.len(), 3);
    asked.from = Some(day("2026-08-01"));
    let page = office.expiring(&asked).await.unwrap();
    assert_eq!(products(&page.certificates)[0], ("Hôm qua", -1));
    asked.council = Some("TW".parse().unwrap());
    assert!(
        office
            .expiring(&asked)
            .await
            .unwrap()
            .certificates
            .is_empty()
    );
}

async fn ask(office: &Office, address: &str) -> (u16, Value) {
    let request = Request::get(address).body(Body::empty()).unwrap();
    let reply = office.router().oneshot(request).await.unwrap();
    let status = reply.status().as_u16();
    let body = reply.into_body().collect().await.unwrap().to_bytes();
    (status, serde_json::from_slice(&body).unwrap())
}

async fn the_pages_of_the_api_hold_each_certificate_once(engine: Engine) {
    let office = Office::on(engine).await;
    issue(&office, "1/QĐ", "2023-09-20", &["A", "B", "C"]).await;
    issue(&office, "2/QĐ", "2023-08-20", &["D", "E"]).await;
    let mut address = "/api/v1/expiring?within=60d&council=cb&limit=2".to_owned();
    let mut told = Vec::new();
    loop {
        let (status, page) = ask(&office, &address).await;
        assert_eq!(status, 200, "{page}");
        assert_eq!(page["until"], "2026-10-09");
        for ending in page["certificates"].as_array().unwrap() {
            told.push(ending["product"].as_str().unwrap().to_owned());
            let keys: Vec<&String> = ending.as_object().unwrap().keys().collect();
            let public = [
                "council",
                "days_left",
                "number",
                "producer",
                "product",
                "renewed_by",
                "stars",
                "suspended",
                "valid_through",
            ];
            assert_eq!(keys, public);
        }
        match page["next"].as_str() {
            Some(next) => address = next.to_owned(),
            None => break,
        }
    }
    assert_eq!(told, ["D", "E", "A", "B", "C"]);
    for (query, status, field) in [
        ("within=90", 400, "within"),
        ("within=2000d", 400, "within"),
        ("limit=501", 400, "limit"),
        ("council=%20", 400, "council"),
        ("after=x", 422, ""),
        ("from=2020-01-01", 400, ""),
    ] {
        let (found, problem) = ask(&office, &format!("/api/v1/expiring?{query}")).await;
        assert_eq!(found, status, "{query}: {problem}");
        assert_eq!(
            problem["field"].as_str().unwrap_or_default(),
            field,
            "{query}"
        );
    }
}
