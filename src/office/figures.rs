//! How the office stands, in figures: ages, queues, sizes, and what its tasks met with.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, Utc};

use super::{Error, JournalFigures, Office, ScanFigures};
use crate::scheme::council::CouncilCode;

/// How the office stands. Ages are in seconds by its clock: a list of the clock's future is
/// younger than nothing.
#[derive(Clone, Debug)]
pub struct Figures {
    /// How old what verifiers go by is.
    pub lists: ListFigures,
    /// Councils on the trust list whose status list was never signed.
    pub status_lists_missing: usize,
    /// Seconds since the lists in memory were compared with the register.
    pub refreshed_age: i64,
    /// Entries of the log.
    pub log_entries: i64,
    /// Entries that the newest checkpoint covers.
    pub checkpoint_entries: u64,
    /// How counting scans goes.
    pub scans: ScanFigures,
    /// What became of the entries of journals.
    pub journals: JournalFigures,
    /// Connections of the register's pool that are in use, and those that are idle.
    pub connections: (usize, usize),
    /// Whether this process does what one of several does for all.
    pub leads: bool,
    /// What is done again and again.
    pub tasks: Vec<TaskFigures>,
    /// Signatures that could not be made since the process began.
    pub signing_errors: u64,
}

/// How old what verifiers go by is, in seconds.
#[derive(Clone, Debug)]
pub struct ListFigures {
    /// Since the trust list was signed.
    pub trust_list_age: i64,
    /// Until it may no longer be used.
    pub trust_list_left: i64,
    /// Since each council's status list was signed.
    pub status_list_ages: Vec<(CouncilCode, i64)>,
    /// Since the newest pack was made, if there is one.
    pub pack_age: Option<i64>,
}

/// Work that waits in the register.
#[derive(Clone, Copy, Debug)]
pub struct Queues {
    /// Runs of labels whose files are to be made.
    pub label_runs: i64,
    /// Notices that are to be sent.
    pub notices: i64,
}

/// How a task goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskFigures {
    /// What is said when it fails.
    pub failing: &'static str,
    /// Whether it failed the last time.
    pub is_failing: bool,
    /// How often it failed since the process began.
    pub failures: u64,
}

/// What the office's tasks met with.
#[derive(Default)]
pub(super) struct Tasks(Mutex<Noted>);

#[derive(Default)]
struct Noted {
    tasks: BTreeMap<&'static str, (bool, u64)>,
    signing_errors: u64,
}

impl Tasks {
    /// Counts a signature that could not be made.
    pub(super) fn signing_failed(&self) {
        self.noted().signing_errors += 1;
    }

    fn noted(&self) -> std::sync::MutexGuard<'_, Noted> {
        // A poisoned lock still holds whole counts.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Office {
    /// Notes how a task went that is done again and again, by what is said when it fails.
    pub fn note_task(&self, failing: &'static str, outcome: &Result<(), Error>) {
        let mut noted = self.tasks.noted();
        let (is_failing, failures) = noted.tasks.entry(failing).or_default();
        *is_failing = outcome.is_err();
        *failures += u64::from(outcome.is_err());
        let signing = matches!(
            outcome,
            Err(Error::Signer(_) | Error::BadSeal(_) | Error::OtherKey(_))
        );
        noted.signing_errors += u64::from(signing);
    }

    /// How the office stands. Reads memory only.
    pub fn figures(&self) -> Figures {
        let (held, now) = (self.held(), self.clock.now());
        let age = |at: DateTime<Utc>| (now - at).num_seconds();
        let councils = held.trust.councils().iter();
        // A council without a key signs no list; one with a successor goes on signing its own.
        let signing = councils.filter(|council| !council.status_keys.is_empty());
        let mut missing = 0;
        let mut ages = Vec::new();
        for council in signing {
            match held.signed_list(council.code) {
                Some(list) => ages.push((council.code, age(list.record.signed_at))),
                None => missing += 1,
            }
        }
        let noted = self.tasks.noted();
        let tasks = noted
            .tasks
            .iter()
            .map(|(&failing, &(is_failing, failures))| TaskFigures {
                failing,
                is_failing,
                failures,
            });
        Figures {
            lists: ListFigures {
                trust_list_age: age(held.trust.issued_at()),
                trust_list_left: -age(held.trust.expires_at()),
                status_list_ages: ages,
                pack_age: self.pack().map(|pack| age(pack.record.made_at)),
            },
            status_lists_missing: missing,
            refreshed_age: age(held.register.as_of),
            log_entries: held.size(),
            checkpoint_entries: held.checkpoint.as_ref().map_or(0, |newest| newest.size),
            scans: self.scan_figures(),
            journals: self.journal_figures(),
            connections: self.register.connections(),
            leads: self.leads(),
            tasks: tasks.collect(),
            signing_errors: noted.signing_errors,
        }
    }

    /// The work that waits in the register.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn queues(&self) -> Result<Queues, Error> {
        Ok(Queues {
            label_runs: self.register.label_runs_to_make().await?,
            notices: self.register.notices_queued().await?,
        })
    }
}
