//! Recognition decisions: number, year, authority.

use std::fmt;

use super::text;

/// A decision's number, `852/QĐ-UBND`: unique only within its authority and year.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DecisionNumber(String);

/// Text that is no decision number.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is not a decision number: write it as on the decision, such as 852/QĐ-UBND")]
pub struct NotADecisionNumber(pub String);

impl DecisionNumber {
    /// Longest accepted number, in characters.
    pub const LONGEST: usize = 60;

    /// Reads a number as written: begins with a digit, no white space inside; NFC is made.
    ///
    /// # Errors
    /// When it is empty, too long, or holds white space or invisible characters.
    pub fn parse(written: &str) -> Result<Self, NotADecisionNumber> {
        let refuse = || NotADecisionNumber(written.chars().take(Self::LONGEST).collect());
        let number = text::tidy(written).map_err(|_| refuse())?;
        let sound = number.starts_with(|c: char| c.is_ascii_digit())
            && number.chars().count() <= Self::LONGEST
            && !number.contains(char::is_whitespace);
        if sound {
            Ok(Self(number))
        } else {
            Err(refuse())
        }
    }

    /// The number as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for DecisionNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
