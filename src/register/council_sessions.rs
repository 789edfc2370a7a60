//! Councils' sessions about dossiers. Not public: no event ever names one.

use chrono::{DateTime, Utc};
use sqlx::FromRow;

use super::rows::{self, Row};
use super::{Entry, Error, Register, on};
use crate::scheme::assessment::Outcome;
use crate::scheme::council::{CouncilCode, Level};
use crate::scheme::edition::Edition;
use crate::scheme::score::{Score, ScoreSheet};
use crate::scheme::stars::Stars;

/// A session that is to be opened.
#[derive(Clone, Copy, Debug)]
pub struct NewCouncilSession {
    /// About which dossier.
    pub dossier: i64,
    /// Of which council.
    pub council: CouncilCode,
    /// Its level.
    pub level: Level,
    /// The edition in force.
    pub edition: &'static Edition,
}

/// A council's session about a dossier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CouncilSessionRecord {
    /// Its identity.
    pub id: i64,
    /// About which dossier.
    pub dossier: i64,
    /// Of which council.
    pub council: CouncilCode,
    /// The council's level.
    pub level: Level,
    /// The edition in force when it was opened.
    pub edition: &'static Edition,
    /// When it was opened.
    pub opened_at: DateTime<Utc>,
    /// What it came to, once it was concluded.
    pub conclusion: Option<Conclusion>,
    /// How often it or its sheets were changed, from 1.
    pub version: i64,
}

/// What a session came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conclusion {
    /// What followed.
    pub outcome: Outcome,
    /// The averages of the sheets; `None` for a session that lapsed.
    pub score: Option<ScoreSheet>,
    /// The most stars that the mandatory criteria leave.
    pub cap: Option<Stars>,
    /// Which mandatory criteria were failed.
    pub failed: Option<String>,
    /// What the council gave; `None` for a session that lapsed.
    pub stars: Option<Stars>,
    /// Why a score between two bands got these stars.
    pub confirmed: Option<String>,
    /// The minutes.
    pub minutes: Option<String>,
    /// Who may certify after it, and how many stars.
    pub certifier: Option<(CouncilCode, Stars)>,
    /// When.
    pub concluded_at: DateTime<Utc>,
}

#[derive(FromRow)]
pub(super) struct SessionRow {
    id: i64,
    dossier: i64,
    council: String,
    level: String,
    edition: String,
    opened_at: String,
    score_a: Option<i64>,
    score_b: Option<i64>,
    score_c: Option<i64>,
    cap: Option<i64>,
    failed: Option<String>,
    stars: Option<i64>,
    confirmed: Option<String>,
    minutes: Option<String>,
    outcome: Option<String>,
    certifier: Option<String>,
    certifies: Option<i64>,
    concluded_at: Option<String>,
    version: i64,
}

/// Three columns of hundredths as a sheet.
pub(super) fn sheet(row: &Row<'_>, [a, b, c]: [i64; 3]) -> Result<ScoreSheet, Error> {
    Ok(ScoreSheet {
        a: Score(row.number("score_a", a)?),
        b: Score(row.number("score_b", b)?),
        c: Score(row.number("score_c", c)?),
    })
}

impl SessionRow {
    pub(super) fn read(self) -> Result<CouncilSessionRecord, Error> {
        let key = self.id.to_string();
        let row = Row {
            table: "sessions_of_councils",
            key: &key,
        };
        Ok(CouncilSessionRecord {
            id: self.id,
            dossier: self.dossier,
            council: row.parsed("council", &self.council)?,
            level: row.column("level", Level::named(&self.level))?,
            edition: row.column("edition", Edition::named(&self.edition))?,
            opened_at: row.instant("opened_at", &self.opened_at)?,
            version: self.version,
            conclusion: self.conclusion(&row)?,
        })
    }

    fn conclusion(self, row: &Row<'_>) -> Result<Option<Conclusion>, Error> {
        let Some(concluded_at) = self.concluded_at else {
            return Ok(None);
        };
        let score = match (self.score_a, self.score_b, self.score_c) {
            (Some(a), Some(b), Some(c)) => Some(sheet(row, [a, b, c])?),
            _ => None,
        };
        let certifier = match (self.certifier, self.certifies) {
            (Some(council), Some(stars)) => {
                Some((row.parsed("certifier", &council)?, row.stars(stars)?))
            }
            _ => None,
        };
        let outcome = row.column("outcome", self.outcome)?;
        Ok(Some(Conclusion {
            outcome: row.parsed("outcome", &outcome)?,
            score,
            cap: self.cap.map(|stars| row.stars(stars)).transpose()?,
            failed: self.failed,
            stars: self.stars.map(|stars| row.stars(stars)).transpose()?,
            confirmed: self.confirmed,
            minutes: self.minutes,
            certifier,
            concluded_at: row.instant("concluded_at", &concluded_at)?,
        }))
    }
}

impl Register {
    /// A session of a council.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn council_session(&self, id: i64) -> Result<Option<CouncilSessionRecord>, Error> {
        let sql = "select * from sessions_of_councils where id = $1";
        let row: Option<SessionRow> = on!(self.readers(), pool => {
            sqlx::query_as(sql).bind(id).fetch_optional(pool).await
        })?;
        row.map(SessionRow::read).transpose()
    }

    /// Every session about a dossier, the oldest first: there are few.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn sessions_about(&self, dossier: i64) -> Result<Vec<CouncilSessionRecord>, Error> {
        let sql = "select * from sessions_of_councils where dossier = $1 order by id";
        let rows: Vec<SessionRow> = on!(self.readers(), pool => {
            sqlx::query_as(sql).bind(dossier).fetch_all(pool).await
        })?;
        rows.into_iter().map(SessionRow::read).collect()
    }
}

impl Entry {
    /// Opens a session and returns its identity.
    ///
    /// # Errors
    /// [`Error::Exists`] when the council has an open session about the dossier.
    pub async fn open_council_session(
        &mut self,
        new: &NewCouncilSession,
        at: DateTime<Utc>,
    ) -> Result<i64, Error> {
        let sql = "insert into sessions_of_councils
                     (id, dossier, council, level, edition, opened_at, version)
                   values ((select coalesce(max(id), 0) + 1 from sessions_of_councils),
                     $1, $2, $3, $4, $5, 1)
                   returning id";
        on!(self.connection(), connection => {
            sqlx::query_scalar(sql)
                .bind(new.dossier)
                .bind(new.council.to_string())
                .bind(new.level.name())
                .bind(new.edition.name)
                .bind(rows::instant(at))
                .fetch_one(connection)
                .await
        })
        .map_err(Error::exists(|| {
            "an open session about the dossier".to_owned()
        }))
    }

    /// Counts a change of an open session, of its sheets too, and returns its new version.
    /// `seen` is the version that was looked at, where it must be the one that stands.
    ///
    /// # Errors
    /// [`Error::Changed`] when another stands, or the session was concluded.
    pub async fn touch_council_session(
        &mut self,
        id: i64,
        seen: Option<i64>,
    ) -> Result<i64, Error> {
        let sql = "update sessions_of_councils set version = version + 1
                   where id = $1 and version = coalesce($2, version) and concluded_at is null
                   returning version";
        let version: Option<i64> = on!(self.connection(), connection => {
            sqlx::query_scalar(sql).bind(id).bind(seen).fetch_optional(connection).await
        })?;
        match version {
            Some(version) => Ok(version),
            None => Err(self.session_changed(id).await?),
        }
    }

    /// Writes what an open session came to. Its version was counted before.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn conclude_council_session(
        &mut self,
        id: i64,
        conclusion: &Conclusion,
    ) -> Result<(), Error> {
        let sql = "update sessions_of_councils set score_a = $2, score_b = $3, score_c = $4,
                     cap = $5, failed = $6, stars = $7, confirmed = $8, minutes = $9,
                     outcome = $10, certifier = $11, certifies = $12, concluded_at = $13
                   where id = $1";
        let score = conclusion.score;
        let part = |of: fn(ScoreSheet) -> Score| score.map(|score| i64::from(of(score).0));
        let number = |stars: Option<Stars>| stars.map(|stars| i64::from(stars.get()));
        let certifier = conclusion.certifier;
        on!(self.connection(), connection => {
            sqlx::query(sql)
                .bind(id)
                .bind(part(|score| score.a))
                .bind(part(|score| score.b))
                .bind(part(|score| score.c))
                .bind(number(conclusion.cap))
                .bind(&conclusion.failed)
                .bind(number(conclusion.stars))
                .bind(&conclusion.confirmed)
                .bind(&conclusion.minutes)
                .bind(conclusion.outcome.name())
                .bind(certifier.map(|(council, _)| council.to_string()))
                .bind(number(certifier.map(|(_, stars)| stars)))
                .bind(rows::instant(conclusion.concluded_at))
                .execute(connection)
                .await
                .map(drop)
        })?;
        Ok(())
    }

    /// The open sessions about a dossier, as this entry finds them, the oldest first.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn open_sessions_about(&mut self, dossier: i64) -> Result<Vec<i64>, Error> {
        let sql = "select id from sessions_of_councils
                   where dossier = $1 and concluded_at is null order by id";
        let open = on!(self.connection(), connection => {
            sqlx::query_scalar(sql).bind(dossier).fetch_all(connection).await
        })?;
        Ok(open)
    }

    async fn session_changed(&mut self, id: i64) -> Result<Error, Error> {
        let sql = "select version from sessions_of_councils where id = $1";
        let now: Option<i64> = on!(self.connection(), connection => {
            sqlx::query_scalar(sql).bind(id).fetch_optional(connection).await
        })?;
        Ok(match now {
            Some(now) => Error::Changed(now),
            None => Error::Missing(format!("session {id}")),
        })
    }
}
