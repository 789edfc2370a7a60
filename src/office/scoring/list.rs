//! Lists of sessions: to score, open, concluded.

use crate::office::{Access, Error, Office, Reach, Right};
use crate::register::{ListedSession, SessionFilter, SessionsWanted};
use crate::scheme::council::CouncilCode;

/// Which sessions are asked for.
#[derive(Clone, Copy, Debug)]
pub struct SessionsQuery {
    /// Which.
    pub wanted: SessionsWanted,
    /// Only those of this council.
    pub council: Option<CouncilCode>,
    /// Only those opened before this one.
    pub before: Option<i64>,
    /// How many at most.
    pub limit: i64,
}

impl Office {
    /// Sessions in reach, the newest first. To score are those of the councils that somebody
    /// scores for and has handed in no sheet for yet.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn sessions(
        &self,
        access: &Access,
        query: &SessionsQuery,
    ) -> Result<Vec<ListedSession>, Error> {
        let reach = match (query.wanted, access.account()) {
            (SessionsWanted::ToScore, None) => return Ok(Vec::new()),
            (SessionsWanted::ToScore, Some(_)) => access.reach(Right::Score),
            _ => access.reach(Right::Work),
        };
        let councils = match (query.council, reach) {
            (Some(council), reach) if reach.includes(council) => vec![Some(council)],
            (Some(_), _) => Vec::new(),
            (None, Reach::All) => vec![None],
            (None, Reach::Of(mut councils)) => {
                councils.sort_unstable();
                councils.dedup();
                councils.into_iter().map(Some).collect()
            }
        };
        let mut found = Vec::new();
        for council in councils {
            let filter = SessionFilter {
                wanted: query.wanted,
                council,
                // No account has the identity 0.
                scorer: access.account().unwrap_or(0),
                before: query.before.unwrap_or(i64::MAX),
                limit: query.limit,
            };
            found.extend(self.register.council_sessions(&filter).await?);
        }
        found.sort_unstable_by_key(|session| std::cmp::Reverse(session.id));
        found.truncate(usize::try_from(query.limit).unwrap_or(usize::MAX));
        Ok(found)
    }
}
