//! Lists of councils' sessions.

use chrono::{DateTime, Utc};
use sqlx::FromRow;

use super::rows::Row;
use super::{Error, Register, on};
use crate::scheme::assessment::Outcome;
use crate::scheme::council::CouncilCode;
use crate::scheme::stars::Stars;

/// Which sessions are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionsWanted {
    /// Open ones that somebody has handed in no sheet for.
    ToScore,
    /// Open ones.
    Open,
    /// Those that were concluded, or lapsed.
    Concluded,
}

/// A list of sessions, the newest first.
#[derive(Clone, Copy, Debug)]
pub struct SessionFilter {
    /// Which.
    pub wanted: SessionsWanted,
    /// Only those of this council.
    pub council: Option<CouncilCode>,
    /// Whose sheets are asked about.
    pub scorer: i64,
    /// Only those opened before this one.
    pub before: i64,
    /// How many at most.
    pub limit: i64,
}

/// A session in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedSession {
    /// Its identity.
    pub id: i64,
    /// The dossier.
    pub dossier: i64,
    /// Its product.
    pub product: String,
    /// Its producer.
    pub producer: String,
    /// The council.
    pub council: CouncilCode,
    /// When it was opened.
    pub opened_at: DateTime<Utc>,
    /// How many sheets were handed in.
    pub sheets: u32,
    /// Whether the one who asks handed one in.
    pub mine: bool,
    /// What the council gave.
    pub stars: Option<Stars>,
    /// What followed.
    pub outcome: Option<Outcome>,
    /// When it was concluded.
    pub concluded_at: Option<DateTime<Utc>>,
}

#[derive(FromRow)]
struct ListedRow {
    id: i64,
    dossier: i64,
    product: String,
    producer: String,
    council: String,
    opened_at: String,
    sheets: i64,
    mine: i64,
    stars: Option<i64>,
    outcome: Option<String>,
    concluded_at: Option<String>,
}

impl ListedRow {
    fn read(self) -> Result<ListedSession, Error> {
        let key = self.id.to_string();
        let row = Row {
            table: "sessions_of_councils",
            key: &key,
        };
        let outcome = self.outcome.map(|name| row.parsed("outcome", &name));
        let concluded = self.concluded_at.map(|at| row.instant("concluded_at", &at));
        Ok(ListedSession {
            id: self.id,
            dossier: self.dossier,
            council: row.parsed("council", &self.council)?,
            opened_at: row.instant("opened_at", &self.opened_at)?,
            sheets: row.number("sheets", self.sheets)?,
            mine: self.mine > 0,
            stars: self.stars.map(|stars| row.stars(stars)).transpose()?,
            outcome: outcome.transpose()?,
            concluded_at: concluded.transpose()?,
            product: self.product,
            producer: self.producer,
        })
    }
}

/// The list under a condition: one text for each, so that each goes by its index.
macro_rules! listed {
    ($condition:literal) => {
        concat!(
            "select s.id, s.dossier, d.product, p.name as producer, s.council, s.opened_at,
                    (select count(*) from score_sheets k where k.session = s.id) as sheets,
                    (select count(*) from score_sheets k
                     where k.session = s.id and k.scorer = $3) as mine,
                    s.stars, s.outcome, s.concluded_at
             from sessions_of_councils s
             join dossiers d on d.id = s.dossier
             join producers p on p.id = d.producer
             where s.id < $2 and ",
            $condition,
            " order by s.id desc limit $4"
        )
    };
}

impl Register {
    /// A list of sessions.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn council_sessions(
        &self,
        filter: &SessionFilter,
    ) -> Result<Vec<ListedSession>, Error> {
        use SessionsWanted::{Concluded, Open, ToScore};
        let sql = match (filter.wanted, filter.council) {
            (ToScore, Some(_)) => listed!(
                "s.council = $1 and s.concluded_at is null and not exists (
                   select 1 from score_sheets m where m.session = s.id and m.scorer = $3)"
            ),
            (ToScore, None) => listed!(
                "$1 is null and s.concluded_at is null and not exists (
                   select 1 from score_sheets m where m.session = s.id and m.scorer = $3)"
            ),
            (Open, Some(_)) => listed!("s.council = $1 and s.concluded_at is null"),
            (Open, None) => listed!("$1 is null and s.concluded_at is null"),
            (Concluded, Some(_)) => listed!("s.council = $1 and s.concluded_at is not null"),
            (Concluded, None) => listed!("$1 is null and s.concluded_at is not null"),
        };
        let rows: Vec<ListedRow> = on!(self.readers(), pool => {
            sqlx::query_as(sql)
                .bind(filter.council.map(|code| code.to_string()))
                .bind(filter.before)
                .bind(filter.scorer)
                .bind(filter.limit)
                .fetch_all(pool)
                .await
        })?;
        rows.into_iter().map(ListedRow::read).collect()
    }
}
