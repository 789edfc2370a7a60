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
    (
        "session_opened",
        Text::new("Mở phiên chấm điểm", "Opened a session"),
    ),
    (
        "session_lapsed",
        Text::new("Phiên chấm điểm hết hiệu lực", "Let a session lapse"),
    ),
    (
        "sheet_filled",
        Text::new("Nộp phiếu chấm điểm", "Handed in a score sheet"),
    ),
    (
        "session_concluded",
        Text::new("Kết luận phiên chấm điểm", "Concluded a session"),
    ),
    (
        "dossier_assessed",
        Text::new("Đánh giá hồ sơ", "Assessed a dossier"),
    ),
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
