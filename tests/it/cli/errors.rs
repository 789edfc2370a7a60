//! Errors of every command: both languages, a stable code, exit code 2, JSON when asked.

use std::fs;

use crate::support::{Program, list_of, wait_until_ready};

#[test]
fn without_a_programme_every_command_says_what_to_do() {
    let program = Program::new();
    let list = program.file("list.csv", list_of(1));
    for command in [
        "certificates",
        "doctor",
        "serve",
        "trust publish",
        "trust export --output t",
        "council add CB --unit VN-04@2 --level province",
        "key generate --council CB",
        "verify CB-0-X",
        "label --decision 1/QĐ",
        &program.issue_arguments(&list, ""),
    ] {
        let told = program.run(command);
        assert_eq!(told.code, 2, "{command}");
        assert!(told.out.is_empty(), "{command}");
        let lines: Vec<&str> = told.err.lines().collect();
        assert!(
            lines[0].starts_with("lỗi [not_initialised]: "),
            "{}",
            told.err
        );
        assert!(
            lines[1].starts_with("error [not_initialised]: "),
            "{}",
            told.err
        );
        assert!(lines[1].contains("Run `ocop init`"), "{}", told.err);
        let error = program.run(&format!("{command} --json")).error();
        assert_eq!(error["code"], "not_initialised");
    }
    assert!(!program.data().exists(), "asking makes no folder");
}

#[test]
fn what_is_typed_wrong_is_json_too() {
    let program = Program::new();
    let issue = "issue --json --council CB --decision 1/QĐ --from list.csv --decided-on";
    for (typed, code, shown) in [
        (format!("{issue} yesterday"), "not_a_date", "\"yesterday\""),
        (format!("{issue} 2026-13-01"), "not_a_date", "2026-13-01"),
        (
            "label --json --format gif CB-0-X".to_owned(),
            "usage",
            "gif",
        ),
        (
            "certificates --json --council c".to_owned(),
            "not_a_council_code",
            "\"c\"",
        ),
        ("--json nothing".to_owned(), "usage", "nothing"),
    ] {
        let error = program.run(&typed).error();
        assert_eq!(error["code"], code, "{typed}");
        for language in ["vi", "en"] {
            let said = error["message"][language].as_str().unwrap();
            assert!(said.contains(shown), "{said}");
        }
    }
}

#[test]
fn an_unsound_configuration_is_named() {
    let program = Program::with_programme();
    let file = program.data().join("ocop.toml");
    let sound = fs::read_to_string(&file).unwrap();
    for (text, named) in [
        (
            "host = \"https://ocop.example.vn/\"",
            "https://ocop.example.vn/",
        ),
        ("hots = \"ocop.example.vn\"", "hots"),
        ("listen = \"everywhere\"", "socket address"),
        ("host = \"ocop", "ocop.toml"),
    ] {
        fs::write(&file, text).unwrap();
        let error = program.run("certificates --json").error();
        assert_eq!(error["code"], "configuration");
        let said = error["message"]["en"].as_str().unwrap();
        assert!(said.contains(named), "{said}");
    }
    fs::write(&file, sound).unwrap();
    program.run("certificates").done();
}

#[test]
fn the_environment_sets_what_the_file_does_not() {
    let program = Program::with_programme();
    let run = |name: &str, value: &str| {
        let mut command = program.command(&["certificates", "--json"]);
        command.env(name, value).output().unwrap()
    };
    let refused = run("OCOP_DATABASE", "mysql://user:hidden@host/database");
    let said = String::from_utf8(refused.stdout).unwrap();
    assert!(
        said.contains("postgres://") && !said.contains("hidden"),
        "{said}"
    );
    assert_eq!(refused.status.code(), Some(2));
    let unknown = run("OCOP_DATABSE", "x");
    assert_eq!(unknown.status.code(), Some(2));
    let nobody = run("OCOP_DATABASE", "postgres://nobody:hidden@127.0.0.1:1/none");
    let said = String::from_utf8_lossy(&nobody.stdout).into_owned();
    assert!(said.contains("register_unavailable"), "{said}");
    assert!(!said.contains("hidden"), "{said}");
}

#[test]
fn a_register_that_does_not_answer_is_the_doctors_first_finding() {
    let program = Program::with_programme();
    let file = program.data().join("register.sqlite");
    for part in ["-wal", "-shm"] {
        let _ = fs::remove_file(program.data().join(format!("register.sqlite{part}")));
    }
    fs::write(
        &file,
        "no database, but long enough to be looked at as if it were one",
    )
    .unwrap();
    let told = program.run("certificates");
    assert_eq!(told.code, 2);
    assert!(told.err.contains("ocop doctor"), "{}", told.err);
    assert!(told.err.contains("cause: "), "{}", told.err);
    let sick = program.run("doctor --json");
    assert_eq!(sick.code, 1);
    assert_eq!(sick.lines()[0]["subject"], "register");
    assert_eq!(sick.lines()[0]["health"], "bad");
}

#[test]
fn councils_and_keys_that_cannot_be_are_refused() {
    let program = Program::with_programme();
    let code = |ran: crate::support::Ran| ran.error()["code"].as_str().unwrap().to_owned();
    let again = program.run("council add CB --unit VN-04@2 --level province --json");
    assert_eq!(code(again), "council_exists");
    let error = program
        .run("council add XX --unit VN-99@9 --level province --json")
        .error();
    assert_eq!(error["refusals"][0]["code"], "no_such_unit");
    let district = program.run("council add XX --unit VN-04@1 --level district --json");
    assert_eq!(code(district), "name_needed");
    let none = program.keyed("key generate --council XX --json");
    assert_eq!(code(none), "no_such_council");
    let backwards = "key generate --council CB --from 2027-01-02 --until 2027-01-01 --json";
    let error = program.keyed(backwards).error();
    assert_eq!(error["refusals"][0]["code"], "period_ends_before_it_begins");
    let keys = fs::read_dir(program.data().join("keys")).unwrap().count();
    assert_eq!(keys, 3, "nothing was written");
    let terminal = program.run("trust publish --json");
    assert_eq!(code(terminal), "no_terminal");
}

#[test]
fn a_key_file_that_is_another_key_is_refused() {
    let program = Program::with_programme();
    let keys = program.data().join("keys");
    let find = |prefix: &str| {
        let mut entries = fs::read_dir(&keys)
            .unwrap()
            .map(|entry| entry.unwrap().path());
        entries.find(|path| {
            path.file_name()
                .unwrap()
                .to_string_lossy()
                .starts_with(prefix)
        })
    };
    let (own, other) = (find("CB-").unwrap(), find("TW-").unwrap());
    fs::copy(&other, &own).unwrap();
    assert_eq!(program.issue(list_of(1)).error()["code"], "other_key");
    fs::write(&own, "no key at all").unwrap();
    assert_eq!(program.issue(list_of(1)).error()["code"], "key_malformed");
    fs::remove_file(&own).unwrap();
    assert_eq!(program.issue(list_of(1)).error()["code"], "no_key");
    assert!(program.run("certificates --json").done().out.is_empty());
}

#[test]
fn a_reader_that_leaves_early_is_no_error() {
    let program = Program::with_programme();
    program.issue(list_of(2_000)).done();
    for command in ["certificates --json", "certificates", "--help", "doctor"] {
        let arguments: Vec<&str> = command.split(' ').collect();
        let mut child = program
            .command(&arguments)
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let ended = child.wait_with_output().unwrap();
        assert_eq!(ended.status.code(), Some(0), "{command}");
        assert!(
            ended.stderr.is_empty(),
            "{}",
            String::from_utf8_lossy(&ended.stderr)
        );
    }
    // What is not genuine does not become genuine because nobody reads on.
    for (command, code) in [
        ("verify hello", 1),
        ("verify --json hello", 1),
        ("frobnicate --json", 2),
    ] {
        let arguments: Vec<&str> = command.split(' ').collect();
        let mut child = program
            .command(&arguments)
            .stdout(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        assert_eq!(child.wait().unwrap().code(), Some(code), "{command}");
    }
}

#[test]
fn serve_says_where_it_listens_and_ends_when_asked() {
    let program = Program::with_programme();
    let mut server = program.start("serve --listen 127.0.0.1:0");
    let line = server.lines_until("http://").pop().unwrap();
    let address = line.trim_start_matches("http://").parse().unwrap();
    wait_until_ready(address);
    let taken = program
        .run(&format!("serve --json --listen {address}"))
        .error();
    assert_eq!(taken["code"], "cannot_listen");
    assert!(server.stop().success());
}
