//! Issuing a decision's list: reserve, prepare, seal, judge, record, answer.
//!
//! `docs/issuing.md` gives the reason for the order. No lock is held while a key works; nothing
//! signed leaves before it is durable; a line becomes exactly one certificate however often the
//! list is sent.

mod desk;
mod frame;
mod line;
pub(super) mod list;
mod renewing;
mod seal;
mod term;

use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;
use serde::Serialize;

use frame::{Checked, Frame};
use line::{Line, Prepared};
use seal::seal;

pub(super) use desk::vi_of;
pub use list::LARGEST as LARGEST_LIST;

use super::{CertificateView, Error, Office, Refusal};
use crate::register::{self, CertificateRecord};
use crate::scheme::check::date;
use crate::scheme::council::CouncilCode;
use crate::scheme::words::Text;
use crate::signer::Signer;

/// Certificates of one commit. What is in a batch becomes durable together.
const BATCH: usize = 1_000;

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
    /// The product list, CSV.
    pub list: Vec<u8>,
    /// Issue the good rows of a list that has bad ones.
    pub skip_bad_rows: bool,
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
    /// [`Error::Refused`] with everything that is wrong, when nothing was issued; the others
    /// when the register or the key fails. Sending the list again continues.
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
        self.writable().await?;
        self.acting_council(order.council).await?;
        self.check_seals(signer.public_key().as_bytes()).await?;
        let key = signer.public_key();
        let checked = self.check(&order, paper, key.as_bytes()).await?;
        let Checked {
            frame,
            known,
            prepared,
        } = checked;
        let frame = Arc::new(frame);
        let Prepared {
            lines,
            mut refusals,
            mut warnings,
        } = prepared;
        let issued = match &known {
            Some(decision) => self.register.certificates_of(decision.id).await?,
            None => Vec::new(),
        };
        let mut to_issue = Vec::new();
        let mut done = Vec::new();
        split(lines, &issued, &mut to_issue, &mut done, &mut refusals);
        let mut renewing = self
            .check_renewals(&frame, &to_issue, &done, &issued)
            .await?;
        to_issue.retain(|line| !renewing.refuses(line.row));
        refusals.append(&mut renewing.refusals);
        warnings.append(&mut renewing.warnings);
        warnings.sort_by_key(|warning| warning.row);
        refusals.sort_by_key(|refusal| refusal.row);
        let nothing_is_left = to_issue.is_empty() && done.is_empty();
        if !refusals.is_empty() && (!order.skip_bad_rows || nothing_is_left) {
            return Err(Error::Refused(refusals));
        }

        let mut views: Vec<CertificateView> =
            issued.into_iter().map(|record| self.view(record)).collect();
        let already_issued = done.len();
        let total = to_issue.len();
        if total > 0 {
            let decision = match known {
                Some(decision) => decision.id,
                None => self.add_decision(&frame).await?,
            };
            let mut left = to_issue;
            while !left.is_empty() {
                let rest = left.split_off(left.len().min(BATCH));
                // Not read back: what is committed is what was handed in.
                views.extend(self.issue_batch(&frame, decision, &left, &signer).await?);
                done.append(&mut left);
                left = rest;
                progress(done.len() - already_issued, total);
            }
            self.refresh().await?;
        }
        Ok(Issued {
            decision: frame.number.to_string(),
            issued: total,
            already_issued,
            certificates: answer(done, views),
            left_out: refusals,
            warnings,
        })
    }

    /// Reserves indices, seals and judges a batch, and records it.
    async fn issue_batch(
        &self,
        frame: &Arc<Frame>,
        decision: i64,
        lines: &[Line],
        signer: &Arc<dyn Signer>,
    ) -> Result<Vec<CertificateView>, Error> {
        let (council, count) = (frame.sealing.council.code, lines.len());
        let first = self
            .writable()
            .await?
            .enter(move |entry| Box::pin(entry.reserve_indices(council, count)))
            .await?;
        let sealed_at = self.clock.now();
        let (sealing, signer, lines) = (Arc::clone(frame), Arc::clone(signer), lines.to_vec());
        let (certificates, urls, renewals) = tokio::task::spawn_blocking(move || {
            let mut certificates = Vec::with_capacity(count);
            let (mut urls, mut renewals) = (Vec::new(), Vec::new());
            for (index, line) in (first..).zip(&lines) {
                let sealed = seal(&sealing, line, index, sealed_at, &*signer)?;
                certificates.push(sealed.certificate);
                urls.push(sealed.url);
                renewals.extend(sealed.renewal);
            }
            Ok::<_, Error>((certificates, urls, renewals))
        })
        .await
        .map_err(|_| Error::Stopped)??;
        let recorded = self
            .writable()
            .await?
            .enter(move |entry| {
                Box::pin(async move {
                    let adding = entry.add_certificates(decision, certificates, sealed_at);
                    let recorded = adding.await?;
                    for renewal in renewals {
                        entry.add_renewal(renewal, sealed_at).await?;
                    }
                    Ok(recorded)
                })
            })
            .await
            .map_err(contended)?;
        let recorded = recorded.into_iter().zip(urls);
        Ok(recorded
            .map(|(record, url)| CertificateView::new(record, Some(url)))
            .collect())
    }
}

/// The certificates of the lines, in the order of the list.
fn answer(lines: Vec<Line>, certificates: Vec<CertificateView>) -> Vec<IssuedCertificate> {
    let rows: HashMap<(String, String), usize> = lines
        .into_iter()
        .map(|line| ((line.product, line.producer), line.row))
        .collect();
    let mut issued: Vec<IssuedCertificate> = certificates
        .into_iter()
        .filter_map(|certificate| {
            let names = (certificate.product.clone(), certificate.producer.clone());
            let row = *rows.get(&names)?;
            Some(IssuedCertificate { row, certificate })
        })
        .collect();
    issued.sort_by_key(|issued| issued.row);
    issued
}

/// Sorts lines into those to issue and those that have their certificates. A line that was
/// issued with other stars or another term is refused.
fn split(
    lines: Vec<Line>,
    issued: &[CertificateRecord],
    to_issue: &mut Vec<Line>,
    done: &mut Vec<Line>,
    refusals: &mut Vec<Refusal>,
) {
    let issued: HashMap<(&str, &str), &CertificateRecord> = issued
        .iter()
        .map(|record| ((record.product.as_str(), record.producer.as_str()), record))
        .collect();
    for line in lines {
        match issued.get(&(line.product.as_str(), line.producer.as_str())) {
            None => to_issue.push(line),
            // A term by the rule is not compared: the rule's data may be mended one day.
            Some(record)
                if line.term.is_of_paper && record.valid_through != line.term.valid_through =>
            {
                refusals.push(Refusal {
                    row: Some(line.row),
                    column: Some("valid_through"),
                    code: "line_differs",
                    message: Text::of(
                        format!("Dòng này đã được cấp giấy {} đến hết ngày {}. Giấy đã cấp không sửa được.", record.number, date(record.valid_through)),
                        format!("This row was issued as {}, valid through {}. What was issued cannot be changed.", record.number, date(record.valid_through)),
                    ),
                });
            }
            Some(record) if record.stars == line.stars && record.set_no == line.set_no => {
                done.push(line);
            }
            Some(record) => refusals.push(Refusal {
                row: Some(line.row),
                column: Some("stars"),
                code: "line_differs",
                message: Text::of(
                    format!("Dòng này đã được cấp giấy {} với {} sao, bộ {}. Giấy đã cấp không sửa được.", record.number, record.stars, record.set_no),
                    format!("This row was issued as {} with {} stars, set {}. What was issued cannot be changed.", record.number, record.stars, record.set_no),
                ),
            }),
        }
    }
}

fn contended(error: register::Error) -> Error {
    match error {
        register::Error::Exists(_) => Error::Contended,
        error => error.into(),
    }
}
