//! What an engine's error says of the disk: that it is full, or that it fails.

use sqlx::sqlite::SqliteError;

/// `SQLITE_FULL`.
const FULL: i32 = 13;
/// `SQLITE_IOERR`; what exactly failed is in the higher bits.
const IO: i32 = 10;
/// `SQLITE_IOERR_SHMSIZE`: no room for the index of the WAL, which is no part of what is durable.
const NO_ROOM_FOR_INDEX: i32 = IO | 19 << 8;
/// Of memory and of locks, and not of the disk: `NOMEM`, `RDLOCK`, `UNLOCK`, `BLOCKED`,
/// `CHECKRESERVEDLOCK`, `LOCK`, `SHMLOCK`.
const OTHERWISE: [i32; 7] = [12, 9, 8, 11, 14, 15, 20];
/// PostgreSQL's `disk_full`.
const POSTGRES_FULL: &str = "53100";

/// What is wrong with the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Disk {
    /// There is no room. What was to be written was not.
    Full,
    /// It does not do what it is told. What it was told last may be there or not.
    Failing,
}

/// What an error says of the disk, if it does.
pub(super) fn said_by(error: &sqlx::Error) -> Option<Disk> {
    let said = error.as_database_error()?;
    let code = said.code()?;
    if said.try_downcast_ref::<SqliteError>().is_none() {
        return (code == POSTGRES_FULL).then_some(Disk::Full);
    }
    of_sqlite(code.parse().ok()?)
}

fn of_sqlite(code: i32) -> Option<Disk> {
    match (code & 0xff, code >> 8) {
        (FULL, _) => Some(Disk::Full),
        _ if code == NO_ROOM_FOR_INDEX => Some(Disk::Full),
        (IO, what) if !OTHERWISE.contains(&what) => Some(Disk::Failing),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Disk, of_sqlite};

    #[test]
    fn a_full_disk_a_failing_one_and_a_busy_register_are_three_things() {
        for (code, expected) in [
            (13, Some(Disk::Full)),
            (10 | 19 << 8, Some(Disk::Full)),
            (10, Some(Disk::Failing)),
            (10 | 3 << 8, Some(Disk::Failing)),
            (10 | 4 << 8, Some(Disk::Failing)),
            (10 | 12 << 8, None),
            (10 | 15 << 8, None),
            (5, None),
            (1 | 1 << 8, None),
        ] {
            assert_eq!(of_sqlite(code), expected, "{code}");
        }
    }
}
