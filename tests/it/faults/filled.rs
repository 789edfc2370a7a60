//! A disk that is full for the files of label runs, or for the journals of inspectors: each is told
//! so, nothing is half there, and what was refused is done when there is room again.

use std::fs::{self, File};
use std::sync::Arc;

use ocop::http::make_label_files;
use ocop::label::read;
use ocop::office::{NewLabelRun, RunState};
use ocop::scheme::verdict::Kind;

use super::full::fill;
use super::mounts::Mount;
use crate::journal::device::{Device, addition, inspector};
use crate::photographs::of_a_telephone;
use crate::runs::files::unpacked;
use crate::runs::{Place, asked, wanted};
use crate::support::{Book, Engine, Office, codes, list_of, now};

/// Some room, in bytes, for a part of the files and not for all.
const A_LITTLE: u64 = 28 * 1024;

#[tokio::test]
async fn files_of_labels_that_find_no_room_are_made_when_there_is_some() {
    let place = Place::on(Engine::Sqlite).await;
    let folder = place.office.data().join("label-runs");
    let mount = Mount::in_memory(&folder, 1);
    let ordered = NewLabelRun {
        files: Some(wanted("png", 4)),
        ..asked(place.ours, 40)
    };
    let begun = place.office.begin_label_run(&place.owner, None, &ordered);
    let run = begun.await.unwrap();
    let make = || make_label_files(Arc::clone(&place.office.office));
    let state = async || {
        let run = place.office.label_run(&place.owner, run.id).await.unwrap();
        (run.state, run.parts_made)
    };
    let filler = mount.place.join("filler");
    fill(&filler);
    for _ in 0..2 {
        assert_eq!(make().await.unwrap_err().code(), "disk_full");
        assert_eq!(state().await, (RunState::Making, 0));
    }
    // A little room: some parts are kept and counted, and the next is not.
    let full = fs::metadata(&filler).unwrap().len();
    File::options()
        .write(true)
        .open(&filler)
        .and_then(|file| file.set_len(full - A_LITTLE))
        .unwrap();
    assert_eq!(make().await.unwrap_err().code(), "disk_full");
    let (making, some) = state().await;
    assert_eq!(making, RunState::Making);
    assert!((1..10).contains(&some), "{some} parts");
    assert_eq!(make().await.unwrap_err().code(), "disk_full");
    assert_eq!(state().await, (RunState::Making, some));
    let verdict = place.office.verify(&place.code, None).verdict;
    assert_eq!(verdict.kind, Kind::Genuine);
    // Another run is recorded all the same: its serials stand in the register.
    place.begin(5).await;

    fs::remove_file(&filler).unwrap();
    make().await.unwrap();
    assert_eq!(state().await, (RunState::Finished, 10));
    let files = place.office.label_files(&place.owner, run.id);
    let zip = fs::read(files.await.unwrap().path).unwrap();
    let mut files = unpacked(&zip);
    assert_eq!(files.remove(0).0, "self-test.txt");
    let texts: Vec<_> = place.office.run_texts(&run).await.unwrap().collect();
    assert_eq!(files.len(), texts.len());
    for ((name, content), text) in files.iter().zip(&texts) {
        assert_eq!(*name, format!("{}-{:010}.png", place.ours, text.count));
        assert_eq!(read::read(content).unwrap(), text.text);
    }
    let left = fs::read_dir(folder.join(run.id.to_string())).unwrap();
    assert_eq!(left.count(), 1, "nothing but the ZIP is left over");
}

#[tokio::test]
async fn a_journal_that_finds_no_room_is_kept_whole_by_its_device_and_taken_in_later() {
    let book = Book::on(Engine::Sqlite).await;
    let mount = Mount::in_memory(book.folder.path(), 24);
    let office = Office::over(book, now(), |_| {}).await;
    let issued = office.issue_list(list_of(1)).await.unwrap();
    let inspector = inspector(&office).await;
    let photograph = of_a_telephone();
    let mut device = Device::new(1);
    device.fill(1).add(
        "2026-08-10T02:01:00Z",
        addition(1, None, false, Some(&photograph)),
    );
    let hash = ocop::scheme::journal::EntryHash::of(&photograph);
    let send = |texts: &[String]| office.take_journal_in(&inspector, device.id, texts.to_vec());
    let mut size = send(&device.texts).await.unwrap().size;
    device.fill(20_000);
    let send = |texts: &[String]| office.take_journal_in(&inspector, device.id, texts.to_vec());
    let batch = |size: u64| &device.texts[size as usize..][..100];
    for _ in 0..2 {
        size = send(batch(size)).await.unwrap().size;
        let filler = mount.place.join("filler");
        fill(&filler);
        // What is left in the files of the register is used up first.
        let code = loop {
            match send(batch(size)).await {
                Ok(taken) => size = taken.size,
                Err(error) => break error.code(),
            }
        };
        assert_eq!(code, "disk_full");
        for _ in 0..3 {
            assert_eq!(send(batch(size)).await.unwrap_err().code(), "disk_full");
        }
        let kept = office.keep_journal_photograph(&inspector, device.id, hash, photograph.clone());
        assert_eq!(kept.await.unwrap_err().code(), "disk_full");
        // Nothing of what was refused is there, and verdicts go on.
        let head = office.journal_head(&inspector, device.id).await.unwrap();
        assert_eq!((head.size, head.awaited.len()), (size, 1));
        let verdict = office.verify(&codes(&issued)[0], None).verdict;
        assert_eq!(verdict.kind, Kind::Genuine);
        fs::remove_file(&filler).unwrap();
        size = send(batch(size)).await.unwrap().size;
    }
    for rest in device.texts[size as usize..].chunks(200) {
        send(rest).await.unwrap();
    }
    let kept = office.keep_journal_photograph(&inspector, device.id, hash, photograph);
    kept.await.unwrap();
    let head = office.journal_head(&inspector, device.id).await.unwrap();
    assert_eq!((head.size, head.head), (20_002, device.head()));
    assert!(head.awaited.is_empty());
    let entries = office
        .book
        .texts("select entry from journal_entries order by counter");
    assert!(entries.await == device.texts);
    assert!(office.journal_figures().refused >= 800);
    let audited = office.audit().await.unwrap().unwrap();
    assert_eq!(audited.journal_entries, 20_002);
    drop(mount);
}
