//! Checking an order: the council, the decision, the key, the edition, and then every row.

use std::sync::Arc;

use chrono::{Datelike, NaiveDate};

use super::desk::vi_of;
use super::line::{Prepared, Rules, prepare};
use super::list::{self, List};
use super::{Order, contended};
use crate::label::Size;
use crate::office::keys::sealing_key;
use crate::office::{Error, Office, Refusal};
use crate::register::{DecisionRecord, NewDecision};
use crate::scheme::check::date;
use crate::scheme::council::CouncilCode;
use crate::scheme::day;
use crate::scheme::decision::DecisionNumber;
use crate::scheme::edition::Edition;
use crate::scheme::seal::{Alg, KeyId};
use crate::scheme::text;
use crate::scheme::trust::{Council, TrustList};
use crate::scheme::words::Text;

/// What the lines of an order share.
pub(super) struct Frame {
    pub sealing: Sealing,
    pub edition: &'static Edition,
    pub number: DecisionNumber,
    pub authority: String,
    pub decided_on: NaiveDate,
    /// The last day by the rule.
    pub valid_through: NaiveDate,
    /// Whether the certificates were issued on paper.
    pub paper: bool,
}

/// Who seals, with what, for which labels.
pub(super) struct Sealing {
    pub council: Arc<Council>,
    pub trust: Arc<TrustList>,
    pub origin: String,
    pub size: Size,
    pub kid: KeyId,
    pub alg: Alg,
    today: NaiveDate,
}

/// What a decision says of itself.
#[derive(Clone, Copy, Debug)]
pub(in crate::office) struct Heading<'a> {
    pub council: CouncilCode,
    pub decision: &'a str,
    pub decided_on: NaiveDate,
    pub authority: Option<&'a str>,
}

/// What was found of a decision and its rows.
pub(super) struct Examined {
    /// `None` where the decision does not say enough.
    pub frame: Option<Frame>,
    /// The decision, if it was recorded before.
    pub known: Option<DecisionRecord>,
    pub prepared: Prepared,
    /// What is wrong with the decision as a whole.
    pub refusals: Vec<Refusal>,
}

/// An order that may be carried out, but for the rows that are refused.
pub(super) struct Checked {
    pub frame: Frame,
    /// The decision, if it was recorded before.
    pub known: Option<DecisionRecord>,
    pub prepared: Prepared,
}

impl Frame {
    pub fn rules(&self) -> Rules<'_> {
        let (issued_on, valid_through) = (self.decided_on, self.valid_through);
        self.sealing
            .rules(self.edition, issued_on, valid_through, self.paper)
    }
}

impl Sealing {
    fn rules(
        &self,
        edition: &'static Edition,
        issued_on: NaiveDate,
        valid_through: NaiveDate,
        paper: bool,
    ) -> Rules<'_> {
        Rules {
            council: &self.council,
            edition,
            issued_on,
            valid_through,
            paper,
            origin: &self.origin,
            size: self.size,
        }
    }
}

impl Office {
    /// Checks an order and every row of its list.
    ///
    /// # Errors
    /// What keeps anybody from issuing anything; [`Error::Refused`] with all that is wrong with
    /// the order and its rows, when something is wrong with the order as a whole.
    pub(super) async fn check(
        &self,
        order: &Order,
        paper: bool,
        key: &[u8; 32],
    ) -> Result<Checked, Error> {
        let sealing = self.sealing(order.council, key)?;
        let columns = if paper { &list::PAPER } else { &list::DECISION };
        let list = list::read(&order.list, columns);
        let mut examined = self
            .examine_rows(sealing, &order.heading(), paper, list)
            .await?;
        match examined.frame {
            Some(frame) if examined.refusals.is_empty() => Ok(Checked {
                frame,
                known: examined.known,
                prepared: examined.prepared,
            }),
            _ => {
                examined.refusals.append(&mut examined.prepared.refusals);
                Err(Error::Refused(examined.refusals))
            }
        }
    }

    /// Checks what a decision says of itself, and its rows as far as it says enough for that.
    pub(super) async fn examine_rows(
        &self,
        sealing: Sealing,
        heading: &Heading<'_>,
        paper: bool,
        list: Result<List, Vec<Refusal>>,
    ) -> Result<Examined, Error> {
        let decided_on = heading.decided_on;
        let mut refusals = Vec::new();
        let edition = accept(edition(decided_on, sealing.today), &mut refusals);
        let number = accept(number(heading.decision), &mut refusals);
        let written = heading.authority;
        let authority = accept(
            authority(written.unwrap_or(&sealing.council.name.vi)),
            &mut refusals,
        );
        let known = match (&number, &authority, edition) {
            (Some(number), Some(authority), Some(_)) => {
                let year = decided_on.year();
                let known = self.register.decision(authority, number.as_str(), year);
                known.await?
            }
            _ => None,
        };
        refusals.extend(known.as_ref().and_then(|known| differs(known, heading)));
        let valid_through = edition
            .and_then(|edition| day::valid_through(decided_on, edition.months))
            .unwrap_or(NaiveDate::MAX);
        let mut prepared = Prepared::default();
        match list {
            Err(unreadable) => refusals.extend(unreadable),
            Ok(list) => {
                if let Some(edition) = edition {
                    let rules = sealing.rules(edition, decided_on, valid_through, paper);
                    prepared = prepare(&list.rows, &rules);
                }
                prepared.refusals.extend(list.ragged);
                prepared.refusals.sort_by_key(|refusal| refusal.row);
            }
        }
        let frame = match (edition, number, authority) {
            (Some(edition), Some(number), Some(authority)) => Some(Frame {
                sealing,
                edition,
                number,
                authority,
                decided_on,
                valid_through,
                paper,
            }),
            _ => None,
        };
        Ok(Examined {
            frame,
            known,
            prepared,
            refusals,
        })
    }

    /// Who seals with a key today, by the published trust list.
    pub(super) fn sealing(&self, code: CouncilCode, key: &[u8; 32]) -> Result<Sealing, Error> {
        let origin = self.config.origin().ok_or(Error::NoHost)?;
        let held = self.held();
        let today = day::of(self.clock.now());
        let (council, key) = sealing_key(&held.trust, code, key, today)?;
        Ok(Sealing {
            council: Arc::clone(council),
            trust: Arc::clone(&held.trust),
            origin,
            size: Size::new(self.config.label.module_mm, self.config.label.dpi)?,
            kid: key.kid,
            alg: key.alg,
            today,
        })
    }

    pub(super) async fn add_decision(&self, frame: &Frame) -> Result<i64, Error> {
        let new = NewDecision {
            council: frame.sealing.council.code,
            authority: frame.authority.clone(),
            number: frame.number.to_string(),
            decided_on: frame.decided_on,
        };
        let now = self.clock.now();
        self.writable()
            .await?
            .enter(move |entry| Box::pin(async move { entry.add_decision(&new, now).await }))
            .await
            .map_err(contended)
    }
}

/// What was accepted; what was refused is noted.
fn accept<T>(outcome: Result<T, Refusal>, refusals: &mut Vec<Refusal>) -> Option<T> {
    outcome.map_err(|refusal| refusals.push(refusal)).ok()
}

fn number(written: &str) -> Result<DecisionNumber, Refusal> {
    DecisionNumber::parse(written).map_err(|error| {
        Refusal::of("decision", "not_a_decision_number", Text::of(
            format!("\"{}\" không phải số quyết định. Hãy ghi như trên quyết định, ví dụ 852/QĐ-UBND.", error.0),
            format!("{error}."),
        ))
    })
}

fn authority(written: &str) -> Result<String, Refusal> {
    text::tidy(written).map_err(|refused| {
        Refusal::of(
            "authority",
            "text_refused",
            Text::of(
                format!("{} Hãy gõ lại tên cơ quan.", vi_of(refused)),
                format!("The authority's name cannot stand: {refused}. Type it again."),
            ),
        )
    })
}

/// The edition that a decision goes by.
fn edition(decided_on: NaiveDate, today: NaiveDate) -> Result<&'static Edition, Refusal> {
    let (day, now) = (date(decided_on), date(today));
    if decided_on > today {
        return Err(Refusal::of(
            "decided_on",
            "in_the_future",
            Text::of(
                format!("Ngày quyết định {day} ở tương lai; hôm nay là {now}. Hãy kiểm tra ngày."),
                format!(
                    "The decision's date {day} is in the future; today is {now}. Check the date."
                ),
            ),
        ));
    }
    Edition::on(decided_on).ok_or_else(|| {
        Refusal::of("decided_on", "before_the_programme", Text::of(
            format!("Ngày {day} chưa có bộ tiêu chí OCOP nào (từ 21/08/2019). Hãy kiểm tra ngày."),
            format!("No edition of the rules was in force on {day}; the first is of 21/08/2019. Check the date."),
        ))
    })
}

/// Why a recorded decision is not the one of the order.
fn differs(known: &DecisionRecord, heading: &Heading<'_>) -> Option<Refusal> {
    if known.decided_on == heading.decided_on && known.council == heading.council {
        return None;
    }
    let (number, authority, council) = (&known.number, &known.authority, known.council);
    let (year, day) = (known.decided_on.year(), date(known.decided_on));
    Some(Refusal::of(
        "decision",
        "decision_differs",
        Text::of(
            format!(
                "Quyết định {number} của {authority} trong năm {year} đã được ghi với ngày {day}, hội đồng {council}. Hãy kiểm tra số và ngày."
            ),
            format!(
                "Decision {number} of {authority} in {year} is recorded with the date {day} and council {council}. Check number and date."
            ),
        ),
    ))
}
