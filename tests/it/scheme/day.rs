//! Days in UTC+07:00 and the term of a certificate (token specification, section 3).

use chrono::{DateTime, NaiveDate, Utc};
use ocop::scheme::day;
use proptest::prelude::*;

fn date(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn instant(text: &str) -> DateTime<Utc> {
    text.parse().expect("an instant")
}

#[test]
fn a_term_ends_on_the_day_with_the_same_number_or_the_month_s_last() {
    for (issued_on, through) in [
        ("2019-12-23", "2022-12-23"),
        ("2019-12-31", "2022-12-31"),
        ("2020-02-29", "2023-02-28"),
        ("2024-02-29", "2027-02-28"),
        ("2025-08-31", "2028-08-31"),
        ("2023-11-30", "2026-11-30"),
        ("2021-02-28", "2024-02-28"),
    ] {
        let valid_through = day::valid_through(date(issued_on), 36);
        assert_eq!(valid_through, Some(date(through)), "{issued_on}");
    }
    assert_eq!(
        day::valid_through(date("2025-08-31"), 6),
        Some(date("2026-02-28"))
    );
    assert_eq!(
        day::valid_through(date("2021-02-28"), 36 + 12),
        Some(date("2025-02-28"))
    );
    assert_eq!(day::valid_through(NaiveDate::MAX, 36), None);
}

#[test]
fn a_day_begins_and_ends_at_vietnam_s_midnight() {
    for (at, on) in [
        ("2026-08-04T16:59:59Z", "2026-08-04"),
        ("2026-08-04T17:00:00Z", "2026-08-05"),
        ("2026-08-05T16:59:59Z", "2026-08-05"),
        ("2026-08-05T17:00:00Z", "2026-08-06"),
        ("2026-12-31T17:00:00Z", "2027-01-01"),
        ("1970-01-01T00:00:00Z", "1970-01-01"),
        ("1969-12-31T16:59:59Z", "1969-12-31"),
    ] {
        assert_eq!(day::of(instant(at)), date(on), "{at}");
    }
    assert_eq!(
        day::begins(date("2026-08-05")),
        instant("2026-08-04T17:00:00Z").timestamp()
    );
    assert_eq!(
        day::ends(date("2026-08-05")),
        instant("2026-08-05T17:00:00Z").timestamp()
    );
}

#[test]
fn only_an_exact_midnight_begins_a_day() {
    let midnight = instant("2026-08-04T17:00:00Z").timestamp();
    assert_eq!(day::beginning_at(midnight), Some(date("2026-08-05")));
    for seconds in [midnight - 1, midnight + 1, midnight + 7 * 3600] {
        assert_eq!(day::beginning_at(seconds), None);
    }
    for seconds in [i64::MIN, i64::MAX, i64::MAX - 7 * 3600] {
        assert_eq!(day::beginning_at(seconds), None);
        assert_eq!(day::of_seconds(seconds), None);
    }
}

#[test]
fn the_calendar_s_ends_do_not_panic() {
    for at in [DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC] {
        let _ = day::of(at);
    }
    for day in [NaiveDate::MIN, NaiveDate::MAX] {
        assert!(day::begins(day) < day::ends(day));
    }
}

proptest! {
    #[test]
    fn a_day_is_the_day_of_its_first_and_last_second(days in 0..2_900_000_i32) {
        let day = NaiveDate::from_num_days_from_ce_opt(days).expect("in the calendar");
        prop_assert_eq!(day::of_seconds(day::begins(day)), Some(day));
        prop_assert_eq!(day::of_seconds(day::ends(day) - 1), Some(day));
        prop_assert_eq!(day::beginning_at(day::begins(day)), Some(day));
        prop_assert_eq!(day::beginning_at(day::ends(day)), day.succ_opt());
    }
}
