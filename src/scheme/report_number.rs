//! The number of a shopper's report: read out on the telephone, typed, and told when mistyped.

use std::fmt;
use std::str::FromStr;

/// What a number is written with: no 0, 1, I, L, O, which look alike. They are 31, a prime, so
/// that one check character tells every wrong character and every two that changed places.
const LETTERS: &[u8; 31] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";
/// What every number begins with, of "phản ánh".
const BEGINS: &str = "PA";
/// Characters that are drawn by lot: 27,512,614,111 numbers. Who guesses finds nothing.
const DRAWN: usize = 7;

/// The number of a shopper's report, `PA-7K3M-Q9TD`: seven characters by lot, and one to check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ReportNumber([u8; DRAWN]);

/// Text that is no number of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAReportNumber {
    /// It has another form.
    #[error("not of the form PA-7K3M-Q9TD")]
    Form,
    /// Its check character does not fit.
    #[error("the check character does not fit")]
    Check,
}

impl ReportNumber {
    /// The number that random bytes draw.
    pub fn drawn(random: [u8; 16]) -> Self {
        let mut left = u128::from_be_bytes(random);
        Self([(); DRAWN].map(|()| {
            let value = (left % 31) as u8;
            left /= 31;
            value
        }))
    }

    /// The value for which the places, counted from 1, times their values have a sum that 31
    /// divides: the place of the check is 8, and 8 times 4 is 1.
    fn check(self) -> u8 {
        let weighted = (1..)
            .zip(self.0)
            .map(|(place, value)| place * u32::from(value));
        let sum: u32 = weighted.sum();
        ((31 - sum % 31) * 4 % 31) as u8
    }
}

impl fmt::Display for ReportNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let letter = |value: u8| char::from(LETTERS[usize::from(value)]);
        let [a, b, c, d, e, g, h] = self.0.map(letter);
        let check = letter(self.check());
        write!(f, "{BEGINS}-{a}{b}{c}{d}-{e}{g}{h}{check}")
    }
}

impl FromStr for ReportNumber {
    type Err = NotAReportNumber;

    /// However it is spaced, in capitals or not, with what it begins with or without.
    fn from_str(text: &str) -> Result<Self, NotAReportNumber> {
        let written: String = text
            .chars()
            .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '–' | '.'))
            .map(|c| c.to_ascii_uppercase())
            .collect();
        let written = match written.len() {
            10 => written.strip_prefix(BEGINS).ok_or(NotAReportNumber::Form)?,
            _ => &written,
        };
        let values: Option<Vec<u8>> = written
            .bytes()
            .map(|byte| {
                let place = LETTERS.iter().position(|letter| *letter == byte)?;
                u8::try_from(place).ok()
            })
            .collect();
        let values = values.ok_or(NotAReportNumber::Form)?;
        let Some((check, drawn)) = values.split_last() else {
            return Err(NotAReportNumber::Form);
        };
        let number = Self(drawn.try_into().map_err(|_| NotAReportNumber::Form)?);
        match number.check() == *check {
            true => Ok(number),
            false => Err(NotAReportNumber::Check),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{DRAWN, LETTERS, NotAReportNumber, ReportNumber};

    #[test]
    fn a_number_is_read_however_it_is_typed() {
        let number = ReportNumber::drawn([7; 16]);
        let written = number.to_string();
        assert_eq!(written.len(), "PA-7K3M-Q9TD".len());
        for typed in [
            written.clone(),
            written.to_lowercase(),
            written.replace('-', " "),
            written.replace('-', ""),
            format!("  {}\n", &written[3..]),
        ] {
            assert_eq!(typed.parse(), Ok(number), "{typed}");
        }
        for typed in ["", "PA", "PA-7K3M", "PA-7K3M-Q9TDX", "CB-12345-E", "chè"] {
            assert_eq!(
                typed.parse::<ReportNumber>(),
                Err(NotAReportNumber::Form),
                "{typed}"
            );
        }
    }

    #[test]
    fn every_wrong_character_and_every_two_that_changed_places_are_told() {
        for random in 0..20u8 {
            let written = ReportNumber::drawn([random.wrapping_mul(37); 16]).to_string();
            let eight: Vec<u8> = written
                .bytes()
                .filter(|byte| *byte != b'-')
                .skip(2)
                .collect();
            for place in 0..=DRAWN {
                for letter in LETTERS.iter().filter(|letter| **letter != eight[place]) {
                    let mut wrong = eight.clone();
                    wrong[place] = *letter;
                    let wrong = String::from_utf8(wrong).unwrap();
                    assert_eq!(wrong.parse::<ReportNumber>(), Err(NotAReportNumber::Check));
                }
                for other in 0..place {
                    let mut wrong = eight.clone();
                    wrong.swap(place, other);
                    let told = String::from_utf8(wrong.clone())
                        .unwrap()
                        .parse::<ReportNumber>();
                    assert_eq!(told.is_err(), wrong != eight);
                }
            }
        }
    }
}
