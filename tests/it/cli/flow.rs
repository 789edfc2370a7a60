//! From an empty folder to certificates, by the commands alone.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use crate::support::{PRODUCTS, Program, SECRET, csv, list_of, row};

#[test]
fn a_programme_is_set_up_and_issues_by_the_commands() {
    let program = Program::new();
    let set_up = program.keyed("init --host ocop.example.vn --json").done();
    assert!(set_up.lines()[0]["root_key"].is_string());
    let added = program
        .run("council add CB --unit VN-04@2 --level province --json")
        .done();
    let council = &added.lines()[0];
    assert_eq!(council["name"]["vi"], "Hội đồng OCOP tỉnh Cao Bằng");
    assert_eq!(council["mandates"][0]["stars"], serde_json::json!([3, 4]));

    let unpublished = program.issue(PRODUCTS).error();
    assert_eq!(unpublished["code"], "no_such_council");
    let key = program.keyed("key generate --council CB --json").done();
    assert_eq!(key.lines()[0]["council"], "CB");
    let sick = program.run("doctor --json");
    assert_eq!(sick.code, 1);
    let bad: Vec<_> = sick
        .lines()
        .into_iter()
        .filter(|finding| finding["health"] == "bad")
        .collect();
    assert_eq!(bad.len(), 1);
    assert_eq!(bad[0]["subject"], "publication");
    let published = program.keyed("trust publish --json").done();
    assert_eq!(published.lines()[0]["version"], 2);
    assert_eq!(program.run("doctor").code, 0);

    let issued = program.issue(PRODUCTS).done().lines();
    assert_eq!(
        (&issued[0]["issued"], &issued[0]["already_issued"]),
        (&14.into(), &0.into())
    );
    let again = program.issue(PRODUCTS).done().lines();
    assert_eq!(
        (&again[0]["issued"], &again[0]["already_issued"]),
        (&0.into(), &14.into())
    );

    let all = program.run("certificates --json").done().lines();
    assert_eq!(all.len(), 14);
    let fields: Vec<&String> = all[0].as_object().unwrap().keys().collect();
    assert_eq!(
        fields,
        [
            "catalogue",
            "council",
            "group",
            "index",
            "issued_on",
            "number",
            "producer",
            "product",
            "set_no",
            "stars",
            "status",
            "url",
            "valid_through"
        ]
    );
    for (filter, count) in [
        ("--council CB", 14),
        ("--council TW", 0),
        ("--decision 852/QĐ-UBND", 14),
        ("--decision 1/QĐ", 0),
    ] {
        let found = program.run(&format!("certificates --json {filter}")).done();
        assert_eq!(found.lines().len(), count, "{filter}");
    }
    let table = program.run("certificates").done().out;
    assert!(table.contains("★★★★  Miến dong Phja Đén"), "{table}");
}

#[test]
fn init_twice_changes_nothing() {
    let program = Program::with_programme();
    let snapshot = || {
        let list = program.run("trust export --output list.json --json").done();
        let config = fs::read(program.data().join("ocop.toml")).unwrap();
        let keys = fs::read_dir(program.data().join("keys")).unwrap().count();
        (list.out, config, keys)
    };
    let before = snapshot();
    for host in ["", "--host ocop.example.vn"] {
        let again = program.keyed(&format!("init --json {host}")).error();
        assert_eq!(again["code"], "already_initialised");
    }
    let other = program.keyed("init --json --host other.example.vn").error();
    assert_eq!(other["code"], "host_differs");
    assert!(snapshot() == before);
}

#[test]
fn an_init_that_was_interrupted_is_finished() {
    let program = Program::new();
    // Refused for its passphrase: nothing of it stands in the way of the next.
    program.file("short", "short\n");
    fs::set_permissions(
        program.folder.path().join("short"),
        fs::Permissions::from_mode(0o600),
    )
    .unwrap();
    let short = program.run("init --host wrong.example.vn --passphrase-file short --json");
    assert_eq!(short.error()["code"], "passphrase_too_short");
    program.keyed("init --host ocop.example.vn").done();
    let config = fs::read_to_string(program.data().join("ocop.toml")).unwrap();
    assert!(config.contains("host = \"ocop.example.vn\""), "{config}");

    // Killed between its key and its register.
    let root = program.run("trust export --output t --json").done().lines()[0]["root_key"].clone();
    for file in [
        "register.sqlite",
        "register.sqlite-wal",
        "register.sqlite-shm",
    ] {
        let _ = fs::remove_file(program.data().join(file));
    }
    let finished = program.keyed("init --json").done();
    assert_eq!(finished.lines()[0]["root_key"], root);

    // A register that was lost is no init that was interrupted.
    program
        .run("council add CB --unit VN-04@2 --level province")
        .done();
    program.keyed("key generate --council CB").done();
    fs::remove_file(program.data().join("register.sqlite")).unwrap();
    let refused = program.keyed("init --json").error();
    assert_eq!(refused["code"], "already_initialised");
}

#[test]
fn keys_and_configuration_are_their_owners_alone() {
    let program = Program::with_programme();
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&program.data()), 0o700);
    assert_eq!(mode(&program.data().join("keys")), 0o700);
    assert_eq!(mode(&program.data().join("ocop.toml")), 0o600);
    let keys: Vec<_> = fs::read_dir(program.data().join("keys"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    assert_eq!(keys.len(), 3);
    for key in &keys {
        assert_eq!(mode(key), 0o600, "{}", key.display());
    }
    fs::set_permissions(&keys[0], fs::Permissions::from_mode(0o644)).unwrap();
    fs::set_permissions(
        program.data().join("keys"),
        fs::Permissions::from_mode(0o755),
    )
    .unwrap();
    let sick = program.run("doctor");
    assert_eq!(sick.code, 1);
    assert!(sick.out.contains("chmod go="), "{}", sick.out);
}

#[test]
fn no_secret_leaves_its_file() {
    let program = Program::with_programme();
    let issued = program.issue(list_of(3)).done();
    let wrong = program.file("wrong", "another passphrase\n");
    fs::set_permissions(&wrong, fs::Permissions::from_mode(0o600)).unwrap();
    let list = program.folder.path().join("list.csv");
    let arguments = program.issue_arguments(&list, "--passphrase-file wrong");
    let refused = program.run(&arguments);
    assert_eq!(refused.code, 2);
    let mut written = vec![issued.out, refused.out, refused.err];
    for entry in fs::read_dir(program.data()).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            written.push(String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned());
        }
    }
    assert!(written.len() > 4, "register and configuration were read");
    for text in written {
        assert!(!text.contains(SECRET) && !text.contains("another passphrase"));
        assert!(!text.contains("PRIVATE KEY"));
    }
}

#[test]
fn a_list_with_bad_rows_says_which_and_issues_the_rest_when_asked() {
    let program = Program::with_programme();
    let list = csv(&[row(&[]), row(&[("product", "Chè"), ("stars", "9")])]);
    let error = program.issue(&list).error();
    assert_eq!(error["code"], "refused");
    assert_eq!(error["refusals"][0]["row"], 3);
    assert_eq!(error["refusals"][0]["column"], "stars");
    assert_eq!(error["refusals"][0]["code"], "not_stars");

    let file = program.folder.path().join("list.csv");
    let told = program.keyed(&program.issue_arguments(&file, ""));
    assert_eq!(told.code, 2);
    assert!(told.err.contains("lỗi [refused]") && told.err.contains("error [refused]"));
    assert!(told.err.contains("[3:stars]"), "{}", told.err);

    let skipped = program.keyed(&program.issue_arguments(&file, "--skip-bad-rows --json"));
    let report = &skipped.done().lines()[0];
    assert_eq!(report["issued"], 1);
    assert_eq!(report["left_out"][0]["row"], 3);
}

#[test]
fn keys_of_every_purpose_are_made_listed_and_given_up() {
    let program = Program::with_programme();
    let generate = |arguments: &str| program.keyed(&format!("key generate --json {arguments}"));
    let log = generate("--purpose log").done().lines().remove(0);
    assert_eq!(
        (&log["purpose"], &log["council"]),
        (&"log".into(), &serde_json::Value::Null)
    );
    let pack = generate("--purpose pack").done().lines().remove(0);
    let status = generate("--council CB --purpose status")
        .done()
        .lines()
        .remove(0);
    for (arguments, code) in [
        ("--purpose log --council CB", "key_of_programme"),
        ("--purpose status", "key_of_council"),
        ("", "key_of_council"),
        (
            "--purpose pack --token pkcs11:token=x?module-path=/x",
            "key_in_file",
        ),
    ] {
        assert_eq!(generate(arguments).error()["code"], code, "{arguments}");
    }
    let names = |key: &serde_json::Value| {
        let keys = key["keys"].as_array().unwrap().iter();
        keys.map(|key| {
            format!(
                "{} {}",
                key["purpose"].as_str().unwrap(),
                key["state"].as_str().unwrap()
            )
        })
        .collect::<Vec<_>>()
    };
    let list = || program.run("key list --json").done().lines().remove(0);
    assert_eq!(
        names(&list()),
        [
            "certificate active",
            "certificate active",
            "status active",
            "log active",
            "pack active"
        ]
    );
    program.keyed("trust publish").done();
    let kid = |key: &serde_json::Value| key["key"]["kid"].as_str().unwrap().to_owned();
    program
        .run(&format!("key retire -- {}", kid(&status)))
        .done();
    program.run(&format!("key retire -- {}", kid(&log))).done();
    let told = program
        .run(&format!("key compromise --on 2026-01-01 -- {}", kid(&pack)))
        .done();
    assert!(told.out.contains("của chương trình: bị lộ"), "{}", told.out);
    program.keyed("trust publish").done();
    assert_eq!(
        names(&list())[2..],
        ["status retired", "log retired", "pack compromised"]
    );
    let listed = list();
    let published = listed["keys"]
        .as_array()
        .unwrap()
        .iter()
        .map(|key| &key["published"]);
    assert_eq!(
        published.collect::<Vec<_>>(),
        ["active", "active", "retired", "retired", "compromised"]
    );
    for file in ["log", "pack"] {
        let key = if file == "log" { &log } else { &pack };
        assert!(
            program
                .data()
                .join(format!("keys/{file}-{}.key.pem", kid(key)))
                .exists()
        );
    }
}
