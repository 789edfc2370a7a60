//! Every kind of act that the trail knows, in words. A test finds the act that is missing here.

use crate::scheme::words::Text;

/// Every act, by its name in the trail.
pub const ACTS: &[(&str, Text)] = &[
    // People.
    (
        "account_invited",
        Text::new("Mời người dùng", "Invited a person"),
    ),
    // Evaluation.
    // Decisions.
];

/// An act in words.
pub(super) fn words(act: &str) -> Text {
    let known = ACTS.iter().find(|(name, _)| *name == act);
    match known {
        Some((_, words)) => words.clone(),
        None => Text::of(act.to_owned(), act.to_owned()),
    }
}
