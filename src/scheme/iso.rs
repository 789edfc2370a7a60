//! Dates and instants in JSON as chrono writes them, which does it a character at a time: every
//! answer to a check holds seven. One of an unusual form is left to it.

use chrono::{DateTime, Datelike, NaiveDate, Timelike, Utc};
use serde::{Serialize, Serializer};

/// A date, `2026-08-05`.
pub fn date<S: Serializer>(date: &NaiveDate, serializer: S) -> Result<S::Ok, S::Error> {
    let mut text = *b"0000-00-00";
    match put_date(&mut text, *date).and_then(|()| std::str::from_utf8(&text).ok()) {
        Some(text) => serializer.serialize_str(text),
        None => date.serialize(serializer),
    }
}

/// An instant of whole seconds, `2026-08-05T02:30:00Z` (RFC 3339).
pub fn instant<S: Serializer>(at: &DateTime<Utc>, serializer: S) -> Result<S::Ok, S::Error> {
    let mut text = *b"0000-00-00T00:00:00Z";
    match put_instant(&mut text, *at).and_then(|()| std::str::from_utf8(&text).ok()) {
        Some(text) => serializer.serialize_str(text),
        None => at.serialize(serializer),
    }
}

/// The same, or null.
pub fn instant_if_any<S: Serializer>(
    at: &Option<DateTime<Utc>>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match at {
        Some(at) => instant(at, serializer),
        None => serializer.serialize_none(),
    }
}

fn put_instant(text: &mut [u8], at: DateTime<Utc>) -> Option<()> {
    let (date, time) = (at.date_naive(), at.time());
    if time.nanosecond() != 0 {
        return None;
    }
    put_date(text, date)?;
    put(text, 11, time.hour());
    put(text, 14, time.minute());
    put(text, 17, time.second());
    Some(())
}

/// `None` for a year that has not four digits.
fn put_date(text: &mut [u8], date: NaiveDate) -> Option<()> {
    let year = u32::try_from(date.year()).ok()?;
    if year > 9_999 {
        return None;
    }
    put(text, 0, year / 100);
    put(text, 2, year % 100);
    put(text, 5, date.month());
    put(text, 8, date.day());
    Some(())
}

/// Two digits.
fn put(text: &mut [u8], place: usize, number: u32) {
    text[place] += (number / 10) as u8;
    text[place + 1] += (number % 10) as u8;
}
