//! Councils, their mandates and the public halves of their keys.

use chrono::{DateTime, Utc};
use serde_json::json;
use sqlx::FromRow;

use super::key_columns::{KeyColumns, alg_name};
use super::rows::Row;
use super::{Entry, Error, Register, on};
use crate::scheme::council::{CouncilCode, Level, Mandate};
use crate::scheme::stars::Stars;
use crate::scheme::trust::CouncilKey;
use crate::scheme::words::Text;

/// A council in the register.
#[derive(Clone, Debug)]
pub struct CouncilRecord {
    /// Its code.
    pub code: CouncilCode,
    /// Its administrative unit.
    pub unit: String,
    /// Its level.
    pub level: Level,
    /// Its name.
    pub name: Text,
    /// Who took its place.
    pub successor: Option<CouncilCode>,
    /// What it may certify.
    pub mandates: Vec<Mandate>,
    /// The index of its next certificate: how many were reserved.
    pub next_index: u64,
}

/// A council's key in the register.
#[derive(Clone, Debug)]
pub struct KeyRecord {
    /// Whose it is.
    pub council: CouncilCode,
    /// As the trust list names it.
    pub key: CouncilKey,
}

/// What a key is for. One key never serves two purposes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Seals certificates.
    Certificate,
    /// Signs status lists.
    Status,
}

impl Purpose {
    /// The name in data.
    pub fn name(self) -> &'static str {
        match self {
            Self::Certificate => "certificate",
            Self::Status => "status",
        }
    }
}

#[derive(FromRow)]
struct CouncilRow {
    code: String,
    unit: String,
    level: String,
    name_vi: String,
    name_en: String,
    successor: Option<String>,
    next_index: i64,
}

#[derive(FromRow)]
struct MandateRow {
    council: String,
    stars: String,
    from_on: String,
    until_on: Option<String>,
    months: i64,
}

#[derive(FromRow)]
struct KeyRow {
    council: String,
    #[sqlx(flatten)]
    key: KeyColumns,
}

impl Register {
    /// Every council, in the order in which they were added.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn councils(&self) -> Result<Vec<CouncilRecord>, Error> {
        let sql = "select code, unit, level, name_vi, name_en, successor, next_index
                   from councils order by position";
        let councils: Vec<CouncilRow> =
            on!(self.readers(), pool => sqlx::query_as(sql).fetch_all(pool).await)?;
        let sql = "select council, stars, from_on, until_on, months from mandates";
        let rows: Vec<MandateRow> =
            on!(self.readers(), pool => sqlx::query_as(sql).fetch_all(pool).await)?;
        let mut mandates = Vec::with_capacity(rows.len());
        for row in rows {
            mandates.push((row.council.clone(), row.read()?));
        }
        mandates.sort_by_key(|(_, mandate)| mandate.from);
        councils
            .into_iter()
            .map(|row| row.read(&mandates))
            .collect()
    }

    /// Every key that seals certificates, in the order in which they were added.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn keys(&self) -> Result<Vec<KeyRecord>, Error> {
        self.keys_for(Purpose::Certificate).await
    }

    /// Every key that signs status lists, in the order in which they were added.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn status_keys(&self) -> Result<Vec<KeyRecord>, Error> {
        self.keys_for(Purpose::Status).await
    }

    async fn keys_for(&self, purpose: Purpose) -> Result<Vec<KeyRecord>, Error> {
        let sql = "select kid, council, alg, public_key, seals_from, seals_until, state,
                          compromised_on
                   from keys where purpose = $1 order by position";
        let rows: Vec<KeyRow> = on!(self.readers(), pool => {
            sqlx::query_as(sql).bind(purpose.name()).fetch_all(pool).await
        })?;
        rows.into_iter().map(KeyRow::read).collect()
    }
}

impl Entry {
    /// Adds a council with its mandates.
    ///
    /// # Errors
    /// [`Error::Exists`] when the code is taken.
    pub async fn add_council(
        &mut self,
        council: &CouncilRecord,
        at: DateTime<Utc>,
    ) -> Result<(), Error> {
        let body = json!({ "unit": council.unit, "level": council.level, "name": council.name,
                           "mandates": council.mandates });
        let subject = council.code.to_string();
        let position = self
            .record(at, "council_added", subject.clone(), body)
            .await?;
        let sql = "insert into councils
                     (code, unit, level, name_vi, name_en, successor, next_index, position)
                   values ($1, $2, $3, $4, $5, $6, 0, $7)";
        on!(self.connection(), connection => {
            sqlx::query(sql)
                .bind(&subject)
                .bind(&council.unit)
                .bind(council.level.name())
                .bind(council.name.vi.to_string())
                .bind(council.name.en.to_string())
                .bind(council.successor.map(|code| code.to_string()))
                .bind(position)
                .execute(connection)
                .await
                .map(drop)
        })
        .map_err(Error::exists(|| format!("council {subject}")))?;
        let sql = "insert into mandates (council, stars, from_on, until_on, months)
                   values ($1, $2, $3, $4, $5)";
        for mandate in &council.mandates {
            let stars: Vec<String> = mandate.stars.iter().map(Stars::to_string).collect();
            on!(self.connection(), connection => {
                sqlx::query(sql)
                    .bind(&subject)
                    .bind(stars.join(" "))
                    .bind(mandate.from.to_string())
                    .bind(mandate.until.map(|until| until.to_string()))
                    .bind(i64::from(mandate.months))
                    .execute(connection)
                    .await
                    .map(drop)
            })?;
        }
        Ok(())
    }

    /// Adds the public half of a council's key that seals certificates.
    ///
    /// # Errors
    /// [`Error::Exists`] when the key, or another with its kid, is there.
    pub async fn add_key(&mut self, record: &KeyRecord, at: DateTime<Utc>) -> Result<(), Error> {
        self.add_key_for(Purpose::Certificate, record, at).await
    }

    /// Adds the public half of a council's key for one purpose.
    ///
    /// # Errors
    /// [`Error::Exists`] when the key, or another with its kid, is there for any purpose.
    pub async fn add_key_for(
        &mut self,
        purpose: Purpose,
        record: &KeyRecord,
        at: DateTime<Utc>,
    ) -> Result<(), Error> {
        let KeyRecord { council, key } = record;
        self.check_kid_is_free(key.kid).await?;
        let body = json!({ "council": council, "purpose": purpose.name(), "key": key });
        let position = self
            .record(at, "key_added", key.kid.to_string(), body)
            .await?;
        let sql = "insert into keys (kid, council, alg, public_key, seals_from, seals_until,
                                     state, compromised_on, position, purpose)
                   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
        on!(self.connection(), connection => {
            sqlx::query(sql)
                .bind(key.kid.to_string())
                .bind(council.to_string())
                .bind(alg_name(key.alg))
                .bind(key.x.to_base64())
                .bind(key.seals_from.to_string())
                .bind(key.seals_until.to_string())
                .bind(key.state.name())
                .bind(key.compromised_on.map(|day| day.to_string()))
                .bind(position)
                .bind(purpose.name())
                .execute(connection)
                .await
                .map(drop)
        })
        .map_err(Error::exists(|| format!("key {}", key.kid)))?;
        Ok(())
    }

    /// Reserves indices for a council's next certificates and returns the first.
    ///
    /// # Errors
    /// [`Error::Missing`] when there is no such council, or another took its place.
    pub async fn reserve_indices(
        &mut self,
        council: CouncilCode,
        count: usize,
    ) -> Result<u64, Error> {
        let sql = "update councils set next_index = next_index + $1
                   where code = $2 and successor is null
                   returning next_index - $1";
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        let first: Option<i64> = on!(self.connection(), connection => {
            sqlx::query_scalar(sql)
                .bind(count)
                .bind(council.to_string())
                .fetch_optional(connection)
                .await
        })?;
        let first = first.ok_or_else(|| Error::Missing(format!("council {council}")))?;
        Row {
            table: "councils",
            key: council.as_str(),
        }
        .number("next_index", first)
    }
}

impl CouncilRow {
    fn read(self, mandates: &[(String, Mandate)]) -> Result<CouncilRecord, Error> {
        let row = Row {
            table: "councils",
            key: &self.code,
        };
        let own = mandates.iter().filter(|(council, _)| *council == self.code);
        Ok(CouncilRecord {
            code: row.parsed("code", &self.code)?,
            level: row.column("level", Level::named(&self.level))?,
            successor: self
                .successor
                .map(|code| row.parsed("successor", &code))
                .transpose()?,
            next_index: row.number("next_index", self.next_index)?,
            mandates: own.map(|(_, mandate)| mandate.clone()).collect(),
            name: Text::of(self.name_vi, self.name_en),
            unit: self.unit,
        })
    }
}

impl MandateRow {
    fn read(self) -> Result<Mandate, Error> {
        let row = Row {
            table: "mandates",
            key: &self.council,
        };
        let star = |level: &str| level.parse().ok().and_then(|level| Stars::new(level).ok());
        let stars: Option<Vec<Stars>> = self.stars.split(' ').map(star).collect();
        Ok(Mandate {
            stars: row.column("stars", stars)?,
            from: row.date("from_on", &self.from_on)?,
            until: self
                .until_on
                .map(|until| row.date("until_on", &until))
                .transpose()?,
            months: row.number("months", self.months)?,
        })
    }
}

impl KeyRow {
    fn read(self) -> Result<KeyRecord, Error> {
        let row = Row {
            table: "keys",
            key: &self.key.kid,
        };
        Ok(KeyRecord {
            council: row.parsed("council", &self.council)?,
            key: self.key.read(&row)?,
        })
    }
}
