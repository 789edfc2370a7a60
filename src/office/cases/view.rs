//! A case, for those who may see it.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;

use crate::office::{Access, Error, Office};
use crate::register::{CaseFileRecord, CaseRecord, EvidenceRecord, JournalEntryRecord};
use crate::scheme::case::{CaseKind, CaseResult, CaseState};
use crate::scheme::council::CouncilCode;
use crate::scheme::number::CertificateNumber;
use crate::scheme::words::Text;

/// Somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NamedAccount {
    /// Their account.
    pub id: i64,
    /// Their name.
    pub name: String,
}

/// An entry of a journal that a case holds.
#[derive(Clone, Debug, Serialize)]
pub struct EntryView {
    /// Its identity.
    pub id: i64,
    /// Which device wrote it.
    pub device: String,
    /// Its place in the device's journal, from 1.
    pub counter: u64,
    /// The SHA-256 of its text, base64url.
    pub hash: String,
    /// Its text, as the device wrote it.
    pub text: String,
    /// When it reached the register.
    pub received_at: DateTime<Utc>,
}

/// That evidence was struck.
#[derive(Clone, Debug, Serialize)]
pub struct StruckView {
    /// Who did.
    pub by: NamedAccount,
    /// When.
    pub at: DateTime<Utc>,
    /// Why.
    pub reason: String,
}

/// Something that a case holds.
#[derive(Clone, Debug, Serialize)]
pub struct EvidenceView {
    /// Its place in the case, from 1.
    pub place: i64,
    /// `entry`, `code`, `number`, `photograph`, `note` or `report`.
    pub kind: String,
    /// The entry of a journal that it is, or comes from.
    pub entry: Option<EntryView>,
    /// The shopper's report.
    pub report: Option<i64>,
    /// The text of a code, or the certificate number that was given.
    pub code: Option<String>,
    /// The certificate that the code names.
    pub number: Option<CertificateNumber>,
    /// What was said when it was checked: by the device, for an entry.
    pub verdict: Option<String>,
    /// When it was checked.
    pub checked_at: Option<DateTime<Utc>>,
    /// What the judge here said for that instant, when it was added.
    pub judged: Option<Value>,
    /// The proof that the certificate is in the log, as `…/proof` gave it when it was added.
    pub proof: Option<String>,
    /// A photograph's SHA-256, base64url.
    pub photograph: Option<String>,
    /// Words.
    pub note: Option<String>,
    /// Who added it.
    pub added_by: NamedAccount,
    /// When.
    pub added_at: DateTime<Utc>,
    /// That it was struck.
    pub struck: Option<StruckView>,
}

/// Something that happened to a case.
#[derive(Clone, Debug, Serialize)]
pub struct MadeView {
    /// What: `opened`, `changed`, `assigned`, `begin`, `refer`, `close`, `reopen`.
    pub act: String,
    /// Where the case was then.
    pub state: CaseState,
    /// What was said with it.
    pub note: Option<String>,
    /// Who did it.
    pub by: NamedAccount,
    /// When.
    pub at: DateTime<Utc>,
}

/// A council that was told of a case.
#[derive(Clone, Debug, Serialize)]
pub struct ToldView {
    /// Which.
    pub council: CouncilCode,
    /// Its name.
    pub name: Text,
    /// `issuer`, `successor` or `province`.
    pub because: String,
    /// When.
    pub told_at: DateTime<Utc>,
    /// Who of it said that it was read.
    pub seen_by: Option<NamedAccount>,
    /// When.
    pub seen_at: Option<DateTime<Utc>>,
}

/// A case file that was handed out.
#[derive(Clone, Debug, Serialize)]
pub struct HandedOut {
    /// Its SHA-256, base64url.
    pub digest: String,
    /// The version of the case that it is of.
    pub version: i64,
    /// When it was written.
    pub made_at: DateTime<Utc>,
}

/// A case whole.
#[derive(Clone, Debug, Serialize)]
pub struct CaseView {
    /// Its identity.
    pub id: i64,
    /// Its reference for people, `VV-2026-000123`.
    pub reference: String,
    /// What is claimed falsely.
    pub kind: CaseKind,
    /// Where it is.
    pub state: CaseState,
    /// What was found, in words.
    pub statement: String,
    /// The province where, a unit of today.
    pub province: Option<String>,
    /// Where in it.
    pub place: String,
    /// The position, where it was wanted: latitude and longitude.
    pub position: Option<String>,
    /// The certificate that it is about, the first of those in its evidence.
    pub number: Option<CertificateNumber>,
    /// Its product's set: `2023-11`, catalogue and number.
    pub product_set: Option<String>,
    /// Its product.
    pub product: Option<String>,
    /// Its producer.
    pub producer: Option<String>,
    /// The shop's name.
    pub shop: String,
    /// The shop's address.
    pub shop_address: String,
    /// The inspector to whom it is assigned.
    pub assignee: Option<NamedAccount>,
    /// What it came to.
    pub result: Option<CaseResult>,
    /// The same in words.
    pub outcome: Option<String>,
    /// The number of the authority's decision.
    pub decision: Option<String>,
    /// Who opened it.
    pub opened_by: NamedAccount,
    /// When.
    pub opened_at: DateTime<Utc>,
    /// When it was changed last.
    pub changed_at: DateTime<Utc>,
    /// How often it was changed, from 1.
    pub version: i64,
    /// What it stands on.
    pub evidence: Vec<EvidenceView>,
    /// What happened to it.
    pub history: Vec<MadeView>,
    /// Who was told.
    pub told: Vec<ToldView>,
    /// Its files that were handed out.
    pub files: Vec<HandedOut>,
    /// The page where anybody who knows its address repeats the checks.
    pub check: String,
}

/// Names of accounts, each read once.
#[derive(Default)]
struct Names(HashMap<i64, String>);

impl Office {
    /// A case that somebody may see.
    ///
    /// # Errors
    /// That there is none, or none in reach.
    pub async fn case(&self, access: &Access, id: i64) -> Result<CaseView, Error> {
        let record = self.case_in_sight(access, id).await?;
        self.case_view(record).await
    }

    async fn case_view(&self, record: CaseRecord) -> Result<CaseView, Error> {
        let id = record.id;
        let held = self.register.evidence_of(id).await?;
        let moves = self.register.case_moves(id).await?;
        let told = self.register.told_of_case(id).await?;
        let files = self.register.case_files(id).await?;
        let mut people = vec![record.opened_by];
        people.extend(record.assignee);
        people.extend(moves.iter().map(|made| made.by));
        people.extend(told.iter().filter_map(|told| Some(told.seen?.0)));
        people.extend(held.iter().map(|held| held.added_by));
        let struck = held.iter().filter_map(|held| Some(held.struck.as_ref()?.0));
        people.extend(struck);
        let names = self.names_of(people).await?;
        let entries = self.entries_of(&held).await?;
        let trust = &self.held().trust;
        let council_name = |code: CouncilCode| match trust.council(code) {
            Some(council) => council.name.clone(),
            None => Text::of(code.to_string(), code.to_string()),
        };
        Ok(CaseView {
            reference: record.reference(),
            check: check_path(&record.secret),
            evidence: held
                .into_iter()
                .map(|held| evidence(held, &entries, &names))
                .collect(),
            history: moves
                .into_iter()
                .map(|made| MadeView {
                    act: made.act,
                    state: made.state,
                    note: made.note,
                    by: names.of(made.by),
                    at: made.at,
                })
                .collect(),
            told: told
                .into_iter()
                .map(|told| ToldView {
                    council: told.council,
                    name: council_name(told.council),
                    because: told.because,
                    told_at: told.told_at,
                    seen_by: told.seen.map(|(by, _)| names.of(by)),
                    seen_at: told.seen.map(|(_, at)| at),
                })
                .collect(),
            files: files.into_iter().map(handed_out).collect(),
            assignee: record.assignee.map(|id| names.of(id)),
            opened_by: names.of(record.opened_by),
            id,
            kind: record.facts.kind,
            state: record.state,
            statement: record.facts.statement,
            province: record.facts.province,
            place: record.facts.place,
            position: record.position,
            number: record.product.number,
            product_set: record.product.product_set,
            product: record.product.product,
            producer: record.product.producer,
            shop: record.facts.shop,
            shop_address: record.facts.shop_address,
            result: record.result,
            outcome: record.outcome,
            decision: record.decision,
            opened_at: record.opened_at,
            changed_at: record.changed_at,
            version: record.version,
        })
    }

    /// The entries of journals that evidence is or comes from.
    pub(super) async fn entries_of(
        &self,
        held: &[EvidenceRecord],
    ) -> Result<Vec<JournalEntryRecord>, Error> {
        let mut entries = Vec::new();
        for id in held.iter().filter_map(|held| held.entry) {
            entries.extend(self.register.journal_entry(id).await?);
        }
        Ok(entries)
    }

    async fn names_of(&self, mut people: Vec<i64>) -> Result<Names, Error> {
        people.sort_unstable();
        people.dedup();
        let mut names = Names::default();
        for id in people {
            if let Some(account) = self.register.account(id).await? {
                names.0.insert(id, account.name);
            }
        }
        Ok(names)
    }
}

impl Names {
    fn of(&self, id: i64) -> NamedAccount {
        NamedAccount {
            id,
            name: self.0.get(&id).cloned().unwrap_or_default(),
        }
    }
}

/// The address of a case's check page.
pub(super) fn check_path(secret: &str) -> String {
    format!("/cases/{secret}/check")
}

pub(super) fn handed_out(file: CaseFileRecord) -> HandedOut {
    HandedOut {
        digest: file.digest,
        version: file.version,
        made_at: file.made_at,
    }
}

fn evidence(held: EvidenceRecord, entries: &[JournalEntryRecord], names: &Names) -> EvidenceView {
    let entry = entries.iter().find(|entry| Some(entry.id) == held.entry);
    let entry = entry.map(|entry| EntryView {
        id: entry.id,
        device: entry.device.to_string(),
        counter: entry.entry.counter,
        hash: entry.hash.to_string(),
        text: entry.text.clone(),
        received_at: entry.received_at,
    });
    let judged = held.judged.as_deref();
    EvidenceView {
        place: held.place,
        kind: held.kind,
        entry,
        report: held.report,
        code: held.code,
        number: held.number,
        verdict: held.verdict,
        checked_at: held.checked_at,
        judged: judged.and_then(|judged| serde_json::from_str(judged).ok()),
        proof: held.proof,
        photograph: held.photograph,
        note: held.note,
        added_by: names.of(held.added_by),
        added_at: held.added_at,
        struck: held.struck.map(|(by, at, reason)| StruckView {
            by: names.of(by),
            at,
            reason,
        }),
    }
}
