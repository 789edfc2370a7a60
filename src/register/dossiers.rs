//! Dossiers: what producers ask to be rated, and where each is. Not public: no event ever names
//! one.

use chrono::{DateTime, Utc};
use sqlx::FromRow;

use super::rows::{self, Row};
use super::{Entry, Error, Register, Shelf, on};
use crate::scheme::council::CouncilCode;
use crate::scheme::dossier::DossierState;
use crate::scheme::number::CertificateNumber;
use crate::scheme::product::Catalogue;
use crate::scheme::stars::Stars;
use crate::scheme::text;

/// What a dossier says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DossierFacts {
    /// Whose it is.
    pub producer: i64,
    /// The council that has it now: the one it will be lodged with while it is a draft.
    pub council: CouncilCode,
    /// The catalogue of the set.
    pub catalogue: Catalogue,
    /// The product's set.
    pub set_no: u32,
    /// The product's name.
    pub product: String,
    /// What it is, of what, how it is made. Empty in a draft that is not complete.
    pub description: String,
    /// Where it is made. Empty in a draft that is not complete.
    pub address: String,
    /// The commune of that address. Empty in a draft that is not complete.
    pub commune: String,
    /// The programme's product code.
    pub product_code: Option<String>,
    /// The trade item number.
    pub gtin: Option<String>,
    /// The certificate that it is to renew.
    pub renews: Option<CertificateNumber>,
}

/// A dossier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DossierRecord {
    /// Its identity.
    pub id: i64,
    /// What it says.
    pub facts: DossierFacts,
    /// Where it is.
    pub state: DossierState,
    /// The edition of the rules in force when it was lodged, by name.
    pub edition: Option<String>,
    /// What the last council that concluded gave.
    pub stars: Option<Stars>,
    /// When it was begun.
    pub created_at: DateTime<Utc>,
    /// When it was lodged last.
    pub lodged_at: Option<DateTime<Utc>>,
    /// When it was changed last.
    pub changed_at: DateTime<Utc>,
    /// How often it was changed, from 1.
    pub version: i64,
}

/// A dossier goes on to another state, council, or both.
#[derive(Clone, Debug)]
pub struct DossierStep {
    /// Which.
    pub id: i64,
    /// The version that was looked at.
    pub seen: i64,
    /// Where it goes.
    pub state: DossierState,
    /// Who has it then.
    pub council: CouncilCode,
    /// What the council gave; `None` leaves what stands.
    pub stars: Option<Stars>,
    /// When.
    pub at: DateTime<Utc>,
}

#[derive(FromRow)]
pub(super) struct DossierRow {
    id: i64,
    producer: i64,
    council: String,
    state: String,
    catalogue: String,
    set_no: i64,
    product: String,
    #[expect(dead_code, reason = "it is there to be searched")]
    folded: String,
    description: String,
    address: String,
    commune: String,
    product_code: Option<String>,
    gtin: Option<String>,
    renews_council: Option<String>,
    renews_index: Option<i64>,
    edition: Option<String>,
    stars: Option<i64>,
    created_at: String,
    lodged_at: Option<String>,
    changed_at: String,
    version: i64,
}

impl DossierRow {
    pub(super) fn read(self) -> Result<DossierRecord, Error> {
        let key = self.id.to_string();
        let row = Row {
            table: "dossiers",
            key: &key,
        };
        let renews = match (&self.renews_council, self.renews_index) {
            (Some(council), Some(index)) => Some(row.certificate(council, index)?),
            (None, None) => None,
            _ => row.column("renews_index", None)?,
        };
        let lodged_at = self.lodged_at.map(|at| row.instant("lodged_at", &at));
        Ok(DossierRecord {
            id: self.id,
            state: row.parsed("state", &self.state)?,
            stars: self.stars.map(|stars| row.stars(stars)).transpose()?,
            created_at: row.instant("created_at", &self.created_at)?,
            lodged_at: lodged_at.transpose()?,
            changed_at: row.instant("changed_at", &self.changed_at)?,
            edition: self.edition,
            version: self.version,
            facts: DossierFacts {
                producer: self.producer,
                council: row.parsed("council", &self.council)?,
                catalogue: row.column("catalogue", Catalogue::named(&self.catalogue))?,
                set_no: row.number("set_no", self.set_no)?,
                product: self.product,
                description: self.description,
                address: self.address,
                commune: self.commune,
                product_code: self.product_code,
                gtin: self.gtin,
                renews,
            },
        })
    }
}

impl Register {
    /// A dossier.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn dossier(&self, id: i64) -> Result<Option<DossierRecord>, Error> {
        let sql = "select * from dossiers where id = $1";
        let row: Option<DossierRow> = on!(self.readers(), pool => {
            sqlx::query_as(sql).bind(id).fetch_optional(pool).await
        })?;
        row.map(DossierRow::read).transpose()
    }
}

impl Entry {
    /// Begins a dossier, a draft, and returns its identity.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn add_dossier(
        &mut self,
        facts: &DossierFacts,
        at: DateTime<Utc>,
    ) -> Result<i64, Error> {
        let sql = "insert into dossiers (id, producer, council, state, catalogue, set_no, product,
                     folded, description, address, commune, product_code, gtin, renews_council,
                     renews_index, created_at, changed_at, version)
                   values ((select coalesce(max(id), 0) + 1 from dossiers),
                     $1, $2, 'draft', $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $14, 1)
                   returning id";
        let (renews_council, renews_index) = renewed(facts.renews);
        let id = on!(self.connection(), connection => {
            sqlx::query_scalar(sql)
                .bind(facts.producer)
                .bind(facts.council.to_string())
                .bind(facts.catalogue.name())
                .bind(i64::from(facts.set_no))
                .bind(&facts.product)
                .bind(text::fold(&facts.product))
                .bind(&facts.description)
                .bind(&facts.address)
                .bind(&facts.commune)
                .bind(&facts.product_code)
                .bind(&facts.gtin)
                .bind(renews_council)
                .bind(renews_index)
                .bind(rows::instant(at))
                .fetch_one(connection)
                .await
        })?;
        self.index_words(Shelf::Dossiers, id, &facts.product)
            .await?;
        Ok(id)
    }

    /// How many drafts a producer has in this entry.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn count_drafts(&mut self, producer: i64) -> Result<i64, Error> {
        let sql = "select count(case when state = 'draft' then 1 end) from dossiers
                   where producer = $1";
        let count = on!(self.connection(), connection => {
            sqlx::query_scalar(sql).bind(producer).fetch_one(connection).await
        })?;
        Ok(count)
    }

    /// Changes what a dossier says, and returns its new version. Whose it is stays.
    ///
    /// # Errors
    /// [`Error::Changed`] when another version stands than was seen.
    pub async fn change_dossier(
        &mut self,
        id: i64,
        seen: i64,
        facts: &DossierFacts,
        at: DateTime<Utc>,
    ) -> Result<i64, Error> {
        let sql = "select product from dossiers where id = $1";
        let before: Option<String> = on!(self.connection(), connection => {
            sqlx::query_scalar(sql).bind(id).fetch_optional(connection).await
        })?;
        let sql = "update dossiers set council = $3, catalogue = $4, set_no = $5, product = $6,
                     folded = $7, description = $8, address = $9, commune = $10,
                     product_code = $11, gtin = $12, renews_council = $13, renews_index = $14,
                     changed_at = $15, version = version + 1
                   where id = $1 and version = $2 returning version";
        let (renews_council, renews_index) = renewed(facts.renews);
        let version: Option<i64> = on!(self.connection(), connection => {
            sqlx::query_scalar(sql)
                .bind(id)
                .bind(seen)
                .bind(facts.council.to_string())
                .bind(facts.catalogue.name())
                .bind(i64::from(facts.set_no))
                .bind(&facts.product)
                .bind(text::fold(&facts.product))
                .bind(&facts.description)
                .bind(&facts.address)
                .bind(&facts.commune)
                .bind(&facts.product_code)
                .bind(&facts.gtin)
                .bind(renews_council)
                .bind(renews_index)
                .bind(rows::instant(at))
                .fetch_optional(connection)
                .await
        })?;
        match version {
            Some(version) => {
                let names = (
                    before.as_deref().unwrap_or_default(),
                    facts.product.as_str(),
                );
                self.change_words(Shelf::Dossiers, id, names).await?;
                Ok(version)
            }
            None => Err(self.changed("dossiers", id).await?),
        }
    }

    /// Moves a dossier, and returns its new version. Whether the move can be made is the
    /// caller's to ask: what it saw is what still stands, or nothing is moved.
    ///
    /// # Errors
    /// [`Error::Changed`] when another version stands than was seen.
    pub async fn move_dossier(&mut self, step: &DossierStep) -> Result<i64, Error> {
        let sql = "update dossiers set state = $3, council = $4, stars = coalesce($5, stars),
                     changed_at = $6, version = version + 1
                   where id = $1 and version = $2 returning version";
        let version: Option<i64> = on!(self.connection(), connection => {
            sqlx::query_scalar(sql)
                .bind(step.id)
                .bind(step.seen)
                .bind(step.state.name())
                .bind(step.council.to_string())
                .bind(step.stars.map(|stars| i64::from(stars.get())))
                .bind(rows::instant(step.at))
                .fetch_optional(connection)
                .await
        })?;
        match version {
            Some(version) => Ok(version),
            None => Err(self.changed("dossiers", step.id).await?),
        }
    }

    /// Notes of a dossier that is being lodged when, and under which edition.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn note_lodged(
        &mut self,
        id: i64,
        edition: &'static str,
        at: DateTime<Utc>,
    ) -> Result<(), Error> {
        on!(self.connection(), connection => {
            sqlx::query("update dossiers set edition = $2, lodged_at = $3 where id = $1")
                .bind(id)
                .bind(edition)
                .bind(rows::instant(at))
                .execute(connection)
                .await
                .map(drop)
        })?;
        Ok(())
    }

    /// The state of a dossier as it stands in this entry.
    ///
    /// # Errors
    /// [`Error::Missing`] when there is none.
    pub async fn dossier_state(&mut self, id: i64) -> Result<DossierState, Error> {
        let sql = "select state from dossiers where id = $1";
        let state: Option<String> = on!(self.connection(), connection => {
            sqlx::query_scalar(sql).bind(id).fetch_optional(connection).await
        })?;
        let state = state.ok_or_else(|| Error::Missing(format!("dossier {id}")))?;
        let key = id.to_string();
        let row = Row {
            table: "dossiers",
            key: &key,
        };
        row.parsed("state", &state)
    }

    /// The refusal of a change to what has another version than was seen.
    pub(super) async fn changed(&mut self, table: &'static str, id: i64) -> Result<Error, Error> {
        let sql = match table {
            "producers" => "select version from producers where id = $1",
            "cases" => "select version from cases where id = $1",
            _ => "select version from dossiers where id = $1",
        };
        let now: Option<i64> = on!(self.connection(), connection => {
            sqlx::query_scalar(sql).bind(id).fetch_optional(connection).await
        })?;
        Ok(match now {
            Some(now) => Error::Changed(now),
            None => Error::Missing(format!("{table} {id}")),
        })
    }
}

fn renewed(renews: Option<CertificateNumber>) -> (Option<String>, Option<i64>) {
    let council = renews.map(|number| number.council.to_string());
    (council, renews.map(|number| i64::from(number.index)))
}
