//! Certificates that were issued on paper: sealed now, with the last days that the paper names.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot set its desk fails there"
)]

use ocop::office::{Error, Issued, Order};
use serde_json::json;

use super::pointed;
use crate::support::{
    Engine, HEADER, Office, codes, day, now, on_both_engines, order, row, signer,
};

on_both_engines!(
    a_paper_certificate_is_sealed_now_and_says_what_the_paper_says,
    a_last_day_is_never_guessed,
    a_paper_line_becomes_one_certificate_however_often_it_is_sent,
    paper_of_another_time_goes_by_the_rules_of_its_time,
);

/// A row: its last day, the reason for it, and what else differs from a sound one.
type PaperRow<'a> = (&'a str, &'a str, &'a [(&'a str, &'a str)]);

fn paper(rows: &[PaperRow<'_>]) -> String {
    let lines = rows
        .iter()
        .map(|(through, reason, changes)| format!("{},{through},{reason}", row(changes)));
    let lines: Vec<String> = lines.collect();
    format!(
        "{HEADER},valid_through,valid_through_reason\n{}\n",
        lines.join("\n")
    )
}

fn decided(on: &str, list: String) -> Order {
    Order {
        decision: "417/QĐ-UBND".to_owned(),
        decided_on: day(on),
        ..order("CB", list)
    }
}

async fn take_over(office: &Office, order: Order) -> Result<Issued, Error> {
    let signer = signer(order.council.as_str());
    office.office.take_over(order, signer, |_, _| {}).await
}

async fn refused(office: &Office, order: Order) -> Vec<ocop::office::Refusal> {
    match take_over(office, order).await {
        Err(Error::Refused(refusals)) => refusals,
        other => panic!("not refused: {other:?}"),
    }
}

async fn a_paper_certificate_is_sealed_now_and_says_what_the_paper_says(engine: Engine) {
    let office = Office::on(engine).await;
    let list = paper(&[
        ("2026-05-05", "", &[("product", "Đúng 36 tháng")]),
        (
            "2026-05-04",
            "Tỉnh tính bớt một ngày",
            &[("product", "Bớt một ngày")],
        ),
    ]);
    let taken = take_over(&office, decided("2023-05-05", list))
        .await
        .unwrap();
    assert_eq!((taken.issued, taken.already_issued), (2, 0));
    for (code, through) in codes(&taken).iter().zip(["2026-05-05", "2026-05-04"]) {
        let verdict = office.verify(code, None).verdict;
        // The most frequent fraud: the page says since when.
        assert_eq!(verdict.kind.name(), "expired");
        let certificate = verdict.certificate.unwrap();
        assert_eq!(certificate.issued_on, day("2023-05-05"));
        assert_eq!(certificate.valid_through, day(through));
        assert_eq!(certificate.sealed_at, now());
    }
    let kept = office.book.texts(
        "select taken_over_at || coalesce(valid_through_reason, '') from certificates order by position",
    );
    assert_eq!(
        kept.await,
        [
            "2026-08-10T03:00:00Z",
            "2026-08-10T03:00:00ZTỉnh tính bớt một ngày"
        ]
    );
    let told = office
        .book
        .texts("select body from events where kind = 'certificate_issued' order by position")
        .await;
    let told: serde_json::Value = serde_json::from_str(&told[1]).unwrap();
    assert_eq!(told["taken_over_at"], "2026-08-10T03:00:00Z");
    assert_eq!(told["valid_through_reason"], "Tỉnh tính bớt một ngày");

    // What is issued here is not marked.
    office.issue_list(crate::support::list_of(1)).await.unwrap();
    let unmarked = office
        .book
        .texts("select body from events where kind = 'certificate_issued' order by position desc")
        .await;
    let unmarked: serde_json::Value = serde_json::from_str(&unmarked[0]).unwrap();
    assert_eq!(unmarked.get("taken_over_at"), None);
    let marked = office
        .book
        .texts("select valid_through from certificates where taken_over_at is null");
    assert_eq!(json!(marked.await), json!(["2029-08-05"]));
}

async fn a_last_day_is_never_guessed(engine: Engine) {
    let office = Office::on(engine).await;
    let reason = "Theo giấy";
    let list = paper(&[
        ("", "", &[("product", "A")]),
        ("05/08/2026", reason, &[("product", "B")]),
        ("2026-8-5", reason, &[("product", "C")]),
        ("2026-02-30", reason, &[("product", "D")]),
        ("2026-05-06", reason, &[("product", "E")]),
        ("2023-05-04", reason, &[("product", "F")]),
        ("2026-05-01", "", &[("product", "G")]),
        ("2026-05-01", "=1", &[("product", "H")]),
        ("2026-05-05", "", &[("product", "I"), ("stars", "9")]),
    ]);
    let found = refused(&office, decided("2023-05-05", list)).await;
    let day = Some("valid_through");
    let why = Some("valid_through_reason");
    assert_eq!(
        pointed(&found),
        [
            (Some(2), day, "empty"),
            (Some(3), day, "not_a_date"),
            (Some(4), day, "not_a_date"),
            (Some(5), day, "not_a_date"),
            (Some(6), day, "term_too_long"),
            (Some(7), day, "ends_before_it_begins"),
            (Some(8), why, "reason_missing"),
            (Some(9), why, "formula"),
            (Some(10), Some("stars"), "not_stars"),
        ]
    );
    assert_eq!(office.count().await, 0);
    // The column is required here, and unknown where certificates are issued.
    let without = decided("2023-05-05", format!("{HEADER}\n{}\n", row(&[])));
    let found = refused(&office, without).await;
    assert_eq!(pointed(&found), [(Some(1), day, "column_missing")]);
    let with = decided("2023-05-05", paper(&[("2026-05-05", "", &[])]));
    let found = office.refusals(with).await;
    assert_eq!(
        pointed(&found),
        [
            (Some(1), None, "unknown_column"),
            (Some(1), None, "unknown_column")
        ]
    );
}

async fn a_paper_line_becomes_one_certificate_however_often_it_is_sent(engine: Engine) {
    let office = Office::on(engine).await;
    let list = paper(&[("2026-05-04", "Tỉnh tính bớt một ngày", &[])]);
    let other = office.again(now()).await;
    let (one, two) = tokio::join!(
        take_over(&office, decided("2023-05-05", list.clone())),
        other.take_over(decided("2023-05-05", list.clone()), signer("CB"), |_, _| {})
    );
    for outcome in [one, two] {
        match outcome {
            Ok(taken) => assert_eq!(taken.issued + taken.already_issued, 1),
            Err(error) => assert!(matches!(error, Error::Contended), "{error:?}"),
        }
    }
    let again = take_over(&office, decided("2023-05-05", list))
        .await
        .unwrap();
    assert_eq!((again.issued, again.already_issued), (0, 1));
    // Another last day would be another certificate.
    let differs = [(Some(2), Some("valid_through"), "line_differs")];
    let list = paper(&[("2026-05-03", "Theo giấy", &[])]);
    let found = refused(&office, decided("2023-05-05", list)).await;
    assert_eq!(pointed(&found), differs);
    // The decision's list finds the line certified.
    let list = format!("{HEADER}\n{}\n", row(&[]));
    let issued = office.issue_order(decided("2023-05-05", list)).await;
    assert_eq!(issued.unwrap().already_issued, 1);
    assert_eq!(office.count().await, 1);
}

async fn paper_of_another_time_goes_by_the_rules_of_its_time(engine: Engine) {
    let office = Office::on(engine).await;
    // Under 148/QĐ-TTg the district certified 3 stars, not the province.
    let threes: &[(&str, &str)] = &[
        ("stars", "3"),
        ("score_a", "24"),
        ("score_b", "14"),
        ("score_c", "20"),
    ];
    let list = paper(&[("2026-05-05", "", threes)]);
    let found = refused(&office, decided("2023-05-05", list)).await;
    assert_eq!(
        pointed(&found),
        [(Some(2), Some("stars"), "out_of_mandate")]
    );
    // Under 1048/QĐ-TTg it was the province.
    let list = paper(&[("2023-02-20", "", threes)]);
    let taken = take_over(&office, decided("2020-02-20", list))
        .await
        .unwrap();
    assert_eq!(taken.issued, 1);
    // What is before the programme, or to come, is no paper of it.
    let list = paper(&[("2022-01-01", "", &[])]);
    let found = refused(&office, decided("2019-01-01", list)).await;
    assert_eq!(
        pointed(&found),
        [(None, Some("decided_on"), "before_the_programme")]
    );
}
