//! Every kind of refusal, with its stable name, status and usual words.

mod door;
mod gtin;
mod machine;
mod said;

use crate::scheme::words::Text;

pub use door::{OVERLOADED, TOO_MANY_REQUESTS, TOOK_TOO_LONG};
pub use gtin::{NO_SUCH_GTIN, NO_SUCH_LINK, NOT_A_GTIN};
pub use machine::{DISK_FAILING, DISK_FULL};
pub use said::{of_act, of_picture};

/// A kind of refusal. `/problems/{code}` explains it.
#[derive(Debug, PartialEq)]
pub struct Problem {
    /// The stable name.
    pub code: &'static str,
    /// The HTTP status.
    pub status: u16,
    /// A short title, always the same for the kind.
    pub title: &'static str,
    /// What is wrong and what to do next.
    pub words: Text,
}

const fn problem(
    code: &'static str,
    status: u16,
    title: &'static str,
    vi: &'static str,
    en: &'static str,
) -> Problem {
    Problem {
        code,
        status,
        title,
        words: Text::new(vi, en),
    }
}

/// No page or route has this address.
pub static NOT_FOUND: Problem = problem(
    "not_found",
    404,
    "No such address",
    "Không có trang nào ở địa chỉ này. Hãy quét lại mã hoặc về trang đầu.",
    "There is nothing at this address. Scan the code again, or go to the start page.",
);
/// The address exists, for another method.
pub static METHOD: Problem = problem(
    "method_not_allowed",
    405,
    "Method not allowed",
    "Địa chỉ này không nhận phương thức HTTP vừa dùng. Hãy xem tiêu đề Allow.",
    "This address does not take this HTTP method. See the Allow header.",
);
/// The text has the form of a certificate number, but no such number was issued.
pub static NO_SUCH_NUMBER: Problem = problem(
    "no_such_number",
    404,
    "No such certificate number",
    "Không có số này trong sổ đăng ký. Hãy so lại từng chữ và số với nhãn; nếu đúng như nhãn, giấy chứng nhận này chưa từng được cấp.",
    "There is no such number in the register. Compare each letter and digit with the label; if they agree, this certificate was never issued.",
);
/// The check character of a certificate number does not fit.
pub static MISTYPED_NUMBER: Problem = problem(
    "mistyped_number",
    404,
    "Mistyped certificate number",
    "Số giấy chứng nhận bị gõ sai: ký tự kiểm tra ở cuối không khớp. Hãy gõ lại đúng như trên nhãn.",
    "The certificate number is mistyped: the check character at its end does not fit. Type it again as on the label.",
);
/// Text that is no certificate number.
pub static NOT_A_NUMBER: Problem = problem(
    "not_a_number",
    404,
    "Not a certificate number",
    "Đây không phải số giấy chứng nhận. Số đúng có dạng như CB-12345-E.",
    "This is not a certificate number. A number looks like CB-12345-E.",
);
/// Neither JSON nor a form with a file.
pub static CONTENT_TYPE: Problem = problem(
    "unsupported_content_type",
    415,
    "Unsupported content type",
    "Hãy gửi application/json hoặc multipart/form-data.",
    "Send application/json or multipart/form-data.",
);
/// The body is no JSON object.
pub static MALFORMED_JSON: Problem = problem(
    "malformed_json",
    400,
    "Malformed JSON",
    "Nội dung gửi lên không phải một đối tượng JSON.",
    "The body is not a JSON object.",
);
/// A multipart body that ends early or has no boundary.
pub static MALFORMED_MULTIPART: Problem = problem(
    "malformed_multipart",
    400,
    "Malformed multipart body",
    "Biểu mẫu gửi lên bị cắt ngang hoặc sai cấu trúc. Hãy gửi lại.",
    "The form was cut off or is not built as multipart/form-data. Send it again.",
);
/// The connection ended or stalled while the body was read.
pub static BODY_TIMEOUT: Problem = problem(
    "body_timeout",
    408,
    "The body did not arrive in time",
    "Nội dung gửi lên quá chậm. Hãy kiểm tra đường truyền rồi gửi lại.",
    "The body did not arrive in time. Check the connection and send it again.",
);
/// A larger body than is read.
pub static TOO_LARGE: Problem = problem(
    "body_too_large",
    413,
    "Body too large",
    "Nội dung gửi lên quá lớn: ảnh tối đa 10 MB, JSON tối đa 64 kB. Hãy cắt ảnh sát mã QR.",
    "The body is too large: a photo may have 10 MB, JSON 64 kB. Crop the photo to the QR code.",
);
/// A field that does not exist.
pub static UNKNOWN_FIELD: Problem = problem(
    "unknown_field",
    422,
    "Unknown field",
    "Có trường không được biết đến. Chỉ nhận code, photo và stars_on_package.",
    "There is an unknown field. Only code, photo and stars_on_package are taken.",
);
/// A field that is given twice.
pub static REPEATED_FIELD: Problem = problem(
    "repeated_field",
    422,
    "Repeated field",
    "Một trường được gửi hai lần. Hãy gửi mỗi trường một lần.",
    "A field is given twice. Send each field once.",
);
/// Nothing to check.
pub static MISSING_CODE: Problem = problem(
    "missing_code",
    422,
    "Missing code",
    "Chưa có mã để kiểm tra. Hãy dán nội dung mã, gõ số giấy chứng nhận hoặc chọn ảnh.",
    "There is no code to check. Paste the code, type a certificate number or choose a photo.",
);
/// Code and photo at once.
pub static CODE_AND_PHOTO: Problem = problem(
    "code_and_photo",
    422,
    "Both a code and a photo",
    "Vừa có mã vừa có ảnh. Hãy chỉ gửi một trong hai.",
    "There is both a code and a photo. Send one of them.",
);
/// A code that is no text.
pub static CODE_TYPE: Problem = problem(
    "code_not_text",
    422,
    "The code is not a text",
    "Trường code phải là một chuỗi ký tự UTF-8. Dãy số trong mã rất dài: hãy đặt trong dấu ngoặc kép.",
    "The field code must be a string of UTF-8. The digits of a code are many: put them in quotes.",
);
/// A code of more characters than any code has.
pub static CODE_TOO_LONG: Problem = problem(
    "code_too_long",
    422,
    "Code too long",
    "Mã dài quá 4.000 ký tự nên không thể là mã OCOP. Hãy chỉ gửi nội dung của một mã QR.",
    "The code has more than 4,000 characters, more than any OCOP code. Send the text of one QR code.",
);
/// Stars other than 1 to 5.
pub static STARS_OUT_OF_RANGE: Problem = problem(
    "stars_out_of_range",
    422,
    "Stars out of range",
    "Số sao trên bao bì phải là số nguyên từ 1 đến 5.",
    "The stars on the package must be a whole number from 1 to 5.",
);
/// A picture that holds no single readable code.
pub static UNREADABLE_PICTURE: Problem = problem(
    "unreadable_picture",
    422,
    "No code could be read from the picture",
    "Không đọc được mã QR trong ảnh. Hãy chụp lại gần hơn, đủ sáng.",
    "No QR code could be read from the picture. Take it again, closer and with more light.",
);
/// A query parameter that cannot be read.
pub static BAD_QUERY: Problem = problem(
    "bad_query",
    400,
    "Bad query parameter",
    "Tham số trên địa chỉ không hợp lệ.",
    "A parameter of the address is not valid.",
);
/// The office refuses, with words of its own.
pub static REFUSED: Problem = problem(
    "refused",
    422,
    "Refused",
    "Yêu cầu không thực hiện được.",
    "The request cannot be carried out.",
);
/// An act without a token.
pub static TOKEN_MISSING: Problem = problem(
    "token_missing",
    401,
    "A token is needed",
    "Việc này cần mã truy cập. Hãy gửi tiêu đề Authorization: Bearer ocop_…; mã do `ocop token create` tạo ra.",
    "This takes a token. Send the header Authorization: Bearer ocop_…, with one of `ocop token create`.",
);
/// A page or act is for who signed in.
pub static SESSION_MISSING: Problem = problem(
    "session_missing",
    401,
    "Not signed in",
    "Bạn chưa đăng nhập. Hãy đăng nhập.",
    "You are not signed in. Sign in.",
);
/// What signs asks for a second factor that was shown just now.
pub static FACTOR_NEEDED: Problem = problem(
    "factor_needed",
    403,
    "A fresh second factor is needed",
    "Việc này cần xác thực bước hai trong 5 phút gần nhất. Hãy nhập mã xác thực hoặc dùng khóa truy cập, rồi làm lại.",
    "This takes a second factor shown within the last 5 minutes. Give a code or use a passkey, then do it again.",
);
/// A request with a session that comes from a page of somebody else's.
pub static OTHER_ORIGIN: Problem = problem(
    "other_origin",
    403,
    "From another site",
    "Yêu cầu này đến từ một trang khác nên không được thực hiện. Hãy mở lại trang của chương trình và làm lại từ đó.",
    "This request comes from another site, so it was not carried out. Open the programme's own page and do it from there.",
);
/// A token that does not, or does no longer, work.
pub static TOKEN_REFUSED: Problem = problem(
    "token_refused",
    401,
    "The token does not work",
    "Mã truy cập không dùng được. Hãy xin mã mới.",
    "The token does not work. Ask for a new one.",
);
/// What the token does not allow.
pub static FORBIDDEN: Problem = problem(
    "forbidden",
    403,
    "Not allowed",
    "Mã truy cập này không cho phép việc đó. Hãy dùng mã khác.",
    "This token does not allow that. Use another.",
);
/// What an act names is not there, or is another council's.
pub static NOT_THERE: Problem = problem(
    "not_there",
    404,
    "Something that is named is not there",
    "Sổ đăng ký không có thứ được nêu; không thay đổi gì. Hãy xem từng lỗi trong errors.",
    "The register does not have what is named; nothing was changed. See each in errors.",
);
/// The register says otherwise than the act takes for granted.
pub static CONFLICT: Problem = problem(
    "conflict",
    409,
    "The register says otherwise",
    "Sổ đăng ký đã khác; không thay đổi gì. Hãy xem lại rồi gửi lại.",
    "The register says otherwise; nothing was changed. Look again, then send again.",
);
/// Too many attempts to get in.
pub static TOO_MANY: Problem = problem(
    "too_many_attempts",
    429,
    "Too many attempts",
    "Đã thử quá nhiều lần. Hãy chờ một lát rồi thử lại.",
    "There were too many attempts. Wait a while, then try again.",
);
/// Too much at once.
pub static BUSY: Problem = problem(
    "busy",
    503,
    "Busy",
    "Hệ thống đang bận đọc ảnh. Hãy thử lại sau vài giây, hoặc gõ số giấy chứng nhận.",
    "The service is busy reading pictures. Try again in some seconds, or type the certificate number.",
);
/// The register does not answer, or the lists are not held yet.
pub static NOT_READY: Problem = problem(
    "not_ready",
    503,
    "Not ready",
    "Hệ thống chưa sẵn sàng. Hãy thử lại sau vài giây.",
    "The service is not ready. Try again in some seconds.",
);
/// The register was lost while it committed.
pub static OUTCOME_UNKNOWN: Problem = problem(
    "outcome_unknown",
    503,
    "Not known whether it was done",
    "Không rõ việc này đã được ghi hay chưa: mất liên lạc với sổ đăng ký đúng lúc ghi. Hãy gửi lại đúng yêu cầu đó: việc đã ghi rồi thì không bị ghi lần thứ hai.",
    "It is not known whether this was recorded: the register was lost at the very moment. Ask the same again: what was recorded is not recorded twice.",
);
/// An edge answers codes and lists alone.
pub static NOT_AT_EDGE: Problem = problem(
    "not_at_edge",
    404,
    "Not at an edge",
    "Máy chủ biên này chỉ kiểm tra mã. Hãy dùng trang chính của chương trình.",
    "This edge only checks codes. Use the programme's main address.",
);
/// Something broke inside.
pub static INTERNAL: Problem = problem(
    "internal",
    500,
    "Internal error",
    "Hệ thống gặp lỗi. Hãy thử lại; lỗi này không nói gì về giấy chứng nhận.",
    "Something broke inside. Try again; this says nothing about the certificate.",
);

/// Every kind, for the documentation.
pub static ALL: &[&Problem] = &[
    &NOT_FOUND,
    &METHOD,
    &NO_SUCH_NUMBER,
    &NOT_A_GTIN,
    &NO_SUCH_GTIN,
    &NO_SUCH_LINK,
    &MISTYPED_NUMBER,
    &NOT_A_NUMBER,
    &CONTENT_TYPE,
    &MALFORMED_JSON,
    &MALFORMED_MULTIPART,
    &BODY_TIMEOUT,
    &TOO_LARGE,
    &UNKNOWN_FIELD,
    &REPEATED_FIELD,
    &MISSING_CODE,
    &CODE_AND_PHOTO,
    &CODE_TYPE,
    &CODE_TOO_LONG,
    &STARS_OUT_OF_RANGE,
    &UNREADABLE_PICTURE,
    &BAD_QUERY,
    &REFUSED,
    &TOKEN_MISSING,
    &SESSION_MISSING,
    &FACTOR_NEEDED,
    &OTHER_ORIGIN,
    &TOKEN_REFUSED,
    &FORBIDDEN,
    &NOT_THERE,
    &CONFLICT,
    &TOO_MANY,
    &TOO_MANY_REQUESTS,
    &OVERLOADED,
    &TOOK_TOO_LONG,
    &BUSY,
    &NOT_READY,
    &OUTCOME_UNKNOWN,
    &DISK_FULL,
    &DISK_FAILING,
    &NOT_AT_EDGE,
    &INTERNAL,
];

/// The kind with a name.
pub fn named(code: &str) -> Option<&'static Problem> {
    let mut all = ALL.iter().copied();
    all.find(|problem| problem.code == code)
}
