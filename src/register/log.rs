//! The transparency log: events as leaves, tiles of the tree, and published checkpoints.

use sqlx::FromRow;

use super::rows::{self, Row};
use super::{Entry, Error, Register, on};
use crate::scheme::log::{Hash, Leaf, Note, NoteSignature, TileId};

/// A published checkpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckpointRecord {
    /// How many leaves.
    pub size: u64,
    /// Their root.
    pub root: Hash,
    /// The note, with what witnesses added.
    pub note: Note,
}

#[derive(FromRow)]
struct LeafRow {
    position: i64,
    happened_at: String,
    kind: String,
    subject: String,
    body: String,
}

#[derive(FromRow)]
struct CheckpointRow {
    size: i64,
    root: String,
    note: String,
    cosignatures: String,
}

impl Register {
    /// Leaves from a position on, at most so many, in their order.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn leaves(&self, from: u64, most: u32) -> Result<Vec<Leaf>, Error> {
        let sql = "select position, happened_at, kind, subject, body from events
                   where position >= $1 order by position limit $2";
        let rows: Vec<LeafRow> = on!(self.readers(), pool => {
            sqlx::query_as(sql)
                .bind(rows::bound(from))
                .bind(i64::from(most))
                .fetch_all(pool)
                .await
        })?;
        rows.into_iter().map(LeafRow::read).collect()
    }

    /// The hashes of a tile; none when it has not begun.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn tile(&self, id: TileId) -> Result<Vec<Hash>, Error> {
        let sql = "select hashes from log_tiles where level = $1 and tile = $2";
        let hashes: Option<String> = on!(self.readers(), pool => {
            sqlx::query_scalar(sql)
                .bind(i64::from(id.level))
                .bind(rows::bound(id.index))
                .fetch_optional(pool)
                .await
        })?;
        let key = format!("{} {}", id.level, id.index);
        let row = Row {
            table: "log_tiles",
            key: &key,
        };
        let bytes = row.bytes("hashes", &hashes.unwrap_or_default())?;
        row.column("hashes", Hash::split(&bytes))
    }

    /// How many tiles are stored.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn count_of_tiles(&self) -> Result<u64, Error> {
        let sql = "select count(*) from log_tiles";
        let count: i64 =
            on!(self.readers(), pool => sqlx::query_scalar(sql).fetch_one(pool).await)?;
        Ok(u64::try_from(count).unwrap_or(0))
    }

    /// The newest checkpoint.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn newest_checkpoint(&self) -> Result<Option<CheckpointRecord>, Error> {
        let sql = "select size, root, note, cosignatures from checkpoints
                   order by size desc limit 1";
        let row: Option<CheckpointRow> =
            on!(self.readers(), pool => sqlx::query_as(sql).fetch_optional(pool).await)?;
        row.map(CheckpointRow::read).transpose()
    }

    /// Checkpoints over more leaves than `size`, at most so many, in their order.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn checkpoints_after(
        &self,
        size: u64,
        most: u32,
    ) -> Result<Vec<CheckpointRecord>, Error> {
        let sql = "select size, root, note, cosignatures from checkpoints
                   where size > $1 order by size limit $2";
        let rows: Vec<CheckpointRow> = on!(self.readers(), pool => {
            sqlx::query_as(sql)
                .bind(rows::bound(size))
                .bind(i64::from(most))
                .fetch_all(pool)
                .await
        })?;
        rows.into_iter().map(CheckpointRow::read).collect()
    }
}

impl Entry {
    /// Publishes a checkpoint with the tiles that its tree has and the one before had not, and
    /// says whether it did: if another replica was first, its checkpoint stands.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn add_checkpoint(
        &mut self,
        checkpoint: &CheckpointRecord,
        follows: u64,
        tiles: &[(TileId, Vec<Hash>)],
    ) -> Result<bool, Error> {
        let sql = "insert into checkpoints (size, root, note, cosignatures)
                   select $1, $2, $3, ''
                   where (select coalesce(max(size), 0) from checkpoints) = $4
                   on conflict do nothing returning size";
        let added: Option<i64> = on!(self.connection(), connection => {
            sqlx::query_scalar(sql)
                .bind(rows::bound(checkpoint.size))
                .bind(rows::bytes(&checkpoint.root.0))
                .bind(checkpoint.note.to_string())
                .bind(rows::bound(follows))
                .fetch_optional(connection)
                .await
        })?;
        if added.is_none() {
            return Ok(false);
        }
        let sql = "insert into log_tiles (level, tile, hashes) values ($1, $2, $3)
                   on conflict (level, tile) do update set hashes = excluded.hashes";
        for (id, hashes) in tiles {
            on!(self.connection(), connection => {
                sqlx::query(sql)
                    .bind(i64::from(id.level))
                    .bind(rows::bound(id.index))
                    .bind(rows::bytes(&Hash::join(hashes)))
                    .execute(connection)
                    .await
                    .map(drop)
            })?;
        }
        Ok(true)
    }

    /// Adds a witness's lines to a checkpoint.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn add_cosignatures(
        &mut self,
        size: u64,
        lines: &[NoteSignature],
    ) -> Result<(), Error> {
        let sql = "update checkpoints set cosignatures = cosignatures || $1 where size = $2";
        let lines: String = lines.iter().map(NoteSignature::to_string).collect();
        on!(self.connection(), connection => {
            sqlx::query(sql)
                .bind(&lines)
                .bind(rows::bound(size))
                .execute(connection)
                .await
                .map(drop)
        })?;
        Ok(())
    }
}

impl LeafRow {
    fn read(self) -> Result<Leaf, Error> {
        let key = self.position.to_string();
        let row = Row {
            table: "events",
            key: &key,
        };
        Ok(Leaf {
            position: row.number("position", self.position)?,
            happened_at: self.happened_at,
            kind: self.kind,
            subject: self.subject,
            body: self.body,
        })
    }
}

impl CheckpointRow {
    fn read(self) -> Result<CheckpointRecord, Error> {
        let key = self.size.to_string();
        let row = Row {
            table: "checkpoints",
            key: &key,
        };
        let root = row.bytes("root", &self.root)?.try_into().ok().map(Hash);
        let note = [self.note, self.cosignatures].concat();
        Ok(CheckpointRecord {
            size: row.number("size", self.size)?,
            root: row.column("root", root)?,
            note: row.column("note", Note::read(note.as_bytes()).ok())?,
        })
    }
}
