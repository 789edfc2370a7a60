//! Days of the programme: dates in UTC+07:00, and the term of a certificate.

use chrono::{DateTime, Datelike, Months, NaiveDate, Utc};

/// Seconds by which Vietnam is ahead of UTC.
const AHEAD: i64 = 7 * 3600;
const DAY: i64 = 86_400;
/// Days from 0001-01-01 to 1970-01-01, as chrono counts them.
const EPOCH: i64 = 719_163;

/// The day of an instant, in UTC+07:00.
pub fn of(instant: DateTime<Utc>) -> NaiveDate {
    // Only the last seven hours of chrono's calendar (the year 262142) have no such day.
    of_seconds(instant.timestamp()).unwrap_or(NaiveDate::MAX)
}

/// The day of Unix seconds, in UTC+07:00; `None` outside the calendar's range.
pub fn of_seconds(seconds: i64) -> Option<NaiveDate> {
    let days = seconds.checked_add(AHEAD)?.div_euclid(DAY) + EPOCH;
    NaiveDate::from_num_days_from_ce_opt(i32::try_from(days).ok()?)
}

/// The day that begins at exactly these Unix seconds in UTC+07:00, if one does.
pub fn beginning_at(seconds: i64) -> Option<NaiveDate> {
    let shifted = seconds.checked_add(AHEAD)?;
    if shifted.rem_euclid(DAY) == 0 {
        of_seconds(seconds)
    } else {
        None
    }
}

/// The Unix seconds at which a day begins in UTC+07:00.
pub fn begins(day: NaiveDate) -> i64 {
    (i64::from(day.num_days_from_ce()) - EPOCH) * DAY - AHEAD
}

/// The Unix seconds at which a day has ended in UTC+07:00: the beginning of the next.
pub fn ends(day: NaiveDate) -> i64 {
    begins(day) + DAY
}

/// The last day of a term of whole months: the first day is not counted, the last is the day
/// with the same number in the last month, or that month's last day (Civil Code 2015, articles
/// 147 and 148). `None` past the calendar's end.
pub fn valid_through(issued_on: NaiveDate, months: u32) -> Option<NaiveDate> {
    issued_on.checked_add_months(Months::new(months))
}
