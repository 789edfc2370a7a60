//! The keys of the programme's own services, which the trust list names for one purpose each.

use serde::{Deserialize, Serialize};

use super::{CouncilKey, TrustList};
use crate::scheme::words::Text;

/// What a key of the programme's own signs, and nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProgrammePurpose {
    /// The checkpoints of the transparency log.
    Log,
    /// The manifests of the packs for offline verifiers.
    Pack,
}

impl ProgrammePurpose {
    /// Every purpose.
    pub const ALL: [Self; 2] = [Self::Log, Self::Pack];

    /// The name in data, `pack`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Log => "log",
            Self::Pack => "pack",
        }
    }

    /// The purpose of a name in data.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.name() == name)
    }

    /// What such a key signs, in words.
    pub fn words(self) -> Text {
        match self {
            Self::Log => Text::new("nhật ký công khai", "the transparency log"),
            Self::Pack => Text::new("gói ngoại tuyến", "the offline pack"),
        }
    }
}

/// A key of the programme's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProgrammeKey {
    /// What it signs.
    pub purpose: ProgrammePurpose,
    /// The key, and when it signs.
    #[serde(flatten)]
    pub key: CouncilKey,
}

impl TrustList {
    /// The same list with keys of the programme's own.
    #[must_use]
    pub fn with_programme_keys(mut self, keys: Vec<ProgrammeKey>) -> Self {
        self.contents.programme_keys = keys;
        self
    }

    /// The keys of the programme's own, past and present.
    pub fn programme_keys(&self) -> &[ProgrammeKey] {
        &self.contents.programme_keys
    }
}
