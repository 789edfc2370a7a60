//! Lists of dossiers: by council, state and producer, the newest first.

use super::dossiers::DossierRow;
use super::rows::{self, Row};
use super::{DossierRecord, Error, Register, on};
use crate::scheme::council::CouncilCode;
use crate::scheme::dossier::DossierState;

/// Which dossiers are asked for.
#[derive(Clone, Debug, Default)]
pub struct DossierFilter {
    /// Only those of this producer.
    pub producer: Option<i64>,
    /// Only those that this council has.
    pub council: Option<CouncilCode>,
    /// Only those in this state.
    pub state: Option<DossierState>,
    /// Only those that were handed in: no drafts.
    pub handed_in: bool,
    /// Only those whose folded product holds this, which is folded too.
    pub text: Option<String>,
    /// Only those begun before this one.
    pub before: Option<i64>,
    /// How many at most.
    pub limit: i64,
}

/// The end of every list: the page, and the text that is looked for.
macro_rules! listed {
    ($condition:literal) => {
        concat!(
            "select * from dossiers where ",
            $condition,
            " and id < $4 and ($5 is null or folded like $5 escape '!')
              and ($6 = 0 or state <> 'draft')
              order by id desc limit $7"
        )
    };
}

impl Register {
    /// Dossiers, the newest first.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn dossiers(&self, filter: &DossierFilter) -> Result<Vec<DossierRecord>, Error> {
        // One text for each, so that each goes by its index.
        let sql = match (filter.producer, filter.council, filter.state) {
            (Some(_), _, _) => listed!(
                "producer = $1 and ($2 is null or council = $2) and ($3 is null or state = $3)"
            ),
            (None, Some(_), Some(_)) => listed!("$1 is null and council = $2 and state = $3"),
            (None, Some(_), None) => listed!("$1 is null and council = $2 and $3 is null"),
            (None, None, Some(_)) => listed!("$1 is null and $2 is null and state = $3"),
            (None, None, None) => listed!("$1 is null and $2 is null and $3 is null"),
        };
        let rows: Vec<DossierRow> = on!(self.readers(), pool => {
            sqlx::query_as(sql)
                .bind(filter.producer)
                .bind(filter.council.map(|council| council.to_string()))
                .bind(filter.state.map(DossierState::name))
                .bind(filter.before.unwrap_or(i64::MAX))
                .bind(filter.text.as_deref().map(rows::containing))
                .bind(i64::from(filter.handed_in))
                .bind(filter.limit)
                .fetch_all(pool)
                .await
        })?;
        rows.into_iter().map(DossierRow::read).collect()
    }

    /// Dossiers about which a council had a session, wherever they are now, the newest first.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn dossiers_had_by(
        &self,
        council: CouncilCode,
        before: Option<i64>,
        limit: i64,
    ) -> Result<Vec<DossierRecord>, Error> {
        let sql = "select d.* from (
                     select distinct dossier from sessions_of_councils
                     where council = $1 and dossier < $2 order by dossier desc limit $3
                   ) s join dossiers d on d.id = s.dossier order by d.id desc";
        let rows: Vec<DossierRow> = on!(self.readers(), pool => {
            sqlx::query_as(sql)
                .bind(council.to_string())
                .bind(before.unwrap_or(i64::MAX))
                .bind(limit)
                .fetch_all(pool)
                .await
        })?;
        rows.into_iter().map(DossierRow::read).collect()
    }

    /// The councils that had a session about a dossier.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn councils_that_had(&self, dossier: i64) -> Result<Vec<CouncilCode>, Error> {
        let sql = "select distinct council from sessions_of_councils where dossier = $1";
        let codes: Vec<String> = on!(self.readers(), pool => {
            sqlx::query_scalar(sql).bind(dossier).fetch_all(pool).await
        })?;
        let key = dossier.to_string();
        let row = Row {
            table: "sessions_of_councils",
            key: &key,
        };
        codes
            .iter()
            .map(|code| row.parsed("council", code))
            .collect()
    }
}
