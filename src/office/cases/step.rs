//! A case goes on: somebody begins, refers it, closes it with its result, or takes it up again.

use serde_json::json;

use super::acting::{Act, Change};
use super::{CaseRefused, CaseView};
use crate::office::typed::Typed;
use crate::office::{Access, Error, Office};
use crate::register::CaseStep;
use crate::scheme::case::{CaseMove, CaseResult};
use crate::scheme::words::Text;

/// What is typed with a move.
#[derive(Clone, Debug, Default)]
pub struct TypedStep {
    /// `found` or `not_found`, to close.
    pub result: String,
    /// What it came to, or why it is taken up again.
    pub outcome: String,
    /// The number of the authority's decision.
    pub decision: String,
    /// What the shoppers are told whose reports it began with, to close.
    pub public_answer: String,
}

impl Office {
    /// Moves a case.
    ///
    /// # Errors
    /// [`CaseRefused::State`] where the move cannot be made; [`Error::Refused`] with everything
    /// that is wrong with what was typed; [`Error::Stale`].
    pub async fn move_case(
        &self,
        access: &Access,
        (id, seen): (i64, i64),
        step: CaseMove,
        written: &TypedStep,
    ) -> Result<CaseView, Error> {
        let (record, person) = self.case_to_work_on(access, id, seen).await?;
        let to = record.state.after(step);
        let to = to.ok_or(CaseRefused::State(record.state))?;
        let mut typed = Typed::default();
        let outcome = match step {
            CaseMove::Begin => optional_prose(&mut typed, &written.outcome),
            CaseMove::Refer | CaseMove::Close | CaseMove::Reopen => {
                typed.prose("outcome", &written.outcome)
            }
        };
        let decision = typed.optional_line("decision", &written.decision);
        let public_answer = match written.public_answer.trim().is_empty() {
            true => None,
            false => typed.prose("public_answer", &written.public_answer),
        };
        let result = match step {
            CaseMove::Begin | CaseMove::Reopen => None,
            CaseMove::Refer => Some(CaseResult::Referred),
            CaseMove::Close => {
                let result: Option<CaseResult> = written.result.trim().parse().ok();
                let result = result.filter(|result| *result != CaseResult::Referred);
                if result.is_none() {
                    typed.refuse("result", "not_a_case_result", no_result());
                }
                result
            }
        };
        typed.finish(Some(()))?;
        // What a case came to stands with it; why it is taken up again is told by the move.
        let ends = matches!(step, CaseMove::Refer | CaseMove::Close);
        let change = CaseStep {
            id,
            seen,
            state: to,
            result,
            outcome: outcome.clone().filter(|_| ends),
            decision: decision.filter(|_| ends),
            at: self.clock.now(),
        };
        let act = Act {
            name: match step {
                CaseMove::Begin => "case_begun",
                CaseMove::Refer => "case_referred",
                CaseMove::Close => "case_closed",
                CaseMove::Reopen => "case_reopened",
            },
            body: json!({ "state": to.name(), "result": result.map(CaseResult::name) }),
            change: Change::Step(change, public_answer),
            moved: Some((step.name(), outcome)),
        };
        self.act_on_case(access, (&record, person), act).await
    }
}

fn optional_prose(typed: &mut Typed, written: &str) -> Option<String> {
    match written.trim().is_empty() {
        true => None,
        false => typed.prose("outcome", written),
    }
}

fn no_result() -> Text {
    Text::new(
        "Chưa chọn kết quả. Hãy chọn “Phát hiện vi phạm” hoặc “Không phát hiện vi phạm”.",
        "No result is chosen. Choose “Violation found” or “No violation found”.",
    )
}
