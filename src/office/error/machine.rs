//! What is said of the machine itself: its disk and its clock.

use std::io::{self, ErrorKind};

use chrono::{DateTime, TimeDelta, Utc};

use crate::scheme::check::instant;
use crate::scheme::words::Text;

/// There is no room on the disk.
pub(super) const FULL: Text = Text::new(
    "Đĩa của máy chủ đã đầy; không ghi gì. Kiểm tra tem vẫn dùng được. Hãy báo người quản trị dọn chỗ rồi gửi lại: không việc gì bị làm hai lần.",
    "The server's disk is full; nothing was written. Verifying goes on. Have the administrator make room, then send it again: nothing is done twice.",
);

/// The disk failed while the register was written.
pub(super) const FAILING: Text = Text::new(
    "Đĩa của máy chủ bị lỗi khi đang ghi; không biết việc này đã được ghi hay chưa. Dịch vụ ngừng ghi và khởi động lại. Hãy đợi một lát, xem lại rồi gửi lại: không việc gì bị làm hai lần.",
    "The server's disk failed while it was written to; whether this was kept is not known. The service writes nothing more and begins again. Wait a while, look, then send it again: nothing is done twice.",
);

/// Whether a file could not be written for want of room.
pub(super) fn is_full(source: &io::Error) -> bool {
    matches!(
        source.kind(),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded
    )
}

/// The clock is behind what was signed or recorded.
pub(super) fn clock_behind(now: DateTime<Utc>, signed: DateTime<Utc>) -> Text {
    let (now, signed) = (instant(now), instant(signed));
    Text::of(
        format!(
            "Đồng hồ ({now}) chạy chậm hơn điều đã ký hoặc ghi lúc {signed}; không ký gì. Hãy chỉnh lại giờ của máy."
        ),
        format!(
            "The clock ({now}) is behind what was signed or recorded at {signed}; nothing was signed. Set the machine's clock."
        ),
    )
}

/// The clock is far ahead of everything in the register.
pub(super) fn clock_ahead(now: DateTime<Utc>, known: DateTime<Utc>) -> Text {
    let (now, known) = (instant(now), instant(known));
    Text::of(
        format!(
            "Đồng hồ ({now}) chạy nhanh hơn mục cuối của sổ đăng ký ({known}) quá nhiều; không ký, không ghi gì. Hãy chỉnh lại giờ của máy; nếu giờ đúng, hãy công bố danh sách tin cậy bằng `ocop trust publish`."
        ),
        format!(
            "The clock ({now}) is too far ahead of the register's last entry ({known}); nothing was signed or written. Set the machine's clock; if the time is right, publish the trust list with `ocop trust publish`."
        ),
    )
}

/// The clock was set while the program ran.
pub(super) fn clock_stepped(step: TimeDelta) -> Text {
    let minutes = step.num_minutes();
    Text::of(
        format!(
            "Đồng hồ của máy đã nhảy {minutes} phút khi phần mềm đang chạy; không ký, không ghi gì. Hãy chỉnh lại giờ của máy; nếu giờ mới đúng, hãy khởi động lại phần mềm."
        ),
        format!(
            "The machine's clock jumped by {minutes} minutes while the program ran; nothing was signed or written. Set the machine's clock; if the new time is right, start the program again."
        ),
    )
}
