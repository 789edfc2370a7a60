//! How an edge stands, in figures.

use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, Utc};

use super::Edge;
use crate::office::{ListFigures, TaskFigures};

/// What is said of an edge that cannot fetch.
const FETCHING: &str = "no newer pack can be fetched";

/// How an edge stands. Ages are in seconds by its clock.
#[derive(Clone, Debug)]
pub struct EdgeFigures {
    /// The pack that is held, if there is one yet.
    pub held: Option<HeldFigures>,
    /// Seconds since it was last found out whether there is a newer pack, if it ever was.
    pub fetched_age: Option<i64>,
    /// How fetching goes.
    pub fetching: TaskFigures,
}

/// The pack that is held.
#[derive(Clone, Debug)]
pub struct HeldFigures {
    /// Its number.
    pub sequence: u64,
    /// Seconds until it may no longer be used.
    pub left: i64,
    /// How old it and what is in it are.
    pub lists: ListFigures,
}

/// How fetching went since the process began.
#[derive(Default)]
pub(super) struct Fetched(Mutex<Noted>);

#[derive(Clone, Copy, Default)]
struct Noted {
    at: Option<DateTime<Utc>>,
    is_failing: bool,
    failures: u64,
}

impl Fetched {
    fn noted(&self) -> std::sync::MutexGuard<'_, Noted> {
        // A poisoned lock still holds whole figures.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Edge {
    /// Notes how it went to look for a newer pack.
    pub fn note_fetch(&self, fetched: bool) {
        let now = self.now();
        let mut noted = self.fetched.noted();
        noted.is_failing = !fetched;
        if fetched {
            noted.at = Some(now);
        } else {
            noted.failures += 1;
        }
    }

    /// How the edge stands. Reads memory only.
    pub fn figures(&self) -> EdgeFigures {
        let now = self.now();
        let age = |at: DateTime<Utc>| (now - at).num_seconds();
        let noted = *self.fetched.noted();
        let held = self.held().map(|held| {
            let pack = &held.pack;
            let councils = pack.trust.councils().iter().map(|council| council.code);
            let ages = councils.filter_map(|code| Some((code, age(pack.status.get(code)?.as_of))));
            HeldFigures {
                sequence: pack.sequence,
                left: -age(pack.expires_at),
                lists: ListFigures {
                    trust_list_age: age(pack.trust.issued_at()),
                    trust_list_left: -age(pack.trust.expires_at()),
                    status_list_ages: ages.collect(),
                    pack_age: Some(age(pack.made_at)),
                },
            }
        });
        EdgeFigures {
            held,
            fetched_age: noted.at.map(age),
            fetching: TaskFigures {
                failing: FETCHING,
                is_failing: noted.is_failing,
                failures: noted.failures,
            },
        }
    }
}
