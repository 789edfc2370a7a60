//! The power is cut: what is on the device at that moment is all there is. The control shows that
//! the test would find a register that does not wait for the disk.

use std::path::Path;
use std::time::Duration;

use sqlx::ConnectOptions;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use tempfile::TempDir;

use super::clients::Clients;
use super::mounts::{Mount, as_root};
use super::service::Service;
use super::stage::{Stage, check, copy};
use super::{form, scattered};
use crate::support::{Program, Told};

/// A device in memory, and a file system on it at a place.
struct Machine {
    disk: Mount,
    memory: Mount,
    _folder: TempDir,
}

impl Machine {
    fn at(place: &Path) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let memory = Mount::in_memory(folder.path(), 400);
        let disk = Mount::of_file(place, &memory.place.join("disk"), 64);
        Self {
            disk,
            memory,
            _folder: folder,
        }
    }

    /// What the device holds now: a copy of it, in which nothing was written meanwhile.
    fn cut(&self) -> Mount {
        let (disk, copied) = (
            self.memory.place.join("disk"),
            self.memory.place.join("cut"),
        );
        loop {
            let before = self.disk.written();
            let names = [&disk, &copied].map(|path| path.display().to_string());
            as_root(&["cp", &names[0], &names[1]]);
            if self.disk.written() == before && before.1 == 0 {
                break;
            }
        }
        Mount::of_copy(&self.memory.place.join("after"), &copied)
    }
}

#[test]
fn what_was_acknowledged_outlives_a_power_cut() {
    let cuts = form(6, 60);
    let program = Program::new();
    let machine = Machine::at(&program.data());
    let stage = Stage::over(program, cuts * 25);
    let service = Service::start(&stage.program);
    let clients = Clients::revoke(&[service.address], &stage.token, &stage.numbers);
    let mut acknowledged = 0;
    for cut in 0..cuts {
        clients.wait_for(acknowledged + 5);
        std::thread::sleep(Duration::from_millis(scattered(cut, 50)));
        service.signal("STOP");
        // Whatever was answered is durable; a client may not have read it yet.
        let history = clients.so_far();
        let after = machine.cut();
        service.signal("CONT");
        acknowledged = history.count(Told::Done);
        check(&stage.program, &after.place, &history);
    }
    let history = clients.end();
    service.stop();
    stage.check(&history);
    println!("{cuts} power cuts, {acknowledged} acknowledged before the last");
    drop(stage);
    drop(machine);
}

/// Counts up in a copy of the register as one that syncs so does, and gives how far it had come
/// when the power was cut, and how far it was afterwards.
async fn counted(synchronous: SqliteSynchronous) -> (i64, i64) {
    let program = Program::new();
    program.keyed("init --host ocop.example.vn").done();
    let folder = tempfile::tempdir().unwrap();
    let machine = Machine::at(folder.path());
    let name = "register.sqlite";
    copy(&program.data().join(name), &machine.disk.place);
    as_root(&["sync", "-f", &machine.disk.place.display().to_string()]);
    let options = |folder: &Path| {
        SqliteConnectOptions::new()
            .filename(folder.join(name))
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(synchronous)
    };
    let mut writer = options(&machine.disk.place).connect().await.unwrap();
    let count = "update log_head set size = size + 1 where id = 1 returning size";
    let mut known: i64 = 0;
    for _ in 0..20 {
        known = sqlx::query_scalar(count)
            .fetch_one(&mut writer)
            .await
            .unwrap();
    }
    let after = machine.cut();
    let mut reader = options(&after.place).connect().await.unwrap();
    let found = sqlx::query_scalar("select size from log_head where id = 1")
        .fetch_one(&mut reader)
        .await
        .unwrap();
    sqlx::Connection::close(reader).await.unwrap();
    sqlx::Connection::close(writer).await.unwrap();
    (known, found)
}

#[tokio::test]
async fn a_register_that_did_not_wait_for_the_disk_would_be_found() {
    let (known, found) = counted(SqliteSynchronous::Full).await;
    assert_eq!(known, found);
    let (known, found) = counted(SqliteSynchronous::Normal).await;
    assert!(found < known, "{found} of {known}: the test finds nothing");
    println!(
        "without waiting, {} of 20 acknowledged writes were lost",
        known - found
    );
}
