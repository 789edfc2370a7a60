//! Keys, replayed: added, retired, compromised.

use chrono::NaiveDate;
use serde::Deserialize;

use super::{Entry, Key, KeyUse, Replay, Wrong};
use crate::scheme::council::CouncilCode;
use crate::scheme::seal::KeyId;
use crate::scheme::trust::{CouncilKey, KeyState, ProgrammePurpose};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Added {
    council: Option<CouncilCode>,
    purpose: String,
    key: CouncilKey,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Moved {
    council: Option<CouncilCode>,
    purpose: Option<ProgrammePurpose>,
    compromised_on: Option<NaiveDate>,
}

impl Replay {
    pub(super) fn key_added(&mut self, entry: &Entry<'_>) -> Result<(), Wrong> {
        let kid: KeyId = entry.subject()?;
        let added: Added = entry.body()?;
        let of = match (added.council, added.purpose.as_str()) {
            (Some(council), "certificate") => KeyUse::Certificates(council),
            (Some(council), "status") => KeyUse::StatusLists(council),
            (None, purpose) => {
                let purpose = ProgrammePurpose::named(purpose).ok_or(Wrong::Fact("purpose"))?;
                KeyUse::Programme(purpose)
            }
            _ => return Err(Wrong::Fact("purpose")),
        };
        if let Some(council) = added.council {
            self.council(council)?;
        }
        if added.key.kid != kid || added.key.x.id() != kid {
            return Err(entry.other_subject());
        }
        if self.keys.contains_key(&kid) {
            return Err(Wrong::Twice(kid.to_string()));
        }
        let position = entry.position();
        let key = added.key;
        self.keys.insert(kid, Key { position, of, key });
        Ok(())
    }

    /// A key moves on: from active to retired, from either to compromised.
    pub(super) fn key_moved(&mut self, entry: &Entry<'_>) -> Result<(), Wrong> {
        let kid: KeyId = entry.subject()?;
        let moved: Moved = entry.body()?;
        let known = self.keys.get_mut(&kid);
        let known = known.ok_or_else(|| Wrong::Unfounded(kid.to_string()))?;
        let owner = match known.of {
            KeyUse::Certificates(council) | KeyUse::StatusLists(council) => (Some(council), None),
            KeyUse::Programme(purpose) => (None, Some(purpose)),
        };
        if owner != (moved.council, moved.purpose) {
            return Err(Wrong::Fact("council"));
        }
        let (from, day) = (known.key.state, moved.compromised_on);
        let to = match entry.leaf.kind.as_str() {
            "key_retired" => KeyState::Retired,
            _ => KeyState::Compromised,
        };
        if (to == KeyState::Compromised) != day.is_some() {
            return Err(Wrong::Fact("compromised_on"));
        }
        if from == KeyState::Compromised || from == to {
            return Err(Wrong::Move {
                from: from.name(),
                to: to.name(),
            });
        }
        known.key.state = to;
        known.key.compromised_on = day;
        Ok(())
    }
}
