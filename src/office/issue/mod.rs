//! Issuing a decision's list: reserve, prepare, seal, judge, record, answer.
//!
//! `docs/issuing.md` gives the reason for the order. No lock is held while a key works; nothing
//! signed leaves before it is durable; a line becomes exactly one certificate however often the
//! list is sent.

mod ahead;
mod alike;
mod article_numbers;
mod comma_separated;
mod desk;
mod frame;
pub(super) mod headings;
pub(super) mod line;
pub(super) mod list;
mod looked;
mod patience;
mod preview;
mod ready;
mod renewing;
mod seal;
mod shared_texts;
mod term;
mod unpacked;
mod workbook;

use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;
use serde::Serialize;

use ahead::{Batch, seal_ahead};
use line::Line;

pub(super) use desk::vi_of;
pub(super) use frame::Heading;
pub use list::LARGEST as LARGEST_LIST;
pub(super) use looked::Looked;
pub(super) use patience::{Lost, Patience};
pub(super) use ready::Ready;

use super::{CertificateView, Error, Office, Refusal};
use crate::register::{self, CertificateRecord, Register};
use crate::scheme::council::CouncilCode;
use crate::scheme::seal::KeyId;
use crate::signer::Signer;

/// An order to issue the list of a decision.
#[derive(Clone, Debug)]
pub struct Order {
    /// The council whose certificates they are.
    pub council: CouncilCode,
    /// The decision's number, as written.
    pub decision: String,
    /// The day the decision was signed.
    pub decided_on: NaiveDate,
    /// Who signed the decision; the council's name if `None`.
    pub authority: Option<String>,
    /// The product list, CSV or XLSX.
    pub list: Vec<u8>,
    /// Issue the good rows of a list that has bad ones.
    pub skip_bad_rows: bool,
}

impl Order {
    fn heading(&self) -> Heading<'_> {
        Heading {
            council: self.council,
            decision: &self.decision,
            decided_on: self.decided_on,
            authority: self.authority.as_deref(),
        }
    }
}

/// What an order led to.
#[derive(Debug, Serialize)]
pub struct Issued {
    /// The decision's number.
    pub decision: String,
    /// How many were issued now.
    pub issued: usize,
    /// How many of the lines had their certificates before.
    pub already_issued: usize,
    /// Every certificate of the list, in its order.
    pub certificates: Vec<IssuedCertificate>,
    /// Why rows were left out; empty unless bad rows are skipped.
    pub left_out: Vec<Refusal>,
    /// What somebody should look at.
    pub warnings: Vec<Refusal>,
}

impl Issued {
    /// Counts everything as issued now but what had its certificate before.
    pub(super) fn count_from(&mut self, before: usize) {
        self.issued += self.already_issued - before;
        self.already_issued = before;
    }
}

/// A certificate of a list.
#[derive(Debug, Serialize)]
pub struct IssuedCertificate {
    /// The row of the list.
    pub row: usize,
    /// As the public register shows it.
    #[serde(flatten)]
    pub certificate: CertificateView,
}

impl Office {
    /// Issues the certificates of a decision's list. `progress` is told how many of how many
    /// are durable.
    ///
    /// # Errors
    /// [`PreparationRefused::TwoPeople`](super::PreparationRefused::TwoPeople) where the council
    /// has a chair to approve what is issued; [`Error::Refused`] with everything that is wrong,
    /// when nothing was issued; the others when the register or the key fails. Sending the list
    /// again continues; where the answer to a commit was lost, that is done here, for a while.
    pub async fn issue(
        &self,
        order: Order,
        signer: Arc<dyn Signer>,
        progress: impl Fn(usize, usize),
    ) -> Result<Issued, Error> {
        self.certify(order, false, signer, progress).await
    }

    /// Takes certificates over that were issued on paper: they are sealed now, by the key that
    /// seals today, and say what the paper says. The list names their last days.
    ///
    /// # Errors
    /// As [`Office::issue`].
    pub async fn take_over(
        &self,
        order: Order,
        signer: Arc<dyn Signer>,
        progress: impl Fn(usize, usize),
    ) -> Result<Issued, Error> {
        self.certify(order, true, signer, progress).await
    }

    async fn certify(
        &self,
        order: Order,
        paper: bool,
        signer: Arc<dyn Signer>,
        progress: impl Fn(usize, usize),
    ) -> Result<Issued, Error> {
        let mut patience = Patience::default();
        let mut before = None;
        loop {
            let outcome = self
                .certify_the_rest(&order, paper, &signer, &progress, &mut before)
                .await;
            if !patience.is_kept(Lost::of(&outcome)).await {
                return outcome;
            }
        }
    }

    /// Issues what has no certificate yet. What had one `before` the first attempt is not counted
    /// as issued now.
    async fn certify_the_rest(
        &self,
        order: &Order,
        paper: bool,
        signer: &Arc<dyn Signer>,
        progress: &impl Fn(usize, usize),
        before: &mut Option<usize>,
    ) -> Result<Issued, Error> {
        let ready = self.make_ready(order, paper, &**signer).await?;
        let nothing_is_left = ready.to_issue.is_empty() && ready.done.is_empty();
        if !ready.refusals.is_empty() && (!order.skip_bad_rows || nothing_is_left) {
            return Err(Error::Refused(ready.refusals));
        }
        // What has its certificates is only looked up.
        if !paper && !ready.to_issue.is_empty() {
            self.check_no_chair(order.council).await?;
        }
        let before = *before.get_or_insert(ready.had());
        let mut issued = self.carry_out(ready, None, signer, progress).await?;
        issued.count_from(before);
        Ok(issued)
    }

    /// Looks at everything that an order needs, before anything is signed.
    pub(super) async fn make_ready(
        &self,
        order: &Order,
        paper: bool,
        signer: &dyn Signer,
    ) -> Result<Ready, Error> {
        self.writable().await?;
        let key = signer.public_key();
        self.check_issues(order.council, key.as_bytes()).await?;
        let checked = self.check(order, paper, key.as_bytes()).await?;
        self.sort_out(checked).await
    }

    /// Issues what has no certificate yet, batch by batch. Where it is the release of a
    /// preparation, as its approval has it by a digest, each batch counts there in its own
    /// transaction.
    pub(super) async fn carry_out(
        &self,
        ready: Ready,
        preparation: Option<(i64, [u8; 32])>,
        signer: &Arc<dyn Signer>,
        progress: &impl Fn(usize, usize),
    ) -> Result<Issued, Error> {
        let Ready {
            frame,
            known,
            issued,
            to_issue,
            done,
            refusals,
            warnings,
        } = ready;
        let number = frame.number.to_string();
        let (already_issued, total) = (done.len(), to_issue.len());
        let issued = issued.into_iter().map(|record| self.view(record));
        let mut certificates = answer(&done, issued);
        if total > 0 {
            let decision = match known {
                Some(decision) => decision.id,
                None => self.add_decision(&frame).await?,
            };
            let (council, kid) = (frame.sealing.council.code, frame.sealing.kid);
            let key = *signer.public_key().as_bytes();
            let reserving = self
                .writable()
                .await?
                .enter(move |entry| Box::pin(entry.reserve_indices(council, total)));
            let first = reserving.await?;
            let (clock, signer) = (Arc::clone(&self.clock), Arc::clone(signer));
            let mut batches = seal_ahead(frame, to_issue, first, clock, signer);
            let mut own = Vec::with_capacity(total);
            certificates.reserve(total);
            while own.len() < total {
                let batch = batches.recv().await.ok_or(Error::Stopped)??;
                // Not read back: what is committed is what was handed in.
                let register = self.writable().await?;
                let recording = self.record(register, batch, decision, preparation, (council, kid));
                let recorded = match recording.await {
                    // The council or its key ended since this began.
                    Err(register::Error::Missing(_)) => {
                        self.check_issues(council, &key).await?;
                        return Err(Error::Contended);
                    }
                    Err(error) => return Err(contended(error)),
                    Ok(recorded) => recorded,
                };
                for (record, (row, url)) in recorded {
                    own.push((record.position, record.sealed()));
                    let certificate = CertificateView::new(record, Some(url));
                    certificates.push(IssuedCertificate { row, certificate });
                }
                progress(own.len(), total);
            }
            self.refresh_with(&own).await?;
        }
        certificates.sort_by_key(|issued| issued.row);
        Ok(Issued {
            decision: number,
            issued: total,
            already_issued,
            certificates,
            left_out: refusals,
            warnings,
        })
    }

    /// Records a batch: what was recorded of each line, with its row and the text of its code.
    async fn record(
        &self,
        register: &Register,
        batch: Batch,
        decision: i64,
        preparation: Option<(i64, [u8; 32])>,
        (council, kid): (CouncilCode, KeyId),
    ) -> Result<impl Iterator<Item = (CertificateRecord, (usize, String))> + use<>, register::Error>
    {
        let Batch {
            sealed_at,
            certificates,
            shown,
            renewals,
        } = batch;
        let count = certificates.len();
        let recorded = register
            .enter(move |entry| {
                Box::pin(async move {
                    entry.check_seals(council, kid).await?;
                    let adding = entry.add_certificates(decision, certificates, sealed_at);
                    let recorded = adding.await?;
                    for renewal in renewals {
                        entry.add_renewal(renewal, sealed_at).await?;
                    }
                    if let Some((preparation, digest)) = preparation {
                        entry.count_released((preparation, &digest), count).await?;
                    }
                    Ok(recorded)
                })
            })
            .await?;
        Ok(recorded.into_iter().zip(shown))
    }
}

/// The certificates that lines had before.
fn answer(
    lines: &[Line],
    certificates: impl Iterator<Item = CertificateView>,
) -> Vec<IssuedCertificate> {
    let rows: HashMap<(&str, &str), usize> = lines
        .iter()
        .map(|line| ((line.product.as_str(), line.producer.as_str()), line.row))
        .collect();
    let of_list = certificates.filter_map(|certificate| {
        let names = (certificate.product.as_str(), certificate.producer.as_str());
        let row = *rows.get(&names)?;
        Some(IssuedCertificate { row, certificate })
    });
    of_list.collect()
}

fn contended(error: register::Error) -> Error {
    match error {
        register::Error::Exists(_) => Error::Contended,
        error => error.into(),
    }
}
