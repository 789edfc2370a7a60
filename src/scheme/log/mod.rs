//! The transparency log: a Merkle tree over everything that the book records (RFC 6962), in the
//! forms of C2SP: tiles, signed checkpoints, cosignatures and proofs.

mod checkpoint;
mod edge;
mod hash;
mod leaf;
mod note;
mod path;
mod proof;
mod refused;
pub mod replay;
mod submission;
mod tiles;
mod verify;

use super::trust::{KeyState, ProgrammePurpose, TrustList};

pub use checkpoint::{Checkpoint, cosignature, cosigned, to_be_cosigned};
pub use edge::Edge;
pub use hash::Hash;
pub use leaf::{Leaf, bundle, unbundle};
pub use note::{KeyKind, Note, NoteKey, NoteSignature};
pub use path::{TileKind, TilePath};
pub use proof::Proof;
pub use refused::Refused;
pub use submission::Submission;
pub use tiles::{Missing, TileId, Tiles, WIDTH};
pub use verify::{is_consistent, is_included};

/// What the log is called, as origin of its checkpoints and name of its keys: its address
/// without the scheme (C2SP tlog-tiles, "Parameters").
pub fn origin(host: &str) -> String {
    format!("{host}/log")
}

/// The greatest power of two below a number of leaves: where RFC 6962 splits a tree.
fn split(leaves: u64) -> u64 {
    debug_assert!(leaves > 1, "one leaf is not split");
    1 << (leaves - 1).ilog2()
}

/// The keys that may sign a log's checkpoints, by a trust list: of any day, for what a key once
/// signed stays signed; but none that is in other hands.
pub fn keys_of(trust: &TrustList, origin: &str) -> Vec<NoteKey> {
    let keys = trust.programme_keys().iter();
    keys.filter(|own| own.purpose == ProgrammePurpose::Log)
        .filter(|own| own.key.state != KeyState::Compromised)
        .map(|own| NoteKey::of_log(origin.to_owned(), own.key.x))
        .collect()
}
