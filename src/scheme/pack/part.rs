//! The parts of a pack: how they are named, and what the manifest says of each.

use std::fmt;
use std::str::FromStr;

use sha2::{Digest, Sha256};

use crate::scheme::council::CouncilCode;

/// The name of a part, such as `digests/CB/0`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum PartName {
    /// The signed trust list.
    Trust,
    /// A council's signed status list.
    Status(CouncilCode),
    /// Empty, and there where the programme is a demonstration.
    Demonstration,
    /// Digests of a council's tokens, of the [`super::CHUNK`] with that number.
    Digests(CouncilCode, u32),
    /// Digests of a council's compact tokens, of the [`super::CHUNK`] with that number.
    Compact(CouncilCode, u32),
    /// What to search by, of the certificates of that chunk.
    Names(CouncilCode, u32),
    /// A kind that this version does not know: it is compared with the manifest, and left alone.
    Other(String),
}

impl PartName {
    /// Whether a pack may come without it. A later version's parts may be left out too.
    pub fn is_optional(&self) -> bool {
        matches!(self, Self::Names(..) | Self::Other(_))
    }
}

impl fmt::Display for PartName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Trust => f.write_str("trust"),
            Self::Demonstration => f.write_str("demonstration"),
            Self::Status(council) => write!(f, "status/{council}"),
            Self::Digests(council, chunk) => write!(f, "digests/{council}/{chunk}"),
            Self::Compact(council, chunk) => write!(f, "compact/{council}/{chunk}"),
            Self::Names(council, chunk) => write!(f, "names/{council}/{chunk}"),
            Self::Other(name) => f.write_str(name),
        }
    }
}

/// A text that names a known kind of part in another way than it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAPartName;

impl FromStr for PartName {
    type Err = NotAPartName;

    fn from_str(text: &str) -> Result<Self, NotAPartName> {
        let mut pieces = text.split('/');
        let kind = pieces.next().unwrap_or_default();
        let mut piece = || pieces.next().ok_or(NotAPartName);
        let council = |code: &str| code.parse::<CouncilCode>().map_err(|_| NotAPartName);
        let chunk = |number: &str| number.parse::<u32>().map_err(|_| NotAPartName);
        let name = match kind {
            "trust" => Self::Trust,
            "demonstration" => Self::Demonstration,
            "status" => Self::Status(council(piece()?)?),
            "digests" => Self::Digests(council(piece()?)?, chunk(piece()?)?),
            "compact" => Self::Compact(council(piece()?)?, chunk(piece()?)?),
            "names" => Self::Names(council(piece()?)?, chunk(piece()?)?),
            _ => Self::Other(text.to_owned()),
        };
        // One way to write each: no plus sign, no leading zeroes, nothing left over.
        (name.to_string() == text)
            .then_some(name)
            .ok_or(NotAPartName)
    }
}

/// What the manifest says of a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Which part.
    pub name: PartName,
    /// Its length in bytes.
    pub length: u64,
    /// The SHA-256 of its bytes.
    pub sha256: [u8; 32],
}

impl Part {
    /// Describes some bytes.
    pub fn of(name: PartName, bytes: &[u8]) -> Self {
        Self {
            name,
            length: bytes.len() as u64,
            sha256: Sha256::digest(bytes).into(),
        }
    }

    /// Whether these are the bytes.
    pub fn is(&self, bytes: &[u8]) -> bool {
        self.length == bytes.len() as u64 && Sha256::digest(bytes)[..] == self.sha256
    }
}
