//! Scores in hundredths of a point, and the sheet of three parts.

use std::fmt;
use std::str::FromStr;

use super::words::Language;

/// A score in hundredths of a point: 83.50 points are `Score(8350)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Score(pub u32);

/// Text that is no score.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is not a score: write points with at most two decimals, such as 34.50")]
pub struct NotAScore(pub String);

impl Score {
    /// Whole points as a score.
    pub const fn points(points: u32) -> Self {
        Self(points * 100)
    }

    /// Whether the score is a whole number of points.
    pub fn is_whole(self) -> bool {
        self.0.is_multiple_of(100)
    }
}

impl FromStr for Score {
    type Err = NotAScore;

    /// Reads `34`, `34.5`, `34.50`, and with the decimal comma of Vietnam `34,50`.
    fn from_str(text: &str) -> Result<Self, NotAScore> {
        let refuse = || NotAScore(text.chars().take(40).collect());
        let (whole, decimals) = text.split_once(['.', ',']).unwrap_or((text, "0"));
        let digits = |part: &str, longest: usize| {
            (1..=longest).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
        };
        if !digits(whole, 3) || !digits(decimals, 2) {
            return Err(refuse());
        }
        let whole: u32 = whole.parse().map_err(|_| refuse())?;
        let hundredths: u32 = format!("{decimals:0<2}").parse().map_err(|_| refuse())?;
        Ok(Self(whole * 100 + hundredths))
    }
}

impl Score {
    /// As a Vietnamese reader writes it, with a decimal comma: `34,50`.
    #[must_use]
    pub fn vi(self) -> String {
        self.to_string().replace('.', ",")
    }

    /// As it is written in this language.
    #[must_use]
    pub fn written(self, language: Language) -> String {
        match language {
            Language::Vi => self.vi(),
            Language::En => self.to_string(),
        }
    }
}

/// As data and English write it, with a decimal point: `34.50`.
impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:02}", self.0 / 100, self.0 % 100)
    }
}

/// What a council gave a product in the edition's three parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScoreSheet {
    /// Part A: product and community strength.
    pub a: Score,
    /// Part B: marketing.
    pub b: Score,
    /// Part C: product quality.
    pub c: Score,
}

impl ScoreSheet {
    /// The sum of the three parts.
    pub fn total(self) -> Score {
        Score(self.a.0 + self.b.0 + self.c.0)
    }
}
