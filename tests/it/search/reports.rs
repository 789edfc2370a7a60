//! Reports: what is counted agrees with what is listed, within reach.

use std::io::Cursor;

use axum::http::StatusCode;
use calamine::{Data, Reader, Xlsx};
use ocop::office::{Actor, Grant, Reach, Role, Which, Withdrawal};
use ocop::scheme::ground::Ground;

use super::Shelf;
use crate::support::{Engine, at, day, on_both_engines};

on_both_engines!(
    reports_count_what_is_in_reach_by_province_stars_group_year_and_month,
    a_report_is_a_page_with_tables_and_two_files,
);

fn suspension(number: &str) -> Withdrawal {
    Withdrawal {
        which: Which::Numbers(vec![number.to_owned()]),
        within: Reach::All,
        actor: Actor::Program,
        decision: "900/QĐ-UBND".to_owned(),
        decided_on: day("2026-08-09"),
        ground: Ground::Records,
    }
}

async fn reports_count_what_is_in_reach_by_province_stars_group_year_and_month(engine: Engine) {
    let shelf = Shelf::on(engine).await;
    shelf
        .office
        .revoke(&suspension(&shelf.numbers[0]))
        .await
        .unwrap();
    shelf
        .office
        .suspend(&suspension(&shelf.numbers[1]))
        .await
        .unwrap();
    let auditor = shelf
        .office
        .person(&[Grant::of_programme(Role::Auditor)])
        .await;
    let all = shelf.by(&auditor, "/api/v1/reports").await.json();
    let total = &all["total"];
    let counts = [
        "certified",
        "in_force",
        "suspended",
        "expired",
        "revoked",
        "superseded",
    ]
    .map(|name| total[name].as_u64().unwrap());
    assert_eq!(counts, [6, 4, 1, 0, 1, 0]);
    let keys = |report: &str| -> Vec<(String, u64)> {
        let lines = all[report].as_array().unwrap().iter();
        lines
            .map(|line| {
                let key = line["key"].as_str().unwrap().to_owned();
                (key, line["certified"].as_u64().unwrap())
            })
            .collect()
    };
    let own = |pairs: &[(&str, u64)]| -> Vec<(String, u64)> {
        pairs
            .iter()
            .map(|(key, count)| ((*key).to_owned(), *count))
            .collect()
    };
    assert_eq!(keys("by_province"), own(&[("VN-04@2", 5), ("VN", 1)]));
    assert_eq!(keys("by_stars"), own(&[("4", 5), ("5", 1)]));
    assert_eq!(keys("by_group"), own(&[("food", 6)]));
    assert_eq!(keys("by_year"), own(&[("2026", 6)]));
    assert_eq!(
        keys("expiring").iter().map(|(_, count)| count).sum::<u64>(),
        0
    );

    let secretary = Grant::of_council(Role::Secretary, "TW".parse().unwrap());
    let secretary = shelf.office.person(&[secretary]).await;
    let own = shelf.by(&secretary, "/api/v1/reports").await.json();
    assert_eq!(own["total"]["certified"], 1);
    assert_eq!(own["by_province"].as_array().unwrap().len(), 1);
    let scorer = Grant::of_council(Role::Scorer, "TW".parse().unwrap());
    let scorer = shelf.office.person(&[scorer]).await;
    let refused = shelf.by(&scorer, "/api/v1/reports").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);

    // Three years later they end within the year, then they have ended.
    let later = shelf.office.again(at("2028-09-01T03:00:00Z")).await;
    let access = ocop::office::Access::of_account(
        auditor.account,
        vec![Grant::of_programme(Role::Auditor)],
        None,
    );
    let reports = later.reports(&access).await.unwrap();
    let ending: Vec<(&str, u64)> = reports
        .expiring
        .iter()
        .filter(|line| line.counts.certified > 0)
        .map(|line| (line.key.as_str(), line.counts.certified))
        .collect();
    assert_eq!(ending, [("2029-08", 5)], "not the revoked one");
    let ended = shelf.office.again(at("2029-08-06T03:00:00Z")).await;
    let total = ended.reports(&access).await.unwrap().total;
    assert_eq!((total.in_force, total.expired, total.revoked), (0, 5, 1));
}

async fn a_report_is_a_page_with_tables_and_two_files(engine: Engine) {
    let shelf = Shelf::on(engine).await;
    let auditor = shelf
        .office
        .person(&[Grant::of_programme(Role::Auditor)])
        .await;
    let page = shelf.by(&auditor, "/desk/reports").await;
    assert_eq!(page.status, StatusCode::OK);
    for words in [
        "Cao Bằng",
        "Trung ương",
        "<svg aria-hidden",
        "scope=\"row\">4 sao",
    ] {
        assert!(page.text().contains(words), "{words}");
    }
    assert!(!page.text().contains("style=\""));
    let csv = shelf.by(&auditor, "/desk/reports.csv").await;
    assert!(
        csv.text().contains("Theo hạng sao,4 sao,5,5,0,0,0,0"),
        "{}",
        csv.text()
    );
    let xlsx = shelf.by(&auditor, "/desk/reports.xlsx").await;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(xlsx.body)).unwrap();
    assert_eq!(book.sheet_names().len(), 5);
    let stars = book.worksheet_range("Theo hạng sao").unwrap();
    assert_eq!(
        stars.get_value((1, 0)),
        Some(&Data::String("4 sao".to_owned()))
    );
    assert_eq!(stars.get_value((1, 1)), Some(&Data::Float(5.0)));
    assert!(book.worksheet_formula("Theo hạng sao").unwrap().is_empty());
}
