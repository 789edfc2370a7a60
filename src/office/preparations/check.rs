//! What stands in a preparation's way: all that issuing would refuse, and what became of the
//! dossiers meanwhile.

use std::sync::Arc;

use super::canonical;
use crate::office::issue::list::{MORE, PRODUCT, Row};
use crate::office::issue::{Heading, Looked};
use crate::office::{Error, Office, Refusal};
use crate::register::{PreparationLine, PreparationRecord};
use crate::scheme::council::{CouncilCode, Level};
use crate::scheme::dossier::DossierState;
use crate::scheme::words::Text;

/// More lines than a preparation has.
pub(super) const ALL: i64 = 1_000_000;

/// The columns of a list, in their order.
pub(super) fn columns() -> Arc<[&'static str]> {
    PRODUCT.into_iter().chain(MORE).collect()
}

impl Office {
    /// Every line of a preparation.
    pub(super) async fn all_lines(&self, id: i64) -> Result<Vec<PreparationLine>, Error> {
        Ok(self.register.preparation_lines(id, 0, ALL).await?)
    }

    /// Looks at a preparation as issuing will. Rows are named by their places in it.
    pub(super) async fn look_at(
        &self,
        record: &PreparationRecord,
        lines: &[PreparationLine],
    ) -> Result<Looked, Error> {
        let columns = columns();
        let rows = lines.iter().map(|line| {
            let place = usize::try_from(line.line).unwrap_or(0);
            Row::new(place, &columns, canonical::cells(line))
        });
        let mut looked = self
            .look_as_issuing(heading(record), rows.collect())
            .await?;
        if lines.is_empty() {
            looked.refusals.push(Refusal::of(
                "lines",
                "no_lines",
                Text::new(
                    "Quyết định chưa có sản phẩm nào. Hãy thêm dòng, nhập danh sách, hoặc lấy hồ sơ đã chấm.",
                    "The decision has no products yet. Add a line, import a list, or gather assessed dossiers.",
                ),
            ));
        }
        let objections = self.dossier_objections(record).await?;
        looked.refusals.extend(objections);
        Ok(looked)
    }

    /// Lines whose dossiers are no longer with the council: withdrawn, returned, sent on.
    pub(super) async fn dossier_objections(
        &self,
        record: &PreparationRecord,
    ) -> Result<Vec<Refusal>, Error> {
        let level = self.level_of(record.council);
        let dossiers = self.register.dossiers_of_preparation(record.id).await?;
        let gone = dossiers
            .into_iter()
            .filter(|dossier| !level.is_some_and(|level| is_with(level, dossier.state)));
        Ok(gone
            .map(|dossier| {
                let (id, words) = (dossier.id, dossier.state.words());
                Refusal {
                    row: usize::try_from(dossier.line).ok(),
                    column: Some("dossier"),
                    code: "dossier_not_here",
                    message: Text::of(
                        format!(
                            "Hồ sơ {id} không còn ở hội đồng ({}). Hãy bỏ dòng này.",
                            words.vi
                        ),
                        format!(
                            "Dossier {id} is no longer with the council ({}). Remove the line.",
                            words.en
                        ),
                    ),
                }
            })
            .collect())
    }

    /// The level of a council, as verifiers know it.
    pub(super) fn level_of(&self, council: CouncilCode) -> Option<Level> {
        Some(self.held().trust.council(council)?.level)
    }
}

/// What a preparation says of itself.
pub(super) fn heading(record: &PreparationRecord) -> Heading<'_> {
    Heading {
        council: record.council,
        decision: &record.facts.number,
        decided_on: record.facts.decided_on,
        authority: Some(&record.facts.authority),
    }
}

/// Whether a council of a level may certify a dossier in a state. What a province proposed for
/// 5 stars holds its 4 until the centre decides.
pub(super) fn is_with(level: Level, state: DossierState) -> bool {
    state.level() == Some(level)
        || level == Level::Province && state == DossierState::ProposedToCentre
}
