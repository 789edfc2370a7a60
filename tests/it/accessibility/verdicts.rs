//! The pages of every verdict and outcome of the vectors, written to files.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use ocop::office::conformance::Vectors;

use crate::pages::{examined, render};

/// One file for each verdict, by day in which its page looks another way, in both languages.
pub fn written(folder: &Path) -> Vec<(String, PathBuf)> {
    let vectors = Vectors::read(include_bytes!("../../vectors/verdicts.json")).unwrap();
    let mut seen = HashSet::new();
    let mut written = Vec::new();
    for (vector, verdict) in vectors.judged() {
        let reason = verdict.reason().en;
        if !seen.insert(
            reason
                .split(|c: char| c.is_ascii_digit())
                .next()
                .map(str::to_owned),
        ) {
            continue;
        }
        let examined = examined(verdict);
        for language in super::LANGUAGES {
            let file = folder.join(format!("{}.{language}.html", seen.len()));
            let html = render(&examined, &format!("lang={language}"), true);
            std::fs::write(&file, html).unwrap();
            written.push((format!("the vector \"{}\", {language}", vector.name), file));
        }
    }
    written
}
