//! `ocop label`: files that `ocop verify` reads back.

use std::fs;

use serde_json::Value;

use crate::support::{Program, list_of};

#[test]
fn a_label_is_made_and_read_back() {
    let program = Program::with_programme();
    program.issue(list_of(3)).done();
    let made = program
        .run("label --decision 852/QĐ-UBND --output labels --json")
        .done();
    let lines = made.lines();
    assert_eq!(lines.len(), 3);
    for line in &lines {
        let file = line["file"].as_str().unwrap();
        let read = program.run(&format!("verify --json {file}")).done();
        let answer = &read.lines()[0];
        assert_eq!(answer["number"], line["number"]);
        let code = answer["code"].as_str().unwrap();
        assert!(code.starts_with("https://ocop.example.vn/v/"), "{code}");
    }
    let number = lines[0]["number"].as_str().unwrap();
    let drawn = program.run(&format!("label {number} --format svg")).done();
    let drawing = fs::read_to_string(program.folder.path().join(drawn.out.trim())).unwrap();
    assert!(drawing.contains("<svg") && drawing.contains(number));
}

#[test]
fn a_label_that_cannot_be_is_refused_and_none_is_written() {
    let program = Program::with_programme();
    let report: Value = program.issue(list_of(1)).done().lines().remove(0);
    let number = report["certificates"][0]["number"].as_str().unwrap();
    let code = |more: &str| {
        let refused = program.run(&format!("label --output labels --json {more}"));
        refused.error()["code"].as_str().unwrap().to_owned()
    };
    assert_eq!(
        code(&format!("{number} --module-mm 0.1")),
        "module_too_small"
    );
    assert_eq!(code(&format!("{number} --dpi 7")), "dpi_out_of_bounds");
    assert_eq!(code("--decision 1/QĐ"), "no_such_decision");
    let unknown = ocop::scheme::number::CertificateNumber {
        council: "CB".parse().unwrap(),
        index: 5,
    };
    assert_eq!(code(&unknown.to_string()), "no_such_number");
    assert!(!program.folder.path().join("labels").exists());
    let small = program.run(&format!("label {number} --module-mm 0.28 --dpi 600"));
    assert!(small.done().err.contains("0.33 mm"), "small, and said so");
}

#[test]
fn a_picture_without_a_code_is_an_error() {
    let program = Program::with_programme();
    let picture = program.file("picture.png", b"no picture");
    let refused = program.run(&format!("verify --json {}", picture.display()));
    assert_eq!(refused.code, 2);
    refused.error();
}
