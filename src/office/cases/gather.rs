//! Evidence, with what is known of it: entries of a journal with their additions, codes and
//! certificate numbers, each judged again.

use super::TypedEvidence;
use super::repeated::Question;
use super::tell::Told;
use crate::office::{Access, Error, LogRefused, Office, Refusal};
use crate::register::{CaseProduct, JournalEntryRecord, NewEvidence};
use crate::scheme::journal::EntryHash;
use crate::scheme::number::CertificateNumber;
use crate::scheme::text;
use crate::scheme::verdict::Verdict;
use crate::scheme::words::Text;

/// Characters of a code's text.
const LONGEST_CODE: usize = 4_000;

/// What is to be added to a case.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    /// In the order in which it was given.
    pub evidence: Vec<NewEvidence>,
    /// The first certificate that is concerned.
    pub about: CaseProduct,
    /// The position of the first entry that has one, if it is wanted.
    pub position: Option<String>,
    /// Who is told.
    pub told: Vec<Told>,
}

impl Gathered {
    /// The shoppers' reports among it.
    pub fn reports(&self) -> Vec<i64> {
        let reports = self.evidence.iter().filter(|new| new.kind == "report");
        reports.filter_map(|new| new.report).collect()
    }
}

impl Office {
    /// Gathers what somebody wants to add to a case.
    ///
    /// # Errors
    /// [`Error::Refused`] with everything that cannot be added; or when the register does not
    /// answer.
    pub(super) async fn gather(
        &self,
        access: &Access,
        wanted: &TypedEvidence,
    ) -> Result<Result<Gathered, Vec<Refusal>>, Error> {
        let mut gathered = Gathered::default();
        let mut refusals = Vec::new();
        let mut ids = wanted.entries.clone();
        ids.dedup();
        for (row, id) in (1..).zip(ids) {
            let found = self.register.journal_entry(id).await?;
            match found.filter(|entry| access.account() == Some(entry.account)) {
                Some(entry) if entry.entry.check().is_some() => {
                    self.add_entry(&mut gathered, &entry, wanted.with_position)
                        .await?;
                }
                _ => refusals.push(no_such_entry(row, id)),
            }
        }
        if let Some(report) = wanted.report {
            self.add_report(access, &mut gathered, report).await?;
        }
        let codes = wanted.codes.iter().filter(|code| !code.trim().is_empty());
        for (row, code) in (1..).zip(codes) {
            if let Some(refusal) = self.add_code(&mut gathered, row, code.trim()).await? {
                refusals.push(refusal);
            }
        }
        if !wanted.note.trim().is_empty() {
            match text::tidy_prose(&wanted.note) {
                Ok(note) => gathered.evidence.push(NewEvidence {
                    kind: "note",
                    note: Some(note),
                    ..NewEvidence::default()
                }),
                Err(refused) => refusals.push(Refusal::of(
                    "note",
                    "text_refused",
                    Text::of(
                        format!(
                            "{} Hãy gõ lại ghi chú.",
                            crate::office::issue::vi_of(refused)
                        ),
                        format!("This cannot stand here: {refused}. Type the note again."),
                    ),
                )),
            }
        }
        match refusals.is_empty() {
            true => Ok(Ok(gathered)),
            false => Ok(Err(refusals)),
        }
    }

    /// An entry with what was added to it.
    async fn add_entry(
        &self,
        gathered: &mut Gathered,
        record: &JournalEntryRecord,
        with_position: bool,
    ) -> Result<(), Error> {
        let Some(check) = record.entry.check() else {
            return Ok(());
        };
        let asked = Question {
            code: &check.code,
            at: record.entry.at,
            trust_list: Some(check.trust_list),
            stars: check.stars_on_package,
        };
        let judged = self.judged_at(asked).await?;
        let new = NewEvidence {
            kind: "entry",
            entry: Some(record.id),
            code: Some(check.code.clone()),
            verdict: check.verdict.map(|kind| kind.name().to_owned()),
            checked_at: Some(record.entry.at),
            ..NewEvidence::default()
        };
        self.conclude(gathered, new, judged).await?;
        let counter = record.entry.counter;
        for added in self
            .register
            .journal_additions(record.journal, counter)
            .await?
        {
            let Some(addition) = added.entry.addition() else {
                continue;
            };
            let new = |kind: &'static str| NewEvidence {
                kind,
                entry: Some(added.id),
                checked_at: Some(added.entry.at),
                ..NewEvidence::default()
            };
            let note = addition.note.as_deref().map(text::tidy_prose);
            if let Some(Ok(note)) = note {
                gathered.evidence.push(NewEvidence {
                    note: Some(note),
                    ..new("note")
                });
            }
            if let Some(picture) = addition.photograph {
                gathered.evidence.push(NewEvidence {
                    photograph: Some(picture.sha256.to_string()),
                    ..new("photograph")
                });
            }
            if let Some(place) = addition.place
                && with_position
                && gathered.position.is_none()
            {
                // To a metre: no device knows better.
                let position = format!("{:.5},{:.5}", place.latitude, place.longitude);
                gathered.position = Some(position);
            }
        }
        Ok(())
    }

    /// A shopper's report, with its code judged for when it came, and its photographs. Who
    /// reported stays where it is.
    async fn add_report(
        &self,
        access: &Access,
        gathered: &mut Gathered,
        id: i64,
    ) -> Result<(), Error> {
        let found = self.report_for_case(access, id).await?;
        let report = found.report;
        let judged = match &report.code {
            Some(code) => {
                let asked = Question {
                    code,
                    at: report.received_at,
                    trust_list: None,
                    stars: None,
                };
                self.judged_at(asked).await?
            }
            None => None,
        };
        let new = NewEvidence {
            kind: "report",
            report: Some(id),
            code: report.code,
            verdict: report.verdict,
            checked_at: Some(report.received_at),
            note: Some(report.description),
            ..NewEvidence::default()
        };
        self.conclude(gathered, new, judged).await?;
        for record in found.photographs {
            gathered.evidence.push(NewEvidence {
                kind: "photograph",
                report: Some(id),
                photograph: Some(EntryHash(record.photograph.hash).to_string()),
                ..NewEvidence::default()
            });
        }
        Ok(())
    }

    /// A code or certificate number that was typed, judged now.
    pub(super) async fn add_code(
        &self,
        gathered: &mut Gathered,
        row: usize,
        code: &str,
    ) -> Result<Option<Refusal>, Error> {
        if code.chars().count() > LONGEST_CODE || code.chars().any(char::is_control) {
            return Ok(Some(not_a_code(row)));
        }
        let at = self.clock.now();
        let asked = Question {
            code,
            at,
            trust_list: None,
            stars: None,
        };
        let judged = self.judged_at(asked).await?;
        let is_number = self.number_in(code).is_some();
        if is_number && judged.is_none() {
            return Ok(Some(no_such_number(row)));
        }
        let new = NewEvidence {
            kind: if is_number { "number" } else { "code" },
            code: Some(code.to_owned()),
            verdict: judged
                .as_ref()
                .map(|verdict| verdict.kind.name().to_owned()),
            checked_at: Some(at),
            ..NewEvidence::default()
        };
        self.conclude(gathered, new, judged).await?;
        Ok(None)
    }

    /// Notes with a piece of evidence what is known of its certificate.
    async fn conclude(
        &self,
        gathered: &mut Gathered,
        mut new: NewEvidence,
        judged: Option<Verdict>,
    ) -> Result<(), Error> {
        if let Some(verdict) = judged {
            let certificate = verdict.certificate.as_ref();
            let number = certificate.map(|certificate| certificate.number());
            new.judged = serde_json::to_string(&verdict).ok();
            new.number = number;
            if let (Some(number), Some(certificate)) = (number, certificate) {
                new.proof = self.proof_of(number).await?;
                let producer = certificate.producer.as_deref();
                for told in self.told_of(number, producer).await? {
                    if !gathered.told.iter().any(|(code, _)| *code == told.0) {
                        gathered.told.push(told);
                    }
                }
                if gathered.about.number.is_none() {
                    let certified = self.register.certified_product(number).await?;
                    let product_set = certified.map(|certified| {
                        format!("{}-{}", certified.catalogue.name(), certified.set_no)
                    });
                    gathered.about = CaseProduct {
                        number: Some(number),
                        product_set,
                        product: certificate.product.clone(),
                        producer: certificate.producer.clone(),
                    };
                }
            }
        }
        gathered.evidence.push(new);
        Ok(())
    }

    /// The proof that a certificate is in the log, where there is one by now.
    async fn proof_of(&self, number: CertificateNumber) -> Result<Option<String>, Error> {
        match self.prove(number).await {
            Ok(proof) => Ok(Some(proof.to_string())),
            Err(
                Error::NoSuchNumber(_)
                | Error::Log(LogRefused::NotYet(_) | LogRefused::NoCheckpoint),
            ) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

fn in_row(row: usize, refusal: Refusal) -> Refusal {
    Refusal {
        row: Some(row),
        ..refusal
    }
}

fn no_such_entry(row: usize, id: i64) -> Refusal {
    let message = Text::of(
        format!(
            "Nhật ký của bạn không có lần kiểm tra số {id}. Hãy mở nhật ký và chọn lại; nếu vừa kiểm tra, hãy đồng bộ thiết bị trước."
        ),
        format!(
            "Your journal has no check {id}. Open the journal and choose again; if you have just checked, synchronise the device first."
        ),
    );
    in_row(row, Refusal::of("entries", "no_such_entry", message))
}

fn not_a_code(row: usize) -> Refusal {
    let message = Text::of(
        format!(
            "Nội dung mã dài quá {LONGEST_CODE} ký tự hoặc có ký tự không nhìn thấy. Hãy dán lại nội dung quét được."
        ),
        format!(
            "The code's text has more than {LONGEST_CODE} characters, or one that cannot be seen. Paste what was scanned again."
        ),
    );
    in_row(row, Refusal::of("codes", "not_a_code", message))
}

fn no_such_number(row: usize) -> Refusal {
    let message = Text::new(
        "Sổ đăng ký không có giấy chứng nhận số này, hoặc số bị gõ sai. Hãy so lại với nhãn; nếu nhãn ghi đúng như vậy, hãy ghi số ấy vào phần nội dung vụ việc.",
        "The register has no such certificate, or its number is mistyped. Compare it with the label; if the label says so, write that number into the statement.",
    );
    in_row(row, Refusal::of("codes", "no_such_number", message))
}
