//! Dossiers that a council may certify after a session, and has not yet.

use sqlx::FromRow;

use super::rows::Row;
use super::{Error, Register, council_sessions, on};
use crate::scheme::assessment::Outcome;
use crate::scheme::council::{CouncilCode, Level};
use crate::scheme::dossier::DossierState;
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
    /// The most stars that they leave.
    pub cap: Option<Stars>,
    /// The certificate that it renews.
    pub renews: Option<CertificateNumber>,
}

#[derive(FromRow)]
struct CertifiableRow {
    dossier: i64,
    version: i64,
    state: String,
    session: i64,
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
    cap: Option<i64>,
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
            outcome: row.parsed("outcome", &self.outcome)?,
            producer_kind: row.column("kind", ProducerKind::named(&self.kind))?,
            catalogue: row.column("catalogue", Catalogue::named(&self.catalogue))?,
            set_no: row.number("set_no", self.set_no)?,
            score: council_sessions::sheet(&row, score)?,
            stars: row.stars(self.certifies)?,
            cap: self.cap.map(|stars| row.stars(stars)).transpose()?,
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
    /// identities; only one of them, where it is named.
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
        only: Option<i64>,
        after: i64,
        limit: i64,
    ) -> Result<Vec<CertifiableRecord>, Error> {
        let Some(state) = DossierState::at(level) else {
            return Ok(Vec::new());
        };
        let sql = "select d.id as dossier, d.version, d.state, s.id as session, s.outcome,
                          d.product, p.name as producer, p.kind, p.address, d.catalogue,
                          d.set_no, d.product_code, d.gtin, s.score_a, s.score_b, s.score_c,
                          s.certifies, s.failed, s.cap, d.renews_council, d.renews_index
                   from sessions_of_councils s
                   join dossiers d on d.id = s.dossier
                   join producers p on p.id = d.producer
                   where s.certifier = $1 and s.dossier > $2 and s.dossier = coalesce($3, s.dossier)
                     and s.opened_at >= d.lodged_at
                     and (d.council = s.certifier and d.state = $4
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
                   order by s.dossier limit $5";
        let rows: Vec<CertifiableRow> = on!(self.readers(), pool => {
            sqlx::query_as(sql)
                .bind(council.to_string())
                .bind(after)
                .bind(only)
                .bind(state.name())
                .bind(limit)
                .fetch_all(pool)
                .await
        })?;
        rows.into_iter().map(CertifiableRow::read).collect()
    }
}
