//! What the door says to whom it sends away.

use super::{Problem, problem};

/// Too many requests from one address.
pub static TOO_MANY_REQUESTS: Problem = problem(
    "too_many_requests",
    429,
    "Too many requests",
    "Từ mạng bạn đang dùng có quá nhiều yêu cầu. Hãy chờ vài giây rồi thử lại.",
    "Too many requests come from the network that you use. Wait some seconds, then try again.",
);
/// More is asked than can be done.
pub static OVERLOADED: Problem = problem(
    "overloaded",
    503,
    "Overloaded",
    "Hệ thống đang có quá nhiều yêu cầu. Hãy thử lại sau vài giây; điều này không nói gì về giấy chứng nhận.",
    "More is asked of the service than it can do. Try again in some seconds; this says nothing about the certificate.",
);
/// A request that took too long inside.
pub static TOOK_TOO_LONG: Problem = problem(
    "took_too_long",
    503,
    "It took too long",
    "Yêu cầu mất quá nhiều thời gian nên đã bị ngừng. Hãy xem lại việc đã được thực hiện hay chưa rồi mới gửi lại.",
    "The request took too long and was ended. Look whether it was carried out before you send it again.",
);
