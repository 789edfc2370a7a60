//! The pages of every verdict and outcome of the vectors, written to files.

use std::path::{Path, PathBuf};

use ocop::office::conformance::Vectors;
use ocop::scheme::check::Check;

use crate::pages::{examined, render};

/// One file for each verdict, and for each outcome of its status: what changes a page's look.
pub fn written(folder: &Path) -> Vec<(String, PathBuf)> {
    let vectors = Vectors::of_the_specification().unwrap();
    let mut seen = Vec::new();
    let mut written = Vec::new();
    for (vector, verdict) in vectors.judged() {
        let look = (verdict.kind, verdict.outcome(Check::Status));
        if seen.contains(&look) {
            continue;
        }
        seen.push(look);
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
