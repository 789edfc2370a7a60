//! The editions' rules by the decision's date: mandates, maxima, bands, catalogues.

use super::pointed;
use crate::support::{Office, csv, day, order, row};

/// What an order of one row leads to: the code of its refusal or warning, or "issued".
async fn outcome(office: &Office, council: &str, date: &str, row: String) -> String {
    let mut asked = order(council, csv(&[row]));
    asked.decided_on = day(date);
    static NUMBER: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(1);
    let number = NUMBER.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    asked.decision = format!("{number}/QĐ");
    match office.issue_order(asked).await {
        Ok(issued) => issued
            .warnings
            .first()
            .map_or("issued".to_owned(), |warning| warning.code.to_owned()),
        Err(ocop::office::Error::Refused(refusals)) => {
            assert_eq!(pointed(&refusals).len(), 1, "{refusals:?}");
            refusals[0].code.to_owned()
        }
        Err(other) => panic!("{other}"),
    }
}

/// A row of so many stars and points that fit every edition's parts.
fn scored(stars: &str, a: &str, b: &str, c: &str) -> String {
    row(&[
        ("stars", stars),
        ("score_a", a),
        ("score_b", b),
        ("score_c", c),
    ])
}

#[tokio::test]
async fn a_mandate_is_of_the_day_on_which_the_decision_was_signed() {
    let office = Office::new().await;
    let three = || scored("3", "20", "15", "20");
    let four = || scored("4", "30", "20", "25");
    let five = || scored("5", "35", "25", "33");
    for (date, of_three, of_four) in [
        ("2019-08-21", "issued", "issued"),
        ("2023-02-23", "issued", "issued"),
        // Districts recognised three stars.
        ("2023-02-24", "out_of_mandate", "issued"),
        ("2025-07-05", "out_of_mandate", "issued"),
        ("2025-07-06", "issued", "issued"),
        ("2026-05-22", "issued", "issued"),
    ] {
        assert_eq!(
            outcome(&office, "CB", date, three()).await,
            of_three,
            "{date}"
        );
        assert_eq!(
            outcome(&office, "CB", date, four()).await,
            of_four,
            "{date}"
        );
        assert_eq!(outcome(&office, "CB", date, five()).await, "out_of_mandate");
        assert_eq!(outcome(&office, "TW", date, five()).await, "issued");
        assert_eq!(outcome(&office, "TW", date, four()).await, "out_of_mandate");
    }
}

#[tokio::test]
async fn maxima_are_those_of_the_edition_in_force() {
    let office = Office::new().await;
    // 35/25/40 until February 2023, 40/25/35 since.
    let much_c = || scored("4", "25", "20", "40");
    let much_a = || scored("4", "40", "20", "25");
    let (old, new) = ("2023-02-23", "2023-02-24");
    assert_eq!(outcome(&office, "CB", old, much_c()).await, "issued");
    assert_eq!(
        outcome(&office, "CB", new, much_c()).await,
        "score_too_high"
    );
    assert_eq!(
        outcome(&office, "CB", old, much_a()).await,
        "score_too_high"
    );
    assert_eq!(outcome(&office, "CB", new, much_a()).await, "issued");
}

#[tokio::test]
async fn a_score_between_two_whole_bands_needs_a_person() {
    let office = Office::new().await;
    // 69.50 points.
    let between = |stars| scored(stars, "29.50", "20", "20");
    let old = "2022-06-01";
    assert_eq!(
        outcome(&office, "CB", old, between("3")).await,
        "between_bands"
    );
    assert_eq!(
        outcome(&office, "CB", old, between("4")).await,
        "between_bands"
    );
    assert_eq!(
        outcome(&office, "CB", "2026-06-01", between("4")).await,
        "stars_above_score"
    );
    assert_eq!(
        outcome(&office, "CB", "2026-06-01", between("3")).await,
        "issued"
    );
    // Whole points are between nothing.
    let whole = scored("3", "29", "20", "20");
    assert_eq!(outcome(&office, "CB", old, whole).await, "issued");
}

#[tokio::test]
async fn bands_begin_where_the_decision_says() {
    let office = Office::new().await;
    let date = "2026-06-01";
    for (stars, a, expected) in [
        ("3", "9.99", "stars_above_score"),
        ("3", "10", "issued"),
        ("3", "29.99", "issued"),
        ("4", "29.99", "stars_above_score"),
        ("4", "30", "issued"),
    ] {
        let scored = scored(stars, a, "20", "20");
        assert_eq!(
            outcome(&office, "CB", date, scored).await,
            expected,
            "{stars} {a}"
        );
    }
}

#[tokio::test]
async fn ninety_points_hold_four_stars_until_the_centre_decides() {
    let office = Office::new().await;
    let potential = scored("4", "38", "22", "30");
    let date = "2026-06-01";
    assert_eq!(
        outcome(&office, "CB", date, potential).await,
        "potential_five"
    );
    let three = scored("3", "38", "22", "30");
    assert_eq!(
        outcome(&office, "CB", date, three).await,
        "stars_below_score"
    );
}

#[tokio::test]
async fn a_mandatory_criterion_lowers_the_stars_when_it_is_said() {
    let office = Office::new().await;
    let lowered = row(&[
        ("stars", "3"),
        ("lowered_because", "Thiếu hồ sơ an toàn thực phẩm"),
    ]);
    assert_eq!(
        outcome(&office, "CB", "2026-06-01", lowered).await,
        "issued"
    );
    let raised = row(&[("score_a", "20"), ("lowered_because", "không hạ mà nâng")]);
    assert_eq!(
        outcome(&office, "CB", "2026-06-01", raised).await,
        "stars_above_score"
    );
}

#[tokio::test]
async fn the_catalogue_of_the_edition_is_kept_with_the_sets_number() {
    let office = Office::new().await;
    let rows = || scored("4", "30", "20", "25");
    outcome(&office, "CB", "2022-06-01", rows()).await;
    outcome(&office, "CB", "2026-06-01", rows()).await;
    let kept = office
        .book
        .texts("select catalogue from certificates order by position")
        .await;
    assert_eq!(kept, ["2019", "2023"]);
}
