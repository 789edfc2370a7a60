//! A clock that jumps: nothing is signed by it, and nothing that ended is in force again.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use super::service::Service;
use super::stage::{Stage, act};
use crate::support::{History, Ran, Told};

/// Debian's library that answers for the clock.
fn library() -> PathBuf {
    let machine = std::env::consts::ARCH;
    format!("/usr/lib/{machine}-linux-gnu/faketime/libfaketimeMT.so.1").into()
}

/// A clock that is set while programs run.
struct Set {
    file: PathBuf,
}

impl Set {
    fn by(stage: &Stage, offset: &str) -> Self {
        let library = library();
        assert!(library.exists(), "{library:?}: `tests/run` installs it");
        let set = Self {
            file: stage.program.folder.path().join("clock"),
        };
        set.to(offset);
        set
    }

    fn to(&self, offset: &str) {
        std::fs::write(&self.file, format!("{offset}\n")).unwrap();
    }

    fn of(&self, command: &mut std::process::Command) {
        command
            .env("LD_PRELOAD", library())
            .env("FAKETIME_TIMESTAMP_FILE", &self.file)
            .env("FAKETIME_NO_CACHE", "1")
            // What a machine does not set is how long it has been running.
            .env("FAKETIME_DONT_FAKE_MONOTONIC", "1");
    }

    fn run(&self, stage: &Stage, arguments: &[String]) -> Ran {
        let mut command = stage.program.command(arguments);
        self.of(&mut command);
        let output = command.output().unwrap();
        Ran {
            code: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// Waits until verdicts are given by the lists of a second later.
fn wait_for_the_next_second() {
    std::thread::sleep(Duration::from_millis(2_200));
}

#[test]
fn a_clock_that_is_set_while_the_service_runs_signs_nothing() {
    let stage = Stage::set(12);
    let clock = Set::by(&stage, "+0");
    let service = Service::start_with(&stage.program, |command| clock.of(command));
    let mut history = History::default();
    let mut numbers = stage.numbers.iter().skip(1);
    let mut revoke =
        |history: &mut History| service.revoke_of(&stage, numbers.next().unwrap(), history);
    assert_eq!(revoke(&mut history).0, Told::Done);
    let before = service.verdict(&stage.code);
    assert_eq!(before["verdict"], "genuine");
    for (step, code) in [
        ("-1h", "clock_stepped"),
        ("+300d", "clock_stepped"),
        // By then the token has ended too.
        ("+400d", "token_expired"),
        ("-400d", "clock_stepped"),
    ] {
        clock.to(step);
        wait_for_the_next_second();
        let refused = (Told::Refused, code.to_owned());
        assert_eq!(revoke(&mut history), refused, "{step}");
        // Still in force at either time; and never judged by the time before.
        let verdict = service.verdict(&stage.code);
        assert_eq!(verdict["verdict"], "genuine", "{step}: {verdict}");
        let judged = |verdict: &serde_json::Value| {
            verdict["as_of"]["judged_at"].as_str().unwrap().to_owned()
        };
        assert!(judged(&before) <= judged(&verdict), "{step}: {verdict}");
        clock.to("+0");
        wait_for_the_next_second();
        assert_eq!(revoke(&mut history).0, Told::Done, "after {step}");
        let verdict = service.verdict(&stage.code);
        assert_eq!(verdict["checks"], before["checks"], "after {step}");
    }
    service.stop();
    stage.check(&history);
}

#[test]
fn what_has_ended_is_not_in_force_again_by_a_clock_that_is_set_back() {
    let stage = Stage::set(2);
    let clock = Set::by(&stage, "+1200d");
    let service = Service::start_with(&stage.program, |command| clock.of(command));
    assert_eq!(service.verdict(&stage.code)["verdict"], "expired");
    // The certificate would be in force for some months.
    clock.to("+900d");
    wait_for_the_next_second();
    assert_eq!(service.verdict(&stage.code)["verdict"], "expired");
    service.stop();
    stage.check(&History::default());
}

#[test]
fn a_program_that_starts_with_a_wrong_clock_signs_nothing_either() {
    let stage = Stage::set(3);
    let mut history = History::default();
    let arguments = stage.revoking(&stage.numbers[1]);
    for (offset, code) in [("-1h", "clock_behind"), ("+300d", "clock_ahead")] {
        let clock = Set::by(&stage, offset);
        let error = clock.run(&stage, &arguments).error();
        assert_eq!(error["code"], code, "{error}");
        let service = Service::start_with(&stage.program, |command| clock.of(command));
        let (told, said) = service.revoke(&stage.token, &stage.numbers[1]);
        assert_eq!((told, said.as_str()), (Told::Refused, code));
        assert_eq!(service.verdict(&stage.code)["verdict"], "genuine");
        service.stop();
    }
    history.take(act(&stage.numbers[1]), Told::Refused);
    stage.check(&history);
    // A programme that rested for longer than its trust list holds begins by publishing another.
    let clock = Set::by(&stage, "+400d");
    let begun = Instant::now();
    let publish = [
        "trust",
        "publish",
        "--json",
        "--passphrase-file",
        "passphrase",
    ];
    clock.run(&stage, &publish.map(str::to_owned)).done();
    clock.run(&stage, &arguments).done();
    assert!(begun.elapsed() < Duration::from_secs(60));
}
