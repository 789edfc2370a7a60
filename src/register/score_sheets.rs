//! What scorers gave: one sheet of each for a session.

use chrono::{DateTime, Utc};
use sqlx::FromRow;

use super::council_sessions::sheet;
use super::rows::{self, Row};
use super::{Entry, Error, Register, on};
use crate::scheme::score::ScoreSheet;

/// What a scorer gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilledSheet {
    /// The session.
    pub session: i64,
    /// The account of the scorer.
    pub scorer: i64,
    /// The three parts.
    pub score: ScoreSheet,
    /// What the scorer has to say; may be empty.
    pub remark: String,
}

/// A sheet that was handed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScoreSheetRecord {
    /// What it says.
    pub filled: FilledSheet,
    /// The name of the scorer.
    pub name: String,
    /// When it was changed last.
    pub filled_at: DateTime<Utc>,
    /// How often it was changed, from 1.
    pub version: i64,
}

#[derive(FromRow)]
struct SheetRow {
    session: i64,
    scorer: i64,
    name: String,
    score_a: i64,
    score_b: i64,
    score_c: i64,
    remark: String,
    filled_at: String,
    version: i64,
}

impl SheetRow {
    fn read(self) -> Result<ScoreSheetRecord, Error> {
        let key = format!("{} of {}", self.scorer, self.session);
        let row = Row {
            table: "score_sheets",
            key: &key,
        };
        Ok(ScoreSheetRecord {
            filled_at: row.instant("filled_at", &self.filled_at)?,
            filled: FilledSheet {
                session: self.session,
                scorer: self.scorer,
                score: sheet(&row, [self.score_a, self.score_b, self.score_c])?,
                remark: self.remark,
            },
            name: self.name,
            version: self.version,
        })
    }
}

impl Register {
    /// The sheets of a session, in the order of their scorers.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn score_sheets(&self, session: i64) -> Result<Vec<ScoreSheetRecord>, Error> {
        let sql = "select s.session, s.scorer, a.name, s.score_a, s.score_b, s.score_c, s.remark,
                          s.filled_at, s.version
                   from score_sheets s join accounts a on a.id = s.scorer
                   where s.session = $1 order by s.scorer";
        let rows: Vec<SheetRow> = on!(self.readers(), pool => {
            sqlx::query_as(sql).bind(session).fetch_all(pool).await
        })?;
        rows.into_iter().map(SheetRow::read).collect()
    }
}

impl Entry {
    /// Keeps what a scorer gave, in place of what they gave before, and returns the sheet's new
    /// version. `seen` is the version that was looked at; 0 where there was none.
    ///
    /// # Errors
    /// [`Error::Changed`] when another version stands than was seen.
    pub async fn fill_sheet(
        &mut self,
        filled: &FilledSheet,
        seen: i64,
        at: DateTime<Utc>,
    ) -> Result<i64, Error> {
        let sql = "select version from score_sheets where session = $1 and scorer = $2";
        let stands: Option<i64> = on!(self.connection(), connection => {
            sqlx::query_scalar(sql)
                .bind(filled.session)
                .bind(filled.scorer)
                .fetch_optional(connection)
                .await
        })?;
        let stands = stands.unwrap_or(0);
        if stands != seen {
            return Err(Error::Changed(stands));
        }
        // Writers follow one another, so what was read just now still stands.
        let sql = match stands {
            0 => {
                "insert into score_sheets
                   (session, scorer, score_a, score_b, score_c, remark, filled_at, version)
                 values ($1, $2, $3, $4, $5, $6, $7, $8)"
            }
            _ => {
                "update score_sheets set score_a = $3, score_b = $4, score_c = $5, remark = $6,
                   filled_at = $7, version = $8
                 where session = $1 and scorer = $2"
            }
        };
        on!(self.connection(), connection => {
            sqlx::query(sql)
                .bind(filled.session)
                .bind(filled.scorer)
                .bind(i64::from(filled.score.a.0))
                .bind(i64::from(filled.score.b.0))
                .bind(i64::from(filled.score.c.0))
                .bind(&filled.remark)
                .bind(rows::instant(at))
                .bind(stands + 1)
                .execute(connection)
                .await
                .map(drop)
        })?;
        Ok(stands + 1)
    }
}
