//! The real programs, as they are run: a service, and its witness beside it.

use std::fs;
use std::time::{Duration, Instant};

use ocop::scheme::log::{Note, NoteKey};

use crate::support::{Program, Running, get, list_of, wait_until_ready};

/// Where a program that was just started listens.
fn address(running: &mut Running) -> String {
    let lines = running.lines_until("http://");
    let last = lines.last().expect("its address");
    last.trim_start_matches("http://").to_owned()
}

#[test]
fn a_service_has_its_checkpoints_cosigned() {
    let program = Program::with_programme();
    program.keyed("key generate --purpose log").done();
    program.keyed("trust publish").done();
    let log = program.run("log key").done().out.trim_end().to_owned();
    let listed = program.run("log key --json").done().lines();
    assert_eq!(listed[0]["keys"], serde_json::json!([log]));
    let key: NoteKey = log.parse().expect("a verifier key");
    assert_eq!(key.name, "ocop.example.vn/log");

    let made = program.keyed("witness init --name witness.example/w1 --data witness --json");
    let made = made.done().lines();
    let vkey = made[0]["key"].as_str().unwrap();
    let again = program.keyed("witness init --name witness.example/w1 --data witness --json");
    assert_eq!(again.error()["code"], "witness_exists");
    let mixed = program.keyed("witness init --name witness.example/w1 --json");
    assert_eq!(mixed.error()["code"], "folder_of_programme");

    let passphrase = program
        .folder
        .path()
        .join("passphrase")
        .display()
        .to_string();
    let serve = format!(
        "witness serve --data witness --log {log} --listen 127.0.0.1:0 --passphrase-file {passphrase}"
    );
    let mut witness = program.start(&serve);
    let at = address(&mut witness);
    let second = program.run(&format!("{serve} --json"));
    assert_eq!(second.error()["code"], "witness_running");
    let swapped = program.run(&serve.replacen(&log, vkey, 1).replacen(
        "data witness",
        "data other",
        1,
    ));
    assert_eq!(swapped.code, 2);

    let config = program.data().join("ocop.toml");
    let mut text = fs::read_to_string(&config).unwrap();
    text.push_str(&format!(
        "\n[[witnesses]]\nkey = \"{vkey}\"\nurl = \"http://{at}\"\n"
    ));
    fs::write(&config, text).unwrap();
    program.issue(list_of(3)).done();
    let mut service = program.start(&format!(
        "serve --listen 127.0.0.1:0 --passphrase-file {passphrase}"
    ));
    let at = address(&mut service);
    wait_until_ready(at.parse().unwrap());
    let witness_key: NoteKey = vkey.parse().unwrap();
    let begun = Instant::now();
    loop {
        let (status, checkpoint) = get(&format!("http://{at}/log/checkpoint"), "*/*");
        let note = Note::read(checkpoint.as_bytes());
        if status == 200 && note.is_ok_and(|note| note.check(&witness_key).is_ok()) {
            break;
        }
        assert!(
            begun.elapsed() < Duration::from_secs(30),
            "{status}: {checkpoint}"
        );
        std::thread::sleep(Duration::from_millis(200));
    }
    assert!(witness.stop().success());
    assert!(service.stop().success());
}
