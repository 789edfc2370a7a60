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
    (
        "preparation_begun",
        Text::new("Bắt đầu soạn quyết định", "Began a decision"),
    ),
    (
        "preparation_changed",
        Text::new(
            "Sửa số, ngày hoặc cơ quan của quyết định",
            "Changed a decision's number, date or authority",
        ),
    ),
    (
        "preparation_lines_added",
        Text::new("Thêm dòng vào quyết định", "Added lines to a decision"),
    ),
    (
        "preparation_lines_removed",
        Text::new("Bỏ dòng khỏi quyết định", "Removed lines from a decision"),
    ),
    (
        "preparation_scan_kept",
        Text::new("Tải bản quét quyết định lên", "Uploaded a decision's scan"),
    ),
    (
        "preparation_submitted",
        Text::new("Trình duyệt quyết định", "Submitted a decision"),
    ),
    (
        "preparation_approved",
        Text::new("Duyệt quyết định", "Approved a decision"),
    ),
    (
        "preparation_abandoned",
        Text::new("Bỏ quyết định đang soạn", "Abandoned a decision"),
    ),
    (
        "release_begun",
        Text::new("Bắt đầu cấp giấy", "Began to issue certificates"),
    ),
    (
        "preparation_released",
        Text::new("Cấp xong giấy chứng nhận", "Issued every certificate"),
    ),
    (
        "dossier_decided",
        Text::new("Hồ sơ đã có quyết định", "Decided on a dossier"),
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
