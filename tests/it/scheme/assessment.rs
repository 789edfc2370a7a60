//! From score sheets to stars and what follows: every edition, level and star level.

use ocop::scheme::assessment::{Certifying, NotRated, Outcome, average, rate};
use ocop::scheme::council::Level;
use ocop::scheme::dossier::DossierState;
use ocop::scheme::edition::{EDITIONS, Edition};
use ocop::scheme::score::{Score, ScoreSheet};
use ocop::scheme::stars::Stars;
use proptest::prelude::*;

use crate::support::day;

fn on(date: &str) -> &'static Edition {
    Edition::on(day(date)).expect("an edition")
}

fn stars(number: u64) -> Stars {
    Stars::new(number).expect("1 to 5")
}

/// For each star level 1 to 5: what follows, and who may certify what.
type Row = [Option<(Outcome, Option<(Level, u64)>)>; 5];

#[test]
fn each_edition_and_level_leads_where_the_law_says() {
    use Level::{Central, Commune, District, Province};
    use Outcome::{Certify, NotGranted, Propose, ProposeToCentre, Refuse, SendDown};
    let refuse = Some((Refuse, None));
    let propose = Some((Propose, None));
    let certify = |level, stars| Some((Certify, Some((level, stars))));
    let potential = Some((ProposeToCentre, Some((Province, 4))));
    let down = Some((SendDown, Some((District, 3))));
    let not = Some((NotGranted, None));
    let centre = [not, not, not, not, certify(Central, 5)];
    let province_of_two = [
        refuse,
        refuse,
        certify(Province, 3),
        certify(Province, 4),
        potential,
    ];
    let province_of_148 = [refuse, refuse, down, certify(Province, 4), potential];
    let district_of_1048 = [refuse, refuse, propose, propose, propose];
    let district_of_148 = [refuse, refuse, certify(District, 3), propose, propose];
    let rows: [(&str, [Row; 4]); 7] = [
        (
            "2019-08-21",
            [[None; 5], district_of_1048, province_of_two, centre],
        ),
        (
            "2023-02-23",
            [[None; 5], district_of_1048, province_of_two, centre],
        ),
        (
            "2023-02-24",
            [[None; 5], district_of_148, province_of_148, centre],
        ),
        (
            "2025-07-05",
            [[None; 5], district_of_148, province_of_148, centre],
        ),
        (
            "2025-07-06",
            [[None; 5], [None; 5], province_of_two, centre],
        ),
        (
            "2026-05-21",
            [[None; 5], [None; 5], province_of_two, centre],
        ),
        (
            "2026-05-22",
            [[None; 5], [None; 5], province_of_two, centre],
        ),
    ];
    for (date, levels) in rows {
        let edition = on(date);
        for (level, row) in [Commune, District, Province, Central]
            .into_iter()
            .zip(levels)
        {
            for (given, expected) in Stars::ALL.into_iter().zip(row) {
                let outcome = Outcome::of(edition, level, given);
                let found = outcome.map(|outcome| {
                    let certifying = outcome.certifying(edition, level, given);
                    let named = certifying
                        .map(|Certifying { level, stars }| (level, u64::from(stars.get())));
                    (outcome, named)
                });
                assert_eq!(found, expected, "{date} {level:?} {given}");
            }
        }
    }
}

#[test]
fn no_outcome_lets_a_level_certify_what_its_edition_does_not_name() {
    for edition in &EDITIONS {
        for level in Level::ALL {
            for given in Stars::ALL {
                // Even one that was written for another edition, level or score.
                for outcome in Outcome::ALL {
                    if let Some(certifying) = outcome.certifying(edition, level, given) {
                        let named = edition.recognised_by(certifying.stars);
                        assert_eq!(
                            named,
                            Some(certifying.level),
                            "{} {level:?} {given} {outcome:?}",
                            edition.name
                        );
                        assert!(certifying.stars <= given);
                        assert!(certifying.stars.get() >= 3);
                    }
                }
            }
        }
    }
}

#[test]
fn every_outcome_moves_the_dossier_where_it_can_go() {
    for edition in &EDITIONS {
        for level in Level::ALL
            .into_iter()
            .filter(|&level| edition.is_scored_by(level))
        {
            let state = DossierState::at(level).expect("a level that scores has dossiers");
            for given in Stars::ALL {
                let outcome = Outcome::of(edition, level, given).expect("an outcome");
                let after = match outcome.step() {
                    None => state,
                    Some(step) => state.after(step).expect("a move that can be made"),
                };
                if let Some(certifying) = outcome.certifying(edition, level, given) {
                    assert!(outcome.stands(certifying.level, after), "{outcome:?}");
                    assert!(!outcome.stands(certifying.level, DossierState::Returned));
                }
            }
        }
    }
}

#[test]
fn between_two_bands_a_person_confirms_one_of_the_two() {
    let (old, new) = (on("2020-01-01"), on("2026-06-01"));
    for (total, low, high) in [
        ("29.01", 1, 2),
        ("49.50", 2, 3),
        ("69.01", 3, 4),
        ("69.99", 3, 4),
        ("89.50", 4, 5),
    ] {
        let total: Score = total.parse().unwrap();
        let unconfirmed = NotRated::Unconfirmed(stars(low), stars(high));
        assert_eq!(rate(old, total, None, None), Err(unconfirmed));
        for confirmed in 1..=5 {
            let rated = rate(old, total, Some(stars(confirmed)), None);
            if confirmed == low || confirmed == high {
                assert_eq!(rated, Ok(stars(confirmed)));
            } else {
                assert_eq!(rated, Err(unconfirmed));
            }
        }
        assert_eq!(rate(new, total, None, None), Ok(stars(low)));
        let nothing = Err(NotRated::NothingToConfirm(stars(low)));
        assert_eq!(rate(new, total, Some(stars(high)), None), nothing);
    }
    for (total, whole) in [("69", 3), ("70", 4), ("89", 4), ("90", 5)] {
        let rated = rate(old, total.parse().unwrap(), None, None);
        assert_eq!(rated, Ok(stars(whole)), "{total}");
    }
}

#[test]
fn failed_criteria_cap_the_stars_and_never_raise_them() {
    for edition in &EDITIONS {
        for points in 0..=100 {
            let total = Score::points(points);
            let earned = rate(edition, total, None, None).unwrap();
            for cap in Stars::ALL {
                let capped = rate(edition, total, None, Some(cap)).unwrap();
                assert_eq!(capped, earned.min(cap));
            }
        }
    }
    let edition = on("2020-01-01");
    let confirmed = rate(
        edition,
        "89.50".parse().unwrap(),
        Some(stars(5)),
        Some(stars(4)),
    );
    assert_eq!(confirmed, Ok(stars(4)));
}

#[test]
fn outcomes_and_editions_are_read_by_their_names() {
    for outcome in Outcome::ALL {
        assert_eq!(outcome.name().parse(), Ok(outcome));
        assert_ne!(outcome.words().vi, outcome.words().en);
    }
    assert!("certified".parse::<Outcome>().is_err());
    for edition in &EDITIONS {
        assert_eq!(Edition::named(edition.name), Some(edition));
    }
    assert_eq!(Edition::named("148"), None);
}

fn sheets(edition: &'static Edition) -> impl Strategy<Value = Vec<ScoreSheet>> {
    let [a, b, c] = edition.parts.map(|most| 0..=most.0);
    let sheet = (a, b, c).prop_map(|(a, b, c)| ScoreSheet {
        a: Score(a),
        b: Score(b),
        c: Score(c),
    });
    prop::collection::vec(sheet, 1..12)
}

/// The decimal expansion by long division, three places: another way to the same average.
fn by_hand(hundredths: &[u32]) -> u32 {
    let sum: u32 = hundredths.iter().sum();
    let count = u32::try_from(hundredths.len()).expect("few sheets");
    let (whole, rest) = (sum / count, sum % count);
    let next_digit = rest * 10 / count;
    if next_digit >= 5 { whole + 1 } else { whole }
}

proptest! {
    #[test]
    fn an_average_is_what_long_division_says(given in sheets(&EDITIONS[3])) {
        let found = average(&given).unwrap();
        let column = |of: fn(&ScoreSheet) -> Score| given.iter().map(|sheet| of(sheet).0).collect::<Vec<_>>();
        prop_assert_eq!(found.a.0, by_hand(&column(|sheet| sheet.a)));
        prop_assert_eq!(found.b.0, by_hand(&column(|sheet| sheet.b)));
        prop_assert_eq!(found.c.0, by_hand(&column(|sheet| sheet.c)));
        prop_assert_eq!(found.total().0, found.a.0 + found.b.0 + found.c.0);
    }

    #[test]
    fn an_average_is_within_its_sheets_and_their_order_is_nothing(given in sheets(&EDITIONS[0])) {
        let found = average(&given).unwrap();
        let [a, b, c] = EDITIONS[0].parts;
        prop_assert!(found.a <= a && found.b <= b && found.c <= c);
        prop_assert!(found.total() <= Score::points(100));
        let least = given.iter().map(|sheet| sheet.a).min().unwrap();
        let most = given.iter().map(|sheet| sheet.a).max().unwrap();
        prop_assert!((least..=most).contains(&found.a));
        let mut reversed = given.clone();
        reversed.reverse();
        prop_assert_eq!(average(&reversed), Some(found));
    }
}
