//! The transparency log: its tree and texts, how the book becomes it, and who finds it altered.

mod book;
mod published;
mod replay;
mod set_back;
mod texts;
mod tree;
mod witnessed;

use std::sync::Arc;

use ocop::register::CheckpointRecord;
use ocop::scheme::log::NoteKey;
use ocop::scheme::seal::PublicKey;
use ocop::signer::Signer;

use crate::support::{HOST, signer};

/// The log's key.
pub fn log_signer() -> Arc<dyn Signer> {
    signer("log")
}

/// Its public half, as monitors know it.
pub fn log_key() -> NoteKey {
    let key = PublicKey::new(log_signer().public_key()).expect("a sound key");
    NoteKey::of_log(format!("{HOST}/log"), key)
}

/// Publishes a checkpoint, which must be due.
pub async fn checkpoint(office: &ocop::office::Office) -> CheckpointRecord {
    let published = office.publish_checkpoint(&log_signer()).await;
    let published = published.expect("the log's key signs");
    published.expect("something was recorded")
}
