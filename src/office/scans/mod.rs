//! Counting scans of labels with serials. Whoever scans waits for nothing: a scan goes into a
//! queue of a fixed length, and one task writes what is in it.
//!
//! ```text
//! a verdict is shown -> count_scan -> queue -> write_scans, each second -> register
//! ```
//!
//! What does not fit is dropped, and counted as dropped; so is what nobody knows to be written or
//! not. What waits when the process is killed is lost. Of who scans, nothing is taken.

mod gather;
mod list;

use std::sync::atomic::{AtomicU64, Ordering};

use chrono::NaiveDate;
use serde::Serialize;
use tokio::sync::{Mutex, mpsc};

use super::{Error, Examined, LabelCheck, Office};
use crate::config::ScanConfig;
use crate::register;
use crate::scheme::day;
use crate::scheme::number::CertificateNumber;
use crate::scheme::province::Province;

use gather::gathered;
pub use list::{InventedView, ScanPage, ScanQuery, ScanReasonView, ScanSorting, ScanView};

/// Scans that are written in one transaction: others write between two.
const AT_ONCE: usize = 500;

/// A scan, or what was said of one.
#[derive(Clone, Copy, Debug)]
struct Scan {
    number: CertificateNumber,
    on: NaiveDate,
    what: What,
}

#[derive(Clone, Copy, Debug)]
enum What {
    /// Of a label that the service made.
    Known {
        count: u64,
        province: Option<&'static Province>,
    },
    /// One of that day's scans of a label was in this province.
    Placed {
        count: u64,
        province: &'static Province,
    },
    /// Of a count that no run has.
    UnknownCount,
    /// Of a serial with a wrong MAC.
    WrongMac,
}

/// Scans on their way into the register.
pub(super) struct Scans {
    queue: mpsc::Sender<Scan>,
    waiting: Mutex<Waiting>,
    taken: AtomicU64,
    written: AtomicU64,
    dropped: AtomicU64,
}

struct Waiting {
    queue: mpsc::Receiver<Scan>,
    /// Out of the queue, and not known to be written.
    batch: Vec<Scan>,
}

/// How counting goes, since this process began.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ScanFigures {
    /// Scans that are still to be written.
    pub waiting: u64,
    /// Scans that were.
    pub written: u64,
    /// Scans that were not counted, because too many waited; and those of which nobody knows
    /// whether they were.
    pub dropped: u64,
}

impl Scans {
    pub(super) fn new(config: &ScanConfig) -> Self {
        let (sender, receiver) = mpsc::channel(config.queue.max(1));
        Self {
            queue: sender,
            waiting: Mutex::new(Waiting {
                queue: receiver,
                batch: Vec::new(),
            }),
            taken: AtomicU64::new(0),
            written: AtomicU64::new(0),
            dropped: AtomicU64::new(0),
        }
    }

    fn take(&self, scan: Scan) {
        let counter = match self.queue.try_send(scan) {
            Ok(()) => &self.taken,
            Err(_) => &self.dropped,
        };
        counter.fetch_add(1, Ordering::Relaxed);
    }

    /// Drops scans that were taken.
    fn give_up(&self, count: usize) {
        let count = count as u64;
        self.taken.fetch_sub(count, Ordering::Relaxed);
        self.dropped.fetch_add(count, Ordering::Relaxed);
    }
}

impl Office {
    /// Counts a scan of a label, if it has a serial that was checked; `province` is where it came
    /// from, as far as that is known. Neither waits nor fails.
    pub fn count_scan(&self, examined: &mut Examined, province: Option<&'static Province>) {
        let certificate = examined.verdict.certificate.as_ref();
        let (Some(certificate), Some(label)) = (certificate, &mut examined.label) else {
            return;
        };
        let on = day::of(self.clock.now());
        let what = match label.check {
            LabelCheck::Known => What::Known {
                count: label.count,
                province,
            },
            LabelCheck::Unknown => What::UnknownCount,
            LabelCheck::WrongMac => What::WrongMac,
            LabelCheck::NotChecked => return,
        };
        self.scans.take(Scan {
            number: certificate.number(),
            on,
            what,
        });
        if label.check == LabelCheck::Known {
            // The times before come from the register, this one is on its way there.
            label.times_checked += 1;
            label.first_checked_on.get_or_insert(on);
        }
    }

    /// Takes a shopper's word for where a label was scanned: one of its scans of today of unknown
    /// place is moved there. Says nothing of labels that the service did not make.
    pub fn place_scan(&self, examined: &Examined, province: &'static Province) {
        let certificate = examined.verdict.certificate.as_ref();
        let label = examined.label.as_ref();
        let label = label.filter(|label| label.check == LabelCheck::Known);
        let (Some(certificate), Some(label)) = (certificate, label) else {
            return;
        };
        self.scans.take(Scan {
            number: certificate.number(),
            on: day::of(self.clock.now()),
            what: What::Placed {
                count: label.count,
                province,
            },
        });
    }

    /// Writes the scans that wait. Those that could not be written wait for the next time. Those
    /// of which nobody knows whether they were are dropped: sums cannot be asked whether they hold
    /// them, and a label that was counted twice would be suspected for nothing.
    ///
    /// # Errors
    /// When the register does not answer, or may not be written to.
    pub async fn write_scans(&self) -> Result<(), Error> {
        let mut waiting = self.scans.waiting.lock().await;
        let Waiting { queue, batch } = &mut *waiting;
        loop {
            while batch.len() < AT_ONCE
                && let Ok(scan) = queue.try_recv()
            {
                batch.push(scan);
            }
            if batch.is_empty() {
                return Ok(());
            }
            let (labels, invented) = gathered(batch);
            let limits = self.config.scans.limits();
            let writing = self.writable().await?.enter(move |entry| {
                Box::pin(async move {
                    for scans in &labels {
                        entry.count_scans(scans, &limits).await?;
                    }
                    for scans in &invented {
                        entry.count_invented(scans).await?;
                    }
                    Ok(())
                })
            });
            let outcome = writing.await;
            match &outcome {
                Ok(()) => {
                    let written = batch.len() as u64;
                    self.scans.written.fetch_add(written, Ordering::Relaxed);
                    batch.clear();
                }
                Err(register::Error::Unknown(_)) => {
                    self.scans.give_up(batch.len());
                    batch.clear();
                }
                Err(_) => {}
            }
            outcome?;
        }
    }

    /// How counting goes.
    pub fn scan_figures(&self) -> ScanFigures {
        let figure = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        let written = figure(&self.scans.written);
        ScanFigures {
            waiting: figure(&self.scans.taken).saturating_sub(written),
            written,
            dropped: figure(&self.scans.dropped),
        }
    }
}
