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
fn a_size_in_millimetres_is_snapped_to_the_printer_s_dots_in_every_form_of_file() {
    let program = Program::with_programme();
    program.issue(list_of(2)).done();
    for format in ["svg", "pdf", "png", "zpl"] {
        let made = program.run(&format!(
            "label --decision 852/QĐ-UBND --output labels --json --format {format} \
             --design full --width-mm 70 --height-mm 45 --dpi 203 --count 3"
        ));
        for line in made.done().lines() {
            assert_eq!(line["dpi"], 203);
            let dots = line["module_dots"].as_f64().unwrap();
            let module = line["module_mm"].as_f64().unwrap();
            assert!((module - dots * 25.4 / 203.0).abs() < 1e-9);
            assert!(line["width_mm"].as_f64().unwrap() <= 70.0);
            assert!(line["height_mm"].as_f64().unwrap() <= 45.0);
            let file = line["file"].as_str().unwrap();
            assert!(file.ends_with(format));
            let bytes = fs::read(program.folder.path().join(file)).unwrap();
            assert!(!bytes.is_empty());
        }
    }
    let zpl = fs::read_dir(program.folder.path().join("labels")).unwrap();
    let zpl = zpl
        .map(|entry| entry.unwrap().path())
        .find(|path| path.extension().unwrap() == "zpl");
    assert!(fs::read_to_string(zpl.unwrap()).unwrap().contains("^PQ3\n"));
}

#[test]
fn a_short_code_a_sheet_and_a_proof_are_made() {
    let program = Program::with_programme();
    let report: Value = program.issue(list_of(2)).done().lines().remove(0);
    let number = report["certificates"][0]["number"].as_str().unwrap();
    program
        .run(&format!("label {number} --kind short --output short.png"))
        .done();
    let read = program.run("verify --json short.png").done();
    assert_eq!(read.lines()[0]["number"], number);

    let sheet = program.run(
        "label --decision 852/QĐ-UBND --design full --sheet l7163 --count 9 --output sheet.pdf --json",
    );
    assert_eq!(sheet.done().lines()[0]["labels"], 18);
    program
        .run(&format!(
            "label {number} --proof --dpi 203 --output proof.pdf"
        ))
        .done();
    for file in ["sheet.pdf", "proof.pdf"] {
        let bytes = fs::read(program.folder.path().join(file)).unwrap();
        assert!(bytes.starts_with(b"%PDF-"), "{file}");
    }
    let missing = program.run(&format!("label {number} --kind compact --json"));
    assert_eq!(missing.error()["code"], "no_compact_code");
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
    for (size, wanted) in [
        ("--width-mm 0", "side_out_of_bounds"),
        ("--width-mm=-5", "side_out_of_bounds"),
        ("--width-mm 10000", "side_out_of_bounds"),
        ("--width-mm 12", "label_too_small"),
        ("--sheet a4 --cell-width-mm 400", "sheet_too_small"),
        ("--sheet l7160 --count 0", "no_labels"),
        ("--sheet l7160 --count 20000", "too_many_labels"),
    ] {
        assert_eq!(code(&format!("{number} {size}")), wanted, "{size}");
    }
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
