//! The status lists: signed, fresh, and saying what the log says.

use std::collections::HashMap;

use chrono::TimeDelta;

use super::{Found, Monitor, Stopped};
use crate::scheme::council::CouncilCode;
use crate::scheme::day;
use crate::scheme::log::replay::StatusChange;
use crate::scheme::status::{Status, StatusList};
use crate::scheme::status_list::{LARGEST, Refused};
use crate::scheme::trust::{Council, KeyState};

/// The instants of an event and of a list are each read before what is written: within this
/// time a list may know a change or not.
pub(super) const MARGIN: TimeDelta = TimeDelta::minutes(1);
/// A list is signed every six hours; one that is older than this hides what was decided since.
const STALE: TimeDelta = TimeDelta::hours(48);

impl Monitor<'_> {
    /// Fetches the list of every council, each checked by itself.
    pub(super) fn status_lists(&mut self) -> Result<HashMap<CouncilCode, StatusList>, Stopped> {
        let mut lists = HashMap::new();
        let councils = self.trusted.list.councils().to_vec();
        let now = self.asked.clock.now();
        for council in councils {
            let path = format!("/status/{}", council.code);
            let Some(bytes) = self.fetcher.get(&path, LARGEST)? else {
                if has_key(&council, day::of(now)) {
                    return Err(missing(&path).into());
                }
                continue;
            };
            let refused =
                |refused: Refused| Found::refused(refused.code(), &path, refused.words(), &refused);
            let list = StatusList::from_cwt(&bytes, &council).map_err(refused)?;
            if list.as_of + STALE < now {
                return Err(Found::new(
                    "status_list_stale",
                    path,
                    format_args!("signed after {}", now - STALE),
                    format_args!("signed at {}", list.as_of),
                    (
                        "danh sách tình trạng đã cũ: có thể che giấu việc thu hồi",
                        "the status list is old: it can hide what was revoked",
                    ),
                )
                .into());
            }
            lists.insert(council.code, list);
        }
        Ok(lists)
    }

    /// Compares each list with the log.
    pub(super) fn check_status_lists(
        &self,
        lists: &HashMap<CouncilCode, StatusList>,
    ) -> Result<(), Box<Found>> {
        let mut codes: Vec<_> = lists.keys().copied().collect();
        codes.sort_unstable();
        codes.into_iter().try_for_each(|code| {
            self.check_status_list(&format!("/status/{code}"), code, &lists[&code])
        })
    }

    /// Compares a council's list, wherever it stands, with the log.
    pub(super) fn check_status_list(
        &self,
        path: &str,
        code: CouncilCode,
        list: &StatusList,
    ) -> Result<(), Box<Found>> {
        let known = self.replay.certificates.iter();
        let greatest = known
            .filter(|(number, known)| {
                number.council == code && known.recorded_at + MARGIN <= list.as_of
            })
            .map(|(number, _)| u64::from(number.index))
            .max();
        if let Some(greatest) = greatest.filter(|&greatest| list.size <= greatest) {
            return Err(Found::new(
                "status_list_short",
                path,
                format_args!("more than {greatest} entries"),
                list.size,
                (
                    "danh sách tình trạng thiếu giấy đã cấp",
                    "the status list leaves out what was issued",
                ),
            ));
        }
        let changes = self.replay.status_changes.iter();
        let changes: Vec<&StatusChange> = changes
            .filter(|change| change.number.council == code)
            .collect();
        let known = changes
            .iter()
            .rposition(|change| change.changed_at + MARGIN <= list.as_of);
        let certain = known.map_or(0, |last| last + 1);
        let mut entries = HashMap::new();
        changes[..certain]
            .iter()
            .for_each(|change| apply(&mut entries, change));
        let at_least = entries.clone();
        if entries == list.entries {
            return Ok(());
        }
        for change in &changes[certain..] {
            if list.as_of + MARGIN < change.changed_at {
                break;
            }
            apply(&mut entries, change);
            if entries == list.entries {
                return Ok(());
            }
        }
        Err(differs(path, &at_least, list))
    }
}

fn apply(entries: &mut HashMap<u32, Status>, change: &StatusChange) {
    let index = change.number.index;
    match change.status {
        Status::Valid => entries.remove(&index),
        status => entries.insert(index, status),
    };
}

/// Whether a council has a key that can sign its list today.
fn has_key(council: &Council, today: chrono::NaiveDate) -> bool {
    let mut keys = council.status_keys.iter();
    keys.any(|key| {
        key.state == KeyState::Active && key.seals_from <= today && today <= key.seals_until
    })
}

fn missing(path: &str) -> Box<Found> {
    Found::new(
        "status_list_missing",
        path,
        "a signed list: the trust list names a key for it",
        "nothing",
        ("không có danh sách tình trạng", "there is no status list"),
    )
}

fn differs(path: &str, expected: &HashMap<u32, Status>, list: &StatusList) -> Box<Found> {
    let said = |entries: &HashMap<u32, Status>, index| {
        entries.get(&index).copied().unwrap_or(Status::Valid)
    };
    let indices = expected.keys().chain(list.entries.keys()).copied();
    let first = indices
        .filter(|&index| said(expected, index) != said(&list.entries, index))
        .min()
        .unwrap_or_default();
    Found::new(
        "status_list_differs",
        format_args!("{path}, entry {first}"),
        format_args!(
            "{}, as in the log at {}",
            said(expected, first).name(),
            list.as_of
        ),
        said(&list.entries, first).name(),
        (
            "danh sách tình trạng nói khác nhật ký",
            "the status list says otherwise than the log",
        ),
    )
}
