//! Deltas: what somebody who holds an older pack lacks of the newest.

use std::collections::HashMap;

use super::StandingPack;
use crate::office::{Error, Office};
use crate::register::PackRecord;
use crate::scheme::council::CouncilCode;
use crate::scheme::pack::{CHUNK, PartName};

impl Office {
    /// The file that completes the pack with a sequence number to the newest; the whole newest
    /// pack when no such pack was made here.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn pack_since(
        &self,
        newest: &StandingPack,
        sequence: u64,
        names: bool,
    ) -> Result<Vec<u8>, Error> {
        let older = self.register.pack(sequence).await?;
        let Some(older) = older.filter(|older| older.sequence <= newest.record.sequence) else {
            return Ok(newest.sealed.whole(names));
        };
        let counts = Counts {
            certificates: self.register.certificates_before(older.position).await?,
            compact: self.register.compact_tokens_before(older.position).await?,
        };
        Ok(newest
            .sealed
            .delta(names, |part| newest.is_lacking(part, &older, &counts)))
    }
}

/// How many tokens of each council a pack has.
struct Counts {
    certificates: HashMap<CouncilCode, usize>,
    compact: HashMap<CouncilCode, usize>,
}

impl StandingPack {
    /// Whether a part is another than in an older pack.
    fn is_lacking(&self, part: &PartName, older: &PackRecord, counts: &Counts) -> bool {
        let other_trust = older.trust_list != self.record.trust_list;
        match part {
            PartName::Trust => other_trust,
            // Another trust list may say otherwise of which lists are to be believed.
            PartName::Status(code) => {
                let mut lists = self.lists.iter();
                other_trust
                    || lists.any(|list| list.council == *code && list.serial > older.status_serial)
            }
            PartName::Digests(code, chunk) | PartName::Names(code, chunk) => {
                has_grown(&counts.certificates, *code, *chunk, self.chunks.of(*code))
            }
            PartName::Compact(code, chunk) => has_grown(
                &counts.compact,
                *code,
                *chunk,
                self.chunks.compact_of(*code),
            ),
            PartName::Demonstration | PartName::Other(_) => true,
        }
    }
}

/// Whether a chunk holds more now than an older pack had of it.
fn has_grown(
    before: &HashMap<CouncilCode, usize>,
    council: CouncilCode,
    chunk: u32,
    now: usize,
) -> bool {
    let before = before.get(&council).copied().unwrap_or(0);
    let ends = (chunk as usize + 1) * CHUNK;
    before < ends.min(now)
}
