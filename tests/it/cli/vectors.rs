//! `ocop conformance`: the specification's vectors, and files that are none.

use std::path::Path;

use serde_json::Value;

use crate::support::Program;

fn vectors() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    root.join("tests/vectors/verdicts.json")
        .display()
        .to_string()
}

#[test]
fn every_vector_is_a_line_with_what_was_found() {
    let program = Program::new();
    let file: Value = serde_json::from_str(include_str!("../../vectors/verdicts.json")).unwrap();
    let expected = file["vectors"].as_array().unwrap();
    let judged = program.run(&format!("conformance --vectors {} --json", vectors()));
    let lines = judged.done().lines();
    assert_eq!(lines.len(), expected.len());
    for (found, vector) in lines.iter().zip(expected) {
        let fields: Vec<&String> = found.as_object().unwrap().keys().collect();
        assert_eq!(fields, ["certificate", "checks", "name", "verdict"]);
        assert_eq!(found["name"], vector["name"]);
        if let Some(verdict) = vector["expect"].get("verdict") {
            assert_eq!(found["verdict"], *verdict, "{}", found["name"]);
        }
        assert!(found["checks"].as_object().is_some());
    }
}

#[test]
fn a_difference_is_named_and_gives_exit_code_1_only_to_people() {
    let program = Program::new();
    let text = include_str!("../../vectors/verdicts.json");
    let mut file: Value = serde_json::from_str(text).unwrap();
    file["vectors"][0]["expect"]["verdict"] = Value::from("forged");
    let name = file["vectors"][0]["name"].as_str().unwrap();
    let altered = program.file("altered.json", file.to_string());
    let altered = altered.display();
    let told = program.run(&format!("conformance --vectors {altered}"));
    assert_eq!(told.code, 1);
    assert!(
        told.out.starts_with(&format!("{name}: verdict")),
        "{}",
        told.out
    );
    assert!(told.out.contains("1 differ"), "{}", told.out);
    let found = program.run(&format!("conformance --json --vectors {altered}"));
    assert_eq!(found.done().lines()[0]["verdict"], "genuine");
}

#[test]
fn a_file_of_another_form_is_an_error() {
    let program = Program::new();
    let missing = r#"{"trust_lists": {}, "vectors": [{"name": "a", "qr": "", "trust": "main",
                     "at": "2026-08-01T00:00:00Z"}]}"#;
    for text in ["", "[]", "{}", "{\"vectors\": 3}", missing, "\u{0}"] {
        let file = program.file("vectors.json", text);
        let read = program.run(&format!("conformance --json --vectors {}", file.display()));
        assert_eq!(read.error()["code"], "vectors_unreadable", "{text}");
    }
}

#[test]
fn without_a_file_the_vectors_are_those_that_the_program_carries() {
    let program = Program::new();
    let carried = program.run("conformance --json").done();
    let read = program.run(&format!("conformance --json --vectors {}", vectors()));
    assert_eq!(carried.out, read.done().out);
}

#[test]
fn exported_vectors_are_the_same_files_and_nobody_s_file_is_replaced() {
    let program = Program::new();
    for _ in 0..2 {
        program.run("conformance --export somewhere/vectors").done();
    }
    let folder = program.folder.path().join("somewhere/vectors");
    for name in ["verdicts.json", "codec.json", "journal.json"] {
        let ours = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/vectors")
            .join(name);
        let exported = std::fs::read(folder.join(name)).unwrap();
        assert!(exported == std::fs::read(ours).unwrap(), "{name}");
    }
    std::fs::write(folder.join("codec.json"), "[]").unwrap();
    let refused = program.run("conformance --json --export somewhere/vectors");
    let error = refused.lines().pop().unwrap();
    assert_eq!(error["error"]["code"], "file_unusable");
    assert_eq!(std::fs::read(folder.join("codec.json")).unwrap(), b"[]");
}

/// What a verifier written as a shell script makes of the vectors.
fn asked(program: &Program, script: &str, more: &[&str]) -> crate::support::Ran {
    let script = program.file("their verifier.sh", script);
    let command = format!("sh '{}' --question={{}}", script.display());
    program.run_with(&[&["conformance", "--command", &command], more].concat())
}

#[test]
fn another_verifier_is_asked_every_vector_and_compared_by_what_it_answers() {
    let program = Program::new();
    // Reads the question, has no checks, and exits as `grep` would.
    let script = "grep -q '\"trust_list\":{' \"${1#--question=}\" && echo '{\"verdict\": \"genuine\"}'; exit 1";
    let ran = asked(&program, script, &["--json"]);
    assert_eq!(ran.code, 1);
    let lines = ran.lines();
    assert_eq!(lines.len(), 144);
    for line in &lines {
        let genuine = line["name"].as_str().unwrap().starts_with("genuine");
        assert_eq!(line["answer"]["verdict"], "genuine");
        assert!(!genuine || line["difference"].is_null(), "{line}");
    }
    let forged = lines.iter().find(|line| line["name"] == "stars raised");
    let expected = "verdict \"genuine\", expected \"forged\"";
    assert_eq!(forged.unwrap()["difference"], expected);

    let told = asked(&program, script, &[]);
    assert!(told.out.contains(&format!("stars raised: {expected}")));
    assert!(
        told.out
            .contains("bit flip at byte 77: verdict \"genuine\", which must not be"),
        "{}",
        told.out
    );
    assert!(told.out.contains("/ 144 vectors judged, "), "{}", told.out);
}

#[test]
fn a_check_that_is_answered_must_be_right_and_one_that_is_not_may_be_missing() {
    let program = Program::new();
    let file = serde_json::json!({
        "trust_lists": { "main": { "version": 1, "issued_at": "2026-08-01T00:00:00Z",
                                   "expires_at": "2026-09-01T00:00:00Z", "councils": [] } },
        "vectors": [{ "name": "a", "qr": "x", "trust": "main", "status": null, "register": null,
                      "at": "2026-08-02T00:00:00Z", "stars_on_package": null,
                      "expect": { "verdict": "not_ocop", "certificate": null,
                                  "checks": { "format": "fail", "issuer": "skipped" } } }],
    });
    let file = program.file("one.json", file.to_string());
    let file = ["--json", "--vectors", file.to_str().unwrap()];
    for (answer, difference) in [
        (r#"{"verdict":"not_ocop"}"#, None),
        (r#"{"verdict":"not_ocop","checks":{"format":"fail"}}"#, None),
        (
            r#"{"verdict":"not_ocop","checks":{"issuer":"pass"}}"#,
            Some("check issuer \"pass\", expected \"skipped\""),
        ),
        (
            r#"{"verdict":"not_ocop","certificate":{}}"#,
            Some("certificate {}, expected null"),
        ),
        (
            r#"{"verdict":"fine"}"#,
            Some("verdict \"fine\", which there is not"),
        ),
        ("{}", Some("verdict null, which there is not")),
        ("[]", Some("the answer is no JSON object: []")),
        ("", Some("no answer")),
    ] {
        let ran = asked(&program, &format!("printf '%s' '{answer}'"), &file);
        assert_eq!(ran.code, i32::from(difference.is_some()), "{answer}");
        let found = &ran.lines()[0]["difference"];
        assert_eq!(found.as_str(), difference, "{answer}");
    }
    let crashed = asked(&program, "echo 'Traceback: no key' >&2; exit 3", &file);
    let found = crashed.lines()[0]["difference"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(
        found,
        "no answer (exit status: 3); it complained: Traceback: no key"
    );
    let slow = asked(
        &program,
        "exec sleep 60",
        &[&file[..], &["--limit", "1"]].concat(),
    );
    let found = slow.lines()[0]["difference"].as_str().unwrap().to_owned();
    assert_eq!(found, "no answer within 1 seconds (--limit)");
    // However much it says, no more is read than an answer may have.
    let endless = asked(&program, "exec yes", &file);
    let found = endless.lines()[0]["difference"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(
        found.starts_with("the answer is no JSON object: y"),
        "{found}"
    );
}

#[test]
fn a_command_that_cannot_be_run_is_an_error_that_says_why() {
    let program = Program::new();
    for (command, code) in [
        ("", "command_unreadable"),
        ("python3 'verify.py {}", "command_unreadable"),
        ("python3 verify.py", "command_without_place"),
        ("{}", "command_without_place"),
        ("./nowhere/verify {}", "command_not_started"),
    ] {
        let ran = program.run_with(&["conformance", "--json", "--command", command]);
        assert_eq!(ran.error()["code"], code, "{command}");
    }
}
