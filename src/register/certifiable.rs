//! Dossiers that a council may certify after a session, and has not yet.

use sqlx::FromRow;

use super::rows::Row;
use super::{Entry, Error, Register, council_sessions, on};
use crate::scheme::assessment::Outcome;
use crate::scheme::council::{CouncilCode, Level};
use crate::scheme::dossier::DossierState;
use crate::scheme::edition::Edition;
use crate::scheme::number::CertificateNumber;
use crate::scheme::producer::ProducerKind;
use crate::scheme::product::Catalogue;
use crate::scheme::score::ScoreSheet;
use crate::scheme::stars::Stars;

/// A dossier that a council may certify.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertifiableRecord {
    /// The dossier.
    pub dossier: i64,
    /// Its version as it was read.
    pub version: i64,
    /// Where it is.
    pub state: DossierState,
    /// The session that gave the stars.
    pub session: i64,
    /// The edition that it scored by.
    pub edition: &'static Edition,
    /// What followed from it.
    pub outcome: Outcome,
    /// The product.
    pub product: String,
    /// The producer's name, as registered now.
    pub producer: String,
    /// Its kind.
    pub producer_kind: ProducerKind,
    /// Its address.
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
    /// The stars to certify.
    pub stars: Stars,
    /// The mandatory criteria that were failed, where they lowered the stars.
    pub failed: Option<String>,
    /// The certificate that it renews.
    pub renews: Option<CertificateNumber>,
}

#[derive(FromRow)]
struct CertifiableRow {
    dossier: i64,
    version: i64,
    state: String,
    session: i64,
    edition: String,
    outcome: String,
    product: String,
    producer: String,
    kind: String,
    address: String,
    catalogue: String,
    set_no: i64,
    product_code: Option<String>,
    gtin: Option<String>,
    score_a: i64,
    score_b: i64,
    score_c: i64,
    certifies: i64,
    failed: Option<String>,
    renews_council: Option<String>,
    renews_index: Option<i64>,
}

impl CertifiableRow {
    fn read(self) -> Result<CertifiableRecord, Error> {
        let key = self.dossier.to_string();
        let row = Row {
            table: "dossiers",
            key: &key,
        };
        let renews = match (&self.renews_council, self.renews_index) {
            (Some(council), Some(index)) => Some(row.certificate(council, index)?),
            _ => None,
        };
        let score = [self.score_a, self.score_b, self.score_c];
        Ok(CertifiableRecord {
            dossier: self.dossier,
            version: self.version,
            state: row.parsed("state", &self.state)?,
            session: self.session,
            edition: row.column("edition", Edition::named(&self.edition))?,
            outcome: row.parsed("outcome", &self.outcome)?,
            producer_kind: row.column("kind", ProducerKind::named(&self.kind))?,
            catalogue: row.column("catalogue", Catalogue::named(&self.catalogue))?,
            set_no: row.number("set_no", self.set_no)?,
            score: council_sessions::sheet(&row, score)?,
            stars: row.stars(self.certifies)?,
            renews,
            product: self.product,
            producer: self.producer,
            address: self.address,
            product_code: self.product_code,
            gtin: self.gtin,
            failed: self.failed,
        })
    }
}

impl Register {
    /// Dossiers that a council of a level may certify, after another, in the order of their
    /// identities.
    ///
    /// The newest session decides, but for one of the centre that did not grant 5 stars: the
    /// province's before it stands. What was lodged anew since, is elsewhere now, or is in
    /// another decision, is not there.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn certifiable(
        &self,
        (council, level): (CouncilCode, Level),
        after: i64,
        limit: i64,
    ) -> Result<Vec<CertifiableRecord>, Error> {
        let Some(state) = DossierState::at(level) else {
            return Ok(Vec::new());
        };
        let sql = "select d.id as dossier, d.version, d.state, s.id as session, s.edition,
                          s.outcome,
                          d.product, p.name as producer, p.kind, p.address, d.catalogue,
                          d.set_no, d.product_code, d.gtin, s.score_a, s.score_b, s.score_c,
                          s.certifies, s.failed, d.renews_council, d.renews_index
                   from sessions_of_councils s
                   join dossiers d on d.id = s.dossier
                   join producers p on p.id = d.producer
                   where s.certifier = $1 and s.dossier > $2
                     and s.opened_at >= d.lodged_at
                     and (d.council = s.certifier and d.state = $3
                          or s.outcome = 'propose_to_centre' and d.state = 'proposed_to_centre')
                     and not exists (
                       select 1 from sessions_of_councils n
                       where n.dossier = s.dossier and n.id > s.id
                         and (n.concluded_at is null and n.council in (s.council, s.certifier)
                              or n.outcome not in ('not_granted', 'lapsed')))
                     and not exists (
                       select 1 from preparation_lines l
                       join preparations r on r.id = l.preparation
                       where l.dossier = s.dossier and r.state <> 'abandoned'
                         and (r.council = s.certifier or l.stars = s.certifies))
                   order by s.dossier limit $4";
        let rows: Vec<CertifiableRow> = on!(self.readers(), pool => {
            sqlx::query_as(sql)
                .bind(council.to_string())
                .bind(after)
                .bind(state.name())
                .bind(limit)
                .fetch_all(pool)
                .await
        })?;
        rows.into_iter().map(CertifiableRow::read).collect()
    }

    /// Whether a dossier is in a decision of any council that is on its way.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn awaits_decision(&self, dossier: i64) -> Result<bool, Error> {
        let sql = "select count(*) from preparation_lines l
                   join preparations r on r.id = l.preparation
                   where l.dossier = $1 and r.state not in ('abandoned', 'released')";
        let lines: i64 = on!(self.readers(), pool => {
            sqlx::query_scalar(sql).bind(dossier).fetch_one(pool).await
        })?;
        Ok(lines > 0)
    }

    /// Whether a dossier is in a decision of a council that is on its way.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn is_in_preparation(
        &self,
        dossier: i64,
        council: CouncilCode,
    ) -> Result<bool, Error> {
        let sql = "select count(*) from preparation_lines l
                   join preparations r on r.id = l.preparation
                   where l.dossier = $1 and r.council = $2
                     and r.state not in ('abandoned', 'released')";
        let lines: i64 = on!(self.readers(), pool => {
            sqlx::query_scalar(sql)
                .bind(dossier)
                .bind(council.to_string())
                .fetch_one(pool)
                .await
        })?;
        Ok(lines > 0)
    }
}

impl Entry {
    /// Whether a decision that was released certified a dossier with these stars.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn is_certified(&mut self, dossier: i64, stars: Stars) -> Result<bool, Error> {
        let sql = "select count(*) from preparation_lines l
                   join preparations r on r.id = l.preparation
                   where l.dossier = $1 and l.stars = $2 and r.state = 'released'";
        let lines: i64 = on!(self.connection(), connection => {
            sqlx::query_scalar(sql)
                .bind(dossier)
                .bind(i64::from(stars.get()))
                .fetch_one(connection)
                .await
        })?;
        Ok(lines > 0)
    }
}
