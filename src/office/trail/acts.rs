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
    // The life of certificates.
    (
        "certificate_revoked",
        Text::new("Thu hồi giấy chứng nhận", "Revoked a certificate"),
    ),
    (
        "certificate_suspended",
        Text::new("Tạm đình chỉ giấy chứng nhận", "Suspended a certificate"),
    ),
    (
        "suspension_lifted",
        Text::new("Bỏ tạm đình chỉ giấy chứng nhận", "Lifted a suspension"),
    ),
    (
        "certificate_superseded",
        Text::new(
            "Thay giấy chứng nhận bằng giấy mới",
            "Superseded a certificate",
        ),
    ),
    (
        "certificate_renewed",
        Text::new(
            "Nối giấy chứng nhận với giấy công nhận lại",
            "Linked a renewal",
        ),
    ),
];

/// An act in words.
pub(super) fn words(act: &str) -> Text {
    let known = ACTS.iter().find(|(name, _)| *name == act);
    match known {
        Some((_, words)) => words.clone(),
        None => Text::of(act.to_owned(), act.to_owned()),
    }
}
