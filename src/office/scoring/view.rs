//! A session as those see it who may: scorers see each other's sheets once their own is in.

use super::ScoringRefused;
use super::conclude::few;
use crate::office::{Access, Error, Office, Refusal, Right};
use crate::register::{
    self, CouncilRecord, CouncilSessionRecord, DossierRecord, ProducerRecord, ScoreSheetRecord,
};
use crate::scheme::assessment::{Outcome, average};
use crate::scheme::edition::{Band, Edition};
use crate::scheme::score::ScoreSheet;
use crate::scheme::stars::Stars;

/// A session with what stands beside it.
#[derive(Clone, Debug)]
pub struct SessionView {
    /// The session.
    pub session: CouncilSessionRecord,
    /// Its council.
    pub council: CouncilRecord,
    /// The dossier.
    pub dossier: DossierRecord,
    /// Whose it is.
    pub producer: ProducerRecord,
    /// How many sheets were handed in.
    pub handed_in: usize,
    /// The sheets; `None` for a scorer whose own is not in.
    pub sheets: Option<Vec<ScoreSheetRecord>>,
    /// What the sheets come to, while it is open and they may be seen.
    pub prospect: Option<Prospect>,
    /// Why it cannot go on.
    pub closed: Option<ScoringRefused>,
    /// Whether the one who looks can score in it.
    pub may_score: bool,
    /// Whether their own sheet is in.
    pub mine: bool,
    /// Whether they conclude it.
    pub may_conclude: bool,
    /// The councils that a dossier may go on to from here.
    pub takers: Vec<CouncilRecord>,
}

/// What the sheets come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prospect {
    /// The averages.
    pub score: ScoreSheet,
    /// The stars that they earn.
    pub band: Band,
    /// What would follow, from the most stars down to 1, which the mandatory criteria may leave.
    pub leads: Vec<Lead>,
}

/// What would follow from some stars.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lead {
    /// The stars.
    pub stars: Stars,
    /// What would follow.
    pub outcome: Outcome,
}

impl SessionView {
    /// What should be looked at before it is concluded.
    pub fn warnings(&self) -> Vec<Refusal> {
        few(self.handed_in)
    }
}

impl Prospect {
    fn of(session: &CouncilSessionRecord, sheets: &[ScoreSheetRecord]) -> Option<Self> {
        let edition: &Edition = session.edition;
        let scores: Vec<ScoreSheet> = sheets.iter().map(|sheet| sheet.filled.score).collect();
        let score = average(&scores)?;
        let band = edition.band(score.total());
        let (Band::Stars(most) | Band::Between(_, most)) = band;
        let possible = Stars::ALL.into_iter().rev().filter(|&stars| stars <= most);
        let leads = possible.filter_map(|stars| {
            let outcome = Outcome::of(edition, session.level, stars)?;
            Some(Lead { stars, outcome })
        });
        Some(Self {
            score,
            band,
            leads: leads.collect(),
        })
    }
}

impl Office {
    /// A session, for who works in its council; once it is concluded, for who has the dossier
    /// now too.
    ///
    /// # Errors
    /// [`ScoringRefused::NoSuchSession`] when it is not there, or out of reach.
    pub async fn session_view(&self, access: &Access, id: i64) -> Result<SessionView, Error> {
        let missing = || ScoringRefused::NoSuchSession(id);
        let session = self.register.council_session(id).await?;
        let session = session.ok_or_else(missing)?;
        let dossier = self.dossier_of(&session).await?;
        let own = access.reaches(Right::Work, session.council);
        let handed_on =
            session.conclusion.is_some() && access.reaches(Right::Work, dossier.facts.council);
        if !own && !handed_on {
            return Err(missing().into());
        }
        let producer = self.register.producer(dossier.facts.producer).await?;
        let producer = producer.ok_or_else(|| {
            register::Error::Missing(format!("producer {}", dossier.facts.producer))
        })?;
        let councils = self.all_councils().await?;
        let council = super::reach::council(&councils, session.council)?.clone();
        let sheets = self.register.score_sheets(id).await?;
        let scorer = access.account();
        let may_score = scorer.is_some() && access.reaches(Right::Score, session.council);
        let mine = sheets
            .iter()
            .any(|sheet| Some(sheet.filled.scorer) == scorer);
        let hidden = may_score && !mine && session.conclusion.is_none();
        let closed = self.goes_on(&session, &dossier).err();
        let prospect = match (&closed, hidden) {
            (None, false) => Prospect::of(&session, &sheets),
            _ => None,
        };
        let level = session.level;
        Ok(SessionView {
            may_conclude: closed.is_none() && access.reaches(Right::Receive, session.council),
            may_score: may_score && closed.is_none(),
            mine,
            handed_in: sheets.len(),
            sheets: (!hidden).then_some(sheets),
            takers: councils
                .into_iter()
                .filter(|other| other.level != level && other.successor.is_none())
                .collect(),
            session,
            council,
            dossier,
            producer,
            prospect,
            closed,
        })
    }

    /// Every session about a dossier that its council, or whoever has the dossier now, may see,
    /// the oldest first.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn sessions_about(
        &self,
        access: &Access,
        dossier: &DossierRecord,
    ) -> Result<Vec<CouncilSessionRecord>, Error> {
        let has = access.reaches(Right::Work, dossier.facts.council);
        let mut sessions = self.register.sessions_about(dossier.id).await?;
        sessions.retain(|session| {
            access.reaches(Right::Work, session.council) || has && session.conclusion.is_some()
        });
        Ok(sessions)
    }
}
