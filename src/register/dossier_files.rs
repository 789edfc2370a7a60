//! Pictures and documents of dossiers: what is known of each. Their contents lie on the disk.

use chrono::{DateTime, Utc};
use sqlx::FromRow;

use super::rows::{self, Row};
use super::{Entry, Error, Register, on};

/// A file that is to be kept with a dossier.
#[derive(Clone, Debug)]
pub struct NewDossierFile {
    /// The dossier.
    pub dossier: i64,
    /// `picture` or `document`.
    pub kind: &'static str,
    /// Its name, tidied.
    pub name: String,
    /// What it is, by its content.
    pub media_type: &'static str,
    /// Bytes.
    pub size: i64,
    /// The SHA-256 of its content.
    pub hash: [u8; 32],
    /// Who added it: `account 7`.
    pub added_by: String,
}

/// A file of a dossier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DossierFileRecord {
    /// Its identity.
    pub id: i64,
    /// The dossier.
    pub dossier: i64,
    /// `picture` or `document`.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// What it is.
    pub media_type: String,
    /// Bytes.
    pub size: i64,
    /// The SHA-256 of its content.
    pub hash: [u8; 32],
    /// When it was added.
    pub added_at: DateTime<Utc>,
    /// Who added it: `account 7`.
    pub added_by: String,
    /// When it was taken away.
    pub removed_at: Option<DateTime<Utc>>,
}

/// What was added to dossiers, also what was taken away again: its content stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FilesAdded {
    /// How many files.
    pub files: i64,
    /// Their bytes.
    pub bytes: i64,
}

/// Of all dossiers of the producer of one.
const ADDED_SINCE: &str = "select count(*), cast(coalesce(sum(f.size), 0) as bigint)
     from dossiers d join dossier_files f on f.dossier = d.id
     where d.producer = (select producer from dossiers where id = $1) and f.added_at >= $2";

#[derive(FromRow)]
struct FileRow {
    id: i64,
    dossier: i64,
    kind: String,
    name: String,
    media_type: String,
    size: i64,
    hash: String,
    added_at: String,
    added_by: String,
    removed_at: Option<String>,
}

impl FileRow {
    fn read(self) -> Result<DossierFileRecord, Error> {
        let key = self.id.to_string();
        let row = Row {
            table: "dossier_files",
            key: &key,
        };
        let removed = self.removed_at.map(|at| row.instant("removed_at", &at));
        let hash = row.bytes("hash", &self.hash)?;
        Ok(DossierFileRecord {
            id: self.id,
            dossier: self.dossier,
            hash: row.column("hash", hash.try_into().ok())?,
            added_at: row.instant("added_at", &self.added_at)?,
            removed_at: removed.transpose()?,
            kind: self.kind,
            name: self.name,
            media_type: self.media_type,
            size: self.size,
            added_by: self.added_by,
        })
    }
}

impl Register {
    /// The files of a dossier that were not taken away, in the order in which they were added.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn dossier_files(&self, dossier: i64) -> Result<Vec<DossierFileRecord>, Error> {
        let sql = "select * from dossier_files where dossier = $1 and removed_at is null
                   order by id";
        let rows: Vec<FileRow> = on!(self.readers(), pool => {
            sqlx::query_as(sql).bind(dossier).fetch_all(pool).await
        })?;
        rows.into_iter().map(FileRow::read).collect()
    }

    /// A file of a dossier, also one that was taken away.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn dossier_file(&self, id: i64) -> Result<Option<DossierFileRecord>, Error> {
        let sql = "select * from dossier_files where id = $1";
        let row: Option<FileRow> = on!(self.readers(), pool => {
            sqlx::query_as(sql).bind(id).fetch_optional(pool).await
        })?;
        row.map(FileRow::read).transpose()
    }

    /// What was added since an instant to the dossiers of the producer whose dossier this is.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn files_added_since(
        &self,
        dossier: i64,
        at: DateTime<Utc>,
    ) -> Result<FilesAdded, Error> {
        let (files, bytes): (i64, i64) = on!(self.readers(), pool => {
            sqlx::query_as(ADDED_SINCE)
                .bind(dossier)
                .bind(rows::instant(at))
                .fetch_one(pool)
                .await
        })?;
        Ok(FilesAdded { files, bytes })
    }

    /// The files after another, in the order in which they were added: for who looks whether
    /// their contents are there.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn dossier_files_after(
        &self,
        id: i64,
        limit: i64,
    ) -> Result<Vec<DossierFileRecord>, Error> {
        let sql = "select * from dossier_files where id > $1 order by id limit $2";
        let rows: Vec<FileRow> = on!(self.readers(), pool => {
            sqlx::query_as(sql).bind(id).bind(limit).fetch_all(pool).await
        })?;
        rows.into_iter().map(FileRow::read).collect()
    }
}

impl Entry {
    /// Keeps what is known of a file, and returns its identity. Its content is durable before.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn add_dossier_file(
        &mut self,
        file: &NewDossierFile,
        at: DateTime<Utc>,
    ) -> Result<i64, Error> {
        let sql = "insert into dossier_files (id, dossier, kind, name, media_type, size, hash,
                     added_at, added_by)
                   values ((select coalesce(max(id), 0) + 1 from dossier_files),
                     $1, $2, $3, $4, $5, $6, $7, $8)
                   returning id";
        let id = on!(self.connection(), connection => {
            sqlx::query_scalar(sql)
                .bind(file.dossier)
                .bind(file.kind)
                .bind(&file.name)
                .bind(file.media_type)
                .bind(file.size)
                .bind(rows::bytes(&file.hash))
                .bind(rows::instant(at))
                .bind(&file.added_by)
                .fetch_one(connection)
                .await
        })?;
        Ok(id)
    }

    /// Takes a file away from its dossier; says whether it was there.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn remove_dossier_file(&mut self, id: i64, at: DateTime<Utc>) -> Result<bool, Error> {
        let sql = "update dossier_files set removed_at = $2 where id = $1 and removed_at is null";
        let removed = on!(self.connection(), connection => {
            sqlx::query(sql)
                .bind(id)
                .bind(rows::instant(at))
                .execute(connection)
                .await
                .map(|done| done.rows_affected())
        })?;
        Ok(removed > 0)
    }

    /// How many files of a kind a dossier has in this entry.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn count_dossier_files(
        &mut self,
        dossier: i64,
        kind: Option<&'static str>,
    ) -> Result<i64, Error> {
        let sql = "select count(*) from dossier_files
                   where dossier = $1 and removed_at is null and ($2 is null or kind = $2)";
        let count = on!(self.connection(), connection => {
            sqlx::query_scalar(sql)
                .bind(dossier)
                .bind(kind)
                .fetch_one(connection)
                .await
        })?;
        Ok(count)
    }

    /// What was added since an instant to the dossiers of the producer whose dossier this is, in
    /// this entry.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn sum_files_added_since(
        &mut self,
        dossier: i64,
        at: DateTime<Utc>,
    ) -> Result<FilesAdded, Error> {
        let (files, bytes): (i64, i64) = on!(self.connection(), connection => {
            sqlx::query_as(ADDED_SINCE)
                .bind(dossier)
                .bind(rows::instant(at))
                .fetch_one(connection)
                .await
        })?;
        Ok(FilesAdded { files, bytes })
    }
}
