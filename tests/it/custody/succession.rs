//! Councils that were merged or abolished: who issued, who answers now, and who issues no more.

use ocop::office::{NewKey, StatusKeys, Succession};
use ocop::register;
use ocop::scheme::council::Level;
use ocop::scheme::verdict::Kind;

use super::programme::{BEGIN, Programme, code, codes, day, instant, refusal};

fn succession(council: &str, by: &str, last_day: Option<&str>) -> Succession {
    Succession {
        council: code(council),
        by: code(by),
        last_day: last_day.map(day),
    }
}

#[tokio::test]
async fn a_merged_council_has_a_successor_and_its_certificates_run_on() {
    let programme = Programme::with_council().await;
    let issued = programme
        .issue("CB", "1/QĐ-UBND", "2026-08-05", 1)
        .await
        .unwrap();
    programme.add("TN", "VN-19@2", Level::Province).await;
    programme.add("VB", "VN-19@2", Level::Province).await;
    let opened = programme
        .office
        .open_key(code("CB"), super::programme::passphrase())
        .await;
    let succeeded = programme
        .office
        .succeed_council(succession("CB", "TN", None))
        .await
        .unwrap();
    assert_eq!(succeeded.successor, Some(code("TN")));
    let last = succeeded.mandates.last().unwrap();
    assert_eq!(
        last.until,
        Some(day("2026-08-05")),
        "its mandates end today"
    );
    // It issues no more at once, nor does a key that was opened before.
    assert_eq!(refusal(programme.sealing("CB").await), "council_succeeded");
    assert_eq!(
        refusal(programme.generate("CB", 9, None).await),
        "council_succeeded"
    );
    let order = ocop::office::Order {
        council: code("CB"),
        decision: "2/QĐ-UBND".to_owned(),
        decided_on: day("2026-08-05"),
        authority: None,
        list: Vec::new(),
        skip_bad_rows: false,
    };
    let refused = programme
        .office
        .issue(order, opened.unwrap(), |_, _| {})
        .await;
    assert_eq!(refusal(refused), "council_succeeded");
    programme.publish().await.unwrap();

    // Years later the successor was merged too: the page names the last of them.
    programme.clock.set("2028-01-01T03:00:00Z");
    programme
        .office
        .succeed_council(succession("TN", "VB", None))
        .await
        .unwrap();
    programme.publish().await.unwrap();
    let url = &codes(&issued)[0];
    let examined = programme.office.verify(url, None);
    assert_eq!(examined.verdict.kind, Kind::Genuine);
    assert_eq!(examined.successor.unwrap().code, code("VB"));
    let path = url.strip_prefix("https://ocop.test").unwrap();
    let page = programme.get(path, "text/html").await;
    assert!(page.contains("Hội đồng thử CB"), "issued by");
    assert!(page.contains("nay là Hội đồng thử VB"), "and now");
    let english = programme.get(&format!("{path}?lang=en"), "text/html").await;
    assert!(english.contains("now Test council VB"));
    let answer = programme.ask(url).await;
    assert_eq!(answer["council"]["code"], "CB");
    assert_eq!(answer["successor"]["code"], "VB");
    assert_eq!(answer["successor"]["name"]["vi"], "Hội đồng thử VB");
}

#[tokio::test]
async fn succession_has_no_cycle_and_both_councils_exist() {
    let programme = Programme::with_council().await;
    for (council, unit) in [("HQ", "VN-04@1/HQ"), ("TN", "VN-19@2")] {
        let level = if council == "HQ" {
            Level::District
        } else {
            Level::Province
        };
        programme.add(council, unit, level).await;
    }
    let refuse = async |council, by, last_day| {
        let succession = succession(council, by, last_day);
        refusal(programme.office.succeed_council(succession).await)
    };
    assert_eq!(refuse("XX", "CB", None).await, "no_such_council");
    assert_eq!(refuse("CB", "XX", None).await, "no_such_council");
    assert_eq!(refuse("CB", "CB", None).await, "succession_cycle");
    assert_eq!(
        refuse("HQ", "CB", Some("2026-08-06")).await,
        "in_the_future"
    );
    let district = succession("HQ", "CB", Some("2025-06-30"));
    let district = programme.office.succeed_council(district).await.unwrap();
    assert_eq!(
        district.mandates.last().unwrap().until,
        Some(day("2025-06-30"))
    );
    assert_eq!(refuse("CB", "HQ", None).await, "succession_cycle");
    assert_eq!(refuse("HQ", "TN", None).await, "council_succeeded");
    programme
        .office
        .succeed_council(succession("CB", "TN", None))
        .await
        .unwrap();
    assert_eq!(refuse("TN", "HQ", None).await, "succession_cycle");
    // Nor has it one where two replicas looked before either wrote.
    let entering = programme.office.register().enter(|entry| {
        let (council, by) = (code("TN"), code("HQ"));
        Box::pin(entry.succeed(council, by, day("2026-08-05"), instant(BEGIN)))
    });
    let refused = entering.await.expect_err("a cycle");
    assert!(matches!(refused, register::Error::Missing(_)), "{refused}");
    programme.publish().await.unwrap();
}

#[tokio::test]
async fn a_last_day_before_what_was_issued_is_refused() {
    let programme = Programme::with_council().await;
    let issued = programme
        .issue("CB", "1/QĐ-UBND", "2026-08-05", 2)
        .await
        .unwrap();
    programme.add("TN", "VN-19@2", Level::Province).await;
    let refused = programme
        .office
        .succeed_council(succession("CB", "TN", Some("2026-08-04")))
        .await;
    assert!(
        refused
            .as_ref()
            .unwrap_err()
            .words()
            .en
            .contains("issued 2 certificates")
    );
    assert_eq!(refusal(refused), "issued_later");
    // Nothing was changed: the council still issues, and its mandate is open.
    programme
        .issue("CB", "3/QĐ-UBND", "2026-08-05", 1)
        .await
        .unwrap();
    let on_the_day = succession("CB", "TN", Some("2026-08-05"));
    programme.office.succeed_council(on_the_day).await.unwrap();
    programme.publish().await.unwrap();
    let verdict = programme.office.verify(&codes(&issued)[0], None).verdict;
    assert_eq!(verdict.kind, Kind::Genuine);
}

#[tokio::test]
async fn a_mandate_that_had_not_begun_is_not_published() {
    let programme = Programme::with_council().await;
    programme.add("TN", "VN-19@2", Level::Province).await;
    let merged = succession("TN", "CB", Some("2025-06-30"));
    programme.office.succeed_council(merged).await.unwrap();
    programme.publish().await.unwrap();
    let held = programme.office.held();
    let mandates = &held.trust.council(code("TN")).unwrap().mandates;
    let until: Vec<_> = mandates
        .iter()
        .map(|mandate| mandate.until.unwrap())
        .collect();
    assert_eq!(until, [day("2023-02-23"), day("2025-06-30")]);
}

#[tokio::test]
async fn what_a_succeeded_council_issued_can_still_be_said_to_be_revoked() {
    let programme = Programme::with_council().await;
    programme.add("TN", "VN-19@2", Level::Province).await;
    programme
        .office
        .succeed_council(succession("CB", "TN", None))
        .await
        .unwrap();
    let new = NewKey {
        council: code("CB"),
        seals_from: None,
        seals_until: None,
    };
    let passphrase = super::programme::passphrase;
    let key = programme
        .office
        .generate_status_key(new, super::programme::fresh(9), passphrase());
    key.await.unwrap();
    programme.publish().await.unwrap();
    // The alert for lists that are not signed goes by it too.
    assert_eq!(programme.office.figures().status_lists_missing, 1);
    let keys = StatusKeys::new(passphrase());
    assert_eq!(programme.office.sign_status_lists(&keys).await.unwrap(), 1);
    assert!(programme.office.held().signed_list(code("CB")).is_some());
    let figures = programme.office.figures();
    assert_eq!(figures.status_lists_missing, 0);
    assert_eq!(figures.lists.status_list_ages, [(code("CB"), 0)]);
}
