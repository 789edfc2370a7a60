//! The house's rules held by a test: layers, sizes, names, and what lives in one place only.

mod layers;
mod source;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use source::{Code, has_word};

/// A broken rule: file, line and what is wrong.
type Finding = String;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every Rust file under these folders, with its path from the root.
fn rust_files(folders: &[&str]) -> Vec<(String, String)> {
    let mut folders: Vec<PathBuf> = folders.iter().map(|folder| root().join(folder)).collect();
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        // `benches` comes later.
        for entry in fs::read_dir(&folder).into_iter().flatten() {
            let path = entry.expect("a readable folder").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(root()).expect("under the root");
                let text = fs::read_to_string(&path).expect("a readable file");
                files.push((name.display().to_string(), text));
            }
        }
    }
    files.sort();
    assert!(!files.is_empty());
    files
}

fn everywhere() -> Vec<(String, String)> {
    rust_files(&["src", "tests", "benches"])
}

fn none(findings: impl IntoIterator<Item = Finding>) {
    let findings: Vec<Finding> = findings.into_iter().collect();
    assert!(findings.is_empty(), "\n{}\n", findings.join("\n"));
}

#[test]
fn a_layer_names_only_the_layers_that_it_may_use() {
    none(
        rust_files(&["src"])
            .iter()
            .flat_map(|(name, text)| layers::check(name, text)),
    );
}

/// At most this many lines a file.
const LONGEST: usize = 400;

fn shape(name: &str, text: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    let lines = text.lines().count();
    if lines > LONGEST {
        findings.push(format!("{name}:{lines}: {lines} lines, at most {LONGEST}"));
    }
    if !text.starts_with("//! ") {
        findings.push(format!(
            "{name}:1: the first line is not a `//! ` that says what the file knows"
        ));
    }
    let vague = |name: &str| {
        ["util", "helper", "common", "type"]
            .iter()
            .any(|vague| name == *vague || name.strip_suffix('s') == Some(vague))
    };
    for part in name.split('/') {
        let part = part.strip_suffix(".rs").unwrap_or(part);
        if vague(part) {
            findings.push(format!("{name}:1: \"{part}\" says nothing of its content"));
        }
    }
    let code = Code::of(text);
    for (line, after) in code.places("mod ") {
        let module = source::identifier(after);
        if vague(module) {
            findings.push(format!(
                "{name}:{line}: \"{module}\" says nothing of its content"
            ));
        }
    }
    findings
}

#[test]
fn every_file_says_what_it_knows_and_is_one_room() {
    none(
        everywhere()
            .iter()
            .flat_map(|(name, text)| shape(name, text)),
    );
}

/// What stands nowhere.
const NOWHERE: [(&str, &str); 7] = [
    ("todo!", "unfinished"),
    ("unimplemented!", "unfinished"),
    ("dbg!", "left over"),
    ("use super::*", "name what is used"),
    ("use super::{*", "name what is used"),
    ("#[allow(", "use #[expect(…, reason = \"…\")]"),
    ("#![allow(", "use #![expect(…, reason = \"…\")]"),
];

/// What stands in one place only.
const ONLY_IN: [(&str, &str, &[&str]); 3] = [
    (
        "sqlx",
        "the book is the register's",
        &["src/register", "tests/", "benches/"],
    ),
    (
        "axum",
        "axum is the door's",
        &["src/http", "tests/", "benches/"],
    ),
    (
        "Utc::now",
        "the clock is an argument",
        &["src/clock.rs", "tests/"],
    ),
];

fn words(name: &str, text: &str) -> Vec<Finding> {
    let code = Code::of(text);
    let mut findings = Vec::new();
    for (forbidden, reason) in NOWHERE {
        for (line, _) in code.places(forbidden) {
            findings.push(format!("{name}:{line}: `{forbidden}`: {reason}"));
        }
    }
    for (word, reason, places) in ONLY_IN {
        if !places.iter().any(|place| name.starts_with(place)) {
            for (line, _) in code
                .numbered()
                .filter(|(_, content)| has_word(content, word))
            {
                findings.push(format!(
                    "{name}:{line}: `{word}` outside {}: {reason}",
                    places[0]
                ));
            }
        }
    }
    findings
}

#[test]
fn what_lives_in_one_place_lives_nowhere_else() {
    none(
        everywhere()
            .iter()
            .flat_map(|(name, text)| words(name, text)),
    );
}

/// What the top level holds, besides dot files and what `.gitignore` names.
const TOP_LEVEL: [&str; 13] = [
    "Cargo.lock",
    "Cargo.toml",
    "README.md",
    "assets",
    "benches",
    "clippy.toml",
    "docs",
    "keys",
    "migrations",
    "rustfmt.toml",
    "src",
    "templates",
    "tests",
];

fn stray<'a>(names: impl IntoIterator<Item = &'a str>, ignored: &str) -> Vec<Finding> {
    names
        .into_iter()
        .filter(|name| !name.starts_with('.') && !TOP_LEVEL.contains(name))
        .filter(|name| {
            !ignored
                .lines()
                .any(|line| line.trim_end_matches('/') == format!("/{name}"))
        })
        .map(|name| format!("{name}:1: the top level does not hold this"))
        .collect()
}

/// What every shape of the API is called in its document, where of two that are called alike one
/// would silently stand for both.
fn shapes(text: &str) -> Vec<String> {
    let derives = text.split("#[derive(").skip(1);
    derives
        .filter(|after| {
            after
                .split(')')
                .next()
                .unwrap_or_default()
                .contains("ToSchema")
        })
        .filter_map(|after| {
            let item = ["struct ", "enum "].map(|item| after.find(item));
            let begins = item.into_iter().flatten().min()?;
            let renamed = after[..begins].split_once("as = ");
            let (_, named) = after[begins..].split_once(' ')?;
            let name = renamed.map_or(named, |(_, name)| name);
            Some(source::identifier(name).to_owned())
        })
        .collect()
}

#[test]
fn no_two_shapes_of_the_api_are_called_alike() {
    let files = rust_files(&["src"]);
    let mut named = BTreeMap::<String, Vec<&str>>::new();
    for (file, text) in &files {
        for shape in shapes(text) {
            named.entry(shape).or_default().push(file);
        }
    }
    assert!(named.len() > 100, "{}", named.len());
    let alike = named.into_iter().filter(|(_, files)| files.len() > 1);
    none(alike.map(|(name, files)| format!("{name}: {}", files.join(", "))));
}

#[test]
fn the_top_level_holds_what_the_design_names() {
    let names: Vec<String> = fs::read_dir(root())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    let ignored = fs::read_to_string(root().join(".gitignore")).unwrap();
    none(stray(names.iter().map(String::as_str), &ignored));
}

#[test]
fn a_file_that_breaks_a_rule_is_found_with_its_line() {
    let long = format!("//! Long.\n{}", "\n".repeat(LONGEST));
    assert_eq!(
        shape("src/a.rs", &long),
        ["src/a.rs:401: 401 lines, at most 400"]
    );
    let full = long.trim_end_matches('\n').to_owned() + &"\n".repeat(LONGEST);
    assert!(shape("src/a.rs", &full).is_empty());
    assert!(shape("src/a.rs", "//! Short.\n").is_empty());
    assert_eq!(shape("src/a.rs", "use std::fs;\n").len(), 1);
    assert_eq!(shape("src/a.rs", "//!\n").len(), 1);
    for name in [
        "src/utils.rs",
        "src/util/a.rs",
        "tests/common/mod.rs",
        "src/types.rs",
    ] {
        assert_eq!(shape(name, "//! A.\n").len(), 1, "{name}");
    }
    assert!(shape("src/typeface.rs", "//! A.\nmod helpful;\n").is_empty());
    assert_eq!(
        shape("src/a.rs", "//! A.\n\npub mod helpers;\n"),
        ["src/a.rs:3: \"helpers\" says nothing of its content"]
    );

    for (forbidden, _) in NOWHERE {
        let found = words("tests/it/a.rs", &format!("//! A.\n{forbidden}(x);\n"));
        assert!(found[0].starts_with("tests/it/a.rs:2: "), "{found:?}");
        let mentioned =
            format!("//! {forbidden}\n/* {forbidden} */ const A: &str = \"{forbidden}\";");
        assert!(words("src/a.rs", &mentioned).is_empty(), "{forbidden}");
    }
    assert_eq!(words("src/a.rs", "#[ allow ( dead_code ) ]").len(), 1);
    assert_eq!(words("src/a.rs", "use  super :: * ;").len(), 1);

    assert_eq!(words("src/office/issue.rs", "sqlx::query(x)").len(), 1);
    assert!(words("src/register/certificates.rs", "use sqlx::query;").is_empty());
    assert_eq!(words("src/cli/serve.rs", "let a: axum::Router;").len(), 1);
    assert!(words("src/cli/serve.rs", "use axum_server::Handle;").is_empty());
    assert_eq!(words("src/http/mod.rs", "chrono::Utc :: now()").len(), 1);
    assert!(words("src/clock.rs", "Utc::now()").is_empty());

    let ignored = "/target\n/data/\n*.key\n";
    assert!(stray(["src", "target", "data", ".git", "Cargo.toml"], ignored).is_empty());
    assert_eq!(stray(["scripts", "src", "notes.md"], ignored).len(), 2);
}
