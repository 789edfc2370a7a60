//! Stars: the five levels of the programme.

use std::fmt;

/// A star level, 1 to 5. Levels 1 and 2 exist in an assessment and get no certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stars(u8);

/// A number that is no star level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("stars are 1 to 5, not {0}")]
pub struct NotStars(pub u64);

impl Stars {
    /// Every level, from the lowest.
    pub const ALL: [Self; 5] = [Self(1), Self(2), Self(3), Self(4), Self(5)];

    /// The level of a number.
    ///
    /// # Errors
    /// When it is not 1 to 5.
    pub fn new(number: u64) -> Result<Self, NotStars> {
        match u8::try_from(number) {
            Ok(level @ 1..=5) => Ok(Self(level)),
            _ => Err(NotStars(number)),
        }
    }

    /// The level as a number, 1 to 5.
    pub fn get(self) -> u8 {
        self.0
    }
}

impl fmt::Display for Stars {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl serde::Serialize for Stars {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u8(self.0)
    }
}

impl<'de> serde::Deserialize<'de> for Stars {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(u64::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}
