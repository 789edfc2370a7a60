//! Editions of the rules by date, their bands, parts, mandates, and scores as people write them.

use chrono::NaiveDate;
use ocop::scheme::council::{Level, Mandate, mandates_of};
use ocop::scheme::edition::{Band, EDITIONS, Edition};
use ocop::scheme::product::Catalogue;
use ocop::scheme::score::{Score, ScoreSheet};
use ocop::scheme::stars::{NotStars, Stars};

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn on(date: &str) -> &'static Edition {
    Edition::on(day(date)).expect("an edition")
}

fn stars(number: u64) -> Stars {
    Stars::new(number).expect("1 to 5")
}

#[test]
fn the_edition_is_chosen_by_date_on_every_boundary_day() {
    for (date, name) in [
        ("2019-08-20", None),
        ("2019-08-21", Some("1048/QĐ-TTg (2019)")),
        ("2023-02-23", Some("1048/QĐ-TTg (2019)")),
        ("2023-02-24", Some("148/QĐ-TTg (2023)")),
        ("2025-06-30", Some("148/QĐ-TTg (2023)")),
        ("2025-07-01", Some("148/QĐ-TTg (2023)")),
        ("2025-07-05", Some("148/QĐ-TTg (2023)")),
        ("2025-07-06", Some("1489/QĐ-TTg (2025)")),
        ("2026-05-21", Some("1489/QĐ-TTg (2025)")),
        ("2026-05-22", Some("26/2026/QĐ-TTg")),
        ("2099-12-31", Some("26/2026/QĐ-TTg")),
    ] {
        let edition = Edition::on(day(date)).map(|edition| edition.name);
        assert_eq!(edition, name, "{date}");
    }
}

#[test]
fn editions_follow_one_another_without_gaps() {
    for pair in EDITIONS.windows(2) {
        let next = pair[0].until.and_then(|until| until.succ_opt());
        assert_eq!(next, Some(pair[1].from), "{}", pair[1].name);
    }
    assert_eq!(EDITIONS.last().and_then(|newest| newest.until), None);
}

#[test]
fn parts_have_their_edition_s_maxima_and_sum_to_100() {
    for (date, [a, b, c]) in [
        ("2020-01-01", [35, 25, 40]),
        ("2024-01-01", [40, 25, 35]),
        ("2025-12-01", [40, 25, 35]),
        ("2026-11-01", [40, 25, 35]),
    ] {
        let parts = on(date).parts;
        assert_eq!(parts, [a, b, c].map(Score::points), "{date}");
        let [a, b, c] = parts;
        assert_eq!(ScoreSheet { a, b, c }.total(), Score::points(100));
    }
}

#[test]
fn a_score_earns_the_stars_of_its_half_open_band() {
    for date in ["2023-02-24", "2025-07-06", "2026-05-22"] {
        for (score, expected) in [
            ("0", 1),
            ("29.99", 1),
            ("30", 2),
            ("49.99", 2),
            ("50", 3),
            ("69.5", 3),
            ("69.99", 3),
            ("70", 4),
            ("89.99", 4),
            ("90", 5),
            ("100", 5),
        ] {
            let band = on(date).band(score.parse().unwrap());
            assert_eq!(band, Band::Stars(stars(expected)), "{score} on {date}");
        }
    }
}

#[test]
fn under_1048_a_score_between_two_whole_numbers_needs_a_person() {
    let edition = on("2020-01-01");
    for (score, lower, upper) in [
        ("29.01", 1, 2),
        ("29.99", 1, 2),
        ("49.5", 2, 3),
        ("69.01", 3, 4),
        ("69.5", 3, 4),
        ("89.99", 4, 5),
    ] {
        let band = edition.band(score.parse().unwrap());
        assert_eq!(band, Band::Between(stars(lower), stars(upper)), "{score}");
    }
    for (score, expected) in [
        ("29", 1),
        ("30", 2),
        ("50", 3),
        ("50.01", 3),
        ("68.99", 3),
        ("69", 3),
        ("70", 4),
        ("89", 4),
        ("90", 5),
        ("99.99", 5),
        ("100", 5),
    ] {
        let band = edition.band(score.parse().unwrap());
        assert_eq!(band, Band::Stars(stars(expected)), "{score}");
    }
}

#[test]
fn each_edition_says_who_recognises_which_stars() {
    use Level::{Central, District, Province};
    for (date, three, four, five) in [
        ("2019-08-21", Province, Province, Central),
        ("2023-02-24", District, Province, Central),
        ("2025-07-05", District, Province, Central),
        ("2025-07-06", Province, Province, Central),
        ("2026-05-22", Province, Province, Central),
    ] {
        let edition = on(date);
        assert_eq!(edition.recognised_by(stars(1)), None);
        assert_eq!(edition.recognised_by(stars(2)), None);
        assert_eq!(edition.recognised_by(stars(3)), Some(three), "{date}");
        assert_eq!(edition.recognised_by(stars(4)), Some(four), "{date}");
        assert_eq!(edition.recognised_by(stars(5)), Some(five), "{date}");
    }
}

#[test]
fn every_edition_has_its_catalogue_and_36_months() {
    let catalogues = EDITIONS.each_ref().map(|edition| edition.catalogue);
    assert_eq!(
        catalogues,
        [
            Catalogue::Of2019,
            Catalogue::Of2023,
            Catalogue::Of2023,
            Catalogue::Of2023
        ]
    );
    assert!(EDITIONS.iter().all(|edition| edition.months == 36));
}

#[test]
fn a_level_has_the_mandates_of_its_editions_joined() {
    let mandate = |levels: &[u64], from: &str, until: Option<&str>| Mandate {
        stars: levels.iter().map(|&level| stars(level)).collect(),
        from: day(from),
        until: until.map(day),
        months: 36,
    };
    assert_eq!(mandates_of(Level::Commune), []);
    assert_eq!(
        mandates_of(Level::District),
        [mandate(&[3], "2023-02-24", Some("2025-07-05"))]
    );
    assert_eq!(
        mandates_of(Level::Province),
        [
            mandate(&[3, 4], "2019-08-21", Some("2023-02-23")),
            mandate(&[4], "2023-02-24", Some("2025-07-05")),
            mandate(&[3, 4], "2025-07-06", None),
        ]
    );
    assert_eq!(
        mandates_of(Level::Central),
        [mandate(&[5], "2019-08-21", None)]
    );
}

#[test]
fn mandates_agree_with_the_editions_on_every_day() {
    let mut date = day("2019-08-01");
    while date < day("2026-12-31") {
        for level in Level::ALL {
            let mandates = mandates_of(level);
            for stars in Stars::ALL {
                let covered = mandates.iter().any(|mandate| mandate.covers(stars, date));
                let recognised = Edition::on(date)
                    .is_some_and(|edition| edition.recognised_by(stars) == Some(level));
                assert_eq!(covered, recognised, "{level:?} {stars} {date}");
            }
        }
        date = date.succ_opt().unwrap();
    }
}

#[test]
fn a_score_is_read_with_a_point_or_a_comma() {
    for (text, hundredths, written) in [
        ("0", 0, "0.00"),
        ("34", 3400, "34.00"),
        ("34.5", 3450, "34.50"),
        ("34.50", 3450, "34.50"),
        ("34,05", 3405, "34.05"),
        ("00.10", 10, "0.10"),
        ("100", 10_000, "100.00"),
    ] {
        let score: Score = text.parse().unwrap();
        assert_eq!(score, Score(hundredths), "{text}");
        assert_eq!(score.to_string(), written);
    }
    assert!(Score(3400).is_whole());
    assert!(!Score(3401).is_whole());
}

#[test]
fn what_is_no_score_says_how_to_write_one() {
    let long = "9".repeat(1_000_000);
    for text in [
        "", " ", ".", ",", "34.", ".5", "34.505", "34.5.0", "1,234.5", "-1", "+1", " 34", "34 ",
        "3e1", "３４", "1000", "NaN", &long,
    ] {
        let refused = text.parse::<Score>().unwrap_err().to_string();
        assert!(refused.ends_with("at most two decimals, such as 34.50"));
        assert!(refused.len() < 200, "the text is not echoed whole");
    }
}

#[test]
fn stars_are_one_to_five() {
    assert_eq!(Stars::ALL.map(Stars::get), [1, 2, 3, 4, 5]);
    for number in [0, 6, 256 + 3, u64::MAX] {
        assert_eq!(Stars::new(number), Err(NotStars(number)));
    }
    assert_eq!(serde_json::from_str::<Stars>("4").unwrap(), stars(4));
    for json in ["0", "6", "-1", "3.0", "\"3\"", "null"] {
        assert!(serde_json::from_str::<Stars>(json).is_err(), "{json}");
    }
}

#[test]
fn a_dossier_is_lodged_with_the_district_while_there_were_districts() {
    for (date, level) in [
        ("2020-01-01", Level::District),
        ("2024-01-01", Level::District),
        ("2025-07-05", Level::District),
        ("2025-07-06", Level::Province),
        ("2026-08-10", Level::Province),
    ] {
        assert_eq!(on(date).first_level(), level, "{date}");
    }
    for edition in &EDITIONS {
        assert_eq!(Edition::named(edition.name), Some(edition));
    }
    assert_eq!(Edition::named("149/QĐ-TTg (2023)"), None);
}
