//! Killed by `strace` at each write and each sync, one after the other.

use std::path::Path;
use std::process::{Command, Stdio};

use super::form;
use super::stage::{Stage, act, check, copy, rows};
use crate::support::{History, Program, Told, list_of};

/// What a program does to a disk.
const CALLS: [&str; 3] = ["pwrite64", "fsync,fdatasync", "ftruncate"];

/// Runs a command of the program in a data folder, with a fault injected: its exit code, and
/// whether it came so far.
pub fn injected(program: &Program, arguments: &[String], fault: &str) -> (Option<i32>, bool) {
    let mut plain = program.command(arguments);
    let trace = program.folder.path().join("trace");
    let calls = fault.split(':').next().unwrap();
    let mut traced = Command::new("strace");
    traced
        .args(["-f", "-o"])
        .arg(&trace)
        .args(["-e", &format!("trace={calls}")])
        .args(["-e", &format!("inject={fault}")])
        .arg(plain.get_program())
        .args(plain.get_args())
        .current_dir(plain.get_current_dir().unwrap());
    for (name, value) in plain.get_envs() {
        match value {
            Some(value) => traced.env(name, value),
            None => traced.env_remove(name),
        };
    }
    plain.stdin(Stdio::null());
    let ended = traced
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .unwrap_or_else(|error| panic!("strace: {error}; `tests/run` installs it"));
    let trace = std::fs::read_to_string(trace).unwrap();
    let met = trace.contains("(INJECTED)") || trace.contains("killed by SIGKILL");
    (ended.code(), met)
}

/// A data folder as it was, put in the place of the one that was used.
pub fn put_back(program: &Program, kept: &Path) {
    let data = program.data();
    if data.exists() {
        std::fs::remove_dir_all(&data).unwrap();
    }
    copy(kept, &data);
}

#[test]
fn a_revocation_that_is_killed_at_any_write_or_sync_is_whole_or_not_there() {
    let stage = Stage::set(3);
    let kept = stage.program.folder.path().join("kept");
    copy(&stage.program.data(), &kept);
    let arguments = stage.revoking(&stage.numbers[1]);
    let mut points = 0;
    for calls in CALLS {
        for nth in (1..).step_by(if calls == "pwrite64" { form(6, 1) } else { 1 }) {
            put_back(&stage.program, &kept);
            let fault = format!("{calls}:signal=KILL:when={nth}");
            if !injected(&stage.program, &arguments, &fault).1 {
                break;
            }
            points += 1;
            let mut history = History::default();
            history.take(act(&stage.numbers[1]), Told::Unknown);
            stage.check(&history);
            stage.program.run_with(&arguments).done();
            history.take(act(&stage.numbers[1]), Told::Done);
            stage.check(&history);
        }
    }
    assert!(points > 5, "{points}");
    println!("a revocation: killed at {points} writes and syncs");
}

#[test]
fn a_list_that_is_killed_at_any_write_or_sync_is_issued_whole_and_once() {
    const LINES: usize = 30;
    let stage = Stage::set(1);
    let kept = stage.program.folder.path().join("kept");
    copy(&stage.program.data(), &kept);
    let list = stage.program.file("list.csv", list_of(LINES));
    let arguments = stage
        .program
        .issue_arguments(&list, "--json --passphrase-file passphrase");
    let arguments: Vec<String> = arguments
        .replace("852/", "853/")
        .split_whitespace()
        .map(str::to_owned)
        .collect();
    let sql = "select c.product from certificates c join decisions d on d.id = c.decision
               where d.number like '853/%'";
    let mut points = 0;
    for calls in CALLS {
        for nth in (1..).step_by(if calls == "pwrite64" { form(24, 1) } else { 1 }) {
            put_back(&stage.program, &kept);
            let fault = format!("{calls}:signal=KILL:when={nth}");
            if !injected(&stage.program, &arguments, &fault).1 {
                break;
            }
            points += 1;
            let mut history = History::default();
            let names = || (1..=LINES).map(|line| format!("Sản phẩm số {line}"));
            for name in names() {
                history.take(name, Told::Unknown);
            }
            history.check(rows(&stage.program.data(), sql));
            stage.program.run_with(&arguments).done();
            for name in names() {
                history.take(name, Told::Done);
            }
            history.check(rows(&stage.program.data(), sql));
            check(&stage.program, &stage.program.data(), &History::default());
        }
    }
    assert!(points > 5, "{points}");
    println!("a list: killed at {points} writes and syncs");
}
