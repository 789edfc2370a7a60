//! A case is opened: from checks of a journal, from a shopper's report, or by hand.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use chrono::Datelike as _;
use serde_json::json;

use super::sight::inspects;
use super::{CaseRefused, CaseView, TypedCase, TypedEvidence, facts, subject};
use crate::office::sent_form::{Sending, SentForm};
use crate::office::{Access, Error, Office, Refusal};
use crate::register::{self, Deed, NewCase, NewCaseMove};
use crate::scheme::case::CaseState;
use crate::scheme::day;
use crate::scheme::words::Text;

/// Pieces of evidence of a case.
pub(super) const MOST: usize = 200;

impl Office {
    /// Opens a case with what it stands on. The councils concerned are told in the same entry.
    ///
    /// # Errors
    /// [`Error::Refused`] with everything that is wrong; [`CaseRefused::PersonNeeded`]; or when
    /// the register does not answer.
    pub async fn open_case(
        &self,
        access: &Access,
        written: &TypedCase,
        wanted: &TypedEvidence,
    ) -> Result<CaseView, Error> {
        self.open_case_once(access, None, (written, wanted)).await
    }

    /// The same by a page's form, which opens one however often it arrives.
    ///
    /// # Errors
    /// As [`Self::open_case`].
    pub async fn open_case_once(
        &self,
        access: &Access,
        form: Option<&SentForm>,
        (written, wanted): (&TypedCase, &TypedEvidence),
    ) -> Result<CaseView, Error> {
        let opening = self.enter_case(access, form, (written, wanted));
        let id = self.made_once(access, form, opening).await?;
        self.case(access, id).await
    }

    async fn enter_case(
        &self,
        access: &Access,
        form: Option<&SentForm>,
        (written, wanted): (&TypedCase, &TypedEvidence),
    ) -> Result<i64, Error> {
        let person = inspects(access)?;
        let (facts, gathered) = match (facts::facts(written), self.gather(access, wanted).await?) {
            (Ok(facts), Ok(gathered)) => (facts, gathered),
            (facts, gathered) => {
                let wrong = [facts.err(), gathered.err()]
                    .into_iter()
                    .flatten()
                    .flatten();
                return Err(Error::Refused(wrong.collect()));
            }
        };
        if gathered.evidence.is_empty() {
            return Err(Error::Refused(vec![nothing_held()]));
        }
        if gathered.evidence.len() > MOST {
            return Err(CaseRefused::TooMuch(MOST).into());
        }
        let now = self.clock.now();
        let case = NewCase {
            year: day::of(now).year(),
            secret: secret()?,
            position: gathered.position.clone(),
            product: gathered.about.clone(),
            opened_by: person,
            opened_at: now,
            facts,
        };
        let (actor, report) = (access.actor.written(), wanted.report);
        let sending = Sending::of(access, form);
        let entering = self.writable().await?.enter(move |entry| {
            Box::pin(async move {
                let id = entry.add_case(&case).await?;
                for new in &gathered.evidence {
                    entry.add_evidence(id, new, person, now).await?;
                }
                for told in &gathered.told {
                    entry.tell_of_case(id, *told, now).await?;
                }
                let opened = NewCaseMove {
                    act: "opened",
                    state: CaseState::Open,
                    note: None,
                    by: person,
                    at: now,
                };
                entry.add_case_move(id, &opened).await?;
                if let Some(report) = report
                    && !entry.shopper_report_has_case(report, id, now).await?
                {
                    // Somebody opened one meanwhile.
                    return Err(register::Error::Exists(format!(
                        "a case of report {report}"
                    )));
                }
                let deed = Deed {
                    at: now,
                    actor,
                    act: "case_opened",
                    subject: subject(id),
                    body: json!({ "kind": case.facts.kind.name(), "version": 1,
                                  "certificate": case.product.number,
                                  "evidence": gathered.evidence.len() }),
                };
                entry.trail(&deed).await?;
                if let Some(sending) = &sending {
                    sending.keep(entry, id, now).await?;
                }
                Ok(id)
            })
        });
        match entering.await {
            Err(register::Error::Exists(_)) if report.is_some() => {
                Err(CaseRefused::ReportTaken.into())
            }
            entered => Ok(entered?),
        }
    }
}

/// What nobody can guess: 128 random bits.
fn secret() -> Result<String, Error> {
    let mut random = [0; 16];
    getrandom::fill(&mut random).map_err(|_| Error::Stopped)?;
    Ok(BASE64_URL_SAFE_NO_PAD.encode(random))
}

pub(super) fn nothing_held() -> Refusal {
    Refusal::of(
        "codes",
        "no_evidence",
        Text::new(
            "Vụ việc cần ít nhất một chứng cứ. Hãy chọn lần kiểm tra trong nhật ký, hoặc ghi mã hay số giấy chứng nhận.",
            "A case needs something to stand on. Choose checks of the journal, or give a code or certificate number.",
        ),
    )
}
