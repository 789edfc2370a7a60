//! Cases: what they say, where they are, who was told. Personal data: no event ever names one.

use chrono::{DateTime, Utc};
use sqlx::FromRow;

use super::rows::{self, Row};
use super::{Entry, Error, Register, on};
use crate::scheme::case::{CaseKind, CaseResult, CaseState};
use crate::scheme::number::CertificateNumber;

/// What a case says, as an inspector wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseFacts {
    /// What is claimed falsely.
    pub kind: CaseKind,
    /// What was found, in words.
    pub statement: String,
    /// The province where, a unit of today.
    pub province: Option<String>,
    /// Where in it.
    pub place: String,
    /// The shop's name; empty where it is none.
    pub shop: String,
    /// The shop's address.
    pub shop_address: String,
}

/// The certificate that a case is about, as lists show it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CaseProduct {
    /// Its number.
    pub number: Option<CertificateNumber>,
    /// The product's set: `2023-11`, catalogue and number.
    pub product_set: Option<String>,
    /// The product.
    pub product: Option<String>,
    /// The producer.
    pub producer: Option<String>,
}

/// A case that is to be opened.
#[derive(Clone, Debug)]
pub struct NewCase {
    /// The year of its reference.
    pub year: i32,
    /// The address of its check page.
    pub secret: String,
    /// What it says.
    pub facts: CaseFacts,
    /// The position of where it was found, if it is wanted.
    pub position: Option<String>,
    /// What it is about.
    pub product: CaseProduct,
    /// Who opened it.
    pub opened_by: i64,
    /// When.
    pub opened_at: DateTime<Utc>,
}

/// A case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseRecord {
    /// Its identity.
    pub id: i64,
    /// The year of its reference.
    pub year: i64,
    /// Its number within the year.
    pub number: i64,
    /// The address of its check page.
    pub secret: String,
    /// What it says.
    pub facts: CaseFacts,
    /// Where it is.
    pub state: CaseState,
    /// The position of where it was found.
    pub position: Option<String>,
    /// What it is about.
    pub product: CaseProduct,
    /// The inspector to whom it is assigned.
    pub assignee: Option<i64>,
    /// What it came to.
    pub result: Option<CaseResult>,
    /// The same in words.
    pub outcome: Option<String>,
    /// The number of the authority's decision.
    pub decision: Option<String>,
    /// Who opened it.
    pub opened_by: i64,
    /// When.
    pub opened_at: DateTime<Utc>,
    /// When it was changed last.
    pub changed_at: DateTime<Utc>,
    /// How often it was changed, from 1.
    pub version: i64,
}

impl CaseRecord {
    /// Its reference for people.
    pub fn reference(&self) -> String {
        format!("VV-{}-{:06}", self.year, self.number)
    }
}

/// A case goes on to another state.
#[derive(Clone, Debug)]
pub struct CaseStep {
    /// Which.
    pub id: i64,
    /// The version that was looked at.
    pub seen: i64,
    /// Where it goes.
    pub state: CaseState,
    /// What it came to; `None` when it is taken up again.
    pub result: Option<CaseResult>,
    /// The same in words.
    pub outcome: Option<String>,
    /// The number of the authority's decision.
    pub decision: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
}

#[derive(FromRow)]
pub(super) struct CaseRow {
    id: i64,
    year: i64,
    number: i64,
    secret: String,
    kind: String,
    state: String,
    statement: String,
    province: Option<String>,
    place: String,
    position: Option<String>,
    council: Option<String>,
    certificate_index: Option<i64>,
    product_set: Option<String>,
    product: Option<String>,
    producer: Option<String>,
    shop: String,
    shop_address: String,
    assignee: Option<i64>,
    result: Option<String>,
    outcome: Option<String>,
    decision: Option<String>,
    opened_by: i64,
    opened_at: String,
    changed_at: String,
    version: i64,
}

/// The certificate that two columns name, if they do.
pub(super) fn certificate_of(
    row: &Row,
    council: Option<&str>,
    index: Option<i64>,
) -> Result<Option<CertificateNumber>, Error> {
    match (council, index) {
        (Some(council), Some(index)) => row.certificate(council, index).map(Some),
        (None, None) => Ok(None),
        _ => row.column("certificate_index", None),
    }
}

impl CaseRow {
    pub(super) fn read(self) -> Result<CaseRecord, Error> {
        let key = self.id.to_string();
        let row = Row {
            table: "cases",
            key: &key,
        };
        let number = certificate_of(&row, self.council.as_deref(), self.certificate_index)?;
        let result = self.result.map(|result| row.parsed("result", &result));
        Ok(CaseRecord {
            id: self.id,
            year: self.year,
            number: self.number,
            secret: self.secret,
            state: row.parsed("state", &self.state)?,
            facts: CaseFacts {
                kind: row.parsed("kind", &self.kind)?,
                statement: self.statement,
                province: self.province,
                place: self.place,
                shop: self.shop,
                shop_address: self.shop_address,
            },
            position: self.position,
            product: CaseProduct {
                number,
                product_set: self.product_set,
                product: self.product,
                producer: self.producer,
            },
            assignee: self.assignee,
            result: result.transpose()?,
            outcome: self.outcome,
            decision: self.decision,
            opened_by: self.opened_by,
            opened_at: row.instant("opened_at", &self.opened_at)?,
            changed_at: row.instant("changed_at", &self.changed_at)?,
            version: self.version,
        })
    }
}

impl Register {
    /// A case.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn case(&self, id: i64) -> Result<Option<CaseRecord>, Error> {
        let sql = "select * from cases where id = $1";
        let row: Option<CaseRow> = on!(self.readers(), pool => {
            sqlx::query_as(sql).bind(id).fetch_optional(pool).await
        })?;
        row.map(CaseRow::read).transpose()
    }

    /// The case whose check page has an address.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn case_of_secret(&self, secret: &str) -> Result<Option<CaseRecord>, Error> {
        let sql = "select * from cases where secret = $1";
        let row: Option<CaseRow> = on!(self.readers(), pool => {
            sqlx::query_as(sql).bind(secret).fetch_optional(pool).await
        })?;
        row.map(CaseRow::read).transpose()
    }
}

impl Entry {
    /// Opens a case, and returns its identity.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn add_case(&mut self, case: &NewCase) -> Result<i64, Error> {
        let sql = "insert into cases (id, year, number, secret, kind, state, statement, province,
                     place, position, council, certificate_index, product_set, product, producer,
                     shop, shop_address, opened_by, opened_at, changed_at, version)
                   values ((select coalesce(max(id), 0) + 1 from cases), $1,
                     (select coalesce(max(number), 0) + 1 from cases where year = $1), $2, $3,
                     'open', $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $16, 1)
                   returning id";
        let (facts, about) = (&case.facts, &case.product);
        let id = on!(self.connection(), connection => {
            sqlx::query_scalar(sql)
                .bind(i64::from(case.year))
                .bind(&case.secret)
                .bind(facts.kind.name())
                .bind(&facts.statement)
                .bind(&facts.province)
                .bind(&facts.place)
                .bind(&case.position)
                .bind(about.number.map(|number| number.council.to_string()))
                .bind(about.number.map(|number| i64::from(number.index)))
                .bind(&about.product_set)
                .bind(&about.product)
                .bind(&about.producer)
                .bind(&facts.shop)
                .bind(&facts.shop_address)
                .bind(case.opened_by)
                .bind(rows::instant(case.opened_at))
                .fetch_one(connection)
                .await
        })?;
        Ok(id)
    }

    /// Changes what a case says, and returns its new version.
    ///
    /// # Errors
    /// [`Error::Changed`] when another version stands than was seen.
    pub async fn change_case(
        &mut self,
        id: i64,
        seen: i64,
        facts: &CaseFacts,
        at: DateTime<Utc>,
    ) -> Result<i64, Error> {
        let sql = "update cases set kind = $3, statement = $4, province = $5, place = $6,
                     shop = $7, shop_address = $8, changed_at = $9, version = version + 1
                   where id = $1 and version = $2 returning version";
        let version: Option<i64> = on!(self.connection(), connection => {
            sqlx::query_scalar(sql)
                .bind(id)
                .bind(seen)
                .bind(facts.kind.name())
                .bind(&facts.statement)
                .bind(&facts.province)
                .bind(&facts.place)
                .bind(&facts.shop)
                .bind(&facts.shop_address)
                .bind(rows::instant(at))
                .fetch_optional(connection)
                .await
        })?;
        self.case_version(id, version).await
    }

    /// Moves a case, and returns its new version. Whether the move can be made is the caller's to
    /// ask: what it saw is what still stands, or nothing is moved.
    ///
    /// # Errors
    /// [`Error::Changed`] when another version stands than was seen.
    pub async fn move_case(&mut self, step: &CaseStep) -> Result<i64, Error> {
        let sql = "update cases set state = $3, result = $4, outcome = $5, decision = $6,
                     changed_at = $7, version = version + 1
                   where id = $1 and version = $2 returning version";
        let version: Option<i64> = on!(self.connection(), connection => {
            sqlx::query_scalar(sql)
                .bind(step.id)
                .bind(step.seen)
                .bind(step.state.name())
                .bind(step.result.map(CaseResult::name))
                .bind(&step.outcome)
                .bind(&step.decision)
                .bind(rows::instant(step.at))
                .fetch_optional(connection)
                .await
        })?;
        self.case_version(step.id, version).await
    }

    /// Assigns a case, and returns its new version.
    ///
    /// # Errors
    /// [`Error::Changed`] when another version stands than was seen.
    pub async fn assign_case(
        &mut self,
        (id, seen): (i64, i64),
        assignee: i64,
        at: DateTime<Utc>,
    ) -> Result<i64, Error> {
        let sql = "update cases set assignee = $3, changed_at = $4, version = version + 1
                   where id = $1 and version = $2 returning version";
        let version: Option<i64> = on!(self.connection(), connection => {
            sqlx::query_scalar(sql)
                .bind(id)
                .bind(seen)
                .bind(assignee)
                .bind(rows::instant(at))
                .fetch_optional(connection)
                .await
        })?;
        self.case_version(id, version).await
    }

    /// Counts a change of what a case holds, and returns its new version. What it is about is
    /// noted with it where nothing was known, and so is its position.
    ///
    /// # Errors
    /// [`Error::Changed`] when another version stands than was seen.
    pub async fn touch_case(
        &mut self,
        (id, seen): (i64, i64),
        about: &CaseProduct,
        position: Option<&str>,
        at: DateTime<Utc>,
    ) -> Result<i64, Error> {
        let sql = "update cases set changed_at = $3, version = version + 1,
                     council = coalesce(council, $4),
                     certificate_index = coalesce(certificate_index, $5),
                     product_set = coalesce(product_set, $6), product = coalesce(product, $7),
                     producer = coalesce(producer, $8), position = coalesce(position, $9)
                   where id = $1 and version = $2 returning version";
        let version: Option<i64> = on!(self.connection(), connection => {
            sqlx::query_scalar(sql)
                .bind(id)
                .bind(seen)
                .bind(rows::instant(at))
                .bind(about.number.map(|number| number.council.to_string()))
                .bind(about.number.map(|number| i64::from(number.index)))
                .bind(&about.product_set)
                .bind(&about.product)
                .bind(&about.producer)
                .bind(position)
                .fetch_optional(connection)
                .await
        })?;
        self.case_version(id, version).await
    }

    async fn case_version(&mut self, id: i64, version: Option<i64>) -> Result<i64, Error> {
        match version {
            Some(version) => Ok(version),
            None => Err(self.changed("cases", id).await?),
        }
    }
}
