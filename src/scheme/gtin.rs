//! GTIN: GS1's trade item numbers, as they stand under bar codes.

use std::fmt;

use super::words::Text;

/// Digits of the longest form, to which the others are filled up with zeros.
const LONGEST: usize = 14;

/// A GTIN in its form of 14 digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Gtin([u8; LONGEST]);

/// Why a text is not a GTIN.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAGtin {
    /// So many digits have none.
    #[error("it has {0} digits; a GTIN has 8, 12, 13 or 14")]
    Length(usize),
    /// Something else than a digit, at a place counted from 1.
    #[error("at place {place} stands \"{found}\", which is no digit")]
    Digit {
        /// Where.
        place: usize,
        /// What stands there.
        found: char,
    },
    /// The last digit does not fit those before it.
    #[error("its last digit is {found}; those before it ask for {expected}")]
    Check {
        /// What stands there.
        found: u8,
        /// What should stand there, if the others are right.
        expected: u8,
    },
}

impl Gtin {
    /// Reads a GTIN: 8, 12, 13 or 14 digits, the last a check digit (GS1 General Specifications,
    /// section 7.9: weights 3 and 1 from the right).
    ///
    /// # Errors
    /// With the digit that is wrong.
    pub fn read(text: &str) -> Result<Self, NotAGtin> {
        let mut places = text.chars().enumerate();
        if let Some((place, found)) = places.find(|(_, c)| !c.is_ascii_digit()) {
            let place = place + 1;
            return Err(NotAGtin::Digit { place, found });
        }
        if !matches!(text.len(), 8 | 12..=LONGEST) {
            return Err(NotAGtin::Length(text.len()));
        }
        let mut digits = [b'0'; LONGEST];
        digits[LONGEST - text.len()..].copy_from_slice(text.as_bytes());
        // From the left of 14 digits the weights begin with 3.
        let weighted = digits[..LONGEST - 1].iter().enumerate();
        let weighted = weighted
            .map(|(place, digit)| u32::from(digit - b'0') * if place % 2 == 0 { 3 } else { 1 });
        let rest = weighted.sum::<u32>() % 10;
        let expected = u8::try_from((10 - rest) % 10).unwrap_or_default();
        let found = digits[LONGEST - 1] - b'0';
        match found == expected {
            true => Ok(Self(digits)),
            false => Err(NotAGtin::Check { found, expected }),
        }
    }

    /// The ways in which the same number can be written, the longest first; again the longest in
    /// place of one that would leave out more than zeros.
    pub fn written(self) -> [String; 4] {
        let whole = self.to_string();
        [LONGEST, 13, 12, 8].map(|length| {
            let (zeros, rest) = whole.split_at(LONGEST - length);
            match zeros.bytes().all(|digit| digit == b'0') {
                true => rest.to_owned(),
                false => whole.clone(),
            }
        })
    }
}

/// 14 digits.
impl fmt::Display for Gtin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0
            .iter()
            .try_for_each(|digit| write!(f, "{}", char::from(*digit)))
    }
}

impl NotAGtin {
    /// What is wrong, and what to do next.
    pub fn words(self) -> Text {
        let vi = match self {
            Self::Length(digits) => {
                format!("có {digits} chữ số, mã GTIN phải có 8, 12, 13 hoặc 14")
            }
            Self::Digit { place, found } => {
                format!("ký tự thứ {place} là \"{found}\", không phải chữ số")
            }
            Self::Check { found, expected } => {
                format!("chữ số kiểm tra ở cuối là {found}, trong khi phải là {expected}")
            }
        };
        Text::of(
            format!("Mã GTIN sai: {vi}. Hãy so lại từng chữ số với mã vạch."),
            format!("This is not a GTIN: {self}. Compare each digit with the bar code."),
        )
    }
}

/// Whether a text is a GTIN.
pub fn is_gtin(text: &str) -> bool {
    Gtin::read(text).is_ok()
}
