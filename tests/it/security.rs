//! The list of threats names tests that exist.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails there, and says where"
)]

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The functions of every file of the tests, each with the path of its module.
fn tests() -> HashSet<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it");
    let mut folders = vec![root.clone()];
    let mut tests = HashSet::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let module = module(path.strip_prefix(&root).unwrap().to_owned());
                let text = fs::read_to_string(&path).unwrap();
                let names = text.split("fn ").skip(1);
                let names = names.filter_map(|after| after.split(['(', '<']).next());
                tests.extend(names.map(|name| format!("{module}::{name}")));
            }
        }
    }
    tests
}

/// `log/trail.rs` is `log::trail`, `issue/mod.rs` is `issue`.
fn module(file: PathBuf) -> String {
    let name = file.with_extension("").display().to_string();
    name.trim_end_matches("/mod").replace('/', "::")
}

#[test]
fn every_test_that_a_threat_names_exists() {
    let document = include_str!("../../docs/security.md");
    let tests = tests();
    let named: Vec<&str> = document
        .split('`')
        .skip(1)
        .step_by(2)
        .filter(|code| code.contains("::"))
        .collect();
    assert!(named.len() > 80, "{}", named.len());
    let lacking: Vec<&&str> = named
        .iter()
        .filter(|name| !tests.contains(**name))
        .collect();
    assert!(lacking.is_empty(), "{lacking:#?}");
}

#[test]
fn every_threat_has_a_control_and_a_test() {
    let document = include_str!("../../docs/security.md");
    let rows = document.lines().filter(|line| line.starts_with("| "));
    let rows = rows.filter(|row| !row.starts_with("| threat |") && !row.starts_with("| ---"));
    let mut count = 0;
    for row in rows {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").map(str::trim).collect();
        assert_eq!(cells.len(), 3, "{row}");
        assert!(cells.iter().all(|cell| !cell.is_empty()), "{row}");
        count += 1;
    }
    assert!(count > 40, "{count}");
}
