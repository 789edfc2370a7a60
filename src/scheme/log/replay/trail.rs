//! Anchors of the trail, replayed.

use serde::Deserialize;

use super::certificates::Sha256Text;
use super::{Entry, Replay, TrailAnchor, Wrong};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Anchored {
    size: u64,
    sha256: Sha256Text,
}

impl Replay {
    pub(super) fn trail_anchored(&mut self, entry: &Entry<'_>) -> Result<(), Wrong> {
        let anchored: Anchored = entry.body()?;
        if entry.leaf.subject != "trail" {
            return Err(entry.other_subject());
        }
        let before = self.trail_anchors.last().map_or(0, |last| last.size);
        if anchored.size <= before {
            return Err(Wrong::Fact("size"));
        }
        self.trail_anchors.push(TrailAnchor {
            position: entry.position(),
            size: anchored.size,
            sha256: anchored.sha256.0,
        });
        Ok(())
    }
}
