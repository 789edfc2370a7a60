//! What the councils say of certificates after issuing: status lists and register data.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::council::CouncilCode;
use super::token::TokenDigest;
use super::words::Text;

/// The status of a certificate, with its number in the IETF Token Status List.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// 0.
    Valid = 0,
    /// 1: withdrawn by a decision.
    Revoked = 1,
    /// 2: withdrawn for a time.
    Suspended = 2,
    /// 3: a newer certificate takes its place.
    Superseded = 3,
}

impl Status {
    /// The status of a number.
    pub fn numbered(number: i64) -> Option<Self> {
        [
            Self::Valid,
            Self::Revoked,
            Self::Suspended,
            Self::Superseded,
        ]
        .into_iter()
        .find(|&status| status as i64 == number)
    }

    /// The name in data, `revoked`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Revoked => "revoked",
            Self::Suspended => "suspended",
            Self::Superseded => "superseded",
        }
    }

    /// Whether a decision may lead from this status to another. Revoked and superseded are
    /// final: who was revoked applies again, with a new dossier.
    pub fn may_become(self, to: Self) -> bool {
        match self {
            Self::Valid => to != Self::Valid,
            Self::Suspended => to != Self::Suspended,
            Self::Revoked | Self::Superseded => false,
        }
    }

    /// The status in words.
    pub fn words(self) -> Text {
        match self {
            Self::Valid => Text::new("Còn hiệu lực", "In force"),
            Self::Revoked => Text::new("Thu hồi", "Revoked"),
            Self::Suspended => Text::new("Tạm đình chỉ", "Suspended"),
            Self::Superseded => Text::new("Đã thay thế", "Superseded"),
        }
    }
}

/// One council's status list.
#[derive(Clone, Debug)]
pub struct StatusList {
    /// The instant it speaks of.
    pub as_of: DateTime<Utc>,
    /// When it may no longer say "valid"; `None` for the register itself.
    pub expires_at: Option<DateTime<Utc>>,
    /// Entries up to here exist; an index at or beyond it was never issued.
    pub size: u64,
    /// Every entry that is not valid.
    pub entries: HashMap<u32, Status>,
}

/// The status lists that a verifier holds.
#[derive(Clone, Debug, Default)]
pub struct StatusLists {
    lists: HashMap<CouncilCode, StatusList>,
    latest: Option<DateTime<Utc>>,
}

impl StatusLists {
    /// Takes the lists of several councils.
    pub fn new(lists: HashMap<CouncilCode, StatusList>) -> Self {
        let latest = lists.values().map(|list| list.as_of).max();
        Self { lists, latest }
    }

    /// The same lists of somebody who has seen what was signed at an instant.
    #[must_use]
    pub fn seen_at(mut self, signed_at: DateTime<Utc>) -> Self {
        self.latest = self.latest.max(Some(signed_at));
        self
    }

    /// A council's list.
    pub fn get(&self, council: CouncilCode) -> Option<&StatusList> {
        self.lists.get(&council)
    }

    /// The latest signed instant that is known, of these lists or of what came with them.
    pub fn latest(&self) -> Option<DateTime<Utc>> {
        self.latest
    }

    /// Reads the JSON form of the vectors: `{"CB": {"as_of", "size", "revoked": [..], ..}}`.
    ///
    /// # Errors
    /// When the JSON has another form.
    pub fn from_json(json: serde_json::Value) -> Result<Self, serde_json::Error> {
        #[derive(Deserialize)]
        struct Twin {
            as_of: DateTime<Utc>,
            #[serde(default)]
            expires_at: Option<DateTime<Utc>>,
            size: u64,
            revoked: Vec<u32>,
            suspended: Vec<u32>,
            superseded: Vec<u32>,
        }
        let twins: HashMap<CouncilCode, Twin> = serde_json::from_value(json)?;
        let list = |twin: Twin| {
            let named =
                |indices: Vec<u32>, status| indices.into_iter().map(move |index| (index, status));
            StatusList {
                as_of: twin.as_of,
                expires_at: twin.expires_at,
                size: twin.size,
                entries: named(twin.superseded, Status::Superseded)
                    .chain(named(twin.suspended, Status::Suspended))
                    .chain(named(twin.revoked, Status::Revoked))
                    .collect(),
            }
        };
        Ok(Self::new(
            twins
                .into_iter()
                .map(|(council, twin)| (council, list(twin)))
                .collect(),
        ))
    }
}

/// The genuine tokens that a verifier knows: online the register itself, offline the pack's
/// digests.
#[derive(Clone, Debug)]
pub struct RegisterData {
    /// The instant it speaks of.
    pub as_of: DateTime<Utc>,
    /// Every genuine token of each council; a council that is not named is not known.
    pub councils: Arc<HashMap<CouncilCode, Arc<HashSet<TokenDigest>>>>,
}

impl RegisterData {
    /// What is known at an instant.
    pub fn new(as_of: DateTime<Utc>, councils: HashMap<CouncilCode, HashSet<TokenDigest>>) -> Self {
        let each = councils.into_iter();
        let councils = each.map(|(code, tokens)| (code, Arc::new(tokens)));
        Self {
            as_of,
            councils: Arc::new(councils.collect()),
        }
    }

    /// Reads the JSON form of the vectors: `{"as_of", "councils": {"CB": ["<base64url>"]}}`.
    ///
    /// # Errors
    /// When the JSON has another form.
    pub fn from_json(json: serde_json::Value) -> Result<Self, serde_json::Error> {
        #[derive(Deserialize)]
        struct Twin {
            as_of: DateTime<Utc>,
            councils: HashMap<CouncilCode, Vec<String>>,
        }
        let twin: Twin = serde_json::from_value(json)?;
        let digest = |text: String| {
            let bytes = BASE64_URL_SAFE_NO_PAD.decode(&text).unwrap_or_default();
            bytes.try_into().map(TokenDigest).map_err(|_| {
                serde::de::Error::custom(format!("\"{text}\" is not a digest of 8 bytes"))
            })
        };
        let mut councils = HashMap::new();
        for (council, digests) in twin.councils {
            let digests: Result<_, serde_json::Error> = digests.into_iter().map(digest).collect();
            councils.insert(council, digests?);
        }
        Ok(Self::new(twin.as_of, councils))
    }
}
