//! What a case stands on. Rows are added and struck, never taken out.

use chrono::{DateTime, Utc};
use sqlx::FromRow;

use super::cases::certificate_of;
use super::rows::{self, Row};
use super::{Entry, Error, Photograph, Register, on};
use crate::scheme::number::CertificateNumber;

/// Something that is to be added to a case.
#[derive(Clone, Debug, Default)]
pub struct NewEvidence {
    /// `entry`, `code`, `number`, `photograph`, `note` or `report`.
    pub kind: &'static str,
    /// The entry of a journal that it is, or comes from.
    pub entry: Option<i64>,
    /// The shopper's report.
    pub report: Option<i64>,
    /// The text of a code.
    pub code: Option<String>,
    /// The certificate that the code names.
    pub number: Option<CertificateNumber>,
    /// What was said when it was checked.
    pub verdict: Option<String>,
    /// When it was checked.
    pub checked_at: Option<DateTime<Utc>>,
    /// What the judge here says for that instant, whole, as JSON.
    pub judged: Option<String>,
    /// The proof that the certificate is in the log.
    pub proof: Option<String>,
    /// A photograph's SHA-256, base64url.
    pub photograph: Option<String>,
    /// What is known of it, where its content was kept for this case.
    pub kept: Option<Photograph>,
    /// Words.
    pub note: Option<String>,
}

/// Something that a case holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvidenceRecord {
    /// Its place in the case, from 1.
    pub place: i64,
    /// `entry`, `code`, `number`, `photograph`, `note` or `report`.
    pub kind: String,
    /// The entry of a journal that it is, or comes from.
    pub entry: Option<i64>,
    /// The shopper's report.
    pub report: Option<i64>,
    /// The text of a code.
    pub code: Option<String>,
    /// The certificate that the code names.
    pub number: Option<CertificateNumber>,
    /// What was said when it was checked.
    pub verdict: Option<String>,
    /// When it was checked.
    pub checked_at: Option<DateTime<Utc>>,
    /// What the judge here says for that instant, whole, as JSON.
    pub judged: Option<String>,
    /// The proof that the certificate is in the log.
    pub proof: Option<String>,
    /// A photograph's SHA-256, base64url.
    pub photograph: Option<String>,
    /// Words.
    pub note: Option<String>,
    /// Who added it.
    pub added_by: i64,
    /// When.
    pub added_at: DateTime<Utc>,
    /// Who struck it, when, and why.
    pub struck: Option<(i64, DateTime<Utc>, String)>,
}

#[derive(FromRow)]
struct EvidenceRow {
    place: i64,
    kind: String,
    entry: Option<i64>,
    report: Option<i64>,
    code: Option<String>,
    council: Option<String>,
    certificate_index: Option<i64>,
    verdict: Option<String>,
    checked_at: Option<String>,
    judged: Option<String>,
    proof: Option<String>,
    photograph: Option<String>,
    note: Option<String>,
    added_by: i64,
    added_at: String,
    struck_by: Option<i64>,
    struck_at: Option<String>,
    struck_because: Option<String>,
}

impl EvidenceRow {
    fn read(self, of_case: i64) -> Result<EvidenceRecord, Error> {
        let key = format!("{of_case} {}", self.place);
        let row = Row {
            table: "case_evidence",
            key: &key,
        };
        let checked_at = self.checked_at.map(|at| row.instant("checked_at", &at));
        let struck = match (self.struck_by, self.struck_at, self.struck_because) {
            (Some(by), Some(at), Some(why)) => Some((by, row.instant("struck_at", &at)?, why)),
            _ => None,
        };
        Ok(EvidenceRecord {
            number: certificate_of(&row, self.council.as_deref(), self.certificate_index)?,
            checked_at: checked_at.transpose()?,
            added_at: row.instant("added_at", &self.added_at)?,
            place: self.place,
            kind: self.kind,
            entry: self.entry,
            report: self.report,
            code: self.code,
            verdict: self.verdict,
            judged: self.judged,
            proof: self.proof,
            photograph: self.photograph,
            note: self.note,
            added_by: self.added_by,
            struck,
        })
    }
}

impl Register {
    /// Everything that a case holds, in the order in which it was added.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn evidence_of(&self, of_case: i64) -> Result<Vec<EvidenceRecord>, Error> {
        let sql = "select place, kind, entry, report, code, council, certificate_index, verdict,
                          checked_at, judged, proof, photograph, note, added_by, added_at,
                          struck_by, struck_at, struck_because
                   from case_evidence where of_case = $1 order by place";
        let rows: Vec<EvidenceRow> = on!(self.readers(), pool => {
            sqlx::query_as(sql).bind(of_case).fetch_all(pool).await
        })?;
        rows.into_iter().map(|row| row.read(of_case)).collect()
    }
}

impl Entry {
    /// Adds to what a case holds, and returns its place.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn add_evidence(
        &mut self,
        of_case: i64,
        new: &NewEvidence,
        by: i64,
        at: DateTime<Utc>,
    ) -> Result<i64, Error> {
        if let Some(photograph) = &new.kept {
            self.add_photograph(photograph, at).await?;
        }
        let sql = "insert into case_evidence (id, of_case, place, kind, entry, report, code,
                     council, certificate_index, verdict, checked_at, judged, proof, photograph,
                     note, added_by, added_at)
                   values ((select coalesce(max(id), 0) + 1 from case_evidence), $1,
                     (select coalesce(max(place), 0) + 1 from case_evidence where of_case = $1),
                     $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
                   returning place";
        let place = on!(self.connection(), connection => {
            sqlx::query_scalar(sql)
                .bind(of_case)
                .bind(new.kind)
                .bind(new.entry)
                .bind(new.report)
                .bind(&new.code)
                .bind(new.number.map(|number| number.council.to_string()))
                .bind(new.number.map(|number| i64::from(number.index)))
                .bind(&new.verdict)
                .bind(new.checked_at.map(rows::instant))
                .bind(&new.judged)
                .bind(&new.proof)
                .bind(&new.photograph)
                .bind(&new.note)
                .bind(by)
                .bind(rows::instant(at))
                .fetch_one(connection)
                .await
        })?;
        Ok(place)
    }

    /// Strikes something that a case holds and that stands.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn strike_evidence(
        &mut self,
        (of_case, place): (i64, i64),
        because: &str,
        by: i64,
        at: DateTime<Utc>,
    ) -> Result<(), Error> {
        let sql = "update case_evidence set struck_by = $3, struck_at = $4, struck_because = $5
                   where of_case = $1 and place = $2 and struck_at is null";
        on!(self.connection(), connection => {
            sqlx::query(sql)
                .bind(of_case)
                .bind(place)
                .bind(by)
                .bind(rows::instant(at))
                .bind(because)
                .execute(connection)
                .await
                .map(drop)
        })?;
        Ok(())
    }
}
