//! The public halves of the keys of the programme's own services.

use chrono::{DateTime, Utc};
use serde_json::json;
use sqlx::FromRow;

use super::key_columns::{KeyColumns, alg_name};
use super::rows::Row;
use super::{Entry, Error, KeyMove, Register, on};
use crate::scheme::seal::KeyId;
use crate::scheme::trust::{ProgrammeKey, ProgrammePurpose};

#[derive(FromRow)]
struct KeyRow {
    purpose: String,
    #[sqlx(flatten)]
    key: KeyColumns,
}

impl Register {
    /// Every key of the programme's own, in the order in which they were added.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn programme_keys(&self) -> Result<Vec<ProgrammeKey>, Error> {
        let sql = "select purpose, kid, alg, public_key, seals_from, seals_until, state,
                          compromised_on
                   from programme_keys order by position";
        let rows: Vec<KeyRow> =
            on!(self.readers(), pool => sqlx::query_as(sql).fetch_all(pool).await)?;
        rows.into_iter().map(KeyRow::read).collect()
    }
}

impl KeyRow {
    fn read(self) -> Result<ProgrammeKey, Error> {
        let row = Row {
            table: "programme_keys",
            key: &self.key.kid,
        };
        Ok(ProgrammeKey {
            purpose: row.column("purpose", ProgrammePurpose::named(&self.purpose))?,
            key: self.key.read(&row)?,
        })
    }
}

impl Entry {
    /// Adds the public half of a key of the programme's own.
    ///
    /// # Errors
    /// [`Error::Exists`] when the key, or another with its kid, is there for any purpose.
    pub async fn add_programme_key(
        &mut self,
        own: &ProgrammeKey,
        at: DateTime<Utc>,
    ) -> Result<(), Error> {
        let ProgrammeKey { purpose, key } = own;
        self.check_kid_is_free(key.kid).await?;
        let body = json!({ "purpose": purpose, "key": key });
        let position = self
            .record(at, "key_added", key.kid.to_string(), body)
            .await?;
        let sql = "insert into programme_keys (kid, purpose, alg, public_key, seals_from,
                                               seals_until, state, compromised_on, position)
                   values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
        on!(self.connection(), connection => {
            sqlx::query(sql)
                .bind(key.kid.to_string())
                .bind(purpose.name())
                .bind(alg_name(key.alg))
                .bind(key.x.to_base64())
                .bind(key.seals_from.to_string())
                .bind(key.seals_until.to_string())
                .bind(key.state.name())
                .bind(key.compromised_on.map(|day| day.to_string()))
                .bind(position)
                .execute(connection)
                .await
                .map(drop)
        })
        .map_err(Error::exists(|| format!("key {}", key.kid)))
    }

    /// Refuses a kid that a key of either table has. A key has one kid, so this refuses the
    /// same key for a second purpose too.
    pub(super) async fn check_kid_is_free(&mut self, kid: KeyId) -> Result<(), Error> {
        let sql = "select count(*) from
                     (select kid from keys union all select kid from programme_keys) as known
                   where kid = $1";
        let there: i64 = on!(self.connection(), connection => {
            sqlx::query_scalar(sql).bind(kid.to_string()).fetch_one(connection).await
        })?;
        if there > 0 {
            return Err(Error::Exists(format!("key {kid}")));
        }
        Ok(())
    }

    /// Moves a key of the programme's own, and says what it is for; `None` when no such key is
    /// in the state that it is moved from.
    pub(super) async fn move_programme_key(
        &mut self,
        moved: KeyMove,
    ) -> Result<Option<String>, Error> {
        let sql = "update programme_keys set state = $1, compromised_on = $2
                   where kid = $3 and state = $4 returning purpose";
        let purpose = on!(self.connection(), connection => {
            sqlx::query_scalar(sql)
                .bind(moved.to.name())
                .bind(moved.compromised_on.map(|day| day.to_string()))
                .bind(moved.kid.to_string())
                .bind(moved.from.name())
                .fetch_optional(connection)
                .await
        })?;
        Ok(purpose)
    }
}
