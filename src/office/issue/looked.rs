//! What issuing would say of a decision that is prepared: the same checks, before there is a key
//! at hand.

use super::frame::{Checked, Examined, Frame, Heading, Sealing};
use super::line::Line;
use super::list::{List, Row};
use crate::office::{Error, Office, Refusal};
use crate::scheme::council::CouncilCode;
use crate::scheme::day;
use crate::scheme::product::Catalogue;

/// What was found.
#[derive(Default)]
pub(in crate::office) struct Looked {
    /// What the lines are sealed within; `None` where the decision does not say enough.
    pub(super) frame: Option<Frame>,
    /// The lines in which nothing is wrong.
    pub lines: Vec<Line>,
    /// Everything that is wrong, first with the whole, then row by row.
    pub refusals: Vec<Refusal>,
    pub warnings: Vec<Refusal>,
}

impl Looked {
    /// The catalogue that the lines' sets are of.
    pub fn catalogue(&self) -> Option<Catalogue> {
        Some(self.frame.as_ref()?.edition.catalogue)
    }

    /// Who signed the decision, in the one form.
    pub fn authority(&self) -> Option<&str> {
        Some(&self.frame.as_ref()?.authority)
    }

    /// The decision's number, in the one form.
    pub fn number(&self) -> Option<&str> {
        Some(self.frame.as_ref()?.number.as_str())
    }
}

impl Office {
    /// Looks at a decision and its rows as issuing will.
    ///
    /// # Errors
    /// When the register does not answer. What keeps anybody from issuing is among the refusals.
    pub(in crate::office) async fn look_as_issuing(
        &self,
        heading: Heading<'_>,
        rows: Vec<Row>,
    ) -> Result<Looked, Error> {
        let sealing = match self.any_sealing(heading.council).await {
            Ok(sealing) => sealing,
            Err(error) if error.is_internal() => return Err(error),
            Err(error) => {
                let refusal = Refusal::of("council", error.code(), error.words());
                return Ok(Looked {
                    refusals: vec![refusal],
                    ..Looked::default()
                });
            }
        };
        let list = Ok(List {
            rows,
            ..List::default()
        });
        let Examined {
            frame,
            known,
            prepared,
            mut refusals,
        } = self.examine_rows(sealing, &heading, false, list).await?;
        let Some(frame) = frame else {
            refusals.extend(prepared.refusals);
            return Ok(Looked {
                refusals,
                ..Looked::default()
            });
        };
        let sound = prepared.lines.clone();
        let ready = self.sort_out(Checked {
            frame,
            known,
            prepared,
        });
        let ready = ready.await?;
        refusals.extend(ready.refusals);
        Ok(Looked {
            frame: Some(ready.frame),
            lines: sound,
            refusals,
            warnings: ready.warnings,
        })
    }

    /// Who would seal for a council today, by any of its keys that verifiers know.
    async fn any_sealing(&self, council: CouncilCode) -> Result<Sealing, Error> {
        self.acting_council(council).await?;
        let held = self.held();
        let known = held
            .trust
            .council(council)
            .ok_or(Error::NoSuchCouncil(council))?;
        let keys = self.sealing_keys(known).await?;
        let day = day::of(self.clock.now());
        let key = keys.first().ok_or(Error::NoKey { council, day })?;
        self.sealing(council, key.x.as_bytes())
    }
}
