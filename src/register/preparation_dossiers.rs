//! The dossiers whose products a preparation certifies.

use sqlx::FromRow;

use super::rows::Row;
use super::{Entry, Error, Register, on};
use crate::scheme::council::CouncilCode;
use crate::scheme::dossier::DossierState;
use crate::scheme::number::CertificateNumber;
use crate::scheme::stars::Stars;
use crate::scheme::status::Status;

/// A dossier, as a line of a preparation came from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreparedDossier {
    /// The line.
    pub line: i64,
    /// The dossier.
    pub id: i64,
    /// Its version.
    pub version: i64,
    /// Where it is.
    pub state: DossierState,
    /// Who has it.
    pub council: CouncilCode,
    /// The stars that the line certifies.
    pub stars: Stars,
}

/// A certificate that an earlier decision made for a dossier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EarlierCertificate {
    /// Its number.
    pub number: CertificateNumber,
    /// Its stars.
    pub stars: Stars,
    /// Its status.
    pub status: Status,
}

#[derive(FromRow)]
struct DossierRow {
    line: i64,
    id: i64,
    version: i64,
    state: String,
    council: String,
    stars: i64,
}

const OF_PREPARATION: &str = "select l.line, d.id, d.version, d.state, d.council, l.stars
     from preparation_lines l join dossiers d on d.id = l.dossier
     where l.preparation = $1 order by l.line";

impl DossierRow {
    fn read(self) -> Result<PreparedDossier, Error> {
        let key = self.id.to_string();
        let row = Row {
            table: "dossiers",
            key: &key,
        };
        Ok(PreparedDossier {
            line: self.line,
            id: self.id,
            version: self.version,
            state: row.parsed("state", &self.state)?,
            council: row.parsed("council", &self.council)?,
            stars: row.stars(self.stars)?,
        })
    }
}

impl Register {
    /// The dossiers of a preparation, in the order of its lines.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn dossiers_of_preparation(&self, id: i64) -> Result<Vec<PreparedDossier>, Error> {
        let rows: Vec<DossierRow> = on!(self.readers(), pool => {
            sqlx::query_as(OF_PREPARATION).bind(id).fetch_all(pool).await
        })?;
        rows.into_iter().map(DossierRow::read).collect()
    }

    /// The certificates that other decisions made for a dossier.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn earlier_certificates(
        &self,
        dossier: i64,
        but_of: i64,
    ) -> Result<Vec<EarlierCertificate>, Error> {
        let sql = "select c.council, c.certificate_index, c.stars, c.status
                   from preparation_lines l
                   join preparations p on p.id = l.preparation
                   join certificates c on c.decision = p.decision and c.product = l.product
                     and c.producer = l.producer
                   where l.dossier = $1 and p.id <> $2 and p.state = 'released'
                   order by c.position";
        let rows: Vec<(String, i64, i64, i64)> = on!(self.readers(), pool => {
            sqlx::query_as(sql).bind(dossier).bind(but_of).fetch_all(pool).await
        })?;
        rows.into_iter()
            .map(|(council, index, stars, status)| {
                let key = format!("{council} {index}");
                let row = Row {
                    table: "certificates",
                    key: &key,
                };
                Ok(EarlierCertificate {
                    number: row.certificate(&council, index)?,
                    stars: row.stars(stars)?,
                    status: row.column("status", Status::numbered(status))?,
                })
            })
            .collect()
    }
}

impl Entry {
    /// The dossiers of a preparation, as they stand in this entry.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn dossiers_of_preparation(
        &mut self,
        id: i64,
    ) -> Result<Vec<PreparedDossier>, Error> {
        let rows: Vec<DossierRow> = on!(self.connection(), connection => {
            sqlx::query_as(OF_PREPARATION).bind(id).fetch_all(connection).await
        })?;
        rows.into_iter().map(DossierRow::read).collect()
    }
}
