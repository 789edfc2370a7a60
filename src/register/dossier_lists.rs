//! Lists of dossiers: by council, state and producer, the newest first.

use sqlx::QueryBuilder;

use super::dossiers::DossierRow;
use super::rows::Row;
use super::{DossierRecord, Error, Register, Shelf, Term, on};
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
    /// Only those whose product holds these words, the last one perhaps unfinished.
    pub text: Option<String>,
    /// Only those begun before this one.
    pub before: Option<i64>,
    /// How many at most.
    pub limit: i64,
}

/// Dossiers that hold the words that are looked for, and are read at once.
const AT_ONCE: u32 = 500;

impl DossierFilter {
    fn passes(&self, record: &DossierRecord) -> bool {
        let facts = &record.facts;
        self.producer
            .is_none_or(|producer| producer == facts.producer)
            && self.council.is_none_or(|council| council == facts.council)
            && self.state.is_none_or(|state| state == record.state)
            && !(self.handed_in && record.state == DossierState::Draft)
    }
}

/// The end of every list: the page.
macro_rules! listed {
    ($condition:literal) => {
        concat!(
            "select * from dossiers where ",
            $condition,
            " and id < $4 and ($5 = 0 or state <> 'draft')
              order by id desc limit $6"
        )
    };
}

impl Register {
    /// Dossiers, the newest first.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn dossiers(&self, filter: &DossierFilter) -> Result<Vec<DossierRecord>, Error> {
        if let Some(words) = &filter.text {
            return self.dossiers_holding(words, filter).await;
        }
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
                .bind(i64::from(filter.handed_in))
                .bind(filter.limit)
                .fetch_all(pool)
                .await
        })?;
        rows.into_iter().map(DossierRow::read).collect()
    }

    /// Those among the dossiers with some words that pass the rest of a filter.
    async fn dossiers_holding(
        &self,
        words: &str,
        filter: &DossierFilter,
    ) -> Result<Vec<DossierRecord>, Error> {
        let most = usize::try_from(filter.limit).unwrap_or(0);
        let (mut listed, mut before) = (Vec::new(), filter.before);
        if Term::words(words).is_empty() {
            return Ok(listed);
        }
        loop {
            let found = self.find(Shelf::Dossiers, words, before, AT_ONCE).await?;
            let Some(last) = found.last() else {
                return Ok(listed);
            };
            before = Some(*last);
            let sql = "select * from dossiers where id in (";
            let rows: Vec<DossierRow> = on!(self.readers(), pool => {
                let mut query = QueryBuilder::new(sql);
                let mut ids = query.separated(", ");
                for id in &found {
                    ids.push_bind(id);
                }
                query.push(") order by id desc");
                query.build_query_as().fetch_all(pool).await
            })?;
            for row in rows {
                let record = row.read()?;
                if filter.passes(&record) {
                    listed.push(record);
                }
                if listed.len() >= most {
                    return Ok(listed);
                }
            }
            if found.len() < AT_ONCE as usize {
                return Ok(listed);
            }
        }
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
