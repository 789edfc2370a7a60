//! `ocop monitor` as it is run: what it prints, and its exit codes.

use std::time::{Duration, Instant};

use crate::support::{Program, get, list_of, wait_until_ready};

#[test]
fn a_running_service_is_watched_from_outside() {
    let program = Program::with_programme();
    program.keyed("key generate --purpose log").done();
    program
        .keyed("key generate --council CB --purpose status")
        .done();
    program.keyed("trust publish").done();
    program.issue(list_of(3)).done();
    let root = program
        .keyed("root public data/keys/root.key.pem --json")
        .done()
        .lines();
    let root = root[0]["root_key"]
        .as_str()
        .expect("the root key")
        .to_owned();
    let passphrase = program
        .folder
        .path()
        .join("passphrase")
        .display()
        .to_string();
    let mut service = program.start(&format!(
        "serve --listen 127.0.0.1:0 --passphrase-file {passphrase}"
    ));
    let lines = service.lines_until("http://");
    let url = lines.last().expect("its address").clone();
    wait_until_ready(
        url.trim_start_matches("http://")
            .parse()
            .expect("an address"),
    );
    let begun = Instant::now();
    for (path, kind) in [
        ("/log/checkpoint", "text/plain"),
        ("/status/CB", "application/statuslist+jwt"),
    ] {
        while get(&format!("{url}{path}"), kind).0 != 200 {
            assert!(begun.elapsed() < Duration::from_secs(30), "{path}");
            std::thread::sleep(Duration::from_millis(100));
        }
    }
    let watch = format!("monitor {url} --root {root} --state seen.json");
    let first = program.run(&watch).done();
    assert!(
        first.out.starts_with("✓ Mọi thứ đã công bố đều khớp"),
        "{}",
        first.out
    );
    assert_eq!(first.err, "");
    program.issue(list_of(5)).done();
    let second = program.run(&format!("{watch} --json")).done().lines();
    assert_eq!(second[0]["found"], serde_json::Value::Null);
    let watched = &second[0]["watched"];
    assert_eq!(watched["certificates"], 5);
    assert_eq!(watched["fetched"], 2);
    let unpinned = program.run(&format!("monitor {url}")).done();
    assert!(unpinned.err.contains("--root"), "{}", unpinned.err);

    let other = program
        .keyed("root generate other.pem --json")
        .done()
        .lines();
    let other = other[0]["root_key"].as_str().expect("a key").to_owned();
    let found = program.run(&format!("monitor {url} --root {other} --json"));
    assert_eq!(found.code, 1, "{}{}", found.out, found.err);
    let found = &found.lines()[0]["found"];
    assert_eq!(
        (&found["code"], &found["at"]),
        (&"trust_list_wrong_root".into(), &"/trust".into())
    );
    let found = program.run(&format!("monitor {url} --root {other}"));
    assert!(
        found.out.starts_with("✗ [trust_list_wrong_root] /trust: "),
        "{}",
        found.out
    );

    assert!(service.stop().success());
    let gone = program.run(&format!("{watch} --json"));
    assert_eq!(gone.error()["code"], "server_unreachable");
    let log = program.run("log key").done().out;
    let mistaken = program.run(&format!("{watch} --witness {} --json", log.trim_end()));
    assert_eq!(mistaken.error()["code"], "not_a_witness_key");
}
