//! Concluding a session: its averages, its stars, and where the dossier goes, in one entry.

use serde::Serialize;
use serde_json::json;

use super::conclusion::{ConclusionText, Read};
use super::taker::taker;
use super::{ScoringRefused, reach};
use crate::office::{Access, Error, Office, Refusal, Right};
use crate::register::{
    self, Conclusion, CouncilRecord, CouncilSessionRecord, Deed, DossierRecord, DossierStep,
};
use crate::scheme::assessment::{Certifying, Outcome};
use crate::scheme::council::{CouncilCode, Level};
use crate::scheme::dossier::{DossierMove, DossierState};
use crate::scheme::score::ScoreSheet;
use crate::scheme::stars::Stars;
use crate::scheme::words::Text;

/// Fewer sheets than this are warned of. The decisions of the programme name no least number of
/// scorers, so one is enough to conclude; below three a single scorer moves the average by half.
pub const FEW_SHEETS: usize = 3;

/// The 4 stars of a province, which stand when the centre grants no 5.
const STANDING: Stars = Stars::ALL[3];

/// What a session came to.
#[derive(Clone, Debug, Serialize)]
pub struct Concluded {
    /// The stars that the council gave.
    pub stars: Stars,
    /// What follows, by name.
    pub outcome: &'static str,
    /// What follows, in words.
    pub words: Text,
    /// Where the dossier is now.
    pub state: DossierState,
    /// The council that has it now.
    pub council: CouncilCode,
    /// The session's version.
    pub version: i64,
    /// What should be looked at again.
    pub warnings: Vec<Refusal>,
}

/// A conclusion with all that follows from it.
struct Carried {
    conclusion: Conclusion,
    step: DossierStep,
    level: Level,
}

impl Office {
    /// Concludes a session, and moves its dossier where its edition, level and stars lead. `seen`
    /// is the version that was looked at: a sheet handed in since makes other averages.
    ///
    /// # Errors
    /// Everything that is wrong with the conclusion; [`Stale`](crate::office::Stale);
    /// [`ScoringRefused`] when the session is out of reach or cannot go on.
    pub async fn conclude_session(
        &self,
        access: &Access,
        session: i64,
        seen: i64,
        typed: &ConclusionText,
    ) -> Result<Concluded, Error> {
        let session = self.session_in_reach(access, Right::Receive, session);
        let session = session.await?;
        let dossier = self.dossier_of(&session).await?;
        self.goes_on(&session, &dossier)?;
        if session.version != seen {
            let subject = reach::subject(session.id);
            return Err(self.stale(&subject, seen, session.version).await?.into());
        }
        let sheets = self.register.score_sheets(session.id).await?;
        let sheets: Vec<ScoreSheet> = sheets.iter().map(|sheet| sheet.filled.score).collect();
        let mut refusals = Vec::new();
        let read = typed.read(session.edition, &sheets);
        let read = read.map_err(|found| refusals.extend(found)).ok();
        let councils = self.all_councils().await?;
        let before = self.register.sessions_about(dossier.id).await?;
        let own = reach::council(&councils, session.council)?;
        let carried = match read {
            Some(read) => {
                let to = |level| taker(level, own, typed.council, &councils, &before);
                let carried = self.carried(&session, &dossier, read, to)?;
                carried.map_err(|refusal| refusals.push(refusal)).ok()
            }
            None => {
                // What is wrong with the council is said with the rest, as far as it is known.
                let asked = typed.council.filter(|&code| unknown(&councils, code));
                refusals.extend(asked.map(no_such_council));
                None
            }
        };
        let Some(carried) = carried else {
            return Err(Error::Refused(refusals));
        };
        let warnings = few(sheets.len());
        self.enter_conclusion(access, session, carried, warnings)
            .await
    }

    /// What follows from the stars, by the edition and the level.
    fn carried(
        &self,
        session: &CouncilSessionRecord,
        dossier: &DossierRecord,
        read: Read,
        to: impl Fn(Level) -> Result<CouncilCode, Refusal>,
    ) -> Result<Result<Carried, Refusal>, Error> {
        let (edition, level, at) = (session.edition, session.level, self.clock.now());
        let outcome = Outcome::of(edition, level, read.stars);
        let outcome = outcome.ok_or(ScoringRefused::LevelDoesNotScore(level, edition.name))?;
        let left = || ScoringRefused::DossierLeft(dossier.id);
        let (state, council) = match outcome.step() {
            None => (dossier.state, session.council),
            Some(step) => {
                let state = dossier.state.after(step).ok_or_else(left)?;
                let council = match step {
                    DossierMove::Take(level) => match to(level) {
                        Ok(council) => council,
                        Err(refusal) => return Ok(Err(refusal)),
                    },
                    _ => session.council,
                };
                (state, council)
            }
        };
        let certifier = outcome.certifying(edition, level, read.stars);
        let certifier = certifier.map(|Certifying { level: by, stars }| {
            let council = if by == level {
                session.council
            } else {
                council
            };
            (council, stars)
        });
        let given = match outcome {
            Outcome::NotGranted => STANDING,
            _ => read.stars,
        };
        Ok(Ok(Carried {
            level,
            step: DossierStep {
                id: dossier.id,
                seen: dossier.version,
                state,
                council,
                stars: Some(given),
                at,
            },
            conclusion: Conclusion {
                outcome,
                score: Some(read.score),
                cap: read.cap,
                failed: read.failed,
                stars: Some(read.stars),
                confirmed: read.confirmed,
                minutes: Some(read.minutes),
                certifier,
                concluded_at: at,
            },
        }))
    }

    async fn enter_conclusion(
        &self,
        access: &Access,
        session: CouncilSessionRecord,
        carried: Carried,
        warnings: Vec<Refusal>,
    ) -> Result<Concluded, Error> {
        let actor = access.actor.written();
        let (id, seen) = (session.id, session.version);
        let (dossier, seen_of_dossier) = (carried.step.id, carried.step.seen);
        let entering = self.writable().await?.enter(move |entry| {
            Box::pin(async move {
                let Carried {
                    conclusion,
                    mut step,
                    level,
                } = carried;
                let version = entry.touch_council_session(id, Some(seen)).await?;
                // The 4 stars stand: with their certificate nothing is left to decide.
                let not_granted = conclusion.outcome == Outcome::NotGranted;
                if not_granted && entry.is_certified(dossier, STANDING).await? {
                    step.state = DossierState::Decided;
                }
                entry.conclude_council_session(id, &conclusion).await?;
                let version_of_dossier = entry.move_dossier(&step).await?;
                let outcome = conclusion.outcome;
                let stars = conclusion.stars;
                let mut deed = Deed {
                    at: step.at,
                    actor,
                    act: "session_concluded",
                    subject: reach::subject(id),
                    body: json!({ "version": version, "stars": stars, "outcome": outcome.name() }),
                };
                entry.trail(&deed).await?;
                deed.act = "dossier_assessed";
                deed.subject = format!("dossier {dossier}");
                deed.body = json!({
                    "version": version_of_dossier,
                    "session": id,
                    "level": level,
                    "stars": stars,
                    "outcome": outcome.name(),
                    "state": step.state.name(),
                    "council": step.council,
                });
                entry.trail(&deed).await?;
                Ok((version, outcome, stars, step))
            })
        });
        match entering.await {
            Ok((version, outcome, stars, step)) => Ok(Concluded {
                stars: stars.unwrap_or(STANDING),
                outcome: outcome.name(),
                words: outcome.words(),
                state: step.state,
                council: step.council,
                version,
                warnings,
            }),
            Err(register::Error::Changed(now)) => {
                let stands = self.register.council_session(id).await?;
                match stands {
                    Some(stands) if stands.conclusion.is_some() => {
                        Err(ScoringRefused::Concluded(id).into())
                    }
                    Some(stands) if stands.version != seen => {
                        let subject = reach::subject(id);
                        Err(self.stale(&subject, seen, stands.version).await?.into())
                    }
                    _ => {
                        let subject = format!("dossier {dossier}");
                        Err(self.stale(&subject, seen_of_dossier, now).await?.into())
                    }
                }
            }
            Err(error) => Err(error.into()),
        }
    }
}

fn unknown(councils: &[CouncilRecord], code: CouncilCode) -> bool {
    councils.iter().all(|council| council.code != code)
}

fn no_such_council(code: CouncilCode) -> Refusal {
    let message = Text::of(
        format!("Không có hội đồng {code}. Hãy chọn hội đồng khác, hoặc để trống."),
        format!("There is no council {code}. Choose another, or leave it empty."),
    );
    Refusal::of("council", "council_cannot_take", message)
}

/// The warning that few scorers handed in a sheet.
pub(super) fn few(sheets: usize) -> Vec<Refusal> {
    if sheets >= FEW_SHEETS {
        return Vec::new();
    }
    let message = Text::of(
        format!(
            "Chỉ có {sheets} phiếu chấm điểm, ít hơn {FEW_SHEETS}: điểm trung bình phụ thuộc nhiều vào từng phiếu."
        ),
        format!(
            "There are only {sheets} score sheets, fewer than {FEW_SHEETS}: each weighs much in the average."
        ),
    );
    vec![Refusal::of("sheets", "few_sheets", message)]
}
