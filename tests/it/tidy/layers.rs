//! Which layer may use which: the table of the design, and how source names a layer.

use super::source::{Code, identifier};

/// Each layer and those that it may use. What stands in no row may not be named at all.
const TABLE: [(&str, &[&str]); 11] = [
    ("scheme", &[]),
    ("register", &["scheme"]),
    ("signer", &["scheme"]),
    ("reader", &[]),
    ("label", &["scheme", "reader"]),
    // Issuing checks that the label of what it seals can be printed at all, before an index is
    // spent on it.
    (
        "office",
        &["scheme", "register", "signer", "label", "clock", "config"],
    ),
    ("http", &["office", "scheme", "label", "config", "clock"]),
    (
        "cli",
        &[
            "scheme", "register", "signer", "label", "office", "http", "config", "clock",
        ],
    ),
    ("inspector", &["scheme", "reader"]),
    ("clock", &[]),
    ("config", &["scheme"]),
];

/// The modules of a file from the crate's root: `src/http/pages/mod.rs` is `http`, `pages`.
fn module(name: &str) -> Vec<&str> {
    let path = name.strip_prefix("src/").unwrap_or(name);
    let path = path.strip_suffix(".rs").unwrap_or(path);
    path.strip_suffix("/mod")
        .unwrap_or(path)
        .split('/')
        .collect()
}

/// A path that begins at the crate's root.
struct FromRoot {
    line: usize,
    /// The layer, and what of it is named, if it is named at once.
    layer: String,
    below: Vec<String>,
}

/// Every path of the code that begins at the crate's root: `crate::a::b`, `crate::{a, b::c}`,
/// and `super` as often as it takes.
fn from_root(name: &str, text: &str) -> Vec<FromRoot> {
    let code = Code::of(text).joined();
    let up = "super::".repeat(module(name).len());
    let mut paths = Vec::new();
    for beginning in ["crate::", &up] {
        for (at, _) in code.match_indices(beginning) {
            let before = &code[..at];
            if before.ends_with(super::source::is_word) || before.ends_with("::") {
                continue;
            }
            let line = before.matches('\n').count() + 1;
            for path in expand(&code[at + beginning.len()..]) {
                // In an inline module `super` leads less far, and to no layer.
                if beginning != "crate::" && TABLE.iter().all(|(layer, _)| *layer != path[0]) {
                    continue;
                }
                let mut path = path.into_iter();
                paths.extend(path.next().map(|layer| FromRoot {
                    line,
                    layer,
                    below: path.collect(),
                }));
            }
        }
    }
    paths
}

/// The paths at the beginning of a text, one for each leaf of its braces.
fn expand(text: &str) -> Vec<Vec<String>> {
    let text = text.trim_start();
    let Some(group) = text.strip_prefix('{') else {
        let first = identifier(text);
        if first.is_empty() {
            return Vec::new();
        }
        let rest = text[first.len()..].trim_start();
        let below = rest.strip_prefix("::").map(expand).unwrap_or_default();
        if below.is_empty() {
            return vec![vec![first.to_owned()]];
        }
        let under = |path: Vec<String>| [vec![first.to_owned()], path].concat();
        return below.into_iter().map(under).collect();
    };
    let mut depth = 0_usize;
    let mut beginning = 0;
    let mut paths = Vec::new();
    for (at, c) in group.char_indices() {
        match c {
            ',' | '}' if depth == 0 => {
                paths.extend(expand(&group[beginning..at]));
                beginning = at + 1;
                if c == '}' {
                    break;
                }
            }
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
    }
    paths
}

/// What a file names and may not.
pub fn check(name: &str, text: &str) -> Vec<String> {
    let layer = module(name)[0];
    // The crate's two roots put the layers together.
    if matches!(layer, "lib" | "main") {
        return Vec::new();
    }
    let Some((_, allowed)) = TABLE.iter().find(|(known, _)| *known == layer) else {
        return vec![format!(
            "{name}:1: the table of layers does not know {layer}"
        )];
    };
    from_root(name, text)
        .into_iter()
        .filter(|path| path.layer != layer)
        .filter_map(
            |FromRoot {
                 line,
                 layer: used,
                 below,
             }| {
                if !allowed.contains(&used.as_str()) {
                    return Some(format!("{name}:{line}: {layer} may not use {used}"));
                }
                // Of the door, only what it exports for serving: nothing inside its modules.
                let inside = layer == "cli" && used == "http" && below.len() > 1 && {
                    let module = &below[0];
                    module.starts_with(|c: char| c.is_lowercase())
                };
                inside.then(|| {
                format!(
                    "{name}:{line}: cli may use of http only what it exports for serving, not {}",
                    below.join("::")
                )
            })
            },
        )
        .collect()
}

#[test]
fn a_layer_that_names_another_is_found_with_its_line() {
    for (name, source, expected) in [
        (
            "src/scheme/day.rs",
            "use crate::register::Register;",
            "scheme may not use register",
        ),
        (
            "src/scheme/check/mod.rs",
            "fn a() { crate::clock::now() }",
            "scheme may not use clock",
        ),
        (
            "src/register/a.rs",
            "use crate::{\n scheme::day,\n office::issue };",
            "register may not use office",
        ),
        (
            "src/label/a.rs",
            "use super::super::http::router;",
            "label may not use http",
        ),
        (
            "src/signer/mod.rs",
            "use super::config::Config;",
            "signer may not use config",
        ),
        (
            "src/label/pdf/a.rs",
            "use super::super::super::{scheme, http};",
            "label may not use http",
        ),
        (
            "src/office/a.rs",
            "use crate ::\n    cli::run;",
            "office may not use cli",
        ),
        (
            "src/office/a.rs",
            "use crate::http as door;",
            "office may not use http",
        ),
        (
            "src/http/a.rs",
            "use crate::register::Register;",
            "http may not use register",
        ),
        (
            "src/http/a.rs",
            "use crate::{office::{a, b}, signer};",
            "http may not use signer",
        ),
        (
            "src/http/a.rs",
            "type A = Vec<crate::cli::B>;",
            "http may not use cli",
        ),
        (
            "src/cli/serve.rs",
            "use crate::http::pages::router;",
            "exports for serving, not pages::router",
        ),
        (
            "src/cli/serve.rs",
            "use crate::http::{Error, pages::{a}};",
            "exports for serving, not pages::a",
        ),
        (
            "src/inspector.rs",
            "use crate::office::verify;",
            "inspector may not use office",
        ),
        (
            "src/clock.rs",
            "use crate::config::Config;",
            "clock may not use config",
        ),
        (
            "src/scheme/a.rs",
            "use crate::nonsense;",
            "scheme may not use nonsense",
        ),
        ("src/post/a.rs", "", "does not know post"),
    ] {
        let found = check(name, &format!("{source}\n"));
        assert_eq!(found.len(), 1, "{source}: {found:?}");
        assert!(found[0].ends_with(expected), "{found:?}");
        assert!(found[0].starts_with(&format!("{name}:1: ")), "{found:?}");
    }
    let second = check(
        "src/label/a.rs",
        "//! A.\nuse crate::scheme::day;\nuse crate::office::a;\n",
    );
    assert_eq!(second, ["src/label/a.rs:3: label may not use office"]);
}

#[test]
fn what_the_table_allows_is_not_found() {
    for (name, source) in [
        (
            "src/scheme/check/detail.rs",
            "use crate::scheme::day; use super::super::day;",
        ),
        (
            "src/scheme/day.rs",
            "// crate::http\nconst A: &str = \"crate::http\";",
        ),
        (
            "src/scheme/day.rs",
            "pub(crate) fn a() { mycrate::http::b() }",
        ),
        (
            "src/office/issue.rs",
            "use crate::{clock::Clock, label, scheme::{a, b::c}, signer::Signer};",
        ),
        (
            "src/http/pages/verify.rs",
            "use crate::office::verify; use super::super::Error;",
        ),
        (
            "src/cli/serve.rs",
            "use crate::http::{self, serve}; use crate::http::Router::new; use crate::http;",
        ),
        ("src/cli/serve.rs", "use crate::register::Register;"),
        ("src/inspector.rs", "use crate::scheme::judge::judge;"),
        ("src/clock.rs", "mod tests { use super::Clock; }"),
        ("src/main.rs", "use crate::anything;"),
    ] {
        assert!(
            check(name, source).is_empty(),
            "{source}: {:?}",
            check(name, source)
        );
    }
}
