//! The witness: what it cosigns, what it refuses, and that it forgets nothing.

mod act;
mod program;
mod served;

use std::fs;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use ocop::clock::StoppedClock;
use ocop::office::{Witness, make_witness};
use ocop::scheme::log::{Checkpoint, Edge, Hash, Note, NoteKey, Submission, TileId, Tiles, WIDTH};
use ocop::scheme::seal::PublicKey;
use tempfile::TempDir;

use crate::support::{fresh, now, passphrase, signer};

/// What the tests' witness is called.
pub const NAME: &str = "witness.example/w1";

/// A folder with the tests' witness, whose key is made once, and its verifier key.
pub fn folder() -> (TempDir, NoteKey) {
    static MADE: OnceLock<(TempDir, NoteKey)> = OnceLock::new();
    let (made, key) = MADE.get_or_init(|| {
        let made = tempfile::tempdir().expect("a temporary folder");
        let key = make_witness(made.path(), NAME, fresh("witness"), &passphrase());
        (made, key.expect("a witness is made"))
    });
    let folder = tempfile::tempdir().expect("a temporary folder");
    for entry in fs::read_dir(made.path()).expect("the folder") {
        let from = entry.expect("an entry").path();
        let to = folder.path().join(from.file_name().expect("a name"));
        fs::copy(&from, to).expect("a copy");
    }
    (folder, key.clone())
}

/// The witness of a folder, for logs with these keys.
pub fn witness(folder: &Path, logs: &[NoteKey]) -> Arc<Witness> {
    let clock = Arc::new(StoppedClock(now()));
    let opened = Witness::open(folder, logs.to_vec(), &passphrase(), clock);
    Arc::new(opened.expect("the witness opens"))
}

/// A log of its own, all of it in memory.
pub struct Log {
    origin: String,
    /// Whose key signs it.
    signed_by: &'static str,
    leaves: Vec<Hash>,
    tiles: Tiles,
}

impl Log {
    /// A log of so many leaves, which begin as other logs of this origin do.
    pub fn new(origin: &str, size: u64) -> Self {
        Self::of(origin, (0..size).map(|leaf| leaf.to_string()))
    }

    /// The same, but its leaves differ from one on.
    pub fn forked(origin: &str, size: u64, at: u64) -> Self {
        let leaf = |leaf: u64| format!("{leaf}{}", if leaf < at { "" } else { " otherwise" });
        Self::of(origin, (0..size).map(leaf))
    }

    fn of(origin: &str, leaves: impl Iterator<Item = String>) -> Self {
        let leaves: Vec<Hash> = leaves.map(|leaf| Hash::of_leaf(leaf.as_bytes())).collect();
        let mut tiles = Tiles::default();
        for (leaf, index) in leaves.chunks(WIDTH).zip(0..) {
            tiles.put(TileId { level: 0, index }, leaf.to_vec());
        }
        assert!(leaves.len() < WIDTH, "one tile will do");
        Self {
            origin: origin.to_owned(),
            signed_by: "log",
            leaves,
            tiles,
        }
    }

    /// The same log, signed by another key.
    pub fn signed_by(self, signed_by: &'static str) -> Self {
        Self { signed_by, ..self }
    }

    /// Its verifier key.
    pub fn key(&self) -> NoteKey {
        let key = PublicKey::new(signer(self.signed_by).public_key()).expect("a sound key");
        NoteKey::of_log(self.origin.clone(), key)
    }

    /// Its checkpoint over so many leaves.
    pub fn checkpoint(&self, size: u64) -> Note {
        let mut edge = Edge::default();
        for &leaf in &self.leaves[..usize::try_from(size).expect("a small log")] {
            edge.push(leaf);
        }
        let (origin, root) = (self.origin.clone(), edge.root());
        self.signed(Checkpoint { origin, size, root }.to_string())
    }

    /// Any text, signed by the log's key.
    pub fn signed(&self, text: String) -> Note {
        let signature = signer(self.signed_by)
            .sign(text.as_bytes())
            .expect("signed");
        let signatures = vec![self.key().line(&signature)];
        Note { text, signatures }
    }

    /// What it hands to a witness that saw `old` leaves last.
    pub fn submission(&self, old: u64, size: u64) -> String {
        let hashes = self.tiles.consistency(old, size).expect("its tiles");
        let checkpoint = self.checkpoint(size);
        Submission {
            old,
            hashes,
            checkpoint,
        }
        .to_string()
    }
}
