//! Photographs of a case: taken in without their position, unless it is wanted; read again.

use serde_json::json;

use super::acting::{Act, Change};
use super::gather::Gathered;
use super::open::MOST;
use super::{CaseRefused, CaseView};
use crate::office::typed::Typed;
use crate::office::{Access, Error, Office, PhotographRefused, StoredPhotograph};
use crate::register::NewEvidence;
use crate::scheme::journal::EntryHash;

impl Office {
    /// Adds a photograph to a case. Where it was taken is removed from it, unless that is wanted.
    ///
    /// Decoding takes a core and memory: the door sees to how many do so at once.
    ///
    /// # Errors
    /// [`Error::Refused`] for what is no photograph; [`CaseRefused`]; [`Error::Stale`].
    pub async fn add_photograph_to_case(
        &self,
        access: &Access,
        (id, seen): (i64, i64),
        (bytes, keep_position): (Vec<u8>, bool),
        note: &str,
    ) -> Result<CaseView, Error> {
        let (record, person) = self.case_to_work_on(access, id, seen).await?;
        if !record.state.takes_more() {
            return Err(CaseRefused::State(record.state).into());
        }
        if self.register.evidence_of(id).await?.len() >= MOST {
            return Err(CaseRefused::TooMuch(MOST).into());
        }
        let mut typed = Typed::default();
        let note = match note.trim().is_empty() {
            true => None,
            false => typed.prose("note", note),
        };
        typed.finish(Some(()))?;
        let photograph = self.take_photograph(bytes, keep_position).await?;
        let hash = EntryHash(photograph.hash).to_string();
        let gathered = Gathered {
            evidence: vec![NewEvidence {
                kind: "photograph",
                photograph: Some(hash.clone()),
                kept: Some(photograph),
                note,
                ..NewEvidence::default()
            }],
            ..Gathered::default()
        };
        let act = Act {
            name: "case_evidence_added",
            body: json!({ "count": 1, "sha256": hash, "with_position": keep_position }),
            change: Change::Added(gathered),
            moved: None,
        };
        self.act_on_case(access, (&record, person), act).await
    }

    /// A photograph of a case that somebody may see, by its place in the case.
    ///
    /// # Errors
    /// That there is no such case in sight, or no such photograph of it.
    pub async fn case_photograph(
        &self,
        access: &Access,
        id: i64,
        place: i64,
        want_small: bool,
    ) -> Result<StoredPhotograph, Error> {
        self.case_in_sight(access, id).await?;
        let held = self.register.evidence_of(id).await?;
        let hash = held.iter().find(|held| held.place == place);
        let hash = hash.and_then(|held| held.photograph.as_deref());
        let found = match hash {
            Some(hash) => self.register.photograph_hashed(hash).await?,
            None => None,
        };
        let record = found.ok_or(PhotographRefused::NoSuchPhotograph(place))?;
        self.stored_photograph(record.id, want_small).await
    }
}
