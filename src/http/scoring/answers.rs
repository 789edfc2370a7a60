//! What programs are told of sessions and sheets.

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::office::{Conclusion, ListedSession, ScoreSheetRecord};
use crate::office::{OwnSheet, SessionView};
use crate::scheme::council::{CouncilCode, Level};
use crate::scheme::edition::Edition;
use crate::scheme::score::ScoreSheet;
use crate::scheme::stars::Stars;
use crate::scheme::words::Text;

/// Points of the three parts, with two decimals.
#[derive(Serialize)]
pub(super) struct Points {
    a: String,
    b: String,
    c: String,
    total: String,
}

impl From<ScoreSheet> for Points {
    fn from(score: ScoreSheet) -> Self {
        Self {
            a: score.a.to_string(),
            b: score.b.to_string(),
            c: score.c.to_string(),
            total: score.total().to_string(),
        }
    }
}

/// The greatest points of an edition.
pub(super) fn maxima(edition: &Edition) -> Points {
    let [a, b, c] = edition.parts;
    ScoreSheet { a, b, c }.into()
}

#[derive(Serialize)]
pub(super) struct Listed {
    id: i64,
    dossier: i64,
    product: String,
    producer: String,
    council: CouncilCode,
    opened_at: DateTime<Utc>,
    sheets: u32,
    mine: bool,
    stars: Option<Stars>,
    outcome: Option<&'static str>,
    concluded_at: Option<DateTime<Utc>>,
}

impl From<ListedSession> for Listed {
    fn from(session: ListedSession) -> Self {
        Self {
            id: session.id,
            dossier: session.dossier,
            product: session.product,
            producer: session.producer,
            council: session.council,
            opened_at: session.opened_at,
            sheets: session.sheets,
            mine: session.mine,
            stars: session.stars,
            outcome: session.outcome.map(|outcome| outcome.name()),
            concluded_at: session.concluded_at,
        }
    }
}

#[derive(Serialize)]
pub(super) struct Listing {
    pub sessions: Vec<Listed>,
    pub next: Option<String>,
}

/// A sheet that was handed in.
#[derive(Serialize)]
pub(super) struct Sheet {
    scorer: i64,
    name: String,
    score: Points,
    remark: String,
    filled_at: DateTime<Utc>,
    version: i64,
}

impl From<ScoreSheetRecord> for Sheet {
    fn from(sheet: ScoreSheetRecord) -> Self {
        Self {
            scorer: sheet.filled.scorer,
            name: sheet.name,
            score: sheet.filled.score.into(),
            remark: sheet.filled.remark,
            filled_at: sheet.filled_at,
            version: sheet.version,
        }
    }
}

#[derive(Serialize)]
struct Lead {
    stars: Stars,
    outcome: &'static str,
    words: Text,
}

#[derive(Serialize)]
struct Prospect {
    score: Points,
    leads: Vec<Lead>,
}

#[derive(Serialize)]
struct Concluded {
    outcome: &'static str,
    words: Text,
    score: Option<Points>,
    stars: Option<Stars>,
    cap: Option<Stars>,
    failed: Option<String>,
    confirmed_because: Option<String>,
    minutes: Option<String>,
    concluded_at: DateTime<Utc>,
}

impl From<Conclusion> for Concluded {
    fn from(conclusion: Conclusion) -> Self {
        Self {
            outcome: conclusion.outcome.name(),
            words: conclusion.outcome.words(),
            score: conclusion.score.map(Points::from),
            stars: conclusion.stars,
            cap: conclusion.cap,
            failed: conclusion.failed,
            confirmed_because: conclusion.confirmed,
            minutes: conclusion.minutes,
            concluded_at: conclusion.concluded_at,
        }
    }
}

/// A session whole.
#[derive(Serialize)]
pub(super) struct Session {
    id: i64,
    dossier: i64,
    product: String,
    producer: String,
    council: CouncilCode,
    level: Level,
    edition: &'static str,
    maxima: Points,
    opened_at: DateTime<Utc>,
    handed_in: usize,
    sheets: Option<Vec<Sheet>>,
    prospect: Option<Prospect>,
    closed: Option<&'static str>,
    conclusion: Option<Concluded>,
    version: i64,
}

impl From<SessionView> for Session {
    fn from(view: SessionView) -> Self {
        let prospect = view.prospect.map(|prospect| Prospect {
            score: prospect.score.into(),
            leads: prospect
                .leads
                .into_iter()
                .map(|lead| Lead {
                    stars: lead.stars,
                    outcome: lead.outcome.name(),
                    words: lead.outcome.words(),
                })
                .collect(),
        });
        let sheets = view.sheets;
        Self {
            id: view.session.id,
            dossier: view.dossier.id,
            product: view.dossier.facts.product,
            producer: view.producer.facts.name,
            council: view.session.council,
            level: view.session.level,
            edition: view.session.edition.name,
            maxima: maxima(view.session.edition),
            opened_at: view.session.opened_at,
            handed_in: view.handed_in,
            sheets: sheets.map(|sheets| sheets.into_iter().map(Sheet::from).collect()),
            prospect,
            closed: view.closed.map(|closed| closed.code()),
            conclusion: view.session.conclusion.map(Concluded::from),
            version: view.session.version,
        }
    }
}

/// One's own sheet.
#[derive(Serialize)]
pub(super) struct Own {
    session: i64,
    maxima: Points,
    sheet: Option<Sheet>,
    closed: Option<&'static str>,
    version: i64,
}

impl From<OwnSheet> for Own {
    fn from(own: OwnSheet) -> Self {
        Self {
            session: own.session.id,
            maxima: maxima(own.session.edition),
            version: own.version(),
            closed: own.closed.map(|closed| closed.code()),
            sheet: own.sheet.map(Sheet::from),
        }
    }
}
