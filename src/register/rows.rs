//! From columns to types: what cannot become its type is said to be inconsistent.

use std::str::FromStr;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};

use super::Error;
use crate::scheme::number::CertificateNumber;
use crate::scheme::stars::Stars;

/// A row that is being read, for errors to name.
pub(super) struct Row<'a> {
    pub table: &'static str,
    pub key: &'a str,
}

impl Row<'_> {
    /// What a column says, or the error that names it.
    pub fn column<T>(&self, column: &'static str, value: Option<T>) -> Result<T, Error> {
        value.ok_or_else(|| Error::Inconsistent {
            table: self.table,
            key: self.key.to_owned(),
            column,
        })
    }

    pub fn parsed<T: FromStr>(&self, column: &'static str, text: &str) -> Result<T, Error> {
        self.column(column, text.parse().ok())
    }

    pub fn date(&self, column: &'static str, text: &str) -> Result<NaiveDate, Error> {
        self.parsed(column, text)
    }

    pub fn instant(&self, column: &'static str, text: &str) -> Result<DateTime<Utc>, Error> {
        self.parsed(column, text)
    }

    pub fn bytes(&self, column: &'static str, text: &str) -> Result<Vec<u8>, Error> {
        self.column(column, BASE64_URL_SAFE_NO_PAD.decode(text).ok())
    }

    /// The certificate that the columns `council` and `certificate_index` name.
    pub fn certificate(&self, council: &str, index: i64) -> Result<CertificateNumber, Error> {
        Ok(CertificateNumber {
            council: self.parsed("council", council)?,
            index: self.number("certificate_index", index)?,
        })
    }

    /// The column `stars`.
    pub fn stars(&self, stars: i64) -> Result<Stars, Error> {
        let stars = u64::try_from(stars).ok();
        self.column("stars", stars.and_then(|stars| Stars::new(stars).ok()))
    }

    pub fn number<T: TryFrom<i64>>(&self, column: &'static str, value: i64) -> Result<T, Error> {
        self.column(column, T::try_from(value).ok())
    }
}

/// An instant as the register keeps it.
pub(super) fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// A count or place as the register keeps it. They come from columns; a greater one names
/// nothing.
pub(super) fn bound(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// The pattern of `like … escape '!'` that finds a text anywhere.
pub(super) fn containing(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len() + 2);
    pattern.push('%');
    for c in text.chars() {
        if matches!(c, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

/// Bytes as the register keeps them.
pub(super) fn bytes(bytes: &[u8]) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}
