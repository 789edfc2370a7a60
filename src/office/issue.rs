//! Issuing a decision's list: reserve, prepare, seal, judge, record, answer.
//!
//! `docs/issuing.md` gives the reason for the order. No lock is held while a key works; nothing
//! signed leaves before it is durable; a line becomes exactly one certificate however often the
//! list is sent.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use serde::Serialize;

use super::prepare::{Line, Prepared, Rules, prepare};
use super::{CertificateView, Error, Office, Refusal, product_list};
use crate::label::Size;
use crate::register::{self, CertificateRecord, DecisionRecord, NewCertificate, NewDecision};
use crate::scheme::check::date;
use crate::scheme::council::CouncilCode;
use crate::scheme::day;
use crate::scheme::decision::DecisionNumber;
use crate::scheme::edition::Edition;
use crate::scheme::judge::judge;
use crate::scheme::number::CertificateNumber;
use crate::scheme::qr_text;
use crate::scheme::seal::{Alg, KeyId};
use crate::scheme::text;
use crate::scheme::token::Token;
use crate::scheme::trust::{Council, TrustList};
use crate::scheme::verdict::Kind;
use crate::scheme::words::Text;
use crate::signer::Signer;

/// Certificates of one commit. What is in a batch becomes durable together.
const BATCH: usize = 1_000;

/// An order to issue the list of a decision.
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

/// What the lines of an order share.
struct Frame {
    council: Arc<Council>,
    trust: Arc<TrustList>,
    edition: &'static Edition,
    number: DecisionNumber,
    authority: String,
    decided_on: NaiveDate,
    valid_through: NaiveDate,
    origin: String,
    size: Size,
    kid: KeyId,
    alg: Alg,
}

impl Frame {
    fn rules(&self) -> Rules<'_> {
        Rules {
            council: &self.council,
            edition: self.edition,
            issued_on: self.decided_on,
            valid_through: self.valid_through,
            origin: &self.origin,
            size: self.size,
        }
    }
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
        let frame = Arc::new(self.frame(&order, signer.public_key().as_bytes())?);
        let rows = product_list::read(&order.list).map_err(Error::Refused)?;
        let Prepared {
            lines,
            mut refusals,
            warnings,
        } = prepare(&rows, &frame.rules());

        let known = self.known_decision(&frame).await?;
        let mut issued = match &known {
            Some(decision) => self.register.certificates_of(decision.id).await?,
            None => Vec::new(),
        };
        let mut to_issue = Vec::new();
        let mut done = Vec::new();
        split(lines, &issued, &mut to_issue, &mut done, &mut refusals);
        let nothing_is_left = to_issue.is_empty() && done.is_empty();
        if !refusals.is_empty() && (!order.skip_bad_rows || nothing_is_left) {
            return Err(Error::Refused(refusals));
        }

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
                self.issue_batch(&frame, decision, &left, &signer).await?;
                done.append(&mut left);
                left = rest;
                progress(done.len() - already_issued, total);
            }
            self.refresh().await?;
            issued = self.register.certificates_of(decision).await?;
        }
        Ok(Issued {
            decision: frame.number.to_string(),
            issued: total,
            already_issued,
            certificates: self.answer(done, issued),
            left_out: refusals,
            warnings,
        })
    }

    /// The certificates of the lines, as the register holds them.
    fn answer(&self, lines: Vec<Line>, issued: Vec<CertificateRecord>) -> Vec<IssuedCertificate> {
        let rows: HashMap<(String, String), usize> = lines
            .into_iter()
            .map(|line| ((line.product, line.producer), line.row))
            .collect();
        let mut certificates: Vec<IssuedCertificate> = issued
            .into_iter()
            .filter_map(|record| {
                let row = *rows.get(&(record.product.clone(), record.producer.clone()))?;
                Some(IssuedCertificate {
                    row,
                    certificate: self.view(record),
                })
            })
            .collect();
        certificates.sort_by_key(|issued| issued.row);
        certificates
    }

    /// Checks what concerns the whole list.
    fn frame(&self, order: &Order, key: &[u8; 32]) -> Result<Frame, Error> {
        let origin = self.config.origin().ok_or(Error::NoHost)?;
        let held = self.held();
        let council = held
            .trust
            .council(order.council)
            .ok_or(Error::NoSuchCouncil(order.council))?;
        let today = day::of(self.clock.now());
        let sealing = council.keys.iter().find(|known| known.x.as_bytes() == key);
        let sealing = sealing
            .filter(|key| key.seals_from <= today && today <= key.seals_until)
            .ok_or(Error::NoKey {
                council: order.council,
                day: today,
            })?;
        let size = Size::new(self.config.label.module_mm, self.config.label.dpi)?;

        let mut refusals = Vec::new();
        let number = DecisionNumber::parse(&order.decision).map_err(|error| {
            Refusal::of("decision", "not_a_decision_number", Text::of(
                format!("\"{}\" không phải số quyết định. Hãy ghi như trên quyết định, ví dụ 852/QĐ-UBND.", error.0),
                format!("{error}."),
            ))
        });
        let written = order.authority.as_deref().unwrap_or(&council.name.vi);
        let authority = text::tidy(written).map_err(|refused| {
            Refusal::of(
                "authority",
                "text_refused",
                Text::of(
                    format!("Tên cơ quan không dùng được ({refused}). Hãy gõ lại."),
                    format!("The authority's name cannot stand: {refused}. Type it again."),
                ),
            )
        });
        let decided_on = order.decided_on;
        let edition = match Edition::on(decided_on) {
            _ if decided_on > today => Err(Refusal::of(
                "decided_on",
                "in_the_future",
                Text::of(
                    format!(
                        "Ngày quyết định {} ở tương lai; hôm nay là {}.",
                        date(decided_on),
                        date(today)
                    ),
                    format!(
                        "The decision's date {} is in the future; today is {}.",
                        date(decided_on),
                        date(today)
                    ),
                ),
            )),
            Some(edition) => Ok(edition),
            None => Err(Refusal::of(
                "decided_on",
                "before_the_programme",
                Text::of(
                    format!(
                        "Ngày {} chưa có bộ tiêu chí OCOP nào (từ 21/08/2019).",
                        date(decided_on)
                    ),
                    format!(
                        "No edition of the rules was in force on {}; the first is of 21/08/2019.",
                        date(decided_on)
                    ),
                ),
            )),
        };
        match (number, authority, edition) {
            (Ok(number), Ok(authority), Ok(edition)) => Ok(Frame {
                valid_through: day::valid_through(decided_on, edition.months)
                    .unwrap_or(NaiveDate::MAX),
                council: Arc::clone(council),
                trust: Arc::clone(&held.trust),
                edition,
                number,
                authority,
                decided_on,
                origin,
                size,
                kid: sealing.kid,
                alg: sealing.alg,
            }),
            (number, authority, edition) => {
                refusals.extend(number.err());
                refusals.extend(authority.err());
                refusals.extend(edition.err());
                Err(Error::Refused(refusals))
            }
        }
    }

    /// The decision, if it was recorded before; it must be the same one.
    async fn known_decision(&self, frame: &Frame) -> Result<Option<DecisionRecord>, Error> {
        let year = frame.decided_on.year();
        let known = self
            .register
            .decision(&frame.authority, frame.number.as_str(), year)
            .await?;
        if let Some(known) = &known
            && (known.decided_on != frame.decided_on || known.council != frame.council.code)
        {
            let (number, day) = (&frame.number, date(known.decided_on));
            return Err(Error::Refused(vec![Refusal::of(
                "decision",
                "decision_differs",
                Text::of(
                    format!(
                        "Quyết định {number} của {} trong năm {year} đã được ghi với ngày {day}, hội đồng {}. Hãy kiểm tra số và ngày.",
                        frame.authority, known.council
                    ),
                    format!(
                        "Decision {number} of {} in {year} is recorded with the date {day} and council {}. Check number and date.",
                        frame.authority, known.council
                    ),
                ),
            )]));
        }
        Ok(known)
    }

    async fn add_decision(&self, frame: &Frame) -> Result<i64, Error> {
        let new = NewDecision {
            council: frame.council.code,
            authority: frame.authority.clone(),
            number: frame.number.to_string(),
            decided_on: frame.decided_on,
        };
        let now = self.clock.now();
        self.register
            .enter(move |entry| Box::pin(async move { entry.add_decision(&new, now).await }))
            .await
            .map_err(contended)
    }

    /// Reserves indices, seals and judges a batch, and records it.
    async fn issue_batch(
        &self,
        frame: &Arc<Frame>,
        decision: i64,
        lines: &[Line],
        signer: &Arc<dyn Signer>,
    ) -> Result<(), Error> {
        let (council, count) = (frame.council.code, lines.len());
        let first = self
            .register
            .enter(move |entry| Box::pin(entry.reserve_indices(council, count)))
            .await?;
        let now = self.clock.now();
        let sealed_at = DateTime::from_timestamp(now.timestamp(), 0).unwrap_or(now);
        let (sealing, signer, lines) = (Arc::clone(frame), Arc::clone(signer), lines.to_vec());
        let certificates = tokio::task::spawn_blocking(move || {
            let numbered = (first..).zip(&lines);
            numbered
                .map(|(index, line)| seal(&sealing, line, index, sealed_at, &*signer))
                .collect::<Result<Vec<_>, _>>()
        })
        .await
        .map_err(|_| Error::Stopped)??;
        self.register
            .enter(move |entry| {
                Box::pin(async move { entry.add_certificates(decision, &certificates, now).await })
            })
            .await
            .map_err(contended)
    }
}

/// Sorts lines into those to issue and those that have their certificates. A line that was
/// issued with other stars is refused.
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

/// Seals one line and judges what came out by the lists that verifiers go by.
fn seal(
    frame: &Frame,
    line: &Line,
    index: u64,
    sealed_at: DateTime<Utc>,
    signer: &dyn Signer,
) -> Result<NewCertificate, Error> {
    let index = u32::try_from(index).map_err(|_| Error::BadSeal("no index is left"))?;
    let claims = line.claims(&frame.rules(), index, sealed_at);
    let unsealed = Token::prepare(claims.clone(), frame.alg, frame.kid);
    let signature = signer.sign(unsealed.to_be_signed())?;
    let token = unsealed.seal(signature).message.to_bytes();
    let text = qr_text::write(&frame.origin, &token);
    let verdict = judge(&text, &frame.trust, None, None, sealed_at, Some(line.stars));
    // A decision of more than 36 months ago makes a certificate that has expired.
    if !matches!(verdict.kind, Kind::Genuine | Kind::Expired) {
        return Err(Error::BadSeal(verdict.kind.name()));
    }
    let number = CertificateNumber {
        council: frame.council.code,
        index,
    };
    if verdict
        .certificate
        .is_none_or(|certificate| certificate.number() != number)
    {
        return Err(Error::BadSeal("another certificate"));
    }
    Ok(NewCertificate {
        number,
        product: line.product.clone(),
        producer: line.producer.clone(),
        producer_kind: line.producer_kind,
        address: line.address.clone(),
        catalogue: frame.edition.catalogue,
        set_no: line.set_no,
        score: line.score,
        stars: line.stars,
        product_code: line.product_code.clone(),
        gtin: line.gtin.clone(),
        issued_on: frame.decided_on,
        valid_through: frame.valid_through,
        sealed_at,
        token,
    })
}

fn contended(error: register::Error) -> Error {
    match error {
        register::Error::Exists(_) => Error::Contended,
        error => error.into(),
    }
}
