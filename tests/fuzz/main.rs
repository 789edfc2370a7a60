//! Fuzzers: every reader of what strangers send, fed by libFuzzer with what reaches new code.
//!
//! The readers' own files are compiled into this program, so that coverage is counted in them
//! alone and building takes no longer than they do. `tests/fuzz/run` builds and runs it.

#![no_main]
#![expect(
    dead_code,
    unused_imports,
    unreachable_pub,
    clippy::wrong_self_convention,
    reason = "files of a library, of which only what reads is called, and nothing is public"
)]

mod checkpoint;
mod comma_separated;
mod digits;
mod label;
mod office;
mod pack;
mod picture;
mod programme;
#[path = "../../src/reader/mod.rs"]
mod reader;
#[path = "../../src/scheme/mod.rs"]
mod scheme;
mod status_list;
mod token;
mod trust_list;
mod workbook;

use std::path::Path;
use std::sync::LazyLock;
use std::{env, fs, process};

/// One reader, with what must hold whatever it is given.
struct Target {
    name: &'static str,
    /// Inputs that are read, to begin with.
    seeds: fn() -> Vec<Vec<u8>>,
    /// Reads an input and panics where something does not hold. Says whether it was accepted in
    /// any of the ways in which it was tried.
    check: fn(&[u8]) -> bool,
}

const TARGETS: [Target; 9] = [
    token::TARGET,
    digits::TARGET,
    picture::TARGET,
    comma_separated::TARGET,
    workbook::TARGET,
    trust_list::TARGET,
    status_list::TARGET,
    pack::TARGET,
    checkpoint::TARGET,
];

/// The target that `OCOP_FUZZ` names.
static TARGET: LazyLock<&'static Target> = LazyLock::new(|| {
    let name = env::var("OCOP_FUZZ").unwrap_or_default();
    let target = TARGETS.iter().find(|target| target.name == name);
    target.unwrap_or_else(|| panic!("OCOP_FUZZ names no target: \"{name}\""))
});

/// Writes the target's seeds into a folder, each of which must be accepted: a property that no
/// seed reaches would hold of nothing.
fn write_seeds(folder: &Path) {
    fs::create_dir_all(folder).expect("the folder of seeds is made");
    for (place, seed) in (TARGET.seeds)().iter().enumerate() {
        assert!((TARGET.check)(seed), "seed {place} is refused");
        fs::write(folder.join(format!("made-{place}")), seed).expect("a seed is written");
    }
}

libfuzzer_sys::fuzz_target!(
    init: {
        if let Some(folder) = env::var_os("OCOP_FUZZ_SEEDS") {
            write_seeds(Path::new(&folder));
            process::exit(0);
        }
    },
    |bytes: &[u8]| {
        (TARGET.check)(bytes);
    }
);
