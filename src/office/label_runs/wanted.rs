//! Which files are ordered with a run. What the names mean the label layer knows; whoever takes an
//! order asks it first.

use serde::{Deserialize, Serialize};

/// The files of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WantedFiles {
    /// `pdf`, `zpl`, `svg` or `png`.
    pub format: String,
    /// What a label shows: `number`.
    pub design: String,
    /// In which languages: `vi-en`.
    pub wording: String,
    /// The sheet that a PDF is laid out on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// The printer's dots an inch.
    pub dpi: u32,
    /// Labels of a part, so that sheets are full.
    pub per_part: u64,
}

impl WantedFiles {
    /// Most labels for which such files are made.
    pub fn most(format: &str) -> u64 {
        match format {
            // A file for each label.
            "svg" | "png" => 10_000,
            _ => 100_000,
        }
    }

    /// In how many parts the files of so many labels are made.
    pub(super) fn parts(&self, count: u64) -> u64 {
        count.div_ceil(self.per_part.max(1))
    }

    /// As the register keeps it.
    pub(super) fn written(&self) -> String {
        // Texts and a number: there is nothing that could not be written.
        serde_json::to_string(self).unwrap_or_default()
    }
}
