//! Lists of cases, the newest first, and how many there are of each kind.

use super::cases::CaseRow;
use super::{CaseRecord, Error, Register, on};
use crate::scheme::case::{CaseKind, CaseState};
use crate::scheme::council::CouncilCode;

/// Which cases are asked for.
#[derive(Clone, Debug, Default)]
pub struct CaseFilter {
    /// Only those that this council was told of.
    pub council: Option<CouncilCode>,
    /// Only those in this state.
    pub state: Option<CaseState>,
    /// Only those of this kind.
    pub kind: Option<CaseKind>,
    /// Only those in this province.
    pub province: Option<String>,
    /// Only those of this set of products.
    pub product_set: Option<String>,
    /// Only those that are assigned to this account.
    pub assignee: Option<i64>,
    /// Only those that the council has not read yet.
    pub unseen: bool,
    /// Only those opened before this one.
    pub before: Option<i64>,
    /// How many at most.
    pub limit: i64,
}

/// How many cases are alike.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct CaseTally {
    /// Their state.
    pub state: String,
    /// Their kind.
    pub kind: String,
    /// Their province.
    pub province: Option<String>,
    /// Their set of products.
    pub product_set: Option<String>,
    /// How many.
    pub count: i64,
}

/// The conditions of every list, and its end.
macro_rules! listed {
    ($begin:literal, $order:literal) => {
        concat!(
            $begin,
            " and ($2 is null or c.state = $2) and ($3 is null or c.kind = $3)
              and ($4 is null or c.province = $4) and ($5 is null or c.product_set = $5) order by ",
            $order,
            " desc limit $6"
        )
    };
}

impl Register {
    /// Cases, the newest first.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn cases(&self, filter: &CaseFilter) -> Result<Vec<CaseRecord>, Error> {
        // One text for each, so that each goes by its index.
        let sql = match (filter.council, filter.assignee) {
            (Some(_), _) if filter.unseen => listed!(
                "select c.* from case_councils t join cases c on c.id = t.of_case
                 where t.of_case < $1 and t.council = $7 and t.seen_at is null
                   and (c.assignee = $8 or $8 is null)",
                "t.of_case"
            ),
            (Some(_), _) => listed!(
                "select c.* from case_councils t join cases c on c.id = t.of_case
                 where t.of_case < $1 and t.council = $7 and (c.assignee = $8 or $8 is null)",
                "t.of_case"
            ),
            (None, Some(_)) => listed!(
                "select c.* from cases c where c.id < $1 and $7 is null and c.assignee = $8",
                "c.id"
            ),
            (None, None) => listed!(
                "select c.* from cases c where c.id < $1 and $7 is null and $8 is null",
                "c.id"
            ),
        };
        let rows: Vec<CaseRow> = on!(self.readers(), pool => {
            sqlx::query_as(sql)
                .bind(filter.before.unwrap_or(i64::MAX))
                .bind(filter.state.map(CaseState::name))
                .bind(filter.kind.map(CaseKind::name))
                .bind(&filter.province)
                .bind(&filter.product_set)
                .bind(filter.limit)
                .bind(filter.council.map(|council| council.to_string()))
                .bind(filter.assignee)
                .fetch_all(pool)
                .await
        })?;
        rows.into_iter().map(CaseRow::read).collect()
    }

    /// How many cases there are, of each state, kind, province and set of products: all, or
    /// those that a council was told of.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn case_tallies(
        &self,
        council: Option<CouncilCode>,
    ) -> Result<Vec<CaseTally>, Error> {
        let sql = match council {
            None => {
                "select state, kind, province, product_set, count(*) as count from cases
                 where $1 is null group by state, kind, province, product_set"
            }
            Some(_) => {
                "select c.state, c.kind, c.province, c.product_set, count(*) as count
                 from case_councils t join cases c on c.id = t.of_case
                 where t.council = $1 group by c.state, c.kind, c.province, c.product_set"
            }
        };
        Ok(on!(self.readers(), pool => {
            sqlx::query_as(sql)
                .bind(council.map(|council| council.to_string()))
                .fetch_all(pool)
                .await
        })?)
    }

    /// How many cases are assigned to somebody and not at their end.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn cases_assigned_to(&self, account: i64) -> Result<i64, Error> {
        let sql = "select count(*) from cases
                   where assignee = $1 and state in ('open', 'investigating')";
        Ok(on!(self.readers(), pool => {
            sqlx::query_scalar(sql).bind(account).fetch_one(pool).await
        })?)
    }

    /// Everybody who checks the market, to be assigned to a case: identity and name.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn inspectors(&self) -> Result<Vec<(i64, String)>, Error> {
        let sql = "select a.id, a.name from grants g join accounts a on a.id = g.account
                   where g.role = 'inspector' and a.disabled_at is null order by g.account";
        let mut found: Vec<(i64, String)> = on!(self.readers(), pool => {
            sqlx::query_as(sql).fetch_all(pool).await
        })?;
        found.dedup_by_key(|(id, _)| *id);
        Ok(found)
    }
}
