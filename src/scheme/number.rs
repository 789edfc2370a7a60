//! Certificate numbers: `CB-12345-E`, with a check character.

use std::fmt;
use std::str::FromStr;

use iso_iec_7064::{MOD_37_36, System};
use serde::Serialize;
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

use super::council::CouncilCode;
use super::words::Text;

/// The number of a certificate: the council's code and the index in its register. Written with
/// one ISO/IEC 7064 MOD 37,36 check character over code and index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CertificateNumber {
    /// The council that sealed it.
    pub council: CouncilCode,
    /// The index in that council's register.
    pub index: u32,
}

/// Text that is no certificate number.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotANumber {
    /// Not three parts.
    #[error("a certificate number has three parts, such as CB-12345-E")]
    Form,
    /// The check character does not fit: a letter or digit was mistyped.
    #[error("the check character does not fit: a letter or digit is mistyped")]
    Check,
}

/// What to say to whoever typed a number whose check character does not fit.
pub const MISTYPED: Text = Text::new(
    "Số giấy chứng nhận bị gõ sai: ký tự kiểm tra ở cuối không khớp. Hãy so lại với nhãn.",
    "The certificate number is mistyped: its check character does not fit. Compare it with the label.",
);

impl CertificateNumber {
    fn check(&self) -> char {
        let text = format!("{}{}", self.council, self.index);
        // The code and the digits are always in the alphabet.
        MOD_37_36
            .checksum_string(&text)
            .and_then(|value| char::from_digit(u32::from(value), 36))
            .map_or('?', |c| c.to_ascii_uppercase())
    }
}

impl fmt::Display for CertificateNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}-{}", self.council, self.index, self.check())
    }
}

impl Serialize for CertificateNumber {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl FromStr for CertificateNumber {
    type Err = NotANumber;

    /// Reads without regard to letter case, spaces or dashes of other kinds.
    fn from_str(text: &str) -> Result<Self, NotANumber> {
        // The longest is 8 + 1 + 10 + 1 + 1 characters; the rest is room for spaces.
        if text.chars().count() > 60 {
            return Err(NotANumber::Form);
        }
        let spaced = text.to_ascii_uppercase();
        let plain: String = spaced.chars().filter(|c| !c.is_whitespace()).collect();
        // A space may stand for a dash, or be a slip inside a part: dashes decide first.
        let dashed = parts(&plain, is_dash);
        let words = parts(&spaced, |c| is_dash(c) || c.is_whitespace());
        let joined: String;
        let (council, index, check) = match (&dashed[..], &words[..]) {
            (&[council, index, check], _) => (council, index, check),
            (_, &[council, index, check]) if check.len() == 1 => (council, index, check),
            (&[council, rest], _) if rest.len() > 1 => {
                let (index, check) = without_last(rest)?;
                (council, index, check)
            }
            // Without its dashes the code is taken to end where the digits begin: the check
            // character cannot tell YB2-1001 from YB-21001, so this is a guess that whoever
            // looks the number up shows with its dashes.
            _ => {
                joined = dashed.concat();
                let (number, check) = without_last(&joined)?;
                let digits = number
                    .find(|c: char| c.is_ascii_digit())
                    .ok_or(NotANumber::Form)?;
                let (council, index) = number.split_at(digits);
                (council, index, check)
            }
        };
        let council: CouncilCode = council.parse().map_err(|_| NotANumber::Form)?;
        let canonical = index == "0" || !index.starts_with('0');
        if !canonical || !super::digits::is_digits(index) {
            return Err(NotANumber::Form);
        }
        let number = Self {
            council,
            index: index.parse().map_err(|_| NotANumber::Form)?,
        };
        let mut written = check.chars();
        match (written.next(), written.next()) {
            (Some(c), None) if c == number.check() => Ok(number),
            (Some(_), None) => Err(NotANumber::Check),
            _ => Err(NotANumber::Form),
        }
    }
}

fn parts(text: &str, between: impl Fn(char) -> bool) -> Vec<&str> {
    text.split(between)
        .filter(|part| !part.is_empty())
        .collect()
}

/// A text and its last character.
fn without_last(text: &str) -> Result<(&str, &str), NotANumber> {
    let (last, _) = text.char_indices().next_back().ok_or(NotANumber::Form)?;
    Ok(text.split_at(last))
}

/// A dash of any kind: Unicode's dashes, the minus sign, and the underscore that people type
/// for it.
fn is_dash(c: char) -> bool {
    c == '\u{2212}' || c == '_' || c.general_category() == GeneralCategory::DashPunctuation
}
