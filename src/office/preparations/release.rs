//! The release: what was approved becomes certificates, through the very act that issues a list.
//!
//! It may end at any point and be begun again, by anybody: what has its certificate is not
//! issued again, and a batch counts in the transaction that records it. Two at once do not both
//! win: the register allows a line one certificate.

use std::sync::Arc;

use serde::Serialize;
use serde_json::json;

use super::canonical::Canonical;
use super::check::is_with;
use super::keys::Opened;
use super::view::Problem;
use super::{CouncilKeys, PreparationRefused, subject};
use crate::office::issue::{Lost, Patience};
use crate::office::{Access, CodeRefused, Error, Issued, Office, Order};
use crate::register::{self, Deed, DossierStep, PreparationLine, PreparationRecord};
use crate::scheme::council::CouncilCode;
use crate::scheme::dossier::{DossierMove, DossierState};
use crate::scheme::number::CertificateNumber;
use crate::scheme::preparation::PreparationState;
use crate::signer::Signer;

/// What a release led to.
#[derive(Clone, Debug, Serialize)]
pub struct Released {
    /// The preparation.
    pub id: i64,
    /// The council whose certificates they are.
    pub council: CouncilCode,
    /// The decision's number.
    pub number: String,
    /// How many certificates it has.
    pub certificates: usize,
    /// How many of them were issued now.
    pub issued: usize,
    /// Their numbers.
    #[serde(skip)]
    pub numbers: Vec<CertificateNumber>,
}

impl Office {
    /// Releases a decision that was approved, with its council's key. Where it is configured,
    /// compact codes are sealed in the same go.
    ///
    /// # Errors
    /// [`PreparationRefused::State`] for one that was not; [`Error::Refused`] with everything
    /// that stands in its way now; [`Error::Contended`] when somebody else releases it. Doing it
    /// again continues.
    pub async fn release_decision(
        &self,
        id: i64,
        signer: Arc<dyn Signer>,
        progress: impl Fn(usize, usize),
    ) -> Result<Released, Error> {
        let mut patience = Patience::default();
        let mut before = None;
        let (record, lines, issued) = loop {
            let outcome = self
                .issue_approved(id, &signer, &progress, &mut before)
                .await;
            if !patience.is_kept(Lost::of(&outcome)).await {
                break outcome?;
            }
        };
        // A row of the list is a line's place and the header.
        let number_of = |place: usize| {
            let mut certificates = issued.certificates.iter();
            let found = certificates.find(|issued| issued.row == place + 2);
            found.map(|issued| issued.certificate.number)
        };
        let numbers: Vec<Option<CertificateNumber>> = (0..lines.len()).map(number_of).collect();
        loop {
            let concluding = self.conclude_release(&record, &lines, &numbers, &signer);
            let outcome = concluding.await;
            if !patience.is_kept(Lost::of(&outcome)).await {
                break outcome?;
            }
        }
        Ok(Released {
            id,
            council: record.council,
            number: record.facts.number,
            certificates: lines.len(),
            issued: issued.issued,
            numbers: numbers.into_iter().flatten().collect(),
        })
    }

    /// Issues what was approved and has no certificate yet. What had one `before` the first
    /// attempt is not counted as issued now.
    async fn issue_approved(
        &self,
        id: i64,
        signer: &Arc<dyn Signer>,
        progress: &impl Fn(usize, usize),
        before: &mut Option<usize>,
    ) -> Result<(PreparationRecord, Vec<PreparationLine>, Issued), Error> {
        let (record, lines, canonical) = self.releasable(id).await?;
        let order = Order {
            council: record.council,
            decision: record.facts.number.clone(),
            decided_on: record.facts.decided_on,
            authority: Some(record.facts.authority.clone()),
            list: canonical.list,
            skip_bad_rows: false,
        };
        let ready = self.make_ready(&order, false, &**signer).await?;
        if !ready.refusals.is_empty() {
            return Err(Error::Refused(ready.refusals));
        }
        if record.begun_at.is_none() {
            self.begin_release(&record, canonical.digest).await?;
        }
        let before = *before.get_or_insert(ready.had());
        let approved = Some((id, canonical.digest));
        let mut issued = self.carry_out(ready, approved, signer, progress).await?;
        issued.count_from(before);
        Ok((record, lines, issued))
    }

    /// What was approved, as it stands, if nothing is in its way that is known without its key.
    async fn releasable(
        &self,
        id: i64,
    ) -> Result<(PreparationRecord, Vec<PreparationLine>, Canonical), Error> {
        let found = self.register.preparation(id).await?;
        let record = found.ok_or(PreparationRefused::NoSuchPreparation(id))?;
        let lines = self.all_lines(id).await?;
        let canonical = self.approved_content(&record, &lines).await?;
        let objections = self.dossier_objections(&record).await?;
        if record.begun_at.is_none() && !objections.is_empty() {
            return Err(Error::Refused(objections));
        }
        Ok((record, lines, canonical))
    }

    /// What follows once everything has its certificate. Done twice it is the same.
    async fn conclude_release(
        &self,
        record: &PreparationRecord,
        lines: &[PreparationLine],
        numbers: &[Option<CertificateNumber>],
        signer: &Arc<dyn Signer>,
    ) -> Result<(), Error> {
        self.supersede_earlier(record.id, lines, numbers).await?;
        if self.config.label.compact {
            // First: nobody comes back to a decision that is released.
            let numbers: Vec<CertificateNumber> = numbers.iter().flatten().copied().collect();
            self.compact_issued(&numbers, signer).await?;
        }
        self.finish_release(record, lines).await
    }

    /// Releases everything that was approved and whose key can be opened; says how many. Where
    /// one stands still, the preparation says why, and it is left alone for a while unless
    /// somebody acts on it.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn release_due(&self, keys: &CouncilKeys) -> Result<usize, Error> {
        let mut released = 0;
        for record in self.register.preparations_to_release(None).await? {
            if keys.is_left_alone(&record, self.clock.now()) {
                continue;
            }
            match self.release_with(&record, keys).await {
                Ok(done) => released += usize::from(done),
                Err(error) if is_of_the_moment(&error) => {
                    tracing::warn!(preparation = record.id, code = error.code(), %error, "a release waits");
                }
                Err(error) => {
                    keys.leave_alone(&record, self.clock.now());
                    let problem = Problem::of(&error);
                    if self.note_release_problem(&record, &problem).await? {
                        tracing::warn!(preparation = record.id, code = error.code(), %error, "a release stands still");
                    }
                }
            }
        }
        Ok(released)
    }

    /// Releases one decision with a key of the service; says whether it did. What stands in its
    /// way anyhow is found before the key is opened, which costs half a second of a core.
    async fn release_with(
        &self,
        record: &PreparationRecord,
        keys: &CouncilKeys,
    ) -> Result<bool, Error> {
        self.releasable(record.id).await?;
        let signer = match keys.open(self, record.council).await? {
            Opened::Key(signer) => signer,
            Opened::LeftAlone(problem) => {
                // Another decision of the council was told why; so is this one.
                if let Some(problem) = problem {
                    self.note_release_problem(record, &problem).await?;
                }
                return Ok(false);
            }
        };
        let releasing = self.release_decision(record.id, signer, |_, _| {});
        releasing.await.map(|_| true)
    }

    /// Decisions that were approved and are to be released; only those of a number.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn decisions_to_release(
        &self,
        number: Option<&str>,
    ) -> Result<Vec<(i64, CouncilCode, String)>, Error> {
        let due = self.register.preparations_to_release(number).await?;
        let due = due.into_iter();
        Ok(due
            .map(|record| (record.id, record.council, record.facts.number))
            .collect())
    }

    /// What was approved, if it is exactly what stands here, and by somebody else.
    async fn approved_content(
        &self,
        record: &PreparationRecord,
        lines: &[PreparationLine],
    ) -> Result<Canonical, Error> {
        if record.state != PreparationState::Approved {
            return Err(PreparationRefused::State(record.state).into());
        }
        let approval = self.register.approval_of(record.id).await?;
        let approval = approval.ok_or(PreparationRefused::State(PreparationState::Submitted))?;
        let canonical = Canonical::of(record, lines);
        if canonical.digest != approval.digest {
            return Err(PreparationRefused::OtherContent.into());
        }
        let hands = self.register.hands_of(record.id).await?;
        if hands.contains(&approval.approved_by) || record.prepared_by == approval.approved_by {
            return Err(PreparationRefused::SamePerson.into());
        }
        Ok(canonical)
    }

    async fn begin_release(
        &self,
        record: &PreparationRecord,
        digest: [u8; 32],
    ) -> Result<(), Error> {
        let (id, seen, now) = (record.id, record.version, self.clock.now());
        let entering = self.writable().await?.enter(move |entry| {
            Box::pin(async move {
                let version = entry.begin_release((id, seen), &digest, now).await?;
                let body = json!({ "version": version, "digest": hex::encode(digest) });
                entry
                    .trail(&Deed {
                        at: now,
                        actor: Access::of_program().actor.written(),
                        act: "release_begun",
                        subject: subject(id),
                        body,
                    })
                    .await
            })
        });
        match entering.await {
            Ok(_) => Ok(()),
            // Another release began it, or somebody changed it: it is looked at anew.
            Err(register::Error::Changed(_)) => Err(Error::Contended),
            Err(error) => Err(error.into()),
        }
    }

    /// The decision is released and its dossiers are decided, in one transaction.
    async fn finish_release(
        &self,
        record: &PreparationRecord,
        lines: &[PreparationLine],
    ) -> Result<(), Error> {
        let facts = &record.facts;
        let (digest, lines) = (Canonical::of(record, lines).digest, lines.len());
        let year = chrono::Datelike::year(&facts.decided_on);
        let known = self
            .register
            .decision(&facts.authority, &facts.number, year);
        let known = known.await?;
        let decision = known
            .ok_or(Error::BadSeal("the decision was not recorded"))?
            .id;
        let level = self.level_of(record.council);
        let (id, council, now) = (record.id, record.council, self.clock.now());
        let entering = self.writable().await?.enter(move |entry| {
            Box::pin(async move {
                let of = (id, &digest);
                let finished = entry.finish_release(of, decision, lines, now).await?;
                let Some(version) = finished else {
                    return Ok(());
                };
                let actor = Access::of_program().actor.written();
                for dossier in entry.dossiers_of_preparation(id).await? {
                    let is_here = level.is_some_and(|level| is_with(level, dossier.state));
                    // The centre has not spoken yet: the province's 4 stars hold meanwhile.
                    let waits = dossier.state == DossierState::ProposedToCentre
                        && dossier.council != council;
                    let after = dossier.state.after(DossierMove::Decide);
                    let Some(state) = after.filter(|_| is_here && !waits) else {
                        continue;
                    };
                    let step = DossierStep {
                        id: dossier.id,
                        seen: dossier.version,
                        state,
                        council,
                        stars: Some(dossier.stars),
                        at: now,
                    };
                    let version = entry.move_dossier(&step).await?;
                    entry
                        .trail(&Deed {
                            at: now,
                            actor: actor.clone(),
                            act: "dossier_decided",
                            subject: format!("dossier {}", dossier.id),
                            body: json!({ "version": version, "preparation": id,
                                          "stars": dossier.stars }),
                        })
                        .await?;
                }
                let body = json!({ "version": version, "certificates": lines,
                                   "decision": decision });
                let deed = Deed {
                    at: now,
                    actor,
                    act: "preparation_released",
                    subject: subject(id),
                    body,
                };
                entry.trail(&deed).await.map(drop)
            })
        });
        Ok(entering.await?)
    }

    /// Notes why a release stands still; says whether that is news.
    async fn note_release_problem(
        &self,
        record: &PreparationRecord,
        problem: &Problem,
    ) -> Result<bool, Error> {
        let problem = problem.written();
        if record.problem.as_ref() == Some(&problem) {
            return Ok(false);
        }
        let id = record.id;
        let entering = self.writable().await?.enter(move |entry| {
            Box::pin(async move { entry.note_problem(id, Some(&problem)).await })
        });
        Ok(entering.await?)
    }
}

/// Whether what keeps a release is a matter of the moment, of which no page need tell.
pub(super) fn is_of_the_moment(error: &Error) -> bool {
    matches!(
        error,
        Error::Contended
            | Error::Stale(_)
            | Error::Stopped
            | Error::Register(_)
            | Error::Code(CodeRefused::CompactingContended)
    )
}
