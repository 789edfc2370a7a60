//! A disk that fails: after a failed sync nobody knows what it holds, so the program stops.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::Duration;

use super::form;
use super::service::Service;
use super::stage::{Stage, act, copy};
use super::traced::{injected, put_back};
use crate::support::{History, Told};

#[test]
fn a_command_whose_write_or_sync_fails_says_so_and_loses_nothing() {
    let stage = Stage::set(3);
    let kept = stage.program.folder.path().join("kept");
    copy(&stage.program.data(), &kept);
    let arguments = stage.revoking(&stage.numbers[1]);
    let mut points = 0;
    for calls in ["fsync,fdatasync", "pwrite64"] {
        for nth in (1..).step_by(if calls == "pwrite64" { form(6, 1) } else { 1 }) {
            put_back(&stage.program, &kept);
            let fault = format!("{calls}:error=EIO:when={nth}");
            let (code, met) = injected(&stage.program, &arguments, &fault);
            if !met {
                break;
            }
            points += 1;
            let mut history = History::default();
            let told = if code == Some(0) {
                // It failed only afterwards, while the register was closed.
                Told::Done
            } else {
                assert_eq!(code, Some(2), "{fault}");
                Told::Unknown
            };
            history.take(act(&stage.numbers[1]), told);
            stage.check(&history);
            stage.program.run_with(&arguments).done();
            history.take(act(&stage.numbers[1]), Told::Done);
            stage.check(&history);
        }
    }
    assert!(points > 5, "{points}");
    println!("a revocation: {points} writes and syncs failed");
}

/// `strace` at a running program, which fails its syncs from the nth on in each thread.
fn fail_syncs(service: &Service, nth: usize) -> std::process::Child {
    let mut strace = Command::new("strace")
        .args(["-f", "-p", &service.id(), "-e", "trace=fsync,fdatasync"])
        .args([
            "-e",
            &format!("inject=fsync,fdatasync:error=EIO:when={nth}+"),
        ])
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("strace: {error}; `tests/run` installs it"));
    let mut said = BufReader::new(strace.stderr.take().unwrap());
    let mut line = String::new();
    while !line.contains("attached") {
        line.clear();
        let read = said.read_line(&mut line).unwrap();
        assert_ne!(read, 0, "strace ended");
    }
    std::thread::spawn(move || std::io::copy(&mut said, &mut std::io::sink()));
    strace
}

#[test]
fn a_service_whose_sync_fails_writes_nothing_more_and_ends_for_its_supervisor() {
    let stage = Stage::set(form(40, 160));
    let mut history = History::default();
    let mut numbers = stage.numbers.iter();
    let mut answered = 0;
    for nth in 1..=form(3, 12) {
        let service = Service::start(&stage.program);
        let first = numbers.next().unwrap();
        assert_eq!(service.revoke(&stage.token, first).0, Told::Done);
        history.take(act(first), Told::Done);
        let mut strace = fail_syncs(&service, nth);
        let failed = loop {
            let number = numbers.next().unwrap();
            let (told, code) = service.revoke(&stage.token, number);
            history.take(act(number), told);
            if told != Told::Done {
                break code;
            }
        };
        // Unless a task of its own met it first, and it has ended between two requests.
        let ended = failed.starts_with("io: ");
        assert!(ended || failed == "disk_failing", "{failed}");
        answered += usize::from(!ended);
        // Verdicts go on while it ends; nothing is written, whatever a later sync would say.
        let after = numbers.next().unwrap();
        assert_ne!(service.revoke(&stage.token, after).0, Told::Done);
        history.take(act(after), Told::Refused);
        let (code, log) = service.ended(Duration::from_secs(40));
        strace.kill().unwrap();
        strace.wait().unwrap();
        assert_eq!(code, Some(2), "{log}");
        assert!(log.contains("the program must begin again"), "{log}");
        stage.check(&history);
    }
    assert!(answered > 0, "nobody was told of the disk");
    // Its supervisor starts it, and everything goes on.
    let service = Service::start(&stage.program);
    let last = numbers.next().unwrap();
    assert_eq!(service.revoke(&stage.token, last).0, Told::Done);
    history.take(act(last), Told::Done);
    service.stop();
    stage.check(&history);
}
