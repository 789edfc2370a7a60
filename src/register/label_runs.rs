//! Runs of labels with serials: recorded once, and found by a count or for a list.

use chrono::{DateTime, Utc};
use sqlx::FromRow;

use super::rows::{self, Row};
use super::{Entry, Error, Register, on};
use crate::scheme::code_kind::CodeKind;
use crate::scheme::council::CouncilCode;
use crate::scheme::number::CertificateNumber;

/// A run that is to be recorded.
#[derive(Clone, Debug)]
pub struct NewLabelRun {
    /// Of which certificate.
    pub number: CertificateNumber,
    /// What its codes hold.
    pub kind: CodeKind,
    /// The first count.
    pub first: u64,
    /// How many labels.
    pub count: u64,
    /// Whose key makes the serials.
    pub key_year: i32,
    /// The producer's lot.
    pub lot: Option<String>,
    /// Who prints.
    pub printer: Option<String>,
    /// The folded name of the certificate's producer.
    pub producer: String,
    /// Who began it, as the trail writes it.
    pub made_by: String,
    /// The key of the request, with who sent it.
    pub request: Option<String>,
    /// Which files are to be made, as JSON.
    pub wanted: Option<String>,
    /// In how many parts.
    pub parts: u64,
}

/// A recorded run. Without the key.
#[derive(Clone, Debug)]
pub struct LabelRunRecord {
    /// Its identity.
    pub id: i64,
    /// Of which certificate.
    pub number: CertificateNumber,
    /// What its codes hold.
    pub kind: CodeKind,
    /// The first count.
    pub first: u64,
    /// How many labels.
    pub count: u64,
    /// Whose key makes the serials.
    pub key_year: i32,
    /// The producer's lot.
    pub lot: Option<String>,
    /// Who prints.
    pub printer: Option<String>,
    /// The folded name of the certificate's producer.
    pub producer: String,
    /// As the decision names the product.
    pub product: String,
    /// Who began it, as the trail writes it.
    pub made_by: String,
    /// When.
    pub made_at: DateTime<Utc>,
    /// Which files are to be made, as JSON.
    pub wanted: Option<String>,
    /// In how many parts.
    pub parts: u64,
    /// How many of them are durable.
    pub parts_made: u64,
    /// When the last file was.
    pub finished_at: Option<DateTime<Utc>>,
    /// Why it stands still: JSON with a code and words.
    pub problem: Option<String>,
}

/// Whose runs are asked for.
#[derive(Clone, Debug)]
pub enum RunsOf {
    /// Everybody's.
    All,
    /// A council's.
    Council(CouncilCode),
    /// Those of a producer, by its folded name.
    Producer(String),
    /// Those of a certificate.
    Certificate(CertificateNumber),
}

#[derive(FromRow)]
struct RunRow {
    id: i64,
    council: String,
    certificate_index: i64,
    kind: String,
    first: i64,
    count: i64,
    key_year: i64,
    lot: Option<String>,
    printer: Option<String>,
    producer: String,
    product: String,
    made_by: String,
    made_at: String,
    wanted: Option<String>,
    parts: i64,
    parts_made: i64,
    finished_at: Option<String>,
    problem: Option<String>,
}

impl Register {
    /// A run.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn label_run(&self, id: i64) -> Result<Option<LabelRunRecord>, Error> {
        let sql = "select r.*, c.product from label_runs r
                     join certificates c on c.council = r.council
                       and c.certificate_index = r.certificate_index
                   where r.id = $1";
        let row: Option<RunRow> = on!(self.readers(), pool => {
            sqlx::query_as(sql).bind(id).fetch_optional(pool).await
        })?;
        row.map(RunRow::read).transpose()
    }

    /// The run that a request began.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn label_run_of_request(
        &self,
        request: &str,
    ) -> Result<Option<LabelRunRecord>, Error> {
        let sql = "select r.*, c.product from label_runs r
                     join certificates c on c.council = r.council
                       and c.certificate_index = r.certificate_index
                   where r.request = $1";
        let row: Option<RunRow> = on!(self.readers(), pool => {
            sqlx::query_as(sql).bind(request).fetch_optional(pool).await
        })?;
        row.map(RunRow::read).transpose()
    }

    /// Runs before one of them, the newest first.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn label_runs(
        &self,
        of: &RunsOf,
        before: Option<i64>,
        limit: i64,
    ) -> Result<Vec<LabelRunRecord>, Error> {
        // One text for each, so that each goes by its index. What a certificate has is read in
        // the order of its counts, which is that of its runs.
        let (sql, name, index) = match of {
            RunsOf::All => (
                "select r.*, c.product from label_runs r
                   join certificates c on c.council = r.council
                     and c.certificate_index = r.certificate_index
                 where $1 = '' and $2 = 0 and r.id < $3
                 order by r.id desc limit $4",
                String::new(),
                0,
            ),
            RunsOf::Council(council) => (
                "select r.*, c.product from label_runs r
                   join certificates c on c.council = r.council
                     and c.certificate_index = r.certificate_index
                 where r.council = $1 and $2 = 0 and r.id < $3
                 order by r.id desc limit $4",
                council.to_string(),
                0,
            ),
            RunsOf::Producer(producer) => (
                "select r.*, c.product from label_runs r
                   join certificates c on c.council = r.council
                     and c.certificate_index = r.certificate_index
                 where r.producer = $1 and $2 = 0 and r.id < $3
                 order by r.id desc limit $4",
                producer.clone(),
                0,
            ),
            RunsOf::Certificate(number) => (
                "select r.*, c.product from label_runs r
                   join certificates c on c.council = r.council
                     and c.certificate_index = r.certificate_index
                 where r.council = $1 and r.certificate_index = $2 and r.id < $3
                 order by r.id desc limit $4",
                number.council.to_string(),
                i64::from(number.index),
            ),
        };
        let rows: Vec<RunRow> = on!(self.readers(), pool => {
            sqlx::query_as(sql)
                .bind(name)
                .bind(index)
                .bind(before.unwrap_or(i64::MAX))
                .bind(limit)
                .fetch_all(pool)
                .await
        })?;
        rows.into_iter().map(RunRow::read).collect()
    }
}

impl Entry {
    /// The first count of a certificate that no run has.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn next_label(&mut self, number: CertificateNumber) -> Result<u64, Error> {
        let sql = "select first + count from label_runs
                   where council = $1 and certificate_index = $2 order by first desc limit 1";
        let next: Option<i64> = on!(self.connection(), connection => {
            sqlx::query_scalar(sql)
                .bind(number.council.to_string())
                .bind(i64::from(number.index))
                .fetch_optional(connection)
                .await
        })?;
        let key = number.to_string();
        let row = Row {
            table: "label_runs",
            key: &key,
        };
        row.number("first", next.unwrap_or(1))
    }

    /// Records a run, and returns its identity. Without files to make it is finished.
    ///
    /// # Errors
    /// [`Error::Exists`] when its request began one already.
    pub async fn add_label_run(
        &mut self,
        run: &NewLabelRun,
        at: DateTime<Utc>,
    ) -> Result<i64, Error> {
        let sql = "insert into label_runs (id, council, certificate_index, kind, first, count,
                     key_year, lot, printer, producer, made_by, made_at, request, wanted, parts,
                     finished_at)
                   values ((select coalesce(max(id), 0) + 1 from label_runs),
                     $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
                   returning id";
        let finished = run.wanted.is_none().then(|| rows::instant(at));
        let id = on!(self.connection(), connection => {
            sqlx::query_scalar(sql)
                .bind(run.number.council.to_string())
                .bind(i64::from(run.number.index))
                .bind(run.kind.name())
                .bind(rows::bound(run.first))
                .bind(rows::bound(run.count))
                .bind(i64::from(run.key_year))
                .bind(&run.lot)
                .bind(&run.printer)
                .bind(&run.producer)
                .bind(&run.made_by)
                .bind(rows::instant(at))
                .bind(&run.request)
                .bind(&run.wanted)
                .bind(rows::bound(run.parts))
                .bind(finished)
                .fetch_one(connection)
                .await
        })
        .map_err(Error::exists(|| "this run of labels".to_owned()))?;
        Ok(id)
    }
}

impl RunRow {
    fn read(self) -> Result<LabelRunRecord, Error> {
        let key = self.id.to_string();
        let row = Row {
            table: "label_runs",
            key: &key,
        };
        let finished = self.finished_at.as_deref();
        Ok(LabelRunRecord {
            id: self.id,
            number: row.certificate(&self.council, self.certificate_index)?,
            kind: row.column("kind", CodeKind::named(&self.kind))?,
            first: row.number("first", self.first)?,
            count: row.number("count", self.count)?,
            key_year: row.number("key_year", self.key_year)?,
            lot: self.lot,
            printer: self.printer,
            producer: self.producer,
            product: self.product,
            made_by: self.made_by,
            made_at: row.instant("made_at", &self.made_at)?,
            wanted: self.wanted,
            parts: row.number("parts", self.parts)?,
            parts_made: row.number("parts_made", self.parts_made)?,
            finished_at: finished
                .map(|at| row.instant("finished_at", at))
                .transpose()?,
            problem: self.problem,
        })
    }
}
