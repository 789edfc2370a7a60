//! What happened to a case, who was told of it, and which files of it were handed out.

use chrono::{DateTime, Utc};

use super::rows::{self, Row};
use super::{Entry, Error, Register, on};
use crate::scheme::case::CaseState;
use crate::scheme::council::CouncilCode;
use crate::scheme::text;

/// Something that happened to a case, to be kept.
#[derive(Clone, Debug)]
pub struct NewCaseMove {
    /// What: `opened`, `begin`, `assigned`.
    pub act: &'static str,
    /// Where the case is then.
    pub state: CaseState,
    /// What else is said.
    pub note: Option<String>,
    /// Who did it.
    pub by: i64,
    /// When.
    pub at: DateTime<Utc>,
}

/// Something that happened to a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseMoveRecord {
    /// What.
    pub act: String,
    /// Where the case was then.
    pub state: CaseState,
    /// What else was said.
    pub note: Option<String>,
    /// Who did it.
    pub by: i64,
    /// When.
    pub at: DateTime<Utc>,
}

/// A council that was told of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToldRecord {
    /// Which.
    pub council: CouncilCode,
    /// `issuer`, `successor` or `province`.
    pub because: String,
    /// When.
    pub told_at: DateTime<Utc>,
    /// Who of it said that it was read, and when.
    pub seen: Option<(i64, DateTime<Utc>)>,
}

/// A case file that was handed out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseFileRecord {
    /// The SHA-256 of its bytes, base64url.
    pub digest: String,
    /// The version of the case that it is of.
    pub version: i64,
    /// When it was written.
    pub made_at: DateTime<Utc>,
}

type MoveColumns = (String, String, Option<String>, i64, String);
type ToldColumns = (String, String, String, Option<i64>, Option<String>);

impl Register {
    /// What happened to a case, in its order.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn case_moves(&self, of_case: i64) -> Result<Vec<CaseMoveRecord>, Error> {
        let sql = "select act, state, note, made_by, made_at from case_moves
                   where of_case = $1 order by place";
        let rows: Vec<MoveColumns> = on!(self.readers(), pool => {
            sqlx::query_as(sql).bind(of_case).fetch_all(pool).await
        })?;
        let key = of_case.to_string();
        let row = Row {
            table: "case_moves",
            key: &key,
        };
        let read = |(act, state, note, by, at): MoveColumns| {
            Ok(CaseMoveRecord {
                state: row.parsed("state", &state)?,
                at: row.instant("made_at", &at)?,
                act,
                note,
                by,
            })
        };
        rows.into_iter().map(read).collect()
    }

    /// Which councils were told of a case.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn told_of_case(&self, of_case: i64) -> Result<Vec<ToldRecord>, Error> {
        let sql = "select council, because, told_at, seen_by, seen_at from case_councils
                   where of_case = $1 order by council";
        let rows: Vec<ToldColumns> = on!(self.readers(), pool => {
            sqlx::query_as(sql).bind(of_case).fetch_all(pool).await
        })?;
        let key = of_case.to_string();
        let row = Row {
            table: "case_councils",
            key: &key,
        };
        let read = |(council, because, told_at, by, at): ToldColumns| {
            let seen = match (by, at) {
                (Some(by), Some(at)) => Some((by, row.instant("seen_at", &at)?)),
                _ => None,
            };
            Ok(ToldRecord {
                council: row.parsed("council", &council)?,
                because,
                told_at: row.instant("told_at", &told_at)?,
                seen,
            })
        };
        rows.into_iter().map(read).collect()
    }

    /// The units in which producers of a name are registered.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn units_of_producers(&self, name: &str) -> Result<Vec<String>, Error> {
        let sql = "select unit from producers where folded = $1 and name = $2 limit 20";
        let mut units: Vec<String> = on!(self.readers(), pool => {
            sqlx::query_scalar(sql).bind(text::fold(name)).bind(name).fetch_all(pool).await
        })?;
        units.sort_unstable();
        units.dedup();
        Ok(units)
    }

    /// How many cases a council was told of that nobody of it has read yet.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn unseen_cases(&self, council: CouncilCode) -> Result<i64, Error> {
        let sql = "select count(*) from case_councils where council = $1 and seen_at is null";
        Ok(on!(self.readers(), pool => {
            sqlx::query_scalar(sql).bind(council.to_string()).fetch_one(pool).await
        })?)
    }

    /// The files of a case that were handed out, in the order of its versions.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn case_files(&self, of_case: i64) -> Result<Vec<CaseFileRecord>, Error> {
        let sql = "select digest, version, made_at from case_files where of_case = $1";
        let rows: Vec<(String, i64, String)> = on!(self.readers(), pool => {
            sqlx::query_as(sql).bind(of_case).fetch_all(pool).await
        })?;
        let key = of_case.to_string();
        let row = Row {
            table: "case_files",
            key: &key,
        };
        let read = |(digest, version, made_at): (String, i64, String)| {
            Ok(CaseFileRecord {
                digest,
                version,
                made_at: row.instant("made_at", &made_at)?,
            })
        };
        let files: Result<Vec<CaseFileRecord>, Error> = rows.into_iter().map(read).collect();
        let mut files = files?;
        files.sort_by_key(|file| (file.version, file.made_at));
        Ok(files)
    }
}

impl Entry {
    /// Keeps what happened to a case.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn add_case_move(&mut self, of_case: i64, made: &NewCaseMove) -> Result<(), Error> {
        let sql = "insert into case_moves (of_case, place, act, state, note, made_by, made_at)
                   values ($1,
                     (select coalesce(max(place), 0) + 1 from case_moves where of_case = $1),
                     $2, $3, $4, $5, $6)";
        on!(self.connection(), connection => {
            sqlx::query(sql)
                .bind(of_case)
                .bind(made.act)
                .bind(made.state.name())
                .bind(&made.note)
                .bind(made.by)
                .bind(rows::instant(made.at))
                .execute(connection)
                .await
                .map(drop)
        })?;
        Ok(())
    }

    /// Tells a council of a case. One that was told is not told again.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn tell_of_case(
        &mut self,
        of_case: i64,
        (council, because): (CouncilCode, &'static str),
        at: DateTime<Utc>,
    ) -> Result<(), Error> {
        let sql = "insert into case_councils (of_case, council, because, told_at)
                   values ($1, $2, $3, $4) on conflict do nothing";
        on!(self.connection(), connection => {
            sqlx::query(sql)
                .bind(of_case)
                .bind(council.to_string())
                .bind(because)
                .bind(rows::instant(at))
                .execute(connection)
                .await
                .map(drop)
        })?;
        Ok(())
    }

    /// Notes that somebody of a council has read a case; says whether nobody had before.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn note_case_seen(
        &mut self,
        of_case: i64,
        council: CouncilCode,
        by: i64,
        at: DateTime<Utc>,
    ) -> Result<bool, Error> {
        let sql = "update case_councils set seen_by = $3, seen_at = $4
                   where of_case = $1 and council = $2 and seen_at is null";
        let noted = on!(self.connection(), connection => {
            sqlx::query(sql)
                .bind(of_case)
                .bind(council.to_string())
                .bind(by)
                .bind(rows::instant(at))
                .execute(connection)
                .await
                .map(|done| done.rows_affected())
        })?;
        Ok(noted > 0)
    }

    /// Keeps the digest of a case file that is handed out; says whether it is a new one.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn add_case_file(
        &mut self,
        (of_case, version): (i64, i64),
        digest: &str,
        by: Option<i64>,
        at: DateTime<Utc>,
    ) -> Result<bool, Error> {
        let sql = "insert into case_files (of_case, digest, version, made_by, made_at)
                   values ($1, $2, $3, $4, $5) on conflict do nothing";
        let added = on!(self.connection(), connection => {
            sqlx::query(sql)
                .bind(of_case)
                .bind(digest)
                .bind(version)
                .bind(by)
                .bind(rows::instant(at))
                .execute(connection)
                .await
                .map(|done| done.rows_affected())
        })?;
        Ok(added > 0)
    }
}
