//! The programme and its councils, replayed.

use chrono::NaiveDate;
use serde::Deserialize;

use super::{Council, Entry, Programme, Replay, Wrong};
use crate::scheme::council::{CouncilCode, Level, Mandate};
use crate::scheme::seal::PublicKey;
use crate::scheme::words::Text;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Created {
    name: Text,
    root_key: PublicKey,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Added {
    unit: String,
    level: Level,
    name: Text,
    mandates: Vec<Mandate>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Succeeded {
    by: CouncilCode,
    last_day: NaiveDate,
}

impl Replay {
    pub(super) fn programme_created(&mut self, entry: &Entry<'_>) -> Result<(), Wrong> {
        let Created { name, root_key } = entry.body()?;
        if self.programme.is_some() {
            return Err(Wrong::Twice("programme".to_owned()));
        }
        if entry.leaf.subject != "programme" {
            return Err(entry.other_subject());
        }
        self.programme = Some(Programme {
            name,
            root_key,
            created_at: entry.at,
        });
        Ok(())
    }

    pub(super) fn council_added(&mut self, entry: &Entry<'_>) -> Result<(), Wrong> {
        let code: CouncilCode = entry.subject()?;
        let added: Added = entry.body()?;
        if self.councils.contains_key(&code) {
            return Err(Wrong::Twice(code.to_string()));
        }
        let council = Council {
            position: entry.position(),
            unit: added.unit,
            level: added.level,
            name: added.name,
            mandates: added.mandates,
            successor: None,
            issued: 0,
        };
        self.councils.insert(code, council);
        Ok(())
    }

    pub(super) fn council_succeeded(&mut self, entry: &Entry<'_>) -> Result<(), Wrong> {
        let code: CouncilCode = entry.subject()?;
        let Succeeded { by, last_day } = entry.body()?;
        self.council(by)?;
        let council = self.council(code)?;
        if council.successor.is_some() {
            return Err(Wrong::Twice(format!("{code} -> {by}")));
        }
        council.successor = Some(by);
        for mandate in &mut council.mandates {
            let until = mandate.until.unwrap_or(last_day);
            mandate.until = Some(until.min(last_day));
        }
        Ok(())
    }

    pub(super) fn council(&mut self, code: CouncilCode) -> Result<&mut Council, Wrong> {
        let council = self.councils.get_mut(&code);
        council.ok_or_else(|| Wrong::Unfounded(code.to_string()))
    }
}
