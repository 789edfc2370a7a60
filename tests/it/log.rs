//! The transparency log: its tree and texts, how the book becomes it, and who finds it altered.

mod audit;
mod backup;
mod book;
mod forked;
mod independent;
mod published;
mod replay;
mod set_back;
mod texts;
mod trail;
mod tree;
mod witnessed;

use std::sync::Arc;

use ocop::register::CheckpointRecord;
use ocop::scheme::log::NoteKey;
use ocop::scheme::seal::{Alg, PublicKey};
use ocop::scheme::trust::{CouncilKey, KeyState, ProgrammeKey, ProgrammePurpose};
use ocop::signer::Signer;

use crate::support::{HOST, day, now, signer};

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

/// Makes the log's key known to the register, as generating it does.
pub async fn record_log_key(office: &ocop::office::Office) {
    let x = log_key().key;
    let own = ProgrammeKey {
        purpose: ProgrammePurpose::Log,
        key: CouncilKey {
            kid: x.id(),
            alg: Alg::Ed25519,
            x,
            seals_from: day("2026-08-01"),
            seals_until: day("2027-07-31"),
            state: KeyState::Active,
            compromised_on: None,
        },
    };
    let entered = office
        .register()
        .enter(move |entry| Box::pin(async move { entry.add_programme_key(&own, now()).await }));
    entered.await.expect("the key is recorded");
}
