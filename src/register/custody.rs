//! What becomes of keys and councils: retired, compromised, succeeded.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::json;

use super::{Entry, Error, on};
use crate::scheme::council::CouncilCode;
use crate::scheme::seal::KeyId;
use crate::scheme::trust::KeyState;

/// A key's move from one state to another.
#[derive(Clone, Copy, Debug)]
pub struct KeyMove {
    /// Which key.
    pub kid: KeyId,
    /// Its state so far: another, and nothing is changed.
    pub from: KeyState,
    /// Its state from now on.
    pub to: KeyState,
    /// Since when it is compromised.
    pub compromised_on: Option<NaiveDate>,
}

impl Entry {
    /// Moves a key to another state, whatever it is for.
    ///
    /// # Errors
    /// [`Error::Missing`] when no key with this id is in the state that it is moved from.
    pub async fn move_key(&mut self, moved: KeyMove, at: DateTime<Utc>) -> Result<(), Error> {
        let KeyMove { kid, from, to, .. } = moved;
        let on = moved.compromised_on.map(|day| day.to_string());
        let sql = "update keys set state = $1, compromised_on = $2
                   where kid = $3 and state = $4 returning council";
        let council: Option<String> = on!(self.connection(), connection => {
            sqlx::query_scalar(sql)
                .bind(to.name())
                .bind(on.as_deref())
                .bind(kid.to_string())
                .bind(from.name())
                .fetch_optional(connection)
                .await
        })?;
        let body = match council {
            Some(council) => json!({ "council": council, "compromised_on": on }),
            None => {
                let purpose = self.move_programme_key(moved).await?;
                let purpose =
                    purpose.ok_or_else(|| Error::Missing(format!("{} key {kid}", from.name())))?;
                json!({ "purpose": purpose, "compromised_on": on })
            }
        };
        let kind = match to {
            KeyState::Active => "key_activated",
            KeyState::Retired => "key_retired",
            KeyState::Compromised => "key_compromised",
        };
        self.record(at, kind, kid.to_string(), body).await?;
        Ok(())
    }

    /// Checks that a council still seals with a key: it has no successor, and the key was not
    /// retired or compromised since somebody looked.
    ///
    /// # Errors
    /// [`Error::Missing`] when it does not.
    pub async fn check_seals(&mut self, council: CouncilCode, kid: KeyId) -> Result<(), Error> {
        let sql = "select keys.kid from keys join councils on councils.code = keys.council
                   where keys.kid = $1 and keys.council = $2 and keys.state = 'active'
                     and councils.successor is null";
        let found: Option<String> = on!(self.connection(), connection => {
            sqlx::query_scalar(sql)
                .bind(kid.to_string())
                .bind(council.to_string())
                .fetch_optional(connection)
                .await
        })?;
        let missing = || Error::Missing(format!("council {council} that seals with {kid}"));
        found.map(drop).ok_or_else(missing)
    }

    /// Gives a council its successor and ends its mandates with a day. Answers how many
    /// certificates it issued after that day: if any, nothing was changed.
    ///
    /// # Errors
    /// [`Error::Missing`] when there is no such council, when it has a successor, or when it is
    /// itself to follow on the one that is to take its place.
    pub async fn succeed(
        &mut self,
        council: CouncilCode,
        by: CouncilCode,
        last_day: NaiveDate,
        at: DateTime<Utc>,
    ) -> Result<i64, Error> {
        let (code, day) = (council.to_string(), last_day.to_string());
        let sql = "select count(*) from certificates where council = $1 and issued_on > $2";
        let later: i64 = on!(self.connection(), connection => {
            sqlx::query_scalar(sql).bind(&code).bind(&day).fetch_one(connection).await
        })?;
        if later > 0 {
            return Ok(later);
        }
        let sql = "update councils set successor = $1 where code = $2 and successor is null
                     and not exists (
                         with recursive following (code) as (
                             select cast($1 as text)
                             union
                             select councils.successor from councils
                             join following on councils.code = following.code
                             where councils.successor is not null
                         )
                         select 1 from following where code = $2
                     )
                   returning code";
        let found: Option<String> = on!(self.connection(), connection => {
            sqlx::query_scalar(sql)
                .bind(by.to_string())
                .bind(&code)
                .fetch_optional(connection)
                .await
        })?;
        found.ok_or_else(|| Error::Missing(format!("council {code} without a successor")))?;
        // ISO dates compare as texts. A mandate that was still to begin ends before it does.
        let sql = "update mandates set until_on = $1
                   where council = $2 and (until_on is null or until_on > $1)";
        on!(self.connection(), connection => {
            sqlx::query(sql).bind(&day).bind(&code).execute(connection).await.map(drop)
        })?;
        let body = json!({ "by": by, "last_day": last_day });
        self.record(at, "council_succeeded", code, body).await?;
        Ok(0)
    }
}
