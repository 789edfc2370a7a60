//! Reading an entry: keys in their order, each value within its bounds, and nothing but what a
//! writer makes of the same values.

use std::str::FromStr;

use chrono::{DateTime, Datelike, Utc};

use super::{
    Addition, Body, Check, Entry, LARGEST_PHOTOGRAPH, LONGEST_CODE, LONGEST_ENTRY, LONGEST_NOTE,
    PHOTOGRAPH_TYPE, Photograph, Place,
};
use crate::scheme::number::CertificateNumber;
use crate::scheme::stars::Stars;
use crate::scheme::verdict::Kind;

/// Half of the earth's circumference: no place is known worse.
const FARTHEST_METRES: f64 = 20_040_000.0;

/// Why a text is no entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAnEntry {
    /// More bytes than an entry has.
    #[error("the text has {0} bytes; an entry has at most {LONGEST_ENTRY}")]
    Long(usize),
    /// This key is not where it should be, or its value is not as it should be.
    #[error("the key \"{0}\" is not in its place, or its value is none that it may have")]
    Key(&'static str),
    /// An addition without anything.
    #[error("the addition has no note, no place and no photograph")]
    Nothing,
    /// More after the end, or another form of the same values.
    #[error("the text is not the one that is written of its values")]
    Form,
}

/// Reads the text of an entry.
///
/// # Errors
/// What is wrong with it first.
pub fn read(text: &str) -> Result<Entry, NotAnEntry> {
    if text.len() > LONGEST_ENTRY {
        return Err(NotAnEntry::Long(text.len()));
    }
    let mut reader = Reader {
        rest: text,
        key: "v",
    };
    reader.next("{", "v")?;
    reader.exactly("1")?;
    reader.next(",", "device")?;
    let device = reader.parsed()?;
    reader.next(",", "counter")?;
    let counter = reader.whole(1)?;
    reader.next(",", "previous")?;
    let previous = match reader.text()?.as_str() {
        "" => None,
        hash => Some(hash.parse().map_err(|_| reader.wrong())?),
    };
    if previous.is_none() != (counter == 1) {
        return Err(reader.wrong());
    }
    reader.next(",", "kind")?;
    let kind = reader.text()?;
    reader.next(",", "at")?;
    let at = reader.instant()?;
    reader.next(",", "clock")?;
    let clock = reader.instant()?;
    reader.key = "kind";
    let body = match kind.as_str() {
        "check" => Body::Check(check(&mut reader)?),
        "addition" => Body::Addition(addition(&mut reader, counter)?),
        _ => return Err(reader.wrong()),
    };
    let entry = Entry {
        device,
        counter,
        previous,
        at,
        clock,
        body,
    };
    match entry.written() == text {
        true => Ok(entry),
        false => Err(NotAnEntry::Form),
    }
}

fn check(reader: &mut Reader<'_>) -> Result<Check, NotAnEntry> {
    reader.next(",", "code")?;
    let code = reader.text()?;
    if code.is_empty() || code.chars().count() > LONGEST_CODE {
        return Err(reader.wrong());
    }
    reader.next(",", "verdict")?;
    let verdict = reader.or_null(|reader| {
        let name = reader.text()?;
        Kind::named(&name).ok_or(reader.wrong())
    })?;
    reader.next(",", "number")?;
    let number: Option<CertificateNumber> = reader.or_null(Reader::parsed)?;
    reader.next(",", "stars_on_package")?;
    let stars_on_package = reader.or_null(|reader| {
        let stars = reader.whole(1)?;
        Stars::new(stars).map_err(|_| reader.wrong())
    })?;
    reader.next(",", "trust_list")?;
    let trust_list = reader.whole(0)?;
    reader.next(",", "pack")?;
    let pack = reader.whole(0)?;
    reader.next(",", "pack_made_at")?;
    let pack_made_at = reader.instant()?;
    reader.next(",", "shelf")?;
    let shelf = match reader.exactly("true") {
        Ok(()) => true,
        Err(_) => reader.exactly("false").map(|()| false)?,
    };
    Ok(Check {
        code,
        verdict,
        number,
        stars_on_package,
        trust_list,
        pack,
        pack_made_at,
        shelf,
    })
}

fn addition(reader: &mut Reader<'_>, counter: u64) -> Result<Addition, NotAnEntry> {
    reader.next(",", "to")?;
    let to = reader.whole(1)?;
    if to >= counter {
        return Err(reader.wrong());
    }
    reader.next(",", "note")?;
    let note = reader.or_null(|reader| {
        let note = reader.text()?;
        let fits = !note.trim().is_empty() && note.chars().count() <= LONGEST_NOTE;
        fits.then_some(note).ok_or(reader.wrong())
    })?;
    reader.next(",", "place")?;
    let place = reader.or_null(place)?;
    reader.next(",", "photograph")?;
    let photograph = reader.or_null(photograph)?;
    if note.is_none() && place.is_none() && photograph.is_none() {
        return Err(NotAnEntry::Nothing);
    }
    Ok(Addition {
        to,
        note,
        place,
        photograph,
    })
}

fn place(reader: &mut Reader<'_>) -> Result<Place, NotAnEntry> {
    reader.next("{", "latitude")?;
    let latitude = reader.degrees(90.0)?;
    reader.next(",", "longitude")?;
    let longitude = reader.degrees(180.0)?;
    reader.next(",", "accuracy_metres")?;
    let accuracy_metres = reader.decimal()?;
    if !(0.0..=FARTHEST_METRES).contains(&accuracy_metres) {
        return Err(reader.wrong());
    }
    reader.exactly("}")?;
    Ok(Place {
        latitude,
        longitude,
        accuracy_metres,
    })
}

fn photograph(reader: &mut Reader<'_>) -> Result<Photograph, NotAnEntry> {
    reader.next("{", "sha256")?;
    let sha256 = reader.parsed()?;
    reader.next(",", "media_type")?;
    if reader.text()? != PHOTOGRAPH_TYPE {
        return Err(reader.wrong());
    }
    reader.next(",", "bytes")?;
    let bytes = reader.whole(1)?;
    if bytes > LARGEST_PHOTOGRAPH {
        return Err(reader.wrong());
    }
    reader.exactly("}")?;
    Ok(Photograph { sha256, bytes })
}

/// What is left of the text, and the key that is being read.
struct Reader<'a> {
    rest: &'a str,
    key: &'static str,
}

impl Reader<'_> {
    fn wrong(&self) -> NotAnEntry {
        NotAnEntry::Key(self.key)
    }

    fn exactly(&mut self, expected: &str) -> Result<(), NotAnEntry> {
        let rest = self.rest.strip_prefix(expected);
        self.rest = rest.ok_or(self.wrong())?;
        Ok(())
    }

    /// Goes on to a key, after what stands before it.
    fn next(&mut self, before: &str, key: &'static str) -> Result<(), NotAnEntry> {
        self.key = key;
        self.exactly(before)?;
        self.exactly("\"")?;
        self.exactly(key)?;
        self.exactly("\":")
    }

    fn or_null<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, NotAnEntry>,
    ) -> Result<Option<T>, NotAnEntry> {
        match self.rest.strip_prefix("null") {
            Some(rest) => {
                self.rest = rest;
                Ok(None)
            }
            None => read(self).map(Some),
        }
    }

    fn text(&mut self) -> Result<String, NotAnEntry> {
        let mut escaped = false;
        let end = self.rest.bytes().enumerate().skip(1).find(|(_, byte)| {
            let closes = *byte == b'"' && !escaped;
            escaped = *byte == b'\\' && !escaped;
            closes
        });
        let end = end.ok_or(self.wrong())?.0;
        // A quotation mark is ASCII, so a character ends there.
        let (written, rest) = self.rest.split_at(end + 1);
        let text = serde_json::from_str(written).map_err(|_| self.wrong())?;
        self.rest = rest;
        Ok(text)
    }

    fn parsed<T: FromStr>(&mut self) -> Result<T, NotAnEntry> {
        self.text()?.parse().map_err(|_| self.wrong())
    }

    fn instant(&mut self) -> Result<DateTime<Utc>, NotAnEntry> {
        // Another form of it is found when the whole is compared.
        let at: DateTime<Utc> = self.parsed()?;
        // Four digits, so that texts sort as instants do.
        let fits = (1970..=9999).contains(&at.year());
        fits.then_some(at).ok_or(self.wrong())
    }

    fn figures(&mut self) -> &str {
        let is_figure = |c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.' | 'e' | 'E');
        let end = self.rest.find(|c| !is_figure(c));
        let (figures, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        self.rest = rest;
        figures
    }

    /// A whole number that the register can keep.
    fn whole(&mut self, least: u64) -> Result<u64, NotAnEntry> {
        let number: Option<u64> = self.figures().parse().ok();
        number
            .filter(|number| *number >= least && i64::try_from(*number).is_ok())
            .ok_or(self.wrong())
    }

    fn decimal(&mut self) -> Result<f64, NotAnEntry> {
        let number: Option<f64> = self.figures().parse().ok();
        number
            .filter(|number| number.is_finite())
            .ok_or(self.wrong())
    }

    fn degrees(&mut self, most: f64) -> Result<f64, NotAnEntry> {
        let degrees = self.decimal()?;
        // Nearer to zero, browsers write an exponent; -0 has two forms.
        let is_written = degrees.abs() >= 1e-6 || degrees.to_bits() == 0;
        let fits = is_written && degrees.abs() <= most;
        fits.then_some(degrees).ok_or(self.wrong())
    }
}
