//! The check page of a case: what its codes are worth, judged again for the instant of the check
//! and for now. For anybody who was given the address. It says nothing of people or places.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::CaseRefused;
use super::repeated::Question;
use super::view::{HandedOut, handed_out};
use crate::office::{Error, Office};
use crate::register::EvidenceRecord;
use crate::scheme::number::CertificateNumber;
use crate::scheme::verdict::Verdict;

/// Characters of an address: of more there is none.
const LONGEST_SECRET: usize = 64;

/// A case, as anybody may check it who was given its address.
#[derive(Clone, Debug, Serialize)]
pub struct CaseCheck {
    /// Its reference.
    pub reference: String,
    /// Its codes, judged again.
    pub codes: Vec<CheckedAgain>,
    /// Its files that were handed out, by their digests.
    pub files: Vec<HandedOut>,
}

/// A code of a case, judged again.
#[derive(Clone, Debug, Serialize)]
pub struct CheckedAgain {
    /// Its place in the case.
    pub place: i64,
    /// The text of the code, or the certificate number that was given.
    pub code: String,
    /// The certificate that it names.
    pub number: Option<CertificateNumber>,
    /// When it was checked.
    pub checked_at: DateTime<Utc>,
    /// What was said then.
    pub verdict: Option<String>,
    /// What the judge says today for that instant; `None` where no such number was issued.
    pub then: Option<Verdict>,
    /// What it says for now.
    pub now: Option<Verdict>,
}

impl Office {
    /// Judges the codes of a case again.
    ///
    /// # Errors
    /// [`CaseRefused::NoSuchCheck`], or when the register does not answer.
    pub async fn check_case(&self, secret: &str) -> Result<CaseCheck, Error> {
        if secret.len() > LONGEST_SECRET || !secret.is_ascii() {
            return Err(CaseRefused::NoSuchCheck.into());
        }
        let found = self.register.case_of_secret(secret).await?;
        let record = found.ok_or(CaseRefused::NoSuchCheck)?;
        let held = self.register.evidence_of(record.id).await?;
        let entries = self.entries_of(&held).await?;
        let now = self.clock.now();
        let mut codes = Vec::new();
        for held in held.into_iter().filter(|held| held.struck.is_none()) {
            let EvidenceRecord {
                code: Some(code),
                checked_at: Some(checked_at),
                ..
            } = &held
            else {
                continue;
            };
            let entry = entries.iter().find(|entry| Some(entry.id) == held.entry);
            let check = entry.and_then(|entry| entry.entry.check());
            let asked = Question {
                code,
                at: *checked_at,
                trust_list: check.map(|check| check.trust_list),
                stars: check.and_then(|check| check.stars_on_package),
            };
            let then = self.judged_at(asked).await?;
            let asked = Question {
                at: now,
                trust_list: None,
                ..asked
            };
            codes.push(CheckedAgain {
                place: held.place,
                code: code.clone(),
                number: held.number,
                checked_at: *checked_at,
                verdict: held.verdict.clone(),
                then,
                now: self.judged_at(asked).await?,
            });
        }
        let files = self.register.case_files(record.id).await?;
        Ok(CaseCheck {
            reference: record.reference(),
            codes,
            files: files.into_iter().map(handed_out).collect(),
        })
    }
}
