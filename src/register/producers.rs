//! Producers, as they are registered now. Personal data where they are households: no event ever
//! names one.

use chrono::{DateTime, Utc};
use sqlx::{FromRow, QueryBuilder};

use super::rows::{self, Row};
use super::{Entry, Error, Register, on};
use crate::scheme::council::CouncilCode;
use crate::scheme::producer::ProducerKind;
use crate::scheme::text;

/// What is registered of a producer.
#[derive(Clone, PartialEq, Eq)]
pub struct ProducerFacts {
    /// Its legal kind.
    pub kind: ProducerKind,
    /// Its name.
    pub name: String,
    /// Its address.
    pub address: String,
    /// Its province: `VN-04@2`.
    pub unit: String,
    /// The council that it is registered with.
    pub council: CouncilCode,
    /// The number of its registration.
    pub business_code: Option<String>,
    /// Who represents it.
    pub representative: Option<String>,
    /// Where it is called.
    pub phone: Option<String>,
    /// Where it is written to.
    pub email: Option<String>,
}

/// Without what may be personal: what is debugged may end in a log.
impl std::fmt::Debug for ProducerFacts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ProducerFacts")
            .field("kind", &self.kind)
            .field("council", &self.council)
            .finish_non_exhaustive()
    }
}

/// A producer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProducerRecord {
    /// Its identity.
    pub id: i64,
    /// What is registered of it.
    pub facts: ProducerFacts,
    /// When it was registered.
    pub registered_at: DateTime<Utc>,
    /// How often it was changed, from 1.
    pub version: i64,
}

/// Which producers are asked for.
#[derive(Clone, Debug, Default)]
pub struct ProducerFilter {
    /// Only those registered with this council.
    pub council: Option<CouncilCode>,
    /// Only those whose folded name holds this, which is folded too.
    pub text: Option<String>,
    /// Only those registered after this one.
    pub after: i64,
    /// How many at most.
    pub limit: i64,
}

#[derive(FromRow)]
struct ProducerRow {
    id: i64,
    kind: String,
    name: String,
    #[expect(dead_code, reason = "it is there to be searched")]
    folded: String,
    address: String,
    unit: String,
    council: String,
    business_code: Option<String>,
    representative: Option<String>,
    phone: Option<String>,
    email: Option<String>,
    registered_at: String,
    version: i64,
}

impl ProducerRow {
    fn read(self) -> Result<ProducerRecord, Error> {
        let key = self.id.to_string();
        let row = Row {
            table: "producers",
            key: &key,
        };
        Ok(ProducerRecord {
            id: self.id,
            registered_at: row.instant("registered_at", &self.registered_at)?,
            version: self.version,
            facts: ProducerFacts {
                kind: row.column("kind", ProducerKind::named(&self.kind))?,
                council: row.parsed("council", &self.council)?,
                name: self.name,
                address: self.address,
                unit: self.unit,
                business_code: self.business_code,
                representative: self.representative,
                phone: self.phone,
                email: self.email,
            },
        })
    }
}

impl Register {
    /// A producer.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn producer(&self, id: i64) -> Result<Option<ProducerRecord>, Error> {
        let sql = "select * from producers where id = $1";
        let row: Option<ProducerRow> = on!(self.readers(), pool => {
            sqlx::query_as(sql).bind(id).fetch_optional(pool).await
        })?;
        row.map(ProducerRow::read).transpose()
    }

    /// Producers, in the order in which they were registered.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn producers(&self, filter: &ProducerFilter) -> Result<Vec<ProducerRecord>, Error> {
        // One text for each, so that each goes by its index.
        let sql = match filter.council {
            Some(_) => {
                "select * from producers
                 where council = $1 and id > $2 and ($3 is null or folded like $3 escape '!')
                 order by id limit $4"
            }
            None => {
                "select * from producers
                 where $1 is null and id > $2 and ($3 is null or folded like $3 escape '!')
                 order by id limit $4"
            }
        };
        let rows: Vec<ProducerRow> = on!(self.readers(), pool => {
            sqlx::query_as(sql)
                .bind(filter.council.map(|council| council.to_string()))
                .bind(filter.after)
                .bind(filter.text.as_deref().map(rows::containing))
                .bind(filter.limit)
                .fetch_all(pool)
                .await
        })?;
        rows.into_iter().map(ProducerRow::read).collect()
    }

    /// The names of some producers.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn producer_names(&self, ids: &[i64]) -> Result<Vec<(i64, String)>, Error> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let names = on!(self.readers(), pool => {
            let mut query = QueryBuilder::new("select id, name from producers where id in (");
            let mut listed = query.separated(", ");
            for id in ids {
                listed.push_bind(*id);
            }
            query.push(")");
            query.build_query_as().fetch_all(pool).await
        })?;
        Ok(names)
    }

    /// The producers of a council whose folded name is this.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn producers_named(
        &self,
        council: CouncilCode,
        folded: &str,
    ) -> Result<Vec<ProducerRecord>, Error> {
        let sql = "select * from producers where folded = $1 and council = $2 order by id limit 20";
        let rows: Vec<ProducerRow> = on!(self.readers(), pool => {
            sqlx::query_as(sql).bind(folded).bind(council.to_string()).fetch_all(pool).await
        })?;
        rows.into_iter().map(ProducerRow::read).collect()
    }

    /// The councils with which others than one producer are registered under a folded name.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn councils_of_namesakes(
        &self,
        folded: &str,
        but: i64,
    ) -> Result<Vec<CouncilCode>, Error> {
        let sql = "select id, council from producers where folded = $1 and id <> $2";
        let others: Vec<(i64, String)> = on!(self.readers(), pool => {
            sqlx::query_as(sql).bind(folded).bind(but).fetch_all(pool).await
        })?;
        let read = |(id, council): (i64, String)| {
            let key = id.to_string();
            let row = Row {
                table: "producers",
                key: &key,
            };
            row.parsed::<CouncilCode>("council", &council)
        };
        others.into_iter().map(read).collect()
    }
}

impl Entry {
    /// Registers a producer and returns its identity.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn add_producer(
        &mut self,
        facts: &ProducerFacts,
        at: DateTime<Utc>,
    ) -> Result<i64, Error> {
        let sql = "insert into producers (id, kind, name, folded, address, unit, council,
                     business_code, representative, phone, email, registered_at, version)
                   values ((select coalesce(max(id), 0) + 1 from producers),
                     $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1)
                   returning id";
        let id = on!(self.connection(), connection => {
            sqlx::query_scalar(sql)
                .bind(facts.kind.name())
                .bind(&facts.name)
                .bind(text::fold(&facts.name))
                .bind(&facts.address)
                .bind(&facts.unit)
                .bind(facts.council.to_string())
                .bind(&facts.business_code)
                .bind(&facts.representative)
                .bind(&facts.phone)
                .bind(&facts.email)
                .bind(rows::instant(at))
                .fetch_one(connection)
                .await
        })?;
        Ok(id)
    }

    /// Changes what is registered of a producer, and returns its new version.
    ///
    /// # Errors
    /// [`Error::Changed`] when another version stands than was seen.
    pub async fn change_producer(
        &mut self,
        id: i64,
        seen: i64,
        facts: &ProducerFacts,
    ) -> Result<i64, Error> {
        let sql = "update producers set kind = $3, name = $4, folded = $5, address = $6,
                     unit = $7, council = $8, business_code = $9, representative = $10,
                     phone = $11, email = $12, version = version + 1
                   where id = $1 and version = $2 returning version";
        let version: Option<i64> = on!(self.connection(), connection => {
            sqlx::query_scalar(sql)
                .bind(id)
                .bind(seen)
                .bind(facts.kind.name())
                .bind(&facts.name)
                .bind(text::fold(&facts.name))
                .bind(&facts.address)
                .bind(&facts.unit)
                .bind(facts.council.to_string())
                .bind(&facts.business_code)
                .bind(&facts.representative)
                .bind(&facts.phone)
                .bind(&facts.email)
                .fetch_optional(connection)
                .await
        })?;
        match version {
            Some(version) => Ok(version),
            None => Err(self.changed("producers", id).await?),
        }
    }
}
