//! Journals of inspectors' devices: how far each has grown, and the taking in of entries.
//! Operational data, written without events.

use chrono::{DateTime, Utc};
use sqlx::FromRow;

use super::rows::{self, Row};
use super::{Entry, Error, Register, on};
use crate::scheme::journal::{self, DeviceId, EntryHash, Head};
use crate::scheme::number::CertificateNumber;
use crate::scheme::verdict::Kind;

/// The journal of a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JournalRecord {
    /// Its identity.
    pub id: i64,
    /// The device that writes it.
    pub device: DeviceId,
    /// Whose it is.
    pub account: i64,
    /// How far it has grown.
    pub head: Head,
    /// When it began here.
    pub created_at: DateTime<Utc>,
    /// When the last entries came in.
    pub synchronised_at: DateTime<Utc>,
}

/// An entry that is to be kept.
#[derive(Clone, Debug)]
pub struct NewJournalEntry {
    /// The text, as the device wrote it.
    pub text: String,
    /// Its hash.
    pub hash: EntryHash,
    /// What it says.
    pub entry: journal::Entry,
    /// What the judge says here, if there was something to judge.
    pub judged_again: Option<Kind>,
    /// The certificate that is signed in the code, or that was typed.
    pub number: Option<CertificateNumber>,
}

#[derive(FromRow)]
struct JournalRow {
    id: i64,
    device: String,
    account: i64,
    size: i64,
    head: String,
    created_at: String,
    synchronised_at: String,
}

impl JournalRow {
    fn read(self) -> Result<JournalRecord, Error> {
        let row = Row {
            table: "journals",
            key: &self.device,
        };
        let hash = match self.head.as_str() {
            "" => None,
            hash => Some(row.parsed("head", hash)?),
        };
        Ok(JournalRecord {
            id: self.id,
            device: row.parsed("device", &self.device)?,
            account: self.account,
            head: Head {
                size: row.number("size", self.size)?,
                hash,
            },
            created_at: row.instant("created_at", &self.created_at)?,
            synchronised_at: row.instant("synchronised_at", &self.synchronised_at)?,
        })
    }
}

impl Register {
    /// The journal of a device, whoever's it is.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn journal(&self, device: DeviceId) -> Result<Option<JournalRecord>, Error> {
        let row: Option<JournalRow> = on!(self.readers(), pool => {
            sqlx::query_as("select * from journals where device = $1")
                .bind(device.to_string())
                .fetch_optional(pool)
                .await
        })?;
        row.map(JournalRow::read).transpose()
    }

    /// The journals of an account, the newest first.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn journals_of(&self, account: i64) -> Result<Vec<JournalRecord>, Error> {
        let rows: Vec<JournalRow> = on!(self.readers(), pool => {
            sqlx::query_as("select * from journals where account = $1 order by id desc")
                .bind(account)
                .fetch_all(pool)
                .await
        })?;
        rows.into_iter().map(JournalRow::read).collect()
    }

    /// Journals after one of them, in order: for who checks the hashes.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn journals_after(&self, id: i64, limit: i64) -> Result<Vec<JournalRecord>, Error> {
        let sql = "select * from journals where id > $1 order by id limit $2";
        let rows: Vec<JournalRow> = on!(self.readers(), pool => {
            sqlx::query_as(sql).bind(id).bind(limit).fetch_all(pool).await
        })?;
        rows.into_iter().map(JournalRow::read).collect()
    }

    /// The texts of a journal after a counter, in order, each with its hash.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn journal_texts_after(
        &self,
        journal: i64,
        counter: u64,
        limit: i64,
    ) -> Result<Vec<(String, String)>, Error> {
        let sql = "select entry, hash from journal_entries
                   where journal = $1 and counter > $2 order by counter limit $3";
        Ok(on!(self.readers(), pool => {
            sqlx::query_as(sql)
                .bind(journal)
                .bind(rows::bound(counter))
                .bind(limit)
                .fetch_all(pool)
                .await
        })?)
    }

    /// The hashes of photographs that entries of a journal name and that have not come yet.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn awaited_photographs(
        &self,
        journal: i64,
        limit: i64,
    ) -> Result<Vec<String>, Error> {
        let sql = "select distinct photograph from journal_entries
                   where journal = $1 and photograph is not null and photograph_at is null
                   order by photograph limit $2";
        Ok(on!(self.readers(), pool => {
            sqlx::query_scalar(sql).bind(journal).bind(limit).fetch_all(pool).await
        })?)
    }

    /// Whether an entry of a journal names a photograph, and whether it has come.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn journal_photograph(
        &self,
        journal: i64,
        photograph: EntryHash,
    ) -> Result<Option<bool>, Error> {
        let sql = "select photograph_at from journal_entries
                   where journal = $1 and photograph = $2 order by counter limit 1";
        let named: Option<Option<String>> = on!(self.readers(), pool => {
            sqlx::query_scalar(sql)
                .bind(journal)
                .bind(photograph.to_string())
                .fetch_optional(pool)
                .await
        })?;
        Ok(named.map(|at| at.is_some()))
    }
}

impl Entry {
    /// The journal of a device, which nobody adds to until this entry ends.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn journal(&mut self, device: DeviceId) -> Result<Option<JournalRecord>, Error> {
        let row: Option<JournalRow> = on!(self.connection(), connection => {
            sqlx::query_as("select * from journals where device = $1")
                .bind(device.to_string())
                .fetch_optional(connection)
                .await
        })?;
        row.map(JournalRow::read).transpose()
    }

    /// Begins the journal of a device.
    ///
    /// # Errors
    /// [`Error::Exists`] when it has one.
    pub async fn begin_journal(
        &mut self,
        device: DeviceId,
        account: i64,
        at: DateTime<Utc>,
    ) -> Result<JournalRecord, Error> {
        let sql = "insert into journals (id, device, account, size, head, created_at,
                     synchronised_at)
                   values ((select coalesce(max(id), 0) + 1 from journals), $1, $2, 0, '', $3, $3)
                   returning *";
        let row: JournalRow = on!(self.connection(), connection => {
            sqlx::query_as(sql)
                .bind(device.to_string())
                .bind(account)
                .bind(rows::instant(at))
                .fetch_one(connection)
                .await
        })
        .map_err(Error::exists(|| format!("the journal {device}")))?;
        row.read()
    }

    /// The hashes of entries of a journal, from one counter through another, in order.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn journal_hashes(
        &mut self,
        journal: i64,
        first: u64,
        last: u64,
    ) -> Result<Vec<String>, Error> {
        let sql = "select hash from journal_entries
                   where journal = $1 and counter >= $2 and counter <= $3 order by counter";
        Ok(on!(self.connection(), connection => {
            sqlx::query_scalar(sql)
                .bind(journal)
                .bind(rows::bound(first))
                .bind(rows::bound(last))
                .fetch_all(connection)
                .await
        })?)
    }

    /// Whether an entry of a journal is a check.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn is_journal_check(&mut self, journal: i64, counter: u64) -> Result<bool, Error> {
        let sql = "select kind from journal_entries where journal = $1 and counter = $2";
        let kind: Option<String> = on!(self.connection(), connection => {
            sqlx::query_scalar(sql)
                .bind(journal)
                .bind(rows::bound(counter))
                .fetch_optional(connection)
                .await
        })?;
        Ok(kind.as_deref() == Some("check"))
    }

    /// Adds entries to a journal, which were seen to follow its head, and moves the head.
    ///
    /// # Errors
    /// [`Error::Exists`] when it has one of them.
    pub async fn add_journal_entries(
        &mut self,
        journal: &JournalRecord,
        entries: &[NewJournalEntry],
        head: Head,
        at: DateTime<Utc>,
    ) -> Result<(), Error> {
        let first: i64 = on!(self.connection(), connection => {
            sqlx::query_scalar("select coalesce(max(id), 0) + 1 from journal_entries")
                .fetch_one(connection)
                .await
        })?;
        for (id, new) in (first..).zip(entries) {
            self.add_journal_entry(id, journal, new, at).await?;
        }
        let sql = "update journals set size = $2, head = $3, synchronised_at = $4 where id = $1";
        on!(self.connection(), connection => {
            sqlx::query(sql)
                .bind(journal.id)
                .bind(rows::bound(head.size))
                .bind(head.hash.map(|hash| hash.to_string()).unwrap_or_default())
                .bind(rows::instant(at))
                .execute(connection)
                .await
                .map(drop)
        })?;
        Ok(())
    }

    async fn add_journal_entry(
        &mut self,
        id: i64,
        journal: &JournalRecord,
        new: &NewJournalEntry,
        at: DateTime<Utc>,
    ) -> Result<(), Error> {
        let sql = "insert into journal_entries (id, journal, counter, account, hash, entry, kind,
                     adds_to, checked_at, verdict, judged_again, council, certificate_index,
                     photograph, received_at)
                   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";
        let check = new.entry.check();
        let addition = new.entry.addition();
        let photograph = addition.and_then(|addition| addition.photograph);
        let kind = if check.is_some() { "check" } else { "addition" };
        on!(self.connection(), connection => {
            sqlx::query(sql)
                .bind(id)
                .bind(journal.id)
                .bind(rows::bound(new.entry.counter))
                .bind(journal.account)
                .bind(new.hash.to_string())
                .bind(&new.text)
                .bind(kind)
                .bind(addition.map(|addition| rows::bound(addition.to)))
                .bind(rows::instant(new.entry.at))
                .bind(check.and_then(|check| check.verdict).map(Kind::name))
                .bind(new.judged_again.map(Kind::name))
                .bind(new.number.map(|number| number.council.to_string()))
                .bind(new.number.map(|number| i64::from(number.index)))
                .bind(photograph.map(|photograph| photograph.sha256.to_string()))
                .bind(rows::instant(at))
                .execute(connection)
                .await
                .map(drop)
        })
        .map_err(Error::exists(|| format!("entry {}", new.entry.counter)))
    }

    /// Says which photograph has come that entries of a journal name.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn receive_journal_photograph(
        &mut self,
        journal: i64,
        photograph: EntryHash,
        id: i64,
        at: DateTime<Utc>,
    ) -> Result<(), Error> {
        let sql = "update journal_entries set photograph_id = $3, photograph_at = $4
                   where journal = $1 and photograph = $2 and photograph_at is null";
        on!(self.connection(), connection => {
            sqlx::query(sql)
                .bind(journal)
                .bind(photograph.to_string())
                .bind(id)
                .bind(rows::instant(at))
                .execute(connection)
                .await
                .map(drop)
        })?;
        Ok(())
    }
}
