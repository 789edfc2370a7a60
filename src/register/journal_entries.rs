//! Entries of journals: read one by one, and listed in the order of the checks.

use chrono::{DateTime, Utc};
use sqlx::FromRow;

use super::rows::{self, Row};
use super::{Error, Register, on};
use crate::scheme::journal::{self, DeviceId, EntryHash};
use crate::scheme::number::CertificateNumber;
use crate::scheme::verdict::Kind;

/// An entry, with what the register knows of it.
#[derive(Clone, Debug, PartialEq)]
pub struct JournalEntryRecord {
    /// Its identity, by the order of coming in.
    pub id: i64,
    /// The journal that it is in.
    pub journal: i64,
    /// The device that wrote it.
    pub device: DeviceId,
    /// Whose it is.
    pub account: i64,
    /// The text, as the device wrote it.
    pub text: String,
    /// Its hash.
    pub hash: EntryHash,
    /// What it says.
    pub entry: journal::Entry,
    /// What the judge said here when it came in.
    pub judged_again: Option<Kind>,
    /// The certificate that is signed in the code, or that was typed.
    pub number: Option<CertificateNumber>,
    /// Which photograph came of the one that it names, and when.
    pub photograph: Option<(i64, DateTime<Utc>)>,
    /// When it came in.
    pub received_at: DateTime<Utc>,
    /// How many entries add to it.
    pub additions: u64,
    /// The product of the certificate with its number, if there is one.
    pub product: Option<String>,
    /// Its producer.
    pub producer: Option<String>,
}

/// Which checks of an account are asked for.
#[derive(Clone, Copy, Debug)]
pub struct JournalFilter {
    /// Whose.
    pub account: i64,
    /// Only with this conclusion of the device.
    pub verdict: Option<Kind>,
    /// Only in this journal.
    pub journal: Option<i64>,
    /// Only from this instant on.
    pub from: DateTime<Utc>,
    /// Only those before this instant, or at it with a lesser identity.
    pub before: (DateTime<Utc>, i64),
    /// How many at most.
    pub limit: i64,
}

#[derive(FromRow)]
struct EntryRow {
    id: i64,
    journal: i64,
    device: String,
    account: i64,
    hash: String,
    entry: String,
    judged_again: Option<String>,
    council: Option<String>,
    certificate_index: Option<i64>,
    photograph_id: Option<i64>,
    photograph_at: Option<String>,
    received_at: String,
    #[sqlx(default)]
    additions: i64,
    #[sqlx(default)]
    product: Option<String>,
    #[sqlx(default)]
    producer: Option<String>,
}

/// What every list of checks begins and ends with.
macro_rules! listed {
    ($condition:literal) => {
        concat!(
            "select e.id, e.journal, j.device, e.account, e.hash, e.entry, e.judged_again, e.council, e.certificate_index,
                    e.photograph_id, e.photograph_at, e.received_at, c.product, c.producer,
                    (select count(*) from journal_entries a
                     where a.journal = e.journal and a.adds_to = e.counter) as additions
             from journal_entries e
             join journals j on j.id = e.journal
             left join certificates c on c.council = e.council
               and c.certificate_index = e.certificate_index
             where ",
            $condition,
            " order by e.checked_at desc, e.id desc limit $7"
        )
    };
}

impl Register {
    /// Checks of an account, the newest first by when they were made.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn journal_checks(
        &self,
        filter: &JournalFilter,
    ) -> Result<Vec<JournalEntryRecord>, Error> {
        // One text for each, so that each goes by its index.
        let sql = match (filter.journal, filter.verdict) {
            (Some(_), _) => listed!(
                "e.journal = $2 and e.account = $1 and e.kind = 'check'
                 and ($3 is null or e.verdict = $3) and e.checked_at >= $4
                 and (e.checked_at, e.id) < ($5, $6)"
            ),
            (None, Some(_)) => listed!(
                "e.account = $1 and $2 = 0 and e.verdict = $3 and e.kind = 'check'
                 and e.checked_at >= $4 and (e.checked_at, e.id) < ($5, $6)"
            ),
            (None, None) => listed!(
                "e.account = $1 and $2 = 0 and $3 is null and e.kind = 'check'
                 and e.checked_at >= $4 and (e.checked_at, e.id) < ($5, $6)"
            ),
        };
        let (before, id) = filter.before;
        let rows: Vec<EntryRow> = on!(self.readers(), pool => {
            sqlx::query_as(sql)
                .bind(filter.account)
                .bind(filter.journal.unwrap_or(0))
                .bind(filter.verdict.map(Kind::name))
                .bind(rows::instant(filter.from))
                .bind(rows::instant(before))
                .bind(id)
                .bind(filter.limit)
                .fetch_all(pool)
                .await
        })?;
        rows.into_iter().map(EntryRow::read).collect()
    }

    /// An entry, whoever's it is.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn journal_entry(&self, id: i64) -> Result<Option<JournalEntryRecord>, Error> {
        let sql = "select e.id, e.journal, j.device, e.account, e.hash, e.entry, e.judged_again, e.council, e.certificate_index,
                          e.photograph_id, e.photograph_at, e.received_at, c.product, c.producer,
                          (select count(*) from journal_entries a
                           where a.journal = e.journal and a.adds_to = e.counter) as additions
                   from journal_entries e
                   join journals j on j.id = e.journal
                   left join certificates c on c.council = e.council
                     and c.certificate_index = e.certificate_index
                   where e.id = $1";
        let row: Option<EntryRow> = on!(self.readers(), pool => {
            sqlx::query_as(sql).bind(id).fetch_optional(pool).await
        })?;
        row.map(EntryRow::read).transpose()
    }

    /// What was added to a check, in order.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn journal_additions(
        &self,
        journal: i64,
        counter: u64,
    ) -> Result<Vec<JournalEntryRecord>, Error> {
        let sql = "select e.id, e.journal, j.device, e.account, e.hash, e.entry, e.judged_again, e.council, e.certificate_index,
                          e.photograph_id, e.photograph_at, e.received_at
                   from journal_entries e
                   join journals j on j.id = e.journal
                   where e.journal = $1 and e.adds_to = $2 order by e.counter";
        let rows: Vec<EntryRow> = on!(self.readers(), pool => {
            sqlx::query_as(sql)
                .bind(journal)
                .bind(rows::bound(counter))
                .fetch_all(pool)
                .await
        })?;
        rows.into_iter().map(EntryRow::read).collect()
    }
}

impl EntryRow {
    fn read(self) -> Result<JournalEntryRecord, Error> {
        let key = self.id.to_string();
        let row = Row {
            table: "journal_entries",
            key: &key,
        };
        let entry = journal::read(&self.entry).ok();
        let judged_again = self.judged_again.as_deref();
        let number = self.council.as_deref().zip(self.certificate_index);
        let photograph = self.photograph_id.zip(self.photograph_at.as_deref());
        Ok(JournalEntryRecord {
            id: self.id,
            journal: self.journal,
            device: row.parsed("device", &self.device)?,
            account: self.account,
            hash: row.parsed("hash", &self.hash)?,
            entry: row.column("entry", entry)?,
            text: self.entry,
            judged_again: judged_again
                .map(|name| row.column("judged_again", Kind::named(name)))
                .transpose()?,
            number: number
                .map(|(council, index)| row.certificate(council, index))
                .transpose()?,
            photograph: photograph
                .map(|(id, at)| Ok::<_, Error>((id, row.instant("photograph_at", at)?)))
                .transpose()?,
            received_at: row.instant("received_at", &self.received_at)?,
            additions: row.number("additions", self.additions)?,
            product: self.product,
            producer: self.producer,
        })
    }
}
