//! What a witness remembers, and what it never does.

use std::fs;
use std::sync::Arc;

use ocop::clock::StoppedClock;
use ocop::office::{Witness, WitnessRefused, make_witness};
use ocop::scheme::log::cosigned;

use super::{Log, NAME, folder, witness};
use crate::support::{fresh, now, passphrase};

const ORIGIN: &str = "log.example/one";

fn code(refused: Result<String, WitnessRefused>) -> (u16, &'static str) {
    let refused = refused.expect_err("refused");
    (refused.status(), refused.code())
}

#[test]
fn a_log_that_only_grows_is_cosigned() {
    let (folder, key) = folder();
    let log = Log::new(ORIGIN, 100);
    let witness = witness(folder.path(), &[log.key()]);
    for (old, size) in [(0, 1), (1, 1), (1, 7), (7, 8), (8, 100), (100, 100)] {
        let submission = log.submission(old, size);
        let answer = witness.add_checkpoint(submission.as_bytes());
        let answer = answer.unwrap_or_else(|refused| panic!("{old} {size}: {refused}"));
        let note = log.checkpoint(size);
        let lines = cosigned(&note.text, &answer, &key).expect("it holds");
        assert_eq!(lines.len(), 1);
        // The time comes before the signature.
        let time = key.signature(&lines[0]).unwrap()[..8].try_into().unwrap();
        assert_eq!(
            i64::try_from(u64::from_be_bytes(time)),
            Ok(now().timestamp())
        );
        assert_eq!(answer, lines[0].to_string());
    }
}

#[test]
fn no_two_histories_are_cosigned() {
    let (folder, _) = folder();
    let log = Log::new(ORIGIN, 60);
    let witness = witness(folder.path(), &[log.key()]);
    let add = |submission: String| witness.add_checkpoint(submission.as_bytes());
    add(log.submission(0, 40)).expect("the first");
    // A smaller tree, with whatever is said to be old.
    for old in [0, 20, 39] {
        assert_eq!(code(add(log.submission(old, 39))), (409, "log_other_size"));
    }
    let fork = Log::forked(ORIGIN, 60, 39);
    // Another root at the same size.
    assert_eq!(code(add(fork.submission(40, 40))), (409, "log_other_size"));
    // A tree that begins otherwise, with the proof of its own history and of the true one.
    assert_eq!(
        code(add(fork.submission(40, 60))),
        (422, "log_not_consistent")
    );
    let mixed = log.submission(40, 60);
    let (proof, _) = mixed.split_once("\n\n").unwrap();
    let mixed = format!("{proof}\n\n{}", fork.checkpoint(60));
    assert_eq!(code(add(mixed)), (422, "log_not_consistent"));
    // As if nothing had been seen.
    assert_eq!(code(add(fork.submission(0, 60))), (409, "log_other_size"));
    // Nothing of this was kept: the true log goes on.
    add(log.submission(40, 60)).expect("it only grew");
}

#[test]
fn what_was_cosigned_is_known_after_a_restart() {
    let (folder, _) = folder();
    let (log, fork) = (Log::new(ORIGIN, 60), Log::forked(ORIGIN, 60, 3));
    let first = witness(folder.path(), &[log.key()]);
    first
        .add_checkpoint(log.submission(0, 40).as_bytes())
        .expect("the first");
    drop(first);
    let second = witness(folder.path(), &[log.key()]);
    let refused = second.add_checkpoint(fork.submission(40, 60).as_bytes());
    assert_eq!(code(refused), (422, "log_not_consistent"));
    second
        .add_checkpoint(log.submission(40, 60).as_bytes())
        .expect("it only grew");
}

#[test]
fn of_two_at_once_one_is_first_and_the_other_begins_there() {
    let (folder, _) = folder();
    let log = Arc::new(Log::new(ORIGIN, 200));
    let witness = witness(folder.path(), &[log.key()]);
    let submitters: Vec<_> = (0..4_u64)
        .map(|submitter| {
            let (log, witness) = (Arc::clone(&log), Arc::clone(&witness));
            std::thread::spawn(move || {
                let (mut old, mut steps) = (0, Vec::new());
                for size in (1..200).filter(|size| size % 4 == submitter) {
                    while old < size {
                        match witness.add_checkpoint(log.submission(old, size).as_bytes()) {
                            Ok(_) => steps.push((std::mem::replace(&mut old, size), size)),
                            Err(WitnessRefused::Conflict { last }) => old = last,
                            Err(refused) => panic!("{refused}"),
                        }
                    }
                }
                steps
            })
        })
        .collect();
    let steps = submitters
        .into_iter()
        .map(|submitter| submitter.join().expect("no panic"));
    let mut steps: Vec<(u64, u64)> = steps.flatten().collect();
    steps.sort_unstable();
    // Each step began where the one before ended: no leaf was rolled back.
    for pair in steps.windows(2) {
        assert_eq!(pair[0].1, pair[1].0, "{steps:?}");
    }
    assert_eq!(steps.last().map(|step| step.1), Some(199));
}

#[test]
fn a_state_that_cannot_be_read_is_not_begun_anew() {
    let (folder, _) = folder();
    let log = Log::new(ORIGIN, 60);
    let other = Log::new("log.example/two", 60);
    let witness = witness(folder.path(), &[log.key(), other.key()]);
    let add = |submission: String| witness.add_checkpoint(submission.as_bytes());
    add(log.submission(0, 40)).expect("the first");
    let states = fs::read_dir(folder.path()).unwrap();
    let states = states.map(|entry| entry.unwrap().path());
    let is_state = |path: &std::path::PathBuf| path.extension().is_some_and(|e| e == "checkpoint");
    let states: Vec<_> = states.filter(is_state).collect();
    let [state] = &states[..] else {
        panic!("{states:?}")
    };
    let kept = fs::read(state).unwrap();
    for broken in [
        &b""[..],
        b"rubbish",
        &kept[..kept.len() - 1],
        // Another log's.
        other.checkpoint(40).to_string().as_bytes(),
    ] {
        fs::write(state, broken).unwrap();
        for old in [0, 40] {
            let refused = add(log.submission(old, 50));
            assert_eq!(code(refused), (500, "witness_state_unreadable"));
        }
        assert_eq!(fs::read(state).unwrap(), broken, "it is left as it is");
    }
    fs::write(state, &kept).unwrap();
    add(log.submission(40, 50)).expect("the right file is back");
}

#[test]
fn what_cannot_be_kept_is_not_cosigned() {
    let (folder, _) = folder();
    let log = Log::new(ORIGIN, 60);
    let witness = witness(folder.path(), &[log.key()]);
    let add = |submission: String| witness.add_checkpoint(submission.as_bytes());
    add(log.submission(0, 40)).expect("the first");
    let state = fs::read_dir(folder.path()).unwrap();
    let mut state = state.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let state = state.find(|name| name.ends_with(".checkpoint")).unwrap();
    // Where the next one would be written stands a folder.
    let draft = folder.path().join(format!(".{state}.draft"));
    fs::create_dir(&draft).unwrap();
    assert_eq!(code(add(log.submission(40, 50))), (500, "file_unusable"));
    fs::remove_dir(&draft).unwrap();
    assert_eq!(code(add(log.submission(50, 60))), (409, "log_other_size"));
    add(log.submission(40, 60)).expect("it only grew");
}

#[test]
fn a_folder_has_one_witness() {
    let (folder, _) = folder();
    let log = Log::new(ORIGIN, 1);
    let clock = || Arc::new(StoppedClock(now()));
    let open = || Witness::open(folder.path(), vec![log.key()], &passphrase(), clock());
    let first = open().expect("the first");
    let refused = open().map(drop).expect_err("the second");
    assert_eq!(refused.code(), "witness_running");
    drop(first);
    open().expect("after the first");
    let again = make_witness(folder.path(), NAME, fresh("other"), &passphrase());
    assert_eq!(again.expect_err("it has a key").code(), "witness_exists");
    let programme = tempfile::tempdir().unwrap();
    fs::write(programme.path().join("ocop.toml"), "").unwrap();
    let mixed = make_witness(programme.path(), NAME, fresh("other"), &passphrase());
    assert_eq!(
        mixed.expect_err("a programme's").code(),
        "folder_of_programme"
    );
    let empty = tempfile::tempdir().unwrap();
    for name in ["", "with space", "with+plus", "two\nlines"] {
        let made = make_witness(empty.path(), name, fresh("other"), &passphrase());
        assert_eq!(made.expect_err(name).code(), "not_a_witness_name");
    }
    let opened = Witness::open(empty.path(), vec![log.key()], &passphrase(), clock());
    assert_eq!(opened.map(drop).expect_err("none").code(), "no_witness");
}
