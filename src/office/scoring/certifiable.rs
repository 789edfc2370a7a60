//! What a council's decision may gather: dossiers that a session lets it certify.

use super::reach;
use crate::office::{Access, Error, Office, Right};
use crate::register::CertifiableRecord;
use crate::scheme::assessment::Outcome;
use crate::scheme::council::{CouncilCode, Level};
use crate::scheme::dossier::DossierState;
use crate::scheme::edition::Band;
use crate::scheme::number::CertificateNumber;
use crate::scheme::producer::ProducerKind;
use crate::scheme::product::Catalogue;
use crate::scheme::score::ScoreSheet;
use crate::scheme::stars::Stars;

/// A dossier that a council may certify, as a line of its decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certifiable {
    /// The dossier.
    pub dossier: i64,
    /// Its version as it was read.
    pub version: i64,
    /// Where it is: with the council, or proposed to the centre, where it stays when its
    /// province certifies 4 stars.
    pub state: DossierState,
    /// The session that gave the stars.
    pub session: i64,
    /// The product.
    pub product: String,
    /// The producer's name, as registered now.
    pub producer: String,
    /// Its kind.
    pub producer_kind: ProducerKind,
    /// Its address, as registered now.
    pub address: String,
    /// The catalogue of the set.
    pub catalogue: Catalogue,
    /// The product's set.
    pub set_no: u32,
    /// The programme's product code.
    pub product_code: Option<String>,
    /// The trade item number.
    pub gtin: Option<String>,
    /// The averages of the session.
    pub score: ScoreSheet,
    /// The stars to certify, and no others.
    pub stars: Stars,
    /// The mandatory criteria that were failed, where the stars are fewer than the score earns.
    pub lowered_because: Option<String>,
    /// The certificate that it renews.
    pub renews: Option<CertificateNumber>,
}

impl Certifiable {
    fn of(record: CertifiableRecord, level: Level) -> Option<Self> {
        // The register's word is held against the rules once more.
        let named = record.edition.recognised_by(record.stars) == Some(level);
        let (Band::Stars(earned) | Band::Between(earned, _)) =
            record.edition.band(record.score.total());
        let lowered = record.stars < earned && record.outcome != Outcome::ProposeToCentre;
        named.then_some(Self {
            dossier: record.dossier,
            version: record.version,
            state: record.state,
            session: record.session,
            product: record.product,
            producer: record.producer,
            producer_kind: record.producer_kind,
            address: record.address,
            catalogue: record.catalogue,
            set_no: record.set_no,
            product_code: record.product_code,
            gtin: record.gtin,
            score: record.score,
            stars: record.stars,
            lowered_because: record.failed.filter(|_| lowered),
            renews: record.renews,
        })
    }

    /// Whether nothing is left to decide of the dossier once these stars are certified. A product
    /// proposed for 5 stars gets its province's 4, and goes on waiting for the centre.
    pub fn completes(&self) -> bool {
        self.state != DossierState::ProposedToCentre || self.stars.get() == 5
    }
}

impl Office {
    /// Dossiers that a council may certify and that no decision has yet, after another dossier,
    /// so many at most, in the order of their identities.
    ///
    /// # Errors
    /// [`Error::NoSuchCouncil`] when the council is not there, or out of reach.
    pub async fn certifiable(
        &self,
        access: &Access,
        council: CouncilCode,
        after: i64,
        limit: i64,
    ) -> Result<Vec<Certifiable>, Error> {
        let councils = self.all_councils().await?;
        if !access.reaches(Right::Work, council) {
            return Err(Error::NoSuchCouncil(council));
        }
        let found = reach::council(&councils, council);
        let level = found.map_err(|_| Error::NoSuchCouncil(council))?.level;
        let found = self.register.certifiable((council, level), after, limit);
        let found = found.await?.into_iter();
        Ok(found
            .filter_map(|record| Certifiable::of(record, level))
            .collect())
    }

    /// One dossier, if a council may certify it now and no decision has it yet.
    ///
    /// # Errors
    /// As [`Office::certifiable`].
    pub async fn certifiable_dossier(
        &self,
        access: &Access,
        council: CouncilCode,
        dossier: i64,
    ) -> Result<Option<Certifiable>, Error> {
        let found = self.certifiable(access, council, dossier - 1, 1).await?;
        Ok(found.into_iter().find(|found| found.dossier == dossier))
    }
}
