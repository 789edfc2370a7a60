//! Sealing compact codes: of certificates in force, by whoever holds the council's key.
//!
//! No lock is held while a key works, and nothing sealed leaves before it is durable. A
//! certificate gets one compact token, however often it is asked for.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use serde::Serialize;

use super::CodeRefused;
use super::seal::Sealing;
use crate::office::keys::sealing_key;
use crate::office::{Error, Held, Office, Reach, Refusal, Which};
use crate::register::{self, CertificateRecord, Filter, NewCompactToken};
use crate::scheme::council::CouncilCode;
use crate::scheme::day;
use crate::scheme::judge::judge;
use crate::scheme::number::CertificateNumber;
use crate::scheme::qr_text;
use crate::scheme::verdict::Kind;
use crate::scheme::words::Text;
use crate::signer::Signer;

/// Compact tokens of one commit.
const BATCH: usize = 1_000;
/// Certificates of one read.
const PAGE: u32 = 1_000;

/// Of which certificates compact codes are wanted.
#[derive(Clone, Debug)]
pub enum CompactWanted {
    /// Of those that somebody names. One that is named by its number must be in force; of a
    /// decision, those that are.
    These(Which),
    /// Of all of a council that are in force.
    AllOf(CouncilCode),
}

/// What is to be sealed by the key of one council.
pub struct CompactDue {
    /// Whose key is needed.
    pub council: CouncilCode,
    /// Certificates without a compact code.
    certificates: Vec<CertificateRecord>,
    /// Certificates that have theirs.
    already: usize,
    /// Certificates that are not in force.
    left_out: usize,
}

/// What was sealed of one council.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Compacted {
    /// Whose certificates.
    pub council: CouncilCode,
    /// Those whose compact codes were sealed now.
    pub sealed: Vec<CertificateNumber>,
    /// How many had theirs before.
    pub already_sealed: usize,
    /// How many were left out, because they are not in force.
    pub left_out: usize,
}

impl CompactDue {
    /// How many are to be sealed.
    pub fn count(&self) -> usize {
        self.certificates.len()
    }

    /// The outcome where nothing is to be sealed, for which no key is needed.
    pub fn done(&self) -> Option<Compacted> {
        self.certificates.is_empty().then(|| self.begun())
    }

    fn begun(&self) -> Compacted {
        Compacted {
            council: self.council,
            sealed: Vec::with_capacity(self.certificates.len()),
            already_sealed: self.already,
            left_out: self.left_out,
        }
    }
}

impl Office {
    /// What is to be sealed, council by council.
    ///
    /// # Errors
    /// [`Error::Refused`] with every number that is wrong or names a certificate that is not in
    /// force; or when the register does not answer.
    pub async fn compact_due(&self, wanted: &CompactWanted) -> Result<Vec<CompactDue>, Error> {
        self.refresh().await?;
        let records = self.compact_records(wanted).await?;
        let (due, ended) = self.sort_compact(records).await?;
        let is_named = matches!(wanted, CompactWanted::These(Which::Numbers(_)));
        if is_named && !ended.is_empty() {
            return Err(Error::Refused(ended));
        }
        Ok(due)
    }

    /// Seals the compact codes that are due. `progress` is told how many of how many are durable.
    ///
    /// # Errors
    /// [`CodeRefused::CompactingContended`]; that the key does not seal today; or when the
    /// register or the key fails. Doing it again continues.
    pub async fn compact(
        &self,
        due: CompactDue,
        signer: Arc<dyn Signer>,
        progress: impl Fn(usize, usize),
    ) -> Result<Compacted, Error> {
        let total = due.count();
        let mut compacted = due.begun();
        let mut left = due.certificates;
        if !left.is_empty() {
            let key = signer.public_key();
            self.check_issues(due.council, key.as_bytes()).await?;
        }
        while !left.is_empty() {
            let rest = left.split_off(left.len().min(BATCH));
            let sealed = self.compact_batch(due.council, left, &signer).await?;
            compacted.sealed.extend(sealed);
            progress(compacted.sealed.len(), total);
            left = rest;
        }
        self.refresh().await?;
        Ok(compacted)
    }

    /// Seals the compact codes of certificates that were issued a moment ago, where they are in
    /// force: one that was taken over from paper may have ended.
    ///
    /// # Errors
    /// As [`Office::compact`].
    pub async fn compact_issued(
        &self,
        numbers: &[CertificateNumber],
        signer: &Arc<dyn Signer>,
    ) -> Result<(), Error> {
        // Some may have been issued by a service that ended since.
        self.refresh().await?;
        let mut records = Vec::with_capacity(numbers.len());
        for &number in numbers {
            records.extend(self.register.certificate(number).await?);
        }
        let (due, _) = self.sort_compact(records).await?;
        for due in due {
            self.compact(due, Arc::clone(signer), |_, _| {}).await?;
        }
        Ok(())
    }

    async fn compact_records(
        &self,
        wanted: &CompactWanted,
    ) -> Result<Vec<CertificateRecord>, Error> {
        let mut records = Vec::new();
        match wanted {
            CompactWanted::These(which) => {
                let mut seen = HashSet::new();
                for standing in self.standings(which, &Reach::All).await? {
                    if seen.insert(standing.number) {
                        records.extend(self.register.certificate(standing.number).await?);
                    }
                }
            }
            CompactWanted::AllOf(council) => {
                self.council(*council).await?;
                let mut filter = Filter {
                    council: Some(*council),
                    limit: PAGE,
                    ..Filter::default()
                };
                loop {
                    let page = self.register.certificates(&filter).await?;
                    let Some(last) = page.last() else { break };
                    filter.after = Some(last.position);
                    records.extend(page);
                }
            }
        }
        Ok(records)
    }

    /// Sorts certificates into those to seal, council by council, and those that cannot have a
    /// compact code any more.
    async fn sort_compact(
        &self,
        records: Vec<CertificateRecord>,
    ) -> Result<(Vec<CompactDue>, Vec<Refusal>), Error> {
        let held = self.held();
        let mut known: HashMap<CouncilCode, HashSet<u32>> = HashMap::new();
        let mut due: BTreeMap<CouncilCode, CompactDue> = BTreeMap::new();
        let mut ended = Vec::new();
        for record in records {
            let CertificateNumber { council, index } = record.number;
            let has = match known.entry(council) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(unknown) => unknown.insert(self.register.compacted(council).await?),
            };
            let of_council = due.entry(council).or_insert_with(|| CompactDue {
                council,
                certificates: Vec::new(),
                already: 0,
                left_out: 0,
            });
            if has.contains(&index) {
                of_council.already += 1;
            } else if let Some(refusal) = self.not_in_force(&held, &record) {
                of_council.left_out += 1;
                ended.push(refusal);
            } else {
                of_council.certificates.push(record);
            }
        }
        Ok((due.into_values().collect(), ended))
    }

    /// Why a certificate gets no code any more, by the judge that everybody asks.
    fn not_in_force(&self, held: &Held, record: &CertificateRecord) -> Option<Refusal> {
        let code = qr_text::write("https://register", &record.token);
        let (status, known) = (Some(&held.status), Some(&held.register));
        let verdict = judge(&code, &held.trust, status, known, self.clock.now(), None);
        if verdict.kind == Kind::Genuine {
            return None;
        }
        let (number, reason) = (record.number, verdict.reason());
        Some(Refusal::of(
            "number",
            "not_in_force",
            Text::of(
                format!(
                    "Không ký mã rút gọn của giấy {number}: {}. Hãy bỏ số này ra rồi chạy lại.",
                    reason.vi
                ),
                format!(
                    "No compact code of certificate {number} is sealed: {}. Leave the number out and run again.",
                    reason.en
                ),
            ),
        ))
    }

    /// Seals and judges a batch, and records it.
    async fn compact_batch(
        &self,
        council: CouncilCode,
        certificates: Vec<CertificateRecord>,
        signer: &Arc<dyn Signer>,
    ) -> Result<Vec<CertificateNumber>, Error> {
        let register = self.writable().await?;
        let (held, sealed_at) = (self.held(), self.clock.now());
        let key = *signer.public_key().as_bytes();
        let signer = Arc::clone(signer);
        let sealing = tokio::task::spawn_blocking(move || {
            let today = day::of(sealed_at);
            let x = signer.public_key();
            let (_, key) = sealing_key(&held.trust, council, x.as_bytes(), today)?;
            let sealing = Sealing {
                signer: &*signer,
                kid: key.kid,
                alg: key.alg,
                sealed_at,
                trust: &held.trust,
                status: &held.status,
            };
            let sealed = certificates.iter().map(|one| sealing.seal(one));
            let sealed = sealed.collect::<Result<Vec<NewCompactToken>, Error>>()?;
            Ok::<_, Error>((key.kid, sealed))
        });
        let (kid, tokens) = sealing.await.map_err(|_| Error::Stopped)??;
        let numbers = tokens.iter().map(|compact| compact.number).collect();
        let recorded = register
            .enter(move |entry| {
                Box::pin(async move {
                    entry.check_seals(council, kid).await?;
                    entry.add_compact_tokens(&tokens, sealed_at).await
                })
            })
            .await;
        match recorded {
            Ok(()) => Ok(numbers),
            Err(register::Error::Exists(_)) => Err(CodeRefused::CompactingContended.into()),
            // The council or its key ended since this began.
            Err(register::Error::Missing(_)) => {
                self.check_issues(council, &key).await?;
                Err(CodeRefused::CompactingContended.into())
            }
            Err(error) => Err(error.into()),
        }
    }
}
