//! Sealing ahead of recording: while a batch becomes durable, the next one is sealed.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use tokio::sync::mpsc;

use super::frame::Frame;
use super::line::Line;
use super::seal::seal;
use crate::clock::Clock;
use crate::office::Error;
use crate::register::{NewCertificate, Renewal};
use crate::signer::Signer;

/// Certificates of one commit. What is in a batch becomes durable together.
const BATCH: usize = 1_000;
/// Batches that wait to be recorded, beside the one that is being sealed.
const WAITING: usize = 1;

/// Certificates that were sealed, judged, and wait to be recorded.
pub(super) struct Batch {
    pub sealed_at: DateTime<Utc>,
    pub certificates: Vec<NewCertificate>,
    /// The row of the list that each is of, and the text of its code.
    pub shown: Vec<(usize, String)>,
    /// The renewals to record with them.
    pub renewals: Vec<Renewal>,
}

/// The batches of `lines`, in their order: the first line takes the index `first`, each after it
/// the next. A key that fails ends them with its error. Whoever stops receiving stops the key.
pub(super) fn seal_ahead(
    frame: Frame,
    lines: Vec<Line>,
    first: u64,
    clock: Arc<dyn Clock>,
    signer: Arc<dyn Signer>,
) -> mpsc::Receiver<Result<Batch, Error>> {
    let (sender, receiver) = mpsc::channel(WAITING);
    tokio::task::spawn_blocking(move || {
        let sealing = Sealing {
            frame,
            clock,
            signer,
            sender,
        };
        sealing.seal_all(lines, first);
    });
    receiver
}

struct Sealing {
    frame: Frame,
    clock: Arc<dyn Clock>,
    signer: Arc<dyn Signer>,
    sender: mpsc::Sender<Result<Batch, Error>>,
}

impl Sealing {
    fn seal_all(&self, lines: Vec<Line>, first: u64) {
        let mut lines = (first..).zip(lines).peekable();
        while lines.peek().is_some() {
            let batch = self.seal_batch(lines.by_ref().take(BATCH));
            let is_last = batch.is_err();
            if self.sender.blocking_send(batch).is_err() || is_last {
                return;
            }
        }
    }

    fn seal_batch(&self, lines: impl Iterator<Item = (u64, Line)>) -> Result<Batch, Error> {
        let (count, _) = lines.size_hint();
        let mut batch = Batch {
            sealed_at: self.clock.now(),
            certificates: Vec::with_capacity(count),
            shown: Vec::with_capacity(count),
            renewals: Vec::new(),
        };
        for (index, line) in lines {
            if self.sender.is_closed() {
                return Err(Error::Stopped);
            }
            let row = line.row;
            let sealed = seal(&self.frame, line, index, batch.sealed_at, &*self.signer)?;
            batch.certificates.push(sealed.certificate);
            batch.shown.push((row, sealed.url));
            batch.renewals.extend(sealed.renewal);
        }
        Ok(batch)
    }
}
