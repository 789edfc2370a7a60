//! The programme that a register belongs to.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::rows::{self, Row};
use super::{Entry, Error, Register, on};
use crate::scheme::seal::PublicKey;
use crate::scheme::words::Text;

/// The programme: its name and the root key that signs its trust lists.
#[derive(Clone, Debug)]
pub struct Programme {
    /// In both languages.
    pub name: Text,
    /// The public half.
    pub root_key: PublicKey,
    /// When it was set up.
    pub created_at: DateTime<Utc>,
}

impl Register {
    /// The programme, once it was set up.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn programme(&self) -> Result<Option<Programme>, Error> {
        let sql = "select name_vi, name_en, root_key, created_at from programme where id = 1";
        let found: Option<(String, String, String, String)> = on!(self.readers(), pool => {
            sqlx::query_as(sql).fetch_optional(pool).await
        })?;
        let Some((vi, en, root_key, created_at)) = found else {
            return Ok(None);
        };
        let row = Row {
            table: "programme",
            key: "1",
        };
        Ok(Some(Programme {
            name: Text::of(vi, en),
            root_key: row.column("root_key", PublicKey::from_base64(&root_key).ok())?,
            created_at: row.instant("created_at", &created_at)?,
        }))
    }
}

impl Entry {
    /// Sets the programme up.
    ///
    /// # Errors
    /// [`Error::Exists`] when there is one.
    pub async fn add_programme(&mut self, programme: &Programme) -> Result<(), Error> {
        let sql = "insert into programme (id, name_vi, name_en, root_key, created_at)
                   values (1, $1, $2, $3, $4)";
        let root_key = programme.root_key.to_base64();
        on!(self.connection(), connection => {
            sqlx::query(sql)
                .bind(programme.name.vi.to_string())
                .bind(programme.name.en.to_string())
                .bind(&root_key)
                .bind(rows::instant(programme.created_at))
                .execute(connection)
                .await
                .map(drop)
        })
        .map_err(Error::exists(|| "a programme".to_owned()))?;
        let body = json!({ "name": programme.name, "root_key": root_key });
        self.record(
            programme.created_at,
            "programme_created",
            "programme".to_owned(),
            body,
        )
        .await?;
        Ok(())
    }
}
