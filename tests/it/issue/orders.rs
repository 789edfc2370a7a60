//! What concerns the whole order: decision, dates, council, key, host, label.

use chrono::NaiveDate;
use ocop::office::Error;

use super::pointed;
use crate::support::{Engine, Office, at, codes, csv, day, list_of, now, order, row, signer};

#[tokio::test]
async fn everything_wrong_with_order_and_rows_is_said_at_once() {
    let office = Office::new().await;
    let mut asked = order("CB", csv(&[row(&[("stars", "x")])]));
    asked.decision = "quyết định".to_owned();
    asked.authority = Some("UBND\u{202e}".to_owned());
    asked.skip_bad_rows = true;
    let refusals = office.refusals(asked).await;
    assert_eq!(
        pointed(&refusals),
        [
            (None, Some("decision"), "not_a_decision_number"),
            (None, Some("authority"), "text_refused"),
            (Some(2), Some("stars"), "not_stars"),
        ]
    );

    let mut asked = order("CB", ";");
    asked.decision = String::new();
    asked.decided_on = day("2026-08-11");
    let refusals = office.refusals(asked).await;
    let codes: Vec<&str> = refusals.iter().map(|refusal| refusal.code).collect();
    assert_eq!(
        codes,
        ["in_the_future", "not_a_decision_number", "wrong_delimiter"]
    );
}

#[tokio::test]
async fn a_decision_is_neither_of_tomorrow_nor_older_than_the_programme() {
    let office = Office::new().await;
    for (date, code) in [
        (day("2026-08-11"), "in_the_future"),
        (NaiveDate::MAX, "in_the_future"),
        (day("2019-08-20"), "before_the_programme"),
        (NaiveDate::MIN, "before_the_programme"),
    ] {
        let mut asked = order("CB", list_of(1));
        asked.decided_on = date;
        let refusals = office.refusals(asked).await;
        assert_eq!(pointed(&refusals), [(None, Some("decided_on"), code)]);
    }
    let mut asked = order("CB", list_of(1));
    asked.decided_on = day("2026-08-10");
    assert_eq!(office.issue_order(asked).await.unwrap().issued, 1, "today");
}

#[tokio::test]
async fn today_is_the_day_in_vietnam() {
    // 17:30 UTC on the 9th is half past midnight on the 10th.
    let office = Office::with(Engine::Sqlite, at("2026-08-10T17:30:00Z"), |_| {}).await;
    let mut asked = order("CB", list_of(1));
    asked.decided_on = day("2026-08-11");
    assert_eq!(office.issue_order(asked).await.unwrap().issued, 1);
}

#[tokio::test]
async fn a_decisions_number_is_one_decision_within_authority_and_year() {
    let office = Office::new().await;
    office.issue_list(list_of(1)).await.unwrap();
    let other_date = |date: &str| {
        let mut asked = order("CB", list_of(1));
        asked.decided_on = day(date);
        asked
    };
    let refusals = office.refusals(other_date("2026-08-06")).await;
    assert_eq!(
        pointed(&refusals),
        [(None, Some("decision"), "decision_differs")]
    );
    // Another year is another decision; so is another authority's.
    let last_year = office.issue_order(other_date("2025-08-06")).await.unwrap();
    assert_eq!(last_year.issued, 1);
    let mut asked = other_date("2026-08-06");
    asked.authority = Some("UBND tỉnh Cao Bằng".to_owned());
    assert_eq!(office.issue_order(asked).await.unwrap().issued, 1);
    // Another council of the same authority is refused.
    let five = [("stars", "5"), ("score_a", "40"), ("score_b", "25")];
    let mut asked = order("TW", csv(&[row(&five)]));
    asked.authority = Some("Hội đồng tỉnh Cao Bằng".to_owned());
    assert_eq!(office.refusals(asked).await[0].code, "decision_differs");
    assert_eq!(office.count().await, 3);
}

#[tokio::test]
async fn numbers_and_authorities_are_the_same_however_they_are_composed() {
    let office = Office::new().await;
    office.issue_list(list_of(1)).await.unwrap();
    let mut asked = order("CB", list_of(1));
    asked.authority = Some("Hội đồng tỉnh Cao Ba\u{306}\u{300}ng".to_owned());
    let again = office.issue_order(asked).await.unwrap();
    assert_eq!((again.issued, again.already_issued), (0, 1));
    let query = ocop::office::CertificateQuery {
        decision: Some(" 852/QĐ-UBND".to_owned()),
        limit: 10,
        ..Default::default()
    };
    let found = office.certificates(&query).await.unwrap();
    assert_eq!(found.certificates.len(), 1);
}

#[tokio::test]
async fn a_key_that_is_not_published_or_not_in_its_period_seals_nothing() {
    let office = Office::new().await;
    for (key, at) in [
        ("stranger", now()),
        ("TW", now()),
        ("CB", at("2026-08-09T16:59:59Z")),
        ("CB", at("2027-08-09T17:00:00Z")),
    ] {
        let office = office.again(at).await;
        let mut asked = order("CB", list_of(1));
        asked.decided_on = day("2026-08-01");
        let refused = office.issue(asked, signer(key), |_, _| {}).await;
        assert!(matches!(refused, Err(Error::NoKey { .. })), "{key} {at}");
    }
    assert_eq!(office.count().await, 0);
    let last_second = office.again(at("2027-08-09T16:59:59Z")).await;
    let issued = last_second.issue(order("CB", list_of(1)), signer("CB"), |_, _| {});
    assert_eq!(issued.await.unwrap().issued, 1);
}

#[tokio::test]
async fn a_council_that_is_not_published_issues_nothing() {
    let office = Office::new().await;
    let refused = office.issue_order(order("ZZ", list_of(1))).await;
    assert!(matches!(refused, Err(Error::NoSuchCouncil(_))));
}

#[tokio::test]
async fn without_a_host_nothing_is_issued() {
    let office = Office::with(Engine::Sqlite, now(), |config| config.host = None).await;
    let refused = office.issue_list(list_of(1)).await.unwrap_err();
    assert_eq!(refused.code(), "no_host");
    assert!(refused.words().en.contains("host = "));
    assert_eq!(office.count().await, 0);
}

#[tokio::test]
async fn a_label_that_nobody_could_scan_is_refused_before_anything_is_signed() {
    for (module_mm, dpi) in [
        (0.01, 300),
        (0.2, 300),
        (f64::NAN, 300),
        (0.4, 7),
        (90.0, 300),
    ] {
        let office = Office::with(Engine::Sqlite, now(), |config| {
            (config.label.module_mm, config.label.dpi) = (module_mm, dpi);
        });
        let office = office.await;
        let refused = office.issue_list(list_of(1)).await.unwrap_err();
        assert!(matches!(refused, Error::Label(_)), "{module_mm} {dpi}");
        assert_eq!(office.count().await, 0);
    }
}

#[tokio::test]
async fn a_decision_of_long_ago_makes_certificates_that_have_expired() {
    let office = Office::new().await;
    let mut asked = order("CB", csv(&[row(&[("score_a", "31"), ("score_b", "20")])]));
    asked.decided_on = day("2021-03-01");
    let issued = office.issue_order(asked).await.unwrap();
    assert_eq!(
        issued.certificates[0].certificate.valid_through,
        day("2024-03-01")
    );
    let verdict = office.verify(&codes(&issued)[0], None).verdict;
    assert_eq!(verdict.kind.name(), "expired");
}
