//! Every kind of act that the trail knows, in words. A test finds the act that is missing here.

use crate::scheme::words::Text;

/// Every act, by its name in the trail.
pub const ACTS: &[(&str, Text)] = &[
    // People.
    (
        "account_invited",
        Text::new("Mời người dùng", "Invited a person"),
    ),
    (
        "account_invited_again",
        Text::new("Mời lại người dùng", "Invited a person again"),
    ),
    (
        "invitation_taken_up",
        Text::new("Nhận lời mời", "Took an invitation up"),
    ),
    ("signed_in", Text::new("Đăng nhập", "Signed in")),
    (
        "sign_in_failed",
        Text::new("Đăng nhập không thành công", "Failed to sign in"),
    ),
    ("signed_out", Text::new("Đăng xuất", "Signed out")),
    (
        "signed_out_everywhere",
        Text::new("Đăng xuất mọi nơi", "Signed out everywhere"),
    ),
    (
        "password_changed",
        Text::new("Đổi mật khẩu", "Changed the password"),
    ),
    (
        "language_set",
        Text::new("Đổi ngôn ngữ", "Changed the language"),
    ),
    (
        "token_made",
        Text::new("Tạo mã truy cập", "Made an API token"),
    ),
    (
        "token_revoked",
        Text::new("Thu hồi mã truy cập", "Revoked an API token"),
    ),
    (
        "passkey_added",
        Text::new("Thêm khóa truy cập", "Added a passkey"),
    ),
    (
        "passkey_removed",
        Text::new("Gỡ khóa truy cập", "Removed a passkey"),
    ),
    (
        "identity_linked",
        Text::new(
            "Liên kết với nhà cung cấp danh tính",
            "Linked with the identity provider",
        ),
    ),
    ("role_given", Text::new("Giao vai trò", "Gave a role")),
    (
        "role_taken",
        Text::new("Thu lại vai trò", "Took a role away"),
    ),
    (
        "account_closed",
        Text::new("Đóng tài khoản", "Closed an account"),
    ),
    (
        "account_reopened",
        Text::new("Mở lại tài khoản", "Opened an account again"),
    ),
    // Evaluation.
    (
        "producer_registered",
        Text::new("Đăng ký chủ thể", "Registered a producer"),
    ),
    (
        "producer_changed",
        Text::new("Sửa thông tin chủ thể", "Changed a producer"),
    ),
    ("dossier_begun", Text::new("Lập hồ sơ", "Began a dossier")),
    (
        "dossier_changed",
        Text::new("Sửa hồ sơ", "Changed a dossier"),
    ),
    ("dossier_lodged", Text::new("Nộp hồ sơ", "Lodged a dossier")),
    (
        "dossier_taken_in",
        Text::new("Tiếp nhận hồ sơ", "Took a dossier in"),
    ),
    (
        "dossier_returned",
        Text::new("Trả hồ sơ để bổ sung", "Returned a dossier for completion"),
    ),
    (
        "dossier_withdrawn",
        Text::new("Rút hồ sơ", "Withdrew a dossier"),
    ),
    (
        "dossier_file_added",
        Text::new("Thêm tệp vào hồ sơ", "Added a file to a dossier"),
    ),
    (
        "dossier_file_removed",
        Text::new("Gỡ tệp khỏi hồ sơ", "Removed a file from a dossier"),
    ),
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
    // Shoppers' reports.
    (
        "shopper_report_taken_up",
        Text::new("Nhận xem xét phản ánh", "Took a shopper's report up"),
    ),
    (
        "shopper_report_merged",
        Text::new("Gộp phản ánh trùng", "Merged a shopper's report"),
    ),
    (
        "shopper_report_dismissed",
        Text::new("Kết thúc phản ánh", "Dismissed a shopper's report"),
    ),
    (
        "shopper_contact_seen",
        Text::new(
            "Xem thông tin liên hệ của người phản ánh",
            "Looked at a shopper's contact",
        ),
    ),
    (
        "shopper_contact_erased",
        Text::new(
            "Xóa thông tin liên hệ của người phản ánh",
            "Erased a shopper's contact",
        ),
    ),
    (
        "shopper_contact_withdrawn",
        Text::new(
            "Người phản ánh xóa thông tin liên hệ của mình",
            "A shopper had their contact erased",
        ),
    ),
    (
        "shopper_contacts_erased",
        Text::new(
            "Xóa thông tin liên hệ đã hết thời hạn lưu",
            "Erased shoppers' contacts in time",
        ),
    ),
    // Labels.
    (
        "label_run_made",
        Text::new("Lập đợt in tem", "Began a run of labels"),
    ),
    (
        "label_files_ordered",
        Text::new("Đặt lại tệp tem", "Ordered the files of a run again"),
    ),
    (
        "traceability_set",
        Text::new(
            "Ghi mã truy xuất nguồn gốc",
            "Gave a product's traceability code",
        ),
    ),
    (
        "traceability_removed",
        Text::new(
            "Bỏ mã truy xuất nguồn gốc",
            "Took a product's traceability code away",
        ),
    ),
    // Checks of the market.
    (
        "journal_taken_in",
        Text::new(
            "Đồng bộ nhật ký kiểm tra",
            "Synchronised a journal of checks",
        ),
    ),
    (
        "journal_photograph_kept",
        Text::new(
            "Gửi ảnh của nhật ký kiểm tra",
            "Sent a photograph of a journal",
        ),
    ),
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
        "reprints_allowed",
        Text::new(
            "Cho phép in lại tem của giấy đang tạm đình chỉ",
            "Allowed labels of a suspended certificate",
        ),
    ),
    (
        "reprints_withdrawn",
        Text::new("Rút phép in lại tem", "Withdrew the permit for labels"),
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
    // Cases.
    ("case_opened", Text::new("Lập vụ việc", "Opened a case")),
    (
        "case_changed",
        Text::new("Sửa nội dung vụ việc", "Changed what a case says"),
    ),
    (
        "case_evidence_added",
        Text::new("Thêm chứng cứ vào vụ việc", "Added evidence to a case"),
    ),
    (
        "case_evidence_struck",
        Text::new("Gạch chứng cứ của vụ việc", "Struck evidence of a case"),
    ),
    (
        "case_assigned",
        Text::new("Giao vụ việc cho kiểm tra viên", "Assigned a case"),
    ),
    (
        "case_begun",
        Text::new("Bắt đầu xác minh vụ việc", "Began to investigate a case"),
    ),
    (
        "case_referred",
        Text::new(
            "Chuyển vụ việc cho cơ quan có thẩm quyền",
            "Referred a case to the authority",
        ),
    ),
    (
        "case_closed",
        Text::new("Kết thúc vụ việc", "Closed a case"),
    ),
    (
        "case_reopened",
        Text::new("Mở lại vụ việc", "Took a case up again"),
    ),
    (
        "case_acknowledged",
        Text::new(
            "Hội đồng xác nhận đã xem vụ việc",
            "Acknowledged a case for a council",
        ),
    ),
    (
        "case_file_written",
        Text::new("Xuất hồ sơ vụ việc", "Wrote a case file"),
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
