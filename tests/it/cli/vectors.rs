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
