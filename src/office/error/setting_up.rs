//! What is said while a programme is set up: of its configuration, its files and its folder.

use std::path::Path;

use crate::config;
use crate::scheme::words::Text;

/// The configuration cannot be used.
pub(super) fn config(error: &config::Error) -> Text {
    Text::of(
        format!(
            "Cấu hình chưa đúng: {error}. Hãy sửa {} hoặc biến môi trường OCOP_….",
            config::FILE
        ),
        format!(
            "The configuration is wrong: {error}. Mend {} or the OCOP_… variables.",
            config::FILE
        ),
    )
}

/// A file or folder cannot be used.
pub(super) fn file(path: &Path, source: &std::io::Error) -> Text {
    Text::of(
        format!(
            "Không dùng được {}: {source}. Hãy kiểm tra đường dẫn và quyền truy cập.",
            path.display()
        ),
        format!(
            "{} cannot be used: {source}. Check the path and its permissions.",
            path.display()
        ),
    )
}

/// No programme was set up.
pub(super) fn not_initialised(data: &Path) -> Text {
    Text::of(
        format!(
            "Chưa có chương trình trong {}. Hãy chạy `ocop init` (hoặc `ocop demo` để thử).",
            data.display()
        ),
        format!(
            "There is no programme in {}. Run `ocop init` (or `ocop demo` to try it out).",
            data.display()
        ),
    )
}

/// One was set up before.
pub(super) fn already_initialised(data: &Path) -> Text {
    Text::of(
        format!(
            "{} đã có một chương trình; không thay đổi gì. Hãy chọn thư mục khác bằng --data.",
            data.display()
        ),
        format!(
            "{} holds a programme already; nothing was changed. Choose another folder with --data.",
            data.display()
        ),
    )
}

/// The answer to a commit was lost.
pub(super) fn outcome_unknown() -> Text {
    Text::new(
        "Không rõ việc này đã được ghi hay chưa: mất liên lạc với sổ đăng ký đúng lúc ghi. Hãy gửi lại đúng yêu cầu đó: việc đã ghi rồi thì không bị ghi lần thứ hai.",
        "It is not known whether this was recorded: the register was lost at the very moment. Ask the same again: what was recorded is not recorded twice.",
    )
}

/// No host name is configured.
pub(super) fn no_host() -> Text {
    Text::of(
        format!(
            "Chưa đặt tên miền cho mã QR. Hãy ghi `host = \"…\"` vào {} rồi chạy lại.",
            config::FILE
        ),
        format!(
            "No host name is set for the codes. Write `host = \"…\"` into {} and run again.",
            config::FILE
        ),
    )
}
