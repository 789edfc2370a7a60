//! Refusals because of the machine that the service runs on.

use super::{Problem, problem};

/// There is no room on the disk.
pub static DISK_FULL: Problem = problem(
    "disk_full",
    507,
    "The disk is full",
    "Đĩa của máy chủ đã đầy; không ghi gì. Kiểm tra tem vẫn dùng được. Hãy báo người quản trị dọn chỗ rồi gửi lại: không việc gì bị làm hai lần.",
    "The server's disk is full; nothing was written. Verifying goes on. Have the administrator make room, then send it again: nothing is done twice.",
);
/// The disk failed while it was written to.
pub static DISK_FAILING: Problem = problem(
    "disk_failing",
    503,
    "The disk fails",
    "Đĩa của máy chủ bị lỗi khi đang ghi; không biết việc này đã được ghi hay chưa. Hãy đợi một lát, xem lại rồi gửi lại: không việc gì bị làm hai lần.",
    "The server's disk failed while it was written to; whether this was kept is not known. Wait a while, look, then send it again: nothing is done twice.",
);
