//! A dossier, for those who may see it.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::office::{Access, Error, Office};
use crate::register::{DossierRecord, ProducerRecord};
use crate::scheme::council::CouncilCode;
use crate::scheme::dossier::DossierState;
use crate::scheme::number::CertificateNumber;
use crate::scheme::producer::ProducerKind;
use crate::scheme::stars::Stars;

/// Whose a dossier is.
#[derive(Clone, Debug, Serialize)]
pub struct ProducerOf {
    /// Its identity.
    pub id: i64,
    /// Its legal kind.
    pub kind: ProducerKind,
    /// Its name.
    pub name: String,
    /// Its address.
    pub address: String,
    /// How often it was changed, from 1.
    pub version: i64,
}

/// A dossier in a list.
#[derive(Clone, Debug, Serialize)]
pub struct DossierLine {
    /// Its identity.
    pub id: i64,
    /// Where it is.
    pub state: DossierState,
    /// The council that has it.
    pub council: CouncilCode,
    /// Whose it is.
    pub producer: i64,
    /// The producer's name.
    pub producer_name: String,
    /// The product.
    pub product: String,
    /// `2023`.
    pub catalogue: &'static str,
    /// The product's set.
    pub set_no: u32,
    /// What the last council that concluded gave.
    pub stars: Option<Stars>,
    /// When it was lodged last.
    pub lodged_at: Option<DateTime<Utc>>,
    /// When it was changed last.
    pub changed_at: DateTime<Utc>,
    /// How often it was changed, from 1.
    pub version: i64,
}

/// A dossier whole, but for its files.
#[derive(Clone, Debug, Serialize)]
pub struct DossierView {
    /// Its identity.
    pub id: i64,
    /// Where it is.
    pub state: DossierState,
    /// The council that has it: the one it will be lodged with while it is a draft.
    pub council: CouncilCode,
    /// Whose it is.
    pub producer: ProducerOf,
    /// The product.
    pub product: String,
    /// `2023`.
    pub catalogue: &'static str,
    /// The product's set.
    pub set_no: u32,
    /// What it is, of what, how it is made.
    pub description: String,
    /// Where it is made.
    pub address: String,
    /// The commune of that address.
    pub commune: String,
    /// The programme's product code.
    pub product_code: Option<String>,
    /// The trade item number.
    pub gtin: Option<String>,
    /// The certificate that it is to renew.
    pub renews: Option<CertificateNumber>,
    /// The edition of the rules in force when it was lodged.
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

impl Office {
    /// A dossier that somebody may see.
    ///
    /// # Errors
    /// That there is none, or none in reach.
    pub async fn dossier(&self, access: &Access, id: i64) -> Result<DossierView, Error> {
        let record = self.dossier_in_sight(access, id).await?;
        self.dossier_view(record).await
    }

    pub(super) async fn dossier_view(&self, record: DossierRecord) -> Result<DossierView, Error> {
        let producer = self.register.producer(record.facts.producer).await?;
        let producer =
            producer.ok_or(super::DossierRefused::NoSuchProducer(record.facts.producer))?;
        Ok(view(record, producer))
    }

    /// Dossiers as lines of a list, with their producers' names.
    pub(super) async fn dossier_lines(
        &self,
        records: Vec<DossierRecord>,
    ) -> Result<Vec<DossierLine>, Error> {
        let mut ids: Vec<i64> = records.iter().map(|record| record.facts.producer).collect();
        ids.sort_unstable();
        ids.dedup();
        let names = self.register.producer_names(&ids).await?;
        let names: HashMap<i64, String> = names.into_iter().collect();
        let line = |record: DossierRecord| {
            let facts = record.facts;
            DossierLine {
                id: record.id,
                state: record.state,
                council: facts.council,
                producer: facts.producer,
                producer_name: names.get(&facts.producer).cloned().unwrap_or_default(),
                product: facts.product,
                catalogue: facts.catalogue.name(),
                set_no: facts.set_no,
                stars: record.stars,
                lodged_at: record.lodged_at,
                changed_at: record.changed_at,
                version: record.version,
            }
        };
        Ok(records.into_iter().map(line).collect())
    }
}

fn view(record: DossierRecord, producer: ProducerRecord) -> DossierView {
    let facts = record.facts;
    DossierView {
        id: record.id,
        state: record.state,
        council: facts.council,
        producer: ProducerOf {
            id: producer.id,
            kind: producer.facts.kind,
            name: producer.facts.name,
            address: producer.facts.address,
            version: producer.version,
        },
        product: facts.product,
        catalogue: facts.catalogue.name(),
        set_no: facts.set_no,
        description: facts.description,
        address: facts.address,
        commune: facts.commune,
        product_code: facts.product_code,
        gtin: facts.gtin,
        renews: facts.renews,
        edition: record.edition,
        stars: record.stars,
        created_at: record.created_at,
        lodged_at: record.lodged_at,
        changed_at: record.changed_at,
        version: record.version,
    }
}
